"""Attendance: who came, ticked by hand or read from a report of Teams, summed up by year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from events import attendance_reports
from events.attendance_reports import Participant
from events.models import Event, Signup
from members.models import Member, Person
from sekom import excel
from sekom.excel import CellValue
from sekom.text import STOCKHOLM, sv_sort_key

# So long the desk asks who came.
NOTED_WITHIN = timedelta(weeks=3)

# --- Ticking ------------------------------------------------------------------------------------


@transaction.atomic
def mark(event: Event, signup_ids: Iterable[int], *, attended: bool | None, by: Person) -> int:
    """Note that these came, did not, or that it is not known; how many were changed.

    Only who has a place can be noted. Noting the same twice changes nothing.
    """
    rows = event.signups.confirmed().filter(pk__in=list(signup_ids)).order_by("pk")
    changed = [row for row in rows.select_for_update(no_key=True) if row.attended is not attended]
    now = timezone.now() if attended is not None else None
    for row in changed:
        row.attended, row.attended_at = attended, now
    Signup.objects.bulk_update(changed, ["attended", "attended_at"])
    return len(changed)


@transaction.atomic
def mark_all(event: Event, *, attended: bool | None, by: Person) -> list[int]:
    """Note for all of whom nothing is noted that they came, or did not; whom it changed.

    With None everything that was noted is taken back.
    """
    rows = event.signups.confirmed()
    rows = rows.filter(attended__isnull=attended is not None)
    changed = list(rows.values_list("pk", flat=True))
    mark(event, changed, attended=attended, by=by)
    return changed


def to_note() -> QuerySet[Event]:
    """Events of the last weeks of which it is not noted who came, the latest first."""
    lately = Event.objects.published().past().filter(ends_at__gt=timezone.now() - NOTED_WITHIN)
    return lately.filter(
        signups__state=Signup.State.CONFIRMED, signups__attended__isnull=True
    ).distinct()


# --- A report of Teams --------------------------------------------------------------------------


@dataclass(frozen=True)
class Match:
    """Somebody in a report, and the sign-up that is theirs; `by_mail` where the address says so."""

    participant: Participant
    signup: Signup
    by_mail: bool


@dataclass(frozen=True)
class Preview:
    """What a report would note: who was there, who is unknown, and who is not in it."""

    found: list[Match]
    unknown: list[Participant]
    missing: list[Signup]


def preview(event: Event, data: bytes) -> Preview:
    """Find the sign-ups of those in a report: by mail, then by name where only one has it.

    Raises ValidationError for what is no report of attendance.
    """
    left = list(event.signups.confirmed().with_names())
    found: list[Match] = []
    rest = attendance_reports.read(data)
    for by_mail in (True, False):
        still = []
        for participant in rest:
            if signup := _find(participant, left, by_mail=by_mail):
                left.remove(signup)
                found.append(Match(participant, signup, by_mail))
            else:
                still.append(participant)
        rest = still
    # Who left and came back may stand there again, without the address.
    known = {_plain(name) for one in found for name in (one.participant.name, one.signup.name)}
    return Preview(
        found=sorted(found, key=lambda match: sv_sort_key(match.signup.name)),
        unknown=[participant for participant in rest if _plain(participant.name) not in known],
        missing=left,
    )


def _find(participant: Participant, signups: list[Signup], *, by_mail: bool) -> Signup | None:
    if by_mail:
        mine = [one for one in signups if participant.email in _addresses(one)]
    else:
        name = _plain(participant.name)
        mine = [one for one in signups if _plain(one.name) == name]
    return mine[0] if len(mine) == 1 else None


def _addresses(signup: Signup) -> set[str]:
    found = {signup.email.lower()}
    return found | {signup.person.email.lower()} if signup.person else found


def _plain(name: str) -> str:
    """A name without what Teams adds to it, in one order: “Öberg, Åsa (Gäst)” is Åsa Öberg."""
    name = name.partition("(")[0].casefold()
    last, comma, first = name.partition(",")
    return " ".join((f"{first} {last}" if comma else name).split())


# --- Over the year ------------------------------------------------------------------------------


def years() -> list[int]:
    """The years that attendance is noted for, the latest first."""
    noted = Event.objects.filter(signups__attended__isnull=False)
    return [day.year for day in noted.dates("starts_at", "year", order="DESC")]


@dataclass(frozen=True)
class Year:
    """A member's attendance over a year; `events` are those that somebody from it came to."""

    member: Member
    events: int
    came: int
    missed: int


def of_members(year: int) -> list[Year]:
    """The attendance of today's members, in alphabetical order."""
    in_year = Signup.objects.filter(
        event__starts_at__gte=_begin(year), event__starts_at__lt=_begin(year + 1)
    )
    came = Q(attended=True)
    rows = (
        in_year.filter(attended__isnull=False)
        .order_by()
        .values_list("member")
        .annotate(
            events=Count("event", filter=came, distinct=True),
            came=Count("pk", filter=came),
            missed=Count("pk", filter=~came),
        )
    )
    counts = {member: counted for member, *counted in rows}
    members = Member.objects.active().order_by("sort_key")
    return [Year(member, *counts.get(member.pk, (0, 0, 0))) for member in members]


def _begin(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=STOCKHOLM)


def workbook_of_members(year: int) -> BytesIO:
    """The attendance of a year as a sheet: a row for each member."""
    heads: list[CellValue] = [_("Member"), _("Events"), _("Came"), _("Did not come")]
    rows: list[list[CellValue]] = [
        [row.member.name, row.events, row.came, row.missed] for row in of_members(year)
    ]
    return excel.workbook({str(year): [heads, *rows]})


def workbook_of_event(event: Event) -> BytesIO:
    """The attendance list of an event as a sheet: a row for each who had a place."""
    words = {True: _("Came"), False: _("Did not come"), None: ""}
    heads: list[CellValue] = [
        _("Name"), _("E-mail"), _("Member"), _("Organisation"), _("Attendance")
    ]  # fmt: skip
    rows: list[list[CellValue]] = [
        [
            signup.name,
            signup.email,
            signup.member.name if signup.member else "",
            signup.organisation,
            words[signup.attended],
        ]
        for signup in event.signups.confirmed().with_names()
    ]
    return excel.workbook({_("Attendance"): [heads, *rows]})
