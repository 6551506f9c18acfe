"""Finding what an action led to: whether a page of ours is there, and what it is called."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from events.models import Action, Event
from members.models import Person
from sekom import rich_text
from sekom.search.models import Entry
from surveys.models import SurveyRound

_check = URLValidator(schemes=["https"])


@dataclass(frozen=True)
class Page:
    """A page that something can lead to; `title` is "" where we do not know it."""

    address: str
    title: str


def look_up(address: str, *, by: Person) -> Page:
    """The page at an address that somebody gave: ours without our name first, or another's.

    Raises ValidationError when it is no page of ours, and no https address elsewhere.
    """
    address = address.strip()
    if not rich_text.is_own(address):
        try:
            _check(address)
        except ValidationError as refusal:
            raise _refused(
                _("Write the address of a page of ours, or one that begins with https://.")
            ) from refusal
        return Page(address, "")
    parts = urlsplit(address)
    path = unquote(parts.path)
    nowhere = _refused(_("There is no such page here. Copy the address once more."))
    try:
        match = resolve(path)
    except Resolver404 as unknown:
        raise nowhere from unknown
    title = _title_of(path, by) if path.isprintable() else ""
    if match.kwargs and not title:
        raise nowhere
    return Page(f"{parts.path}?{parts.query}" if parts.query else parts.path, title)


def _title_of(path: str, person: Person) -> str:
    """What the page is called that this leads to, or the nearest one above; "" for no such page.

    What is new may not be filed for the search yet: events, meetings and rounds are asked.
    """
    above = _with_those_above(path)
    found = {
        entry.url: entry.title
        for entry in Entry.objects.visible_to(person).filter(url__in=above).order_by("-pk")
    }
    slugs = [part for part in path.split("/") if part]
    for rows in _rows_visible_to(person):
        for row in rows.filter(slug__in=slugs):
            found.setdefault(row.get_absolute_url(), str(row))
    for action in Action.objects.readable_by(person).filter(pk__in=filter(str.isdecimal, slugs)):
        found.setdefault(action.get_absolute_url(), str(action))
    return next((found[one] for one in above if one in found), "")


def _rows_visible_to(person: Person) -> list[models.QuerySet]:
    return [Event.objects.visible_to(person), SurveyRound.objects.opened()]


def _with_those_above(path: str) -> list[str]:
    """/a/b/c/, /a/b/, /a/: the page itself and those that it lies under."""
    parts = [part for part in path.split("/") if part]
    return [f"/{'/'.join(parts[:count])}/" for count in range(len(parts), 0, -1)]


def _refused(why: str) -> ValidationError:
    return ValidationError({"address": why})
