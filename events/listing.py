"""Listing: events as lists show them, on the website and at the secretariat, and as sheets."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext as _

from events import coming, wording
from events.coming import SignupCard
from events.models import Event, ProgrammeItem
from members.models import Person
from sekom.excel import CellValue
from sekom.text import STOCKHOLM

PER_PAGE = 24


def page_of(events, number: str | None) -> Page:
    """A page of these events, with their numbers: only those that are shown are counted."""
    page = Paginator(events, PER_PAGE).get_page(number)
    keys = [event.pk for event in page.object_list]
    found = Event.objects.with_numbers().select_related("series", "group").in_bulk(keys)
    page.object_list = [found[key] for key in keys]
    return page


def next_for(person: Person) -> SignupCard | None:
    """The next event that this person can come to, with how they stand to it."""
    event = Event.objects.signable_by(person).upcoming().first()
    return coming.signup_card(event, person) if event else None


def programme_of(event: Event) -> list[tuple[date | None, list[ProgrammeItem]]]:
    """The programme day by day; without the day where there is but one."""
    rows = groupby(event.programme.all(), key=lambda row: row.starts_at.date())
    days = [(day, list(found)) for day, found in rows]
    return days if len(days) > 1 else [(None, rows) for _day, rows in days]


def leaders_of(event: Event) -> list[str]:
    """Who leads it, in a line: organisations, or names where there is none."""
    found = [speaker.organisation or speaker.name for speaker in event.speakers.all()]
    return list(dict.fromkeys(found))


def sheet_of(events: Iterable[Event], *, is_office: bool) -> list[list[CellValue]]:
    """Events as rows under their headings; the secretariat also reads state and numbers."""
    headings = [_("Title"), _("Kind"), _("Starts"), _("Ends")]
    headings += [_("Where"), _("For whom"), _("Sign-up until")]
    if is_office:
        headings += [_("State"), _("Places"), _("Confirmed"), _("Offered"), _("Waiting")]
    rows: list[list[CellValue]] = [list(headings)]
    for event in events:
        row: list[CellValue] = [
            event.title,
            event.get_kind_display(),
            _moment(event.starts_at),
            _moment(event.ends_at),
            wording.say_where(event),
            event.audience,
            _moment(event.last_signup_at) if event.has_signup else "",
        ]
        if is_office:
            counts = (event.confirmed_count, event.offered_count, event.waiting_count)
            row += [event.get_state_display(), event.places, *counts]
        rows.append(row)
    return rows


def _moment(moment) -> str:
    return f"{timezone.localtime(moment, STOCKHOLM):%Y-%m-%d %H:%M}"
