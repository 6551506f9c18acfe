"""Where the links of letters lead: a group's own notes, and an invitation to take part."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sekom import history
from surveys.interviews import approving, interviewing, inviting, noting
from surveys.interviews.interview_forms import ApproveForm

page = require_http_methods(["GET", "HEAD", "POST"])


def _gone(request):
    return render(request, "interviews/link_gone.html", status=410)


@login_not_required
@never_cache
@page
def read_notes(request, token):
    """A group's own notes: to read, and to approve; looking changes nothing."""
    try:
        interview = approving.read(token)
    except approving.GONE:
        return _gone(request)
    form = ApproveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        role = form.cleaned_data["role"]
        try:
            with history.door("link"):
                approving.approve(interview, role=role, round=interview.round)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. The notes are approved."))
            return redirect("interviews:read_notes", token)
    status = 422 if form.errors else 200
    return render(
        request, "interviews/read_notes.html", _notes(interview, token, form), status=status
    )


def _notes(interview, token: str, form: ApproveForm | None = None) -> dict:
    answers = [answer for answer in noting.answers_of(interview) if answer.newest]
    return {
        "interview": interview,
        "study": interview.study,
        "answers": answers,
        "token": token,
        "form": form or ApproveForm(),
        "is_open": interview.is_sent,
    }


@login_not_required
@never_cache
@require_POST
def correct(request, token):
    """Keep what the group writes instead of one answer; one who is overtaken sees both texts."""
    try:
        interview = approving.read(token)
    except approving.GONE:
        return _gone(request)
    context = _notes(interview, token)
    answers = {answer.key: answer for answer in context["answers"]}
    key, typed, status = request.POST.get("question", ""), request.POST.get("text", ""), 200
    if key not in answers:
        raise Http404
    try:
        with history.door("link"):
            approving.correct(
                interview,
                answers[key].question,
                text=typed,
                base=noting.number(request.POST.get("base", "")),
            )
    except interviewing.StaleText as stale:
        answers[key], status = answers[key].overtaken(typed, stale.theirs), 409
    except ValidationError as refusal:
        answers[key], status = answers[key].refused(typed, " ".join(refusal.messages)), 422
    else:
        messages.success(request, _("Your correction is saved."))
        return redirect(f"{reverse('interviews:read_notes', args=[token])}#svar-{key}")
    context["answers"] = list(answers.values())
    return render(request, "interviews/read_notes.html", context, status=status)


@login_not_required
@never_cache
@page
def join(request, token):
    """An invitation to work on a study: what it is, and the way in; looking changes nothing."""
    try:
        guest = inviting.read(token)
    except inviting.GONE:
        return _gone(request)
    study = guest.study.get_absolute_url()
    if request.method == "POST":
        try:
            with history.door("link"):
                guest = inviting.accept(guest)
        except ValidationError:
            return _gone(request)
        if request.user == guest.person:
            return redirect(study)
        return redirect(f"{reverse('account_login')}?{urlencode({'next': study})}")
    return render(request, "interviews/join.html", {"guest": guest, "study": guest.study})
