"""Acting on what was agreed: how an action comes about, goes on, is done or dropped, and why."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from events import linking
from events.models import Action, ActionEntry, ActionLink, AgendaItem, Event, Responsible
from members.models import Group, Member, Person, Seat, today

Kind, State = ActionEntry.Kind, Action.State

# A seat, a group, a person, or the name of others.
type Who = Seat | Group | Person | str


class StaleAction(ValidationError):
    """Somebody else has changed the action meanwhile; `theirs` is the action as it is kept."""

    def __init__(self, theirs: Action):
        self.theirs = theirs
        super().__init__(
            _(
                "Somebody else has changed this action since you opened it. Nothing of theirs is "
                "written over. Compare, and save again what you want to keep."
            ),
            code="stale",
        )


# --- What comes back ------------------------------------------------------------------------------


def open_for(event: Event) -> QuerySet[Action]:
    """What a meeting begins with: actions agreed before it that were open when it began.

    The network's meetings take up what was agreed at the network's own, a group's those of the
    group and what the group answers for.
    """
    theirs = Q(meeting__group=event.group_id)
    if event.group_id:
        theirs |= Q(pk__in=Responsible.objects.filter(group=event.group_id).values("action"))
    was_open = Q(closed_at__isnull=True) | Q(closed_at__gte=event.starts_at)
    before = Action.objects.of_the_network().filter(
        agreed_on__lte=timezone.localdate(event.starts_at)
    )
    return before.filter(theirs & was_open).exclude(meeting=event).in_order().with_names()


# --- Agreeing and changing ------------------------------------------------------------------------


@transaction.atomic
def agree(
    text: str,
    *,
    by: Person,
    meeting: Event | None = None,
    item: AgendaItem | None = None,
    member: Member | None = None,
    responsible: Iterable[Who] = (),
    due_on: date | None = None,
    description: str = "",
    on: date | None = None,
) -> Action:
    """Write down what is to be done; without `due_on` it goes on without an end.

    The same words at the same meeting make it once: the action that is there is handed back.
    With `member` it is that member's own: its contacts answer for it and nobody else sees it.
    Raises ValidationError when it says nothing, or when its day has passed.
    """
    title = " ".join(text.split())
    if meeting:
        meeting = Event.objects.hold(meeting)
        if known := Action.objects.of_meeting(meeting).filter(title=title).first():
            return known
    action = Action(
        title=title,
        description=description.strip(),
        meeting=meeting,
        item=item,
        member=member,
        due_on=due_on,
        agreed_on=on or today(),
        agreed_by=by,
    )
    if due_on and due_on < action.agreed_on:
        _refuse_passed()
    if meeting:
        last = Action.objects.of_meeting(meeting).last()
        action.number = (last.number or 0) + 1 if last else 1
    action.full_clean()
    action.save()
    _make_responsible(action, responsible)
    _note(action, Kind.AGREED, by=by, meeting=meeting)
    return action


@transaction.atomic
def change(
    action: Action,
    values: Mapping[str, Any],
    *,
    by: Person,
    words: str = "",
    version: int | None = None,
) -> Action:
    """Change what is to be done, by when, or who answers for it; the log says what it was.

    `values` holds some of title, description, due_on and responsible. What is as it was changes
    nothing. `version` is the one that the writer began from. Raises StaleAction when somebody
    changed it meanwhile, ValidationError when the new day has passed.
    """
    action = Action.objects.hold(action)
    if version is not None and action.version != version:
        raise StaleAction(action)
    changed: dict[str, str] = {}
    for name in ("title", "description", "due_on"):
        old = getattr(action, name)
        if name in values and values[name] != old:
            setattr(action, name, values[name])
            changed[name] = "" if name == "description" or old is None else str(old)
    if "due_on" in changed and action.due_on and action.due_on < today():
        _refuse_passed()
    action.full_clean()
    if "responsible" in values and _make_responsible(action, values["responsible"]):
        changed["responsible"] = ""
    if changed:
        action.version += 1
        action.save(update_fields=["title", "description", "due_on", "version"])
        _note(action, Kind.CHANGED, by=by, words=words, changed=changed)
    return action


def _make_responsible(action: Action, wanted: Iterable[Who]) -> bool:
    """Let these answer for an action and nobody else; whether that changed anything."""
    there = {row.who: row for row in action.responsible.with_names()}
    asked = {who.strip() if isinstance(who, str) else who: None for who in wanted}
    gone = [row.pk for who, row in there.items() if who not in asked]
    new = [who for who in asked if who and who not in there]
    if action.member and not all(_sits_for(action.member, who) for who in new):
        raise ValidationError(
            _("Only the member’s two contacts can answer for its own action."), code="not_yours"
        )
    action.responsible.filter(pk__in=gone).delete()
    for who in new:
        row = Responsible(action=action, **{_column(who): who})
        row.full_clean()
        row.save()
    return bool(gone or new)


def _sits_for(member: Member, who: Who) -> bool:
    return isinstance(who, Seat) and who.member_id == member.pk and who.kind in Seat.PAIR


def _column(who: Who) -> str:
    kinds = {Seat: "seat", Group: "group", Person: "person", str: "name"}
    return next(column for kind, column in kinds.items() if isinstance(who, kind))


# --- How it goes ----------------------------------------------------------------------------------


def start(action: Action, *, by: Person, words: str = "", meeting: Event | None = None) -> Action:
    """Say that the work is under way."""
    return _go(action, State.UNDER_WAY, Kind.STARTED, by=by, words=words, meeting=meeting)


def finish(action: Action, *, by: Person, words: str = "", meeting: Event | None = None) -> Action:
    """Say that it is done."""
    return _go(action, State.DONE, Kind.DONE, by=by, words=words, meeting=meeting)


def drop(action: Action, *, by: Person, words: str, meeting: Event | None = None) -> Action:
    """Say that it will not be done, and why."""
    if not words.strip():
        raise ValidationError({"words": _("Write why it will not be done.")})
    return _go(action, State.DROPPED, Kind.DROPPED, by=by, words=words, meeting=meeting)


def reopen(action: Action, *, by: Person, words: str = "", meeting: Event | None = None) -> Action:
    """Take up again what was done or dropped."""
    return _go(action, State.UNDER_WAY, Kind.REOPENED, by=by, words=words, meeting=meeting)


@transaction.atomic
def comment(
    action: Action, *, by: Person, words: str, meeting: Event | None = None
) -> ActionEntry | None:
    """Write a line in the log; None when the person has just written the same."""
    if not words.strip():
        raise ValidationError({"words": _("Write a line first.")})
    return _comment(Action.objects.hold(action), by=by, words=words, meeting=meeting)


@transaction.atomic
def _go(
    action: Action, state: str, kind: str, *, by: Person, words: str, meeting: Event | None
) -> Action:
    """Move an action to a state; one that is there already only takes the words to its log.

    Raises ValidationError for a closed action, unless it is opened again.
    """
    action = Action.objects.hold(action)
    if action.state == state:
        if words.strip():
            _comment(action, by=by, words=words, meeting=meeting)
        return action
    if not action.is_open and kind != Kind.REOPENED:
        raise ValidationError(_("The action is closed. Open it again first."), code="closed")
    action.state = state
    action.closed_at = timezone.now() if state in Action.CLOSED else None
    action.save(update_fields=["state", "closed_at"])
    _note(action, kind, by=by, words=words, meeting=meeting)
    return action


def _comment(
    action: Action, *, by: Person, words: str, meeting: Event | None
) -> ActionEntry | None:
    latest = action.log.last()
    if latest and (latest.by_id, latest.words) == (by.pk, words.strip()):
        return None
    return _note(action, Kind.COMMENT, by=by, words=words, meeting=meeting)


# --- What came of it ------------------------------------------------------------------------------


@transaction.atomic
def link(action: Action, address: str, *, by: Person, title: str = "") -> ActionLink:
    """Keep what came of an action; the same address makes it once.

    Raises ValidationError when there is no such page, or no title for it.
    """
    found = linking.look_up(address, by=by)
    page = linking.Page(found.address, " ".join(title.split()) or found.title)
    return link_page(action, page, by=by)


@transaction.atomic
def link_page(action: Action, found: linking.Page, *, by: Person) -> ActionLink:
    """Keep a page that is known to be there; the same address makes it once.

    Raises ValidationError when it has no title.
    """
    action = Action.objects.hold(action)
    if known := action.links.filter(address=found.address).first():
        return known
    made = ActionLink(
        action=action,
        address=found.address,
        title=found.title,
        added_by=by,
    )
    if not made.title:
        raise ValidationError({"title": _("Write what the page is called.")})
    made.full_clean()
    made.save()
    _note(action, Kind.LINKED, by=by, words=made.title)
    return made


@transaction.atomic
def unlink(made: ActionLink, *, by: Person) -> None:
    """Take away a link that was wrong; the log keeps its title."""
    action = Action.objects.hold(made.action)
    if action.links.filter(pk=made.pk).exists():
        action.links.filter(pk=made.pk).delete()
        _note(action, Kind.CHANGED, by=by, changed={"links": made.title})


def _note(
    action: Action,
    kind: str,
    *,
    by: Person,
    words: str = "",
    meeting: Event | None = None,
    changed: dict[str, str] | None = None,
) -> ActionEntry:
    entry = ActionEntry(
        action=action,
        kind=kind,
        words=words.strip(),
        changed=changed or {},
        meeting=meeting,
        by=by,
        by_name=by.name,
    )
    entry.full_clean()
    entry.save()
    return entry


def _refuse_passed() -> None:
    raise ValidationError({"due_on": _("The day has passed. Choose today or a day to come.")})
