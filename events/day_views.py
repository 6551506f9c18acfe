"""The secretariat around the day of an event: reminders, the door, who came, letters after."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import attending, checking_in, evaluating, following_up, reminding, wording
from events.checking_in import Checked, Outcome
from events.day_forms import CodeForm, LetterForm, OpenEvaluationForm, ReminderForm, ReportForm
from events.models import Evaluation, Event, Signup
from sekom import excel
from sekom.outbox.models import Mailing
from sekom.text import say_clock

secretariat: Callable = staff_member_required(login_url="account_login")
page = require_http_methods(["GET", "HEAD", "POST"])

MARKS = {"present": True, "absent": False, "clear": None}


def _event(request: HttpRequest, slug: str) -> Event:
    """An event with sign-ups that this person works with."""
    events = Event.objects.editable_by(request.user).select_related("reminders")
    return get_object_or_404(events, slug=slug, has_signup=True)


def _around(event: Event, tab: str) -> dict:
    return {"event": event, "when": wording.say_when(event), "tab": tab}


# --- Reminders ----------------------------------------------------------------------------------


@secretariat
@page
def reminders(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose when the participants are reminded."""
    event = _event(request, slug)
    form = ReminderForm(request.POST if request.method == "POST" else None, event=event)
    if form.is_valid():
        reminding.change_reminders(event, form.cleaned_data["minutes_before"], by=request.user)
        messages.success(request, _("The reminders are saved."))
        return redirect("events:reminders", slug)
    context = _around(event, "reminders") | {
        "form": form,
        "schedule": [
            (at, at <= timezone.now())
            for at in (reminding.due_at(event, minutes) for minutes in reminding.schedule(event))
        ],
    }
    return render(request, "events/reminders.html", context, status=422 if form.errors else 200)


# --- Who came -----------------------------------------------------------------------------------


@secretariat
@page
def attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Who came: tick some or all, or take it back."""
    event = _event(request, slug)
    if request.method == "POST":
        what, _colon, pk = request.POST.get("do", "").partition(":")
        count = _mark(request, event, what, [pk] if pk else request.POST.getlist("signup"))
        said = ngettext("%(count)d person is noted.", "%(count)d people are noted.", count)
        messages.success(request, said % {"count": count})
        return redirect("events:attendance", slug)
    signups = list(event.signups.confirmed().with_names())
    context = _around(event, "attendance") | {
        "signups": signups,
        "came": sum(signup.attended is True for signup in signups),
        "missed": sum(signup.attended is False for signup in signups),
        "open": sum(signup.attended is None for signup in signups),
        "form": ReportForm(),
    }
    return render(request, "events/attendance.html", context)


def _mark(request: HttpRequest, event: Event, what: str, chosen: list[str]) -> int:
    by = request.user
    if what in ("rest_present", "rest_absent"):
        return len(attending.mark_all(event, attended=what == "rest_present", by=by))
    pks = [int(pk) for pk in chosen if pk.isdecimal() and len(pk) < 19]
    return attending.mark(event, pks, attended=MARKS[what], by=by) if what in MARKS else 0


@secretariat
@require_safe
def attendance_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Who came, as a workbook."""
    event = _event(request, slug)
    name = f"narvaro-{event.slug}.xlsx"
    return excel.hand_out(attending.workbook_of_event(event), name=name)


@secretariat
@require_POST
def read_report(request: HttpRequest, slug: str) -> HttpResponse:
    """What a report of Teams would note: to look through, then to be noted."""
    event = _event(request, slug)
    form = ReportForm(request.POST, request.FILES)
    preview = None
    if form.is_valid():
        try:
            preview = attending.preview(event, form.cleaned_data["report"].read())
        except ValidationError as refusal:
            form.add_error("report", refusal)
    context = _around(event, "attendance") | {"form": form, "preview": preview}
    return render(request, "events/read_report.html", context, status=422 if form.errors else 200)


@secretariat
@require_POST
def note_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Note those who were found in a report, and if one says so that the rest did not come."""
    event = _event(request, slug)
    chosen = request.POST.getlist("signup") + request.POST.getlist("is")
    came = _mark(request, event, "present", chosen)
    if request.POST.get("rest"):
        _mark(request, event, "rest_absent", [])
    said = ngettext("%(count)d person came.", "%(count)d people came.", came)
    messages.success(request, said % {"count": came})
    return redirect("events:attendance", slug)


@secretariat
@require_safe
def attendance_of_members(request: HttpRequest) -> HttpResponse:
    """Which members came to what during a year; also as a workbook."""
    years = attending.years() or [timezone.localdate().year]
    asked = request.GET.get("ar", "")
    year = next((one for one in years if str(one) == asked), years[0])
    if request.GET.get("format") == "xlsx":
        return excel.hand_out(attending.workbook_of_members(year), name=f"narvaro-{year}.xlsx")
    context = {"rows": attending.of_members(year), "year": year, "years": years}
    return render(request, "events/attendance_of_members.html", context)


# --- At the door --------------------------------------------------------------------------------


@secretariat
@never_cache
@page
def check_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Check somebody in by code; with a script the page goes on without a network."""
    event = _event(request, slug)
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("kod", "")})
    checked = None
    if request.method == "POST" and form.is_valid():
        at = _moment(request.POST.get("at", ""))
        checked = checking_in.check_in(event, form.cleaned_data["code"], by=request.user, at=at)
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"outcome": checked.outcome, "said": _say(checked)})
    people = [(one, checking_in.code_of(one.uid)) for one in event.signups.confirmed().with_names()]
    context = _around(event, "check_in") | {
        "form": form,
        "checked": checked,
        "said": _say(checked) if checked else "",
        "people": people,
        "came": sum(one.attended is True for one, _code in people),
    }
    is_refused = form.errors or (checked and checked.signup is None)
    return render(request, "events/check_in.html", context, status=422 if is_refused else 200)


def _moment(text: str) -> datetime | None:
    """The moment of a mark that was kept on the phone, in milliseconds; None if it is none."""
    if not (text.isdecimal() and len(text) <= 15):
        return None
    return datetime.fromtimestamp(int(text) / 1000, tz=timezone.get_default_timezone())


def _say(checked: Checked) -> str:
    """What became of a code, in words for whoever stands at the door."""
    words = {
        Outcome.NEW: _("%(name)s is checked in."),
        Outcome.ALREADY: _("%(name)s was checked in already, %(at)s."),
        Outcome.NO_PLACE: _("%(name)s has no place: %(state)s."),
        Outcome.UNKNOWN: _("Nobody at this event has that code."),
    }
    signup = checked.signup or Signup()
    facts = {
        "name": signup.name,
        "at": say_clock(checked.at) if checked.at else "",
        "state": signup.get_state_display() if signup.state else "",
    }
    return words[checked.outcome] % facts


# --- After --------------------------------------------------------------------------------------


@secretariat
@require_safe
def after(request: HttpRequest, slug: str) -> HttpResponse:
    """What is to be done when the event is over: letters, evaluation, certificates."""
    return _after(request, _event(request, slug))


def _after(request: HttpRequest, event: Event, **forms) -> HttpResponse:
    context = (
        _around(event, "after")
        | {
            "left": following_up.what_is_left(event),
            "evaluation": Evaluation.objects.of(event).with_numbers().first(),
            "mailings": Mailing.objects.about(event).several()[:10],
            "thanks_form": LetterForm(prefix="thanks"),
            "missed_form": LetterForm(prefix="missed"),
            "evaluation_form": OpenEvaluationForm(),
        }
        | forms
    )
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "events/after.html", context, status=status)


@secretariat
@require_POST
def send_letter(request: HttpRequest, slug: str, what: str) -> HttpResponse:
    """Write to those who came, or to those who did not; a minute remains to undo it."""
    event = _event(request, slug)
    form = LetterForm(request.POST, prefix=what)
    send = {"thanks": following_up.send_thanks, "missed": following_up.send_missed}[what]
    if form.is_valid():
        try:
            mailing = send(event, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(mailing)
    return _after(request, event, **{f"{what}_form": form})


@secretariat
@require_POST
def open_evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask those who took part what they think."""
    event = _event(request, slug)
    form = OpenEvaluationForm(request.POST)
    if form.is_valid():
        try:
            evaluating.open_evaluation(event, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The evaluation is open. The letters leave in a minute."))
            return redirect("events:after", slug)
    return _after(request, event, evaluation_form=form)


@secretariat
@require_POST
def close_evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """Take no more answers."""
    evaluation = get_object_or_404(Evaluation.objects.all(), event=_event(request, slug))
    evaluating.close(evaluation, by=request.user)
    messages.success(request, _("The evaluation is closed."))
    return redirect("events:after", slug)
