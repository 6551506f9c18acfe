"""Beginning: a new issue, a copy of another one, and a draft that is thrown away."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Person
from newsletter import attaching, editing
from newsletter.models import Block, Issue


@transaction.atomic
def begin(
    *,
    title: str,
    by: Person | None,
    values: dict[str, Any] | None = None,
    blocks: Sequence[tuple[str, dict[str, Any]]] = (),
) -> Issue:
    """Begin an issue with these blocks: (kind, {field: value}), in their order."""
    issue = Issue(title=title, slug=editing.free_slug(title), created_by=by, **values or {})
    issue.full_clean(exclude=["created_by"])
    issue.save()
    for position, (kind, said) in enumerate(blocks, start=1):
        block = Block(issue=issue, kind=kind, position=position, saved_by=by)
        editing.write(block, said)
        block.save()
    return issue


@transaction.atomic
def copy(issue: Issue, *, by: Person | None) -> Issue:
    """Begin an issue with what another one says, to the same readers, with files of its own."""
    values = {name: getattr(issue, name) for name in ("topic", "subject", "preheader", "audience")}
    title = _("%(title)s, copy") % {"title": issue.title[:110]}
    blocks = [(block.kind, editing.said_in(block)) for block in issue.blocks.all()]
    begun = begin(title=title, by=by, values=values, blocks=blocks)
    attaching.copy_files(begun, by=by)
    return begun


@transaction.atomic
def discard(issue: Issue) -> None:
    """Throw a draft away; one that is gone already is no matter.

    Raises ValidationError for an issue that is scheduled or has been sent.
    """
    if Issue.objects.filter(pk=issue.pk).exists():
        draft = editing.hold(issue)
        attaching.throw_away(draft)
        draft.delete()
