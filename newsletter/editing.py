"""Editing: how the words, the blocks and the order of an issue are kept while it is written.

Whoever saves says which number they began from. What only one of two writers has changed is kept
from both; where both have changed the same field nothing is written over, and both are shown.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person
from newsletter.models import Block, Issue
from sekom import rich_text
from sekom.text import slugify_sv

Kind = Block.Kind

# What one writes in an issue itself, and in a block of each kind.
OWN = ("title", "topic", "subject", "preheader")
WORDS: dict[str, tuple[str, ...]] = {
    Kind.HEADING: ("heading", "text"),
    Kind.TEXT: ("heading", "text", "link_text", "link"),
    Kind.IMAGE: ("link",),
    Kind.BUTTON: ("link_text", "link"),
    Kind.COLUMNS: ("heading", "text", "more_heading", "more"),
    Kind.FILE: ("heading", "sent_as"),
}
RICH = ("text", "more")
# The row that a block of a kind takes up.
ROWS: dict[str, str] = {
    Kind.IMAGE: "picture",
    Kind.ARTICLE: "article",
    Kind.EVENT: "event",
    Kind.TOOL: "tool",
    Kind.FILE: "file",
}
MOST_BLOCKS = 40
LONGEST_SLUG = 70


class Stale(ValidationError):
    """Two have changed the same: `theirs` is what is kept, {field: value}, at `number`."""

    def __init__(self, theirs: dict[str, Any], number: int, name: str) -> None:
        self.theirs, self.number = theirs, number
        words = _("%(name)s has changed the same meanwhile. Choose which of the two to keep.")
        super().__init__(words % {"name": name or _("Somebody else")}, code="stale")


def said_in(block: Block) -> dict[str, Any]:
    """What one has written and chosen in a block: {field: value}."""
    said: dict[str, Any] = {name: block.values.get(name, "") for name in WORDS.get(block.kind, ())}
    if row := ROWS.get(block.kind):
        said[row] = getattr(block, f"{row}_id")
    return said


def _says(block: Block, given: dict[str, Any]) -> bool:
    return said_in(block) | given == said_in(block)


# --- Writing ----------------------------------------------------------------------------------


@transaction.atomic
def save_issue(issue: Issue, given: dict[str, Any], *, number: int) -> Issue:
    """Keep what was written in the issue itself; what `given` leaves out stays.

    Raises Stale where somebody else has changed the same since `number`.
    """
    issue = hold(issue)
    now = {name: getattr(issue, name) for name in OWN}
    began = _at(issue, number)
    was = {name: getattr(began, name) for name in OWN} if began else {}
    kept = now | _changed(given, was, now, issue.number, "")
    if kept == now:
        return issue
    for name, value in kept.items():
        setattr(issue, name, value)
    if kept["title"] != now["title"]:
        issue.slug = free_slug(issue.title, but_of=issue)
    issue.number += 1
    _touch(issue, "number", "slug", *OWN)
    return issue


@transaction.atomic
def save_block(block: Block, given: dict[str, Any], *, number: int, by: Person | None) -> Block:
    """Keep what was written and chosen in a block; what `given` leaves out stays.

    Raises Stale where somebody else has changed the same since `number`. A block that another has
    taken away comes back, if anything was written in it here.
    """
    if number == block.number and _says(block, given):
        return block
    issue = hold(block.issue)
    began = _at(block, number)
    was = said_in(began) if began else {}
    if was | given == was:
        return block
    block = put_back(issue, block.pk)
    now = said_in(block)
    name = block.saved_by.name if block.saved_by else ""
    kept = now | _changed(given, was, now, block.number, name)
    if kept == now:
        return block
    write(block, kept)
    block.number += 1
    block.saved_at, block.saved_by = timezone.now(), by
    block.save()
    _touch(issue)
    return block


def _changed(
    mine: dict[str, Any], was: dict[str, Any], theirs: dict[str, Any], number: int, name: str
) -> dict[str, Any]:
    """What the writer has changed. Raises Stale where another has changed it too."""
    changed = {field: value for field, value in mine.items() if value != was.get(field)}
    both = [field for field in changed if theirs[field] not in (changed[field], was.get(field))]
    if both:
        raise Stale({field: theirs[field] for field in both}, number, name)
    return changed


def _at(row: models.Model, number: int) -> Any:
    """The row as it was when it had this number, out of its history; None if it never had."""
    return row.events.filter(number=number).order_by("pgh_id").last()  # type: ignore[attr-defined]


def write(block: Block, said: dict[str, Any]) -> None:
    """Put into a block what was written and chosen; it is not saved yet."""
    words = {name: said.get(name, "") for name in WORDS.get(block.kind, ())}
    block.values = {
        name: rich_text.clean(text) if name in RICH else text for name, text in words.items()
    }
    if row := ROWS.get(block.kind):
        setattr(block, f"{row}_id", said.get(row))


def free_slug(title: str, *, but_of: Issue | None = None) -> str:
    """An address for an issue that no other has, and that leads nowhere else."""
    others = Issue.objects.exclude(pk=but_of.pk) if but_of else Issue.objects.all()
    stem = slugify_sv(title)[:LONGEST_SLUG].strip("-") or "nyhetsbrev"
    number, slug = 1, stem
    while others.filter(slug=slug).exists() or not _leads_to_an_issue(slug):
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _leads_to_an_issue(slug: str) -> bool:
    return resolve(reverse("newsletter:issue", args=[slug])).view_name == "newsletter:issue"


# --- Arranging --------------------------------------------------------------------------------


@transaction.atomic
def add(issue: Issue, kind: str, *, after: int | None, by: Person | None) -> Block:
    """Put an empty block after another, or first; one that stands there already is handed back.

    So that two presses of the button make one block. Raises ValidationError when there are many.
    """
    issue = hold(issue)
    blocks = list(issue.blocks.all())
    place = next((at for at, block in enumerate(blocks, start=1) if block.pk == after), 0)
    beside = blocks[place : place + 1]
    if beside and beside[0].kind == kind and not any(said_in(beside[0]).values()):
        return beside[0]
    if len(blocks) >= MOST_BLOCKS:
        raise ValidationError(_("The letter has many blocks already. Take one away first."))
    block = Block.objects.create(issue=issue, kind=kind, position=place + 1, saved_by=by)
    _arrange(issue, [*blocks[:place], block, *blocks[place:]], has_changed=True)
    return block


@transaction.atomic
def place(block: Block, *, beside: int, is_before: bool) -> None:
    """Put a block right before or after another one; done twice, it is done once."""
    issue = hold(block.issue)
    blocks = list(issue.blocks.all())
    others = [one for one in blocks if one.pk != block.pk]
    at = next((at for at, one in enumerate(others) if one.pk == beside), None)
    if at is None or len(others) == len(blocks):
        return
    at += not is_before
    _arrange(issue, [*others[:at], block, *others[at:]])


@transaction.atomic
def remove(block: Block) -> None:
    """Take a block away; `put_back` brings it again."""
    issue = hold(block.issue)
    gone, _by_kind = issue.blocks.filter(pk=block.pk).delete()
    if gone:
        _arrange(issue, list(issue.blocks.all()), has_changed=True)


@transaction.atomic
def put_back(issue: Issue, pk: int) -> Block:
    """Bring back a block that was taken away, where it stood; one that is there is handed back.

    Raises Block.DoesNotExist when the issue never had it.
    """
    issue = hold(issue)
    block = issue.blocks.select_related("saved_by").filter(pk=pk).first()
    if block:
        return block
    block = taken_away(issue, pk)
    if block is None:
        raise Block.DoesNotExist
    block.save(force_insert=True)
    others = [one for one in issue.blocks.all() if one.pk != block.pk]
    at = min(block.position - 1, len(others))
    _arrange(issue, [*others[:at], block, *others[at:]], has_changed=True)
    return block


def taken_away(issue: Issue, pk: int) -> Block | None:
    """A block of the issue as it was when it was taken away; None if there never was one."""
    history = Block(pk=pk).events.filter(issue=issue)  # type: ignore[attr-defined]
    last = history.order_by("pgh_id").last()
    if last is None:
        return None
    columns = [field.attname for field in Block._meta.concrete_fields]
    return Block(**{name: getattr(last, name) for name in columns})


def _arrange(issue: Issue, blocks: list[Block], *, has_changed: bool = False) -> None:
    moved = [block for at, block in enumerate(blocks, start=1) if block.position != at]
    for at, block in enumerate(blocks, start=1):
        block.position = at
    Block.objects.bulk_update(moved, ["position"])
    if moved or has_changed:
        _touch(issue)


def hold(issue: Issue) -> Issue:
    """The draft, held until commit. Raises ValidationError for one that is on its way or sent."""
    issue = Issue.objects.hold(issue)
    if not issue.is_draft:
        raise ValidationError(
            _("The letter is scheduled or sent, and stays as it is. Make a copy to go on writing."),
            code="sent",
        )
    return issue


def _touch(issue: Issue, *columns: str) -> None:
    """Say that something in the issue has changed."""
    issue.content_number += 1
    issue.saved_at = timezone.now()
    issue.save(update_fields=["content_number", "saved_at", *columns])
