"""Noting: what is written on each item during a meeting, by several at once, and said of it after.

A save carries the version that it started from. One that started from what no longer stands is
refused, and both texts are shown: nothing is overwritten.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import acting, commanding, preparing
from events.models import Action, AgendaItem, Event, NoteComment, Notes
from events.models.meetings import LONGEST_NOTE
from members.models import Group, Person
from sekom.text import say_day, say_number


class StaleNote(ValidationError):
    """Somebody else saved meanwhile; `theirs` is the item as it stands."""

    def __init__(self, theirs: AgendaItem):
        super().__init__(
            _("Somebody else has saved this item meanwhile. Compare the two, and save again."),
            code="stale",
        )
        self.theirs = theirs


@dataclass
class Save:
    """The item as it stands after a save.

    `replaced` are the lines that became actions, as (before, after); `problems` say in words why
    others did not: those are kept as they were written.
    """

    item: AgendaItem
    replaced: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@transaction.atomic
def save_note(
    item: AgendaItem, *, text: str, version: int, by: Person, is_finished: bool = False
) -> Save:
    """Keep what is noted on an item; with `is_finished` its /åtgärd lines become actions.

    Raises StaleNote when the note has changed since `version`; ValidationError when the notes
    are approved or the text is too long.
    """
    notes = preparing.hold(item.event)
    item = AgendaItem.objects.select_related("event__group", "noted_by").get(pk=item.pk)
    text = text.replace("\r\n", "\n").replace("\0", "").rstrip()
    if len(text) > LONGEST_NOTE:
        raise ValidationError(
            _("The notes of an item can hold %(most)s signs. Shorten them, or add an item."),
            params={"most": say_number(LONGEST_NOTE)},
            code="long",
        )
    if text != item.note and version != item.version:
        raise StaleNote(item)
    save = Save(item)
    if is_finished:
        text = _with_actions(save, text, by)
    if text == item.note:
        return save
    item.note, item.version = text, item.version + 1
    item.noted_by, item.noted_at = by, timezone.now()
    item.save(update_fields=["note", "version", "noted_by", "noted_at"])
    preparing.count_change(notes)
    return save


def _with_actions(save: Save, text: str, by: Person) -> str:
    """The text with an action's mark instead of each command."""
    lines, event = text.split("\n"), save.item.event
    for place, line, command in commanding.lines_with_commands(text):
        try:
            action = acting.agree(
                command.text,
                meeting=event,
                item=save.item,
                responsible=command.responsible or [_usually_responsible(event)],
                due_on=command.due_on,
                by=by,
            )
        except ValidationError as refusal:
            save.problems += refusal.messages
            continue
        lines[place] = f"{command.before}{commanding.mark(action)} {_in_words(action)}"
        save.replaced.append((line, lines[place]))
    return "\n".join(lines)


def _in_words(action: Action) -> str:
    """What was agreed, as it stands in the notes whatever becomes of the action later."""
    by_when = say_day(action.due_on) if action.due_on else _("ongoing")
    return f"{action.title} ({action.say_responsible()}, {by_when})"


def _usually_responsible(event: Event) -> Group | str:
    """Who answers where nobody is named: the meeting's group, else the secretariat."""
    secretariat = Group.objects.filter(kind=Group.Kind.SECRETARIAT).first()
    return event.group or secretariat or _("The secretariat")


@transaction.atomic
def say_participants(event: Event, *, text: str, by: Person) -> Notes:
    """Keep who took part, in words."""
    notes = preparing.hold(event)
    if text != notes.participants:
        notes.participants = text
        notes.clean_fields(exclude=["event"])
        notes.save(update_fields=["participants"])
        preparing.count_change(notes)
    return notes


@transaction.atomic
def comment(item: AgendaItem, *, text: str, by: Person) -> NoteComment:
    """Say something about an item while the notes are out; pressing twice says it once."""
    notes = preparing.hold(item.event)
    if not notes.is_out:
        raise ValidationError(_("The notes are not out for comments."), code="state")
    text = text.replace("\0", "").strip()
    if not text:
        raise ValidationError(_("Write something first."), code="empty")
    last = item.comments.last()
    if last and (last.by_id, last.text) == (by.pk, text):
        return last
    said = NoteComment(item=item, text=text, by=by, by_name=by.name)
    said.full_clean(exclude=["item", "by"])
    said.save()
    return said
