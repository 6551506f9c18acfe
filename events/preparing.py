"""Preparing a meeting: how its agenda is written, ordered, given papers and copied to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.models import AgendaItem, Event, Notes, Paper
from members.models import Person

FIELDS = ("title", "minutes", "presenter", "text")


@dataclass(frozen=True)
class Line:
    """An item as the agenda shows it: its number, and when it begins if that can be told."""

    item: AgendaItem
    number: int
    starts_at: datetime | None


def agenda_of(event: Event) -> list[Line]:
    """The meeting's agenda; what is open from earlier meetings comes first by itself."""
    items = list(AgendaItem.objects.of(event).with_all())
    if not items or not items[0].is_follow_up:
        items.insert(0, _follow_up(event))
    return list(_lines(event, items))


def _lines(event: Event, items: Iterable[AgendaItem]) -> Iterable[Line]:
    # Minutes are minutes, also when the clocks are put forward meanwhile.
    begins: datetime | None = event.starts_at.astimezone(UTC)
    for number, item in enumerate(items, start=1):
        is_timed = item.minutes is not None or not item.is_follow_up
        yield Line(item, number, begins if is_timed else None)
        if item.minutes is not None:
            begins = begins and begins + timedelta(minutes=item.minutes)
        elif not item.is_follow_up:
            begins = None


def _follow_up(event: Event) -> AgendaItem:
    """The first item of every agenda, not saved yet."""
    return AgendaItem(event=event, is_follow_up=True, title=_("Actions from earlier meetings"))


@transaction.atomic
def begin(event: Event) -> AgendaItem:
    """The agenda's first item, kept; beginning twice changes nothing."""
    hold(event)
    follow_up = AgendaItem.objects.of(event).filter(is_follow_up=True).first()
    if follow_up is None:
        follow_up = _follow_up(event)
        follow_up.save()
    return follow_up


@transaction.atomic
def add_item(event: Event, values: dict[str, Any], *, by: Person) -> AgendaItem:
    """Put an item last on the agenda. Raises ValidationError when the notes are approved."""
    begin(event)
    notes = hold(event)
    position = max(AgendaItem.objects.of(event).values_list("position", flat=True)) + 1
    item = AgendaItem(event=notes.event, position=position)
    _fill(item, values)
    count_change(notes)
    return item


@transaction.atomic
def change_item(item: AgendaItem, values: dict[str, Any], *, by: Person) -> AgendaItem:
    """Change what an item says of itself."""
    notes = hold(item.event)
    item = AgendaItem.objects.get(pk=item.pk)
    _fill(item, values)
    count_change(notes)
    return item


def _fill(item: AgendaItem, values: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(item, name, values[name])
    item.full_clean(exclude=["event", "noted_by", "noted_at"])
    item.save()


@transaction.atomic
def move_item(item: AgendaItem, *, places: int, by: Person) -> None:
    """Move an item so many places down the agenda, up when negative; the first stays first."""
    notes = hold(item.event)
    items = list(AgendaItem.objects.of(notes.event).filter(is_follow_up=False))
    if item not in items:
        raise ValidationError(_("This item always comes first."), code="first")
    place = items.index(item)
    items.insert(max(0, min(len(items) - 1, place + places)), items.pop(place))
    for position, moved in enumerate(items, start=1):
        moved.position = position
    AgendaItem.objects.bulk_update(items, ["position"])
    count_change(notes)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Person) -> None:
    """Take an item off the agenda. Raises ValidationError once something was noted on it."""
    notes = hold(item.event)
    item = AgendaItem.objects.get(pk=item.pk)
    if item.is_follow_up:
        raise ValidationError(_("This item always comes first."), code="first")
    if item.note or item.decisions.exists() or item.comments.exists():
        raise ValidationError(
            _("Something has been noted on this item. Empty its notes first."), code="noted"
        )
    for paper in item.papers.all():
        _forget_file(paper)
    item.delete()
    count_change(notes)


@transaction.atomic
def copy_agenda(event: Event, *, source: Event, by: Person) -> int:
    """Put an earlier meeting's items last on the agenda; says how many.

    Headings that are there already are left out, so that copying twice changes nothing.
    """
    begin(event)
    known = set(AgendaItem.objects.of(event).values_list("title", flat=True))
    copied = 0
    for item in AgendaItem.objects.of(source).filter(is_follow_up=False):
        if item.title not in known:
            add_item(event, {name: getattr(item, name) for name in FIELDS}, by=by)
            copied += 1
    return copied


@transaction.atomic
def add_paper(
    item: AgendaItem, *, title: str, by: Person, file: Any = None, link: str = ""
) -> Paper:
    """Put a paper with an item: a file that `sekom.uploads` has judged, or a link."""
    notes = hold(item.event)
    paper = Paper(item=item, title=title, link=link, added_by=by)
    if file:
        paper.file, paper.name, paper.content_type = file, file.name, file.kind.content_type
    paper.full_clean(exclude=["item", "added_by"])
    paper.save()
    count_change(notes)
    return paper


@transaction.atomic
def remove_paper(paper: Paper, *, by: Person) -> None:
    """Take a paper away, for good."""
    notes = hold(paper.item.event)
    _forget_file(paper)
    paper.delete()
    count_change(notes)


def _forget_file(paper: Paper) -> None:
    if paper.file:
        stored, name = paper.file.storage, str(paper.file.name)
        transaction.on_commit(lambda: stored.delete(name))


def hold(event: Event) -> Notes:
    """The meeting's notes, held until commit, if they can still change."""
    notes = Notes.objects.hold(event)
    if notes.is_approved:
        raise ValidationError(
            _("The notes are approved and stay as they are. Write a correction instead."),
            code="approved",
        )
    return notes


def count_change(notes: Notes) -> None:
    """Remember that what can be read has changed: who has approved it must do so again."""
    notes.number += 1
    notes.save(update_fields=["number"])
    notes.approvers.exclude(approved_at=None).update(approved_at=None)
