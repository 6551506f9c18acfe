"""An interview: noted live or taken in whole, sent to its group, approved; its texts deleted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekom.text import say_list
from surveys.interviews import approving, identifying, interviewing, noting
from surveys.interviews.interview_forms import InterviewForm, NotesForm, SendForm
from surveys.interviews.models import Interview, Study

page = require_http_methods(["GET", "HEAD", "POST"])


def _readable(request: HttpRequest, pk: int) -> Interview:
    return get_object_or_404(Interview.objects.readable_by(request.user).with_names(), pk=pk)


def _writable(request: HttpRequest, pk: int) -> Interview:
    return get_object_or_404(Interview.objects.worked_on_by(request.user).with_names(), pk=pk)


def _data(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _warn_of_names(request: HttpRequest, interview: Interview) -> None:
    """Roles are enough; what looks like a name is said, and stays if one means it."""
    if found := identifying.signs(interview.roles):
        said = _("%(names)s may tell who somebody is. Write roles instead of names.")
        messages.warning(request, said % {"names": say_list(sign.text for sign in found)})


@page
def add(request, pk):
    """Note that a department has been met, or is being met."""
    study = get_object_or_404(Study.objects.worked_on_by(request.user).with_names(), pk=pk)
    initial = {"department": request.GET.get("verksamhet")}
    form = InterviewForm(_data(request), study=study, initial=initial)
    if form.is_valid():
        try:
            interview = interviewing.add(study, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _warn_of_names(request, interview)
            return redirect(interview)
    context = {"form": form, "study": study}
    status = 422 if form.errors else 200
    return render(request, "interviews/add.html", context, status=status)


@page
def edit(request, pk):
    """Say anew with whom an interview was held, and when."""
    interview = _writable(request, pk)
    form = InterviewForm(_data(request), study=interview.study, instance=interview)
    if form.is_valid():
        try:
            interviewing.change(interview, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _warn_of_names(request, interview)
            messages.success(request, _("Saved."))
            return redirect(interview)
    kept = Interview.objects.with_names().get(pk=pk)
    context = {"form": form, "interview": kept, "study": kept.study}
    status = 422 if form.errors else 200
    return render(request, "interviews/edit.html", context, status=status)


@require_POST
def remove(request, pk):
    """Take away an interview that nothing has been written in."""
    interview = _writable(request, pk)
    try:
        interviewing.remove(interview, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(interview)
    messages.success(request, _("The interview is gone."))
    return redirect(interview.study)


def _context(request: HttpRequest, interview: Interview, **more: object) -> dict:
    may_write = Interview.objects.worked_on_by(request.user).contains(interview)
    return {
        "interview": interview,
        "study": interview.study,
        "answers": noting.answers_of(interview),
        "may_write": may_write,
        "is_open": may_write and interview.state == Interview.State.DRAFT,
        "is_leader": Study.objects.led_by(request.user).contains(interview.study),
        "link": approving.link(interview) if may_write and interview.is_sent else "",
        "send_form": SendForm(),
    } | more


@require_safe
def show_interview(request, pk):
    """The interview's answers, each in its own field as long as they may be written."""
    interview = _readable(request, pk)
    return render(request, "interviews/interview.html", _context(request, interview))


@require_POST
def save_answer(request, pk):
    """Keep one answer while the page stays open; one who is overtaken sees both texts."""
    interview = _writable(request, pk)
    answer = _answer(interview, request.POST.get("question", ""))
    typed, status = request.POST.get("text", ""), 200
    # What is saved by itself goes on from what was seen; only a press puts it in another's place.
    base = noting.number(request.POST.get("instead_of") or request.POST.get("base", ""))
    try:
        interviewing.save_text(interview, answer.question, text=typed, base=base, by=request.user)
    except interviewing.StaleText as stale:
        answer, status = answer.overtaken(typed, stale.theirs, started_from=base), 409
    except ValidationError as refusal:
        answer, status = answer.refused(typed, " ".join(refusal.messages)), 422
    else:
        answer = _answer(interview, answer.key)
    if request.htmx:
        context = {"answer": answer, "interview": interview, "is_open": True, "is_saved": True}
        return render(request, "interviews/_answer_state.html", context, status=status)
    if status == 200:
        messages.success(request, _("The answer is saved."))
        return redirect(f"{interview.get_absolute_url()}#svar-{answer.key}")
    context = _context(request, interview)
    shown = [answer if one.key == answer.key else one for one in context["answers"]]
    return render(request, "interviews/interview.html", context | {"answers": shown}, status=status)


def _answer(interview: Interview, key: str) -> noting.Answer:
    """The answer to the question that a form names, or 404."""
    found = [answer for answer in noting.answers_of(interview) if answer.key == key]
    if not found:
        raise Http404
    return found[0]


@page
def paste(request, pk):
    """Take in notes as a whole: divided by question, looked at, and then kept."""
    interview = _writable(request, pk)
    is_kept = request.POST.get("do") == "keep"
    given = (request.POST, request.FILES) if request.method == "POST" and not is_kept else ()
    form, answers, error = NotesForm(*given), [], ""
    if form.is_valid():
        answers = noting.divided(interview, form.cleaned_data["notes"])
    if is_kept:
        answers, error = _keep(request, interview)
        if not error:
            messages.success(request, _("The notes are kept."))
            return redirect(interview)
    context = {
        "form": form,
        "interview": interview,
        "study": interview.study,
        "answers": answers,
        "error": error,
    }
    status = 422 if error or form.errors else 200
    return render(request, "interviews/paste.html", context, status=status)


def _keep(request: HttpRequest, interview: Interview) -> tuple[list[noting.Answer], str]:
    """Keep what was looked at; the answers to show again, and why they are not kept, else ""."""
    typed = noting.typed(interview, request.POST)
    texts = [
        (answer.question, answer.text, base)
        for answer, base in typed
        if answer.text or answer.newest
    ]
    answers, error = [answer for answer, _base in typed], ""
    try:
        interviewing.save_texts(interview, texts, by=request.user)
    except interviewing.StaleText as stale:
        error, theirs = " ".join(stale.messages), stale.theirs
        answers = [
            answer.overtaken(answer.text, theirs) if answer.question == theirs.question else answer
            for answer in answers
        ]
    except ValidationError as refusal:
        error = " ".join(refusal.messages)
    return answers, error


# --- The group's approval -----------------------------------------------------------------------


@require_POST
def send(request, pk):
    """Let the group read its notes and approve them, by a letter or a link to hand out."""
    interview = _writable(request, pk)
    form = SendForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        reader = approving.Reader(given["email"], given["name"]) if given["email"] else None
        try:
            approving.send(interview, by=request.user, to=reader)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            mailed = _("The letter with the link is on its way.")
            made = _("The link is ready. Copy it and hand it to the group.")
            messages.success(request, mailed if reader else made)
            return redirect(interview)
    context = _context(request, interview, send_form=form)
    return render(request, "interviews/interview.html", context, status=422)


@require_POST
def take_back(request, pk):
    """Write in the notes again; the link that was sent ends."""
    interview = _writable(request, pk)
    try:
        approving.take_back(interview, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("You can write in the notes again. Send them anew when done."))
    return redirect(interview)


@require_safe
def versions(request, pk):
    """Every version of the answers: who wrote it, when, and what it said."""
    interview = _readable(request, pk)
    texts = interview.texts.select_related("question", "author")
    context = {"interview": interview, "study": interview.study, "texts": texts}
    return render(request, "interviews/versions.html", context)


@page
def delete_texts(request, pk):
    """Delete what was said, for good, and keep what is counted."""
    led = Study.objects.led_by(request.user).order_by()
    found = Interview.objects.with_names().filter(study__in=led)
    interview = get_object_or_404(found, pk=pk)
    if request.method == "POST":
        interviewing.delete_texts(interview, by=request.user)
        messages.success(request, _("The texts are deleted. What is counted stays."))
        return redirect(interview)
    context = {"interview": interview, "study": interview.study}
    return render(request, "interviews/delete_texts.html", context)
