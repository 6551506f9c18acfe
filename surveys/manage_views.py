"""The secretariat's work with surveys: import, publish, send out, follow, remind, close."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sekom.outbox import posting
from surveys import asking, blanks, defining, following, reading
from surveys.following import STATES, UNFINISHED, WORDS, State
from surveys.forms import AcceptForm, ReminderForm, RoundForm, WorkbookForm
from surveys.models import Response, Survey, SurveyRound, Version
from surveys.workbooks import WorkbookRefused

secretariat_only: Callable = staff_member_required(login_url="account_login")

# A letter carries its styles in its tags, as mail must; nothing else of it may load or run.
LETTER_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}


@secretariat_only
@require_GET
def manage(request):
    """All rounds and surveys, with where each stands and what comes next."""
    rounds = list(following.rounds_with_numbers())
    surveys = Survey.objects.prefetch_related("versions__rounds")
    return render(request, "surveys/manage/manage.html", {"rounds": rounds, "surveys": surveys})


@secretariat_only
@require_http_methods(["GET", "POST"])
def import_workbook(request):
    """Take a workbook in as a draft, or say sheet by sheet what to mend."""
    form = WorkbookForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    refusals = []
    if form.is_valid():
        workbook = form.cleaned_data["workbook"]
        try:
            version = defining.import_workbook(workbook, name=workbook.name, by=request.user)
        except WorkbookRefused as refused:
            refusals = refused.refusals
        else:
            messages.success(request, _("The workbook is imported as a draft."))
            return redirect(version)
    context = {"form": form, "refusals": refusals, "name": request.FILES.get("workbook")}
    status = 422 if refusals or form.errors else 200
    return render(request, "surveys/manage/import.html", context, status=status)


@secretariat_only
@require_GET
def version(request, pk):
    """One edition of a survey as those who answer see it."""
    version = get_object_or_404(Version.objects.select_related("survey"), pk=pk)
    context = {
        "version": version,
        "sections": reading.sections(version.questionnaire()),
        "rounds": version.rounds.all(),
        "question_count": len(version.questionnaire().questions),
        "has_blank": blanks.is_made(version),
    }
    return render(request, "surveys/manage/version.html", context)


@secretariat_only
@require_POST
def publish(request, pk):
    """Make a draft final."""
    version = get_object_or_404(Version, pk=pk)
    try:
        version = defining.publish(version, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The questions are published. Now they can be sent out."))
    return redirect(version)


@secretariat_only
@require_POST
def discard(request, pk):
    """Throw a draft away."""
    version = Version.objects.filter(pk=pk).first()
    try:
        if version is not None:
            defining.discard(version)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(version)
    messages.success(request, _("The draft is thrown away."))
    return redirect("surveys:manage")


@secretariat_only
@require_GET
def blank(request, pk):
    """The questions on paper, to prepare at a meeting."""
    version = get_object_or_404(Version.objects.published(), pk=pk)
    if not blanks.is_made(version):
        raise Http404
    name = f"{version.survey.form_id}-{version.number}.pdf"
    return FileResponse(blanks.open_blank(version), filename=name, content_type="application/pdf")


@secretariat_only
@require_http_methods(["GET", "POST"])
def round_new(request):
    """Begin a round: which questions, until when, with which letter."""
    initial = {"version": request.GET.get("version")}
    form = RoundForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        round = form.save()
        messages.success(request, _("The round is ready to look through. Nothing has been sent."))
        return redirect("surveys:manage_round", round.slug)
    context = {"form": form, "has_versions": Version.objects.published().exists()}
    return render(request, "surveys/manage/round_form.html", context)


@secretariat_only
@require_http_methods(["GET", "POST"])
def round_edit(request, slug):
    """Change a round that has not been opened."""
    round = get_object_or_404(SurveyRound.objects.drafts(), slug=slug)
    form = RoundForm(request.POST if request.method == "POST" else None, instance=round)
    if form.is_valid():
        form.save()
        messages.success(request, _("The changes are saved."))
        return redirect("surveys:manage_round", slug)
    context = {"form": form, "round": round, "has_versions": True}
    return render(request, "surveys/manage/round_form.html", context)


@secretariat_only
@require_POST
def round_discard(request, slug):
    """Throw a round away that was never opened."""
    SurveyRound.objects.drafts().filter(slug=slug).delete()
    messages.success(request, _("The round is thrown away. Nothing was sent."))
    return redirect("surveys:manage")


@secretariat_only
@require_GET
def round_page(request, slug):
    """A round before its opening: who is asked and how the letter reads; after it: how it goes."""
    round = get_object_or_404(SurveyRound.objects.select_related("version"), slug=slug)
    return _review(request, round) if round.is_draft else _follow(request, round)


def _review(request, round):
    audience = asking.audience(round)
    sample = asking.sample_letter(round, audience)
    context = {
        "round": round,
        "audience": audience,
        "letter": posting.preview(asking.INVITATION, sample) if sample else None,
        "is_late": round.closes_at <= timezone.now(),
    }
    return render(request, "surveys/manage/review.html", context)


def _follow(request, round):
    standings = following.standings(round)
    tally = following.tally_of(standings)
    wanted = STATES.get(request.GET.get("lage", ""))
    shown = [one for one in standings if wanted is None or one.state == wanted]
    context = {
        "round": round,
        "days_left": (timezone.localdate(round.closes_at) - timezone.localdate()).days,
        "tally": tally,
        "standings": shown,
        "states": [
            {"value": WORDS[state], "label": state.label, "count": tally.counts[state]}
            for state in following.COLOURS
            if tally.counts[state]
        ],
        "wanted": WORDS.get(wanted, ""),
        "reminders": _reminders(round, tally) if round.takes_answers else [],
        **_sending(round),
    }
    return render(request, "surveys/manage/round.html", context)


def _sending(round):
    """How the latest letters of a round are coming along."""
    mailing = asking.latest_mailing(round)
    if mailing is None:
        return {"mailing": None}
    return {
        "mailing": mailing,
        "is_invitation": mailing.kind == asking.INVITATION,
        "sent": following.letters_sent(mailing),
    }


def _reminders(round, tally):
    """The reminders that can be sent now: what the button says and where it leads."""
    return [
        {
            "label": REMIND[state] % {"count": tally.counts[state]},
            "url": asking.remind_address(round, state),
        }
        for state in UNFINISHED
        if tally.counts[state]
    ]


REMIND = {
    State.NOT_OPENED: ngettext_lazy(
        "Remind %(count)d that has not opened it …",
        "Remind %(count)d that have not opened it …",
        "count",
    ),
    State.OPENED: ngettext_lazy(
        "Remind %(count)d that has not begun …",
        "Remind %(count)d that have not begun …",
        "count",
    ),
    State.STARTED: ngettext_lazy(
        "Remind %(count)d that has begun …",
        "Remind %(count)d that have begun …",
        "count",
    ),
    State.WAITING: ngettext_lazy(
        "Remind %(count)d that lacks a signature …",
        "Remind %(count)d that lack a signature …",
        "count",
    ),
}


@secretariat_only
@csp_override(LETTER_CSP)
@require_GET
def letter(request, slug):
    """The invitation as HTML, exactly as the first on the list would get it."""
    round = get_object_or_404(SurveyRound, slug=slug)
    sample = asking.sample_letter(round, asking.audience(round))
    if sample is None:
        raise Http404
    return HttpResponse(posting.preview(asking.INVITATION, sample).html)


@secretariat_only
@require_POST
def open_round(request, slug):
    """Send the invitations; there are 60 seconds to undo it."""
    round = get_object_or_404(SurveyRound, slug=slug)
    try:
        asking.open_round(round, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("surveys:manage_round", slug)


@secretariat_only
@require_POST
def undo_opening(request, slug):
    """Take the opening back, as long as no letter has left."""
    round = get_object_or_404(SurveyRound, slug=slug)
    try:
        asking.undo_opening(round, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Nothing was sent. The round is a draft again."))
    return redirect("surveys:manage_round", slug)


@secretariat_only
@require_GET
def sending(request, slug):
    """How the latest letters of a round are coming along: the piece that draws itself anew."""
    round = get_object_or_404(SurveyRound, slug=slug)
    return render(request, "surveys/manage/_sending.html", {"round": round, **_sending(round)})


@secretariat_only
@require_http_methods(["GET", "POST"])
def remind(request, slug, state):
    """Show whom a reminder goes to and what it says, then send it."""
    round = get_object_or_404(SurveyRound.objects.opened(), slug=slug)
    if STATES.get(state) not in UNFINISHED:
        raise Http404
    state = STATES[state]
    form = ReminderForm(
        request.POST if request.method == "POST" else None,
        initial={"text": asking.REMINDER_TEXTS[state]},
    )
    if form.is_valid():
        try:
            asking.remind(round, state=state, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("surveys:manage_round", slug)
    context = {
        "form": form,
        "round": round,
        "state": state,
        "waiting": asking.reminder_audience(round, state),
        "earlier": asking.latest_reminder(round, state),
    }
    return render(request, "surveys/manage/remind.html", context)


@secretariat_only
@require_POST
def undo_reminder(request, slug):
    """Take the latest reminder back, as long as no letter has left."""
    round = get_object_or_404(SurveyRound.objects.opened(), slug=slug)
    try:
        asking.undo_reminder(round, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The reminder was not sent."))
    return redirect("surveys:manage_round", slug)


@secretariat_only
@require_http_methods(["GET", "POST"])
def close_round(request, slug):
    """Say who has not sent in, then stop taking answers."""
    round = get_object_or_404(SurveyRound.objects.opened(), slug=slug)
    if request.method == "POST":
        asking.close_round(round, by=request.user)
        messages.success(request, _("The round is closed. The results stand."))
        return redirect("surveys:manage_round", slug)
    context = {"round": round, "tally": following.tally(round)}
    return render(request, "surveys/manage/close.html", context)


@secretariat_only
@require_http_methods(["GET", "POST"])
def accept(request, slug, member):
    """Take one member's response with one signature and a reason."""
    response = _response(slug, member)
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            asking.accept(response, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The response is accepted with one signature."))
            return redirect("surveys:manage_round", slug)
    context = {"form": form, "response": response, "round": response.round}
    context["standing"] = following.standing(response)
    return render(request, "surveys/manage/accept.html", context)


@secretariat_only
@require_POST
def reopen(request, slug, member):
    """Let one member answer after the closing day."""
    response = _response(slug, member)
    try:
        asking.reopen(response, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request,
            _("%(member)s can answer again. Both have been told.") % {"member": response.member},
        )
    return redirect("surveys:manage_round", slug)


def _response(slug: str, member: str) -> Response:
    responses = Response.objects.select_related("round", "member")
    return get_object_or_404(responses, round__slug=slug, member__slug=member)
