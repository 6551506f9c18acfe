"""The secretariat's pages of asking: start a round, see how far it has come, act on the answers."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import following, mandates, reading, verifying
from members.following import Standing, State
from members.models import Inquiry, Round
from members.round_forms import (
    AudienceForm,
    MandateChangeForm,
    RoundForm,
    in_three_weeks,
)
from sekom import excel

secretariat = staff_member_required(login_url="account_login")
page = require_http_methods(["GET", "HEAD", "POST"])


@secretariat
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds of asking, and the way to start one."""
    contacts = verifying.contacts()
    context = {
        "rounds": Round.objects.with_counts(),
        "contact_count": len(contacts),
        "unsure_count": len(verifying.unsure(contacts)),
        "change": mandates.coming_change(),
    }
    return render(request, "members/rounds.html", context)


@secretariat
@page
def ask(request: HttpRequest) -> HttpResponse:
    """Look through a verification round, then send it."""
    chosen = AudienceForm(request.GET)
    is_unsure = chosen.is_valid() and chosen.cleaned_data["vem"] == AudienceForm.UNSURE
    contacts = verifying.contacts()
    holdings = verifying.unsure(contacts) if is_unsure else contacts
    context = {"is_unsure": is_unsure, "under_way": _under_way(Round.Kind.VERIFICATION)}
    return _review(request, holdings, context, "members/ask.html")


@secretariat
@page
def mandate_change(request: HttpRequest) -> HttpResponse:
    """Look through a mandate change with whom it asks, then send it."""
    change = mandates.coming_change()
    begin = {"mandates_end_on": change.last_day.isoformat(), "with_open_ended": "on"}
    who = MandateChangeForm(request.GET if "mandates_end_on" in request.GET else begin)
    holdings, day = [], None
    if who.is_valid():
        day = who.cleaned_data["mandates_end_on"]
        holdings = verifying.at_mandate_change(
            day, with_open_ended=who.cleaned_data["with_open_ended"]
        )
    context = {
        "who": who,
        "change": change,
        "under_way": _under_way(Round.Kind.MANDATE_CHANGE),
    }
    return _review(request, holdings, context, "members/mandate_change.html", day=day)


def _review(
    request: HttpRequest, holdings: list, context: dict, template: str, *, day=None
) -> HttpResponse:
    """Show whom a round asks; what is posted opens it."""
    form = RoundForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            round = verifying.open_round(
                holdings,
                answer_by=form.cleaned_data["answer_by"],
                mandates_end_on=day,
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The letters leave in a minute. You can still undo it."))
            return redirect(round)
    people = {holding.person_id for holding in holdings}
    context |= {
        "form": form,
        "holdings": holdings,
        "person_count": len(people),
        "member_count": len({holding.seat.member_id for holding in holdings}),
        "sample": verifying.sample(holdings, answer_by=in_three_weeks(), mandates_end_on=day),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _under_way(kind: str) -> Round | None:
    return Round.objects.open().of_kind(kind).first()


@secretariat
@require_safe
def show_round(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a round has come, and the next step for each."""
    round = get_object_or_404(Round, pk=pk)
    rows = following.rows(round)
    states, standings = following.count_states(rows), following.count_standings(rows)
    context = {
        "round": round,
        "rows": rows,
        "states": {state.value: states[state] for state in State},
        "contact_count": sum(states.values()),
        "settled_count": sum(count for state, count in states.items() if state.is_settled),
        "segments": _segments(standings),
        "mailing": verifying.invitation(round),
        "next_reminder": verifying.next_reminder(round),
    }
    return render(request, "members/round.html", context)


def _segments(standings) -> list[tuple[int, str, str]]:
    words = {
        Standing.REPLACED: ("info", _("all answered, someone replaced")),
        Standing.BOTH: ("ok", _("all answered")),
        Standing.ONE: ("warn", _("one has answered")),
        Standing.NONE: ("c0", _("nobody has answered")),
    }
    return [(standings[standing], *words[standing]) for standing in Standing]


@secretariat
@require_safe
def round_sheet(request: HttpRequest, pk: int) -> FileResponse:
    """How far a round has come, as a workbook."""
    round = get_object_or_404(Round, pk=pk)
    rows = following.table(following.rows(round))
    file = excel.workbook({_("Answers"): rows})
    reading.record(request.user, _("The answers of a round (XLSX)"), count=len(rows) - 1)
    name = f"{_('answers')}-{round.opened_on.isoformat()}.xlsx"
    return excel.hand_out(file, name=name)


@secretariat
@require_POST
def undo_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a round back before anything has left."""
    round = get_object_or_404(Round, pk=pk)
    try:
        verifying.undo_round(round, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(round)
    messages.success(request, _("Nothing was sent, and nobody has been asked."))
    return redirect("members:rounds")


@secretariat
@require_POST
def judge_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Use the new address that somebody gave, or keep the one we have."""
    inquiry = get_object_or_404(Inquiry.objects.with_names(), pk=pk)
    if request.POST.get("val") == "behall":
        verifying.keep_address(inquiry, by=request.user)
        messages.success(request, _("The address is left as it was."))
        return redirect(inquiry.round)
    try:
        person = verifying.use_new_address(inquiry, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request,
            _("%(person)s now gets letters at %(email)s.")
            % {"person": person, "email": person.email},
        )
    return redirect(inquiry.round)
