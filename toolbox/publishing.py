"""Publishing: how a draft is looked through by another and comes out, moves and goes away."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Group, Holding, Person
from sekom.outbox.models import reference
from toolbox import checking
from toolbox.models import OldAddress, Publishable, Revision
from toolbox.writing import held, refuse_taken


@transaction.atomic
def send_to_review(thing: Publishable, *, by: Person | None = None) -> Any:
    """Ask somebody else to look the draft through; `by` is None when a guest asks.

    Raises ValidationError when there is nothing that readers do not see already.
    """
    row = held(thing)
    if not row.has_draft:
        raise ValidationError(_("Nothing has changed since it was published."), code="no_draft")
    if row.is_in_review:
        return row
    row.asked_at, row.asked_by = timezone.now(), by
    row.save(update_fields=["asked_at", "asked_by"])
    return row


@transaction.atomic
def send_back(thing: Publishable, *, by: Person) -> Any:
    """Take the draft back from review, to be written on."""
    row = held(thing)
    row.asked_at = row.asked_by = row.publish_at = row.reviewed_by = None
    row.save(update_fields=["asked_at", "asked_by", "publish_at", "reviewed_by"])
    return row


@transaction.atomic
def publish(thing: Publishable, *, by: Person | None, at: datetime | None = None) -> Any:
    """Let readers see the draft, now or at a time to come; `by` has looked it through.

    Raises ValidationError when it was not sent to review, when it was this person who sent it, or
    with every problem that stands in the way. Publishing what is out already changes nothing.
    """
    row = held(thing)
    if not row.has_draft and row.is_published:
        return row
    if row.NEEDS_REVIEW:
        _refuse_unreviewed(row, by)
    _refuse_problems(row)
    row.reviewed_by = by
    if at and at > timezone.now():
        row.publish_at = at
        row.save(update_fields=["publish_at", "reviewed_by"])
        return row
    return _put_out(row)


def schedule(thing: Publishable, *, at: datetime, by: Person) -> Any:
    """Publish the draft at a time to come; `by` has looked it through."""
    if at <= timezone.now():
        raise ValidationError(_("Choose a time to come."), code="past")
    return publish(thing, by=by, at=at)


def publish_due() -> int:
    """Publish what is due; how many came out. What is blocked meanwhile goes back to be mended."""
    now = timezone.now()
    kinds = checking.kinds().values()
    due = [thing for kind in kinds for thing in kind.objects.to_publish(now)]
    return sum(_publish_when_due(thing) for thing in due)


@transaction.atomic
def _publish_when_due(thing: Publishable) -> bool:
    row = held(thing)
    if row.publish_at is None or row.publish_at > timezone.now():
        return False
    if checking.problems(row, row.drafted()):
        row.publish_at = None
        row.save(update_fields=["publish_at"])
        return False
    _put_out(row)
    return True


@transaction.atomic
def archive(thing: Publishable, *, by: Person) -> Any:
    """Take a page away from readers; its text stays and can be published again."""
    row = held(thing)
    if row.is_published:
        row.draft = row.drafted()
        row.state = Publishable.State.ARCHIVED
        row.save(update_fields=["draft", "state"])
    return row


@transaction.atomic
def rename(thing: Publishable, slug: str, *, by: Person) -> Any:
    """Give a page a new address; every address that it has had leads to it for ever.

    Raises ValidationError when the address is, or was, another's.
    """
    row = held(thing)
    validate_slug(slug)
    if slug == row.slug:
        return row
    refuse_taken(type(row), slug, but_by=row.pk)
    kind = row._meta.label_lower
    OldAddress.objects.filter(kind=kind, slug=slug).delete()
    OldAddress.objects.create(kind=kind, slug=row.slug, row_id=row.pk)
    row.slug = slug
    row.full_clean(exclude=["draft"])
    row.save(update_fields=["slug"])
    return row


def at_old_address(kind: Any, slug: str) -> Any:
    """The published page that once had this address; None where none had."""
    lived = OldAddress.objects.filter(kind=kind._meta.label_lower, slug=slug)
    return kind._default_manager.published().filter(pk__in=lived.values("row_id")).first()


@transaction.atomic
def keep_looking_after(thing: Publishable, *, owner: Person | None, review_by, by: Person) -> Any:
    """Say who looks after a page, and by which day it is to be looked over again."""
    row = held(thing)
    row.owner, row.review_by = owner, review_by
    row.save(update_fields=["owner", "review_by"])
    return row


def owners() -> Any:
    """Who may look after a page: those who sit in the secretariat today."""
    sitting = Holding.objects.current().filter(seat__group__kind=Group.Kind.SECRETARIAT)
    return Person.objects.filter(pk__in=sitting.values("person")).order_by("name")


def _refuse_unreviewed(row: Publishable, by: Person | None) -> None:
    if not row.is_in_review:
        raise ValidationError(_("Send it to review first."), code="not_in_review")
    if by and row.asked_by_id == by.pk:
        raise ValidationError(
            _("You sent it to review yourself. Somebody else looks it through and publishes it."),
            code="own_review",
        )


def _refuse_problems(row: Publishable) -> None:
    if found := checking.problems(row, row.drafted()):
        raise ValidationError(found, code="problems")


def _put_out(row: Any) -> Any:
    values = checking.with_newest_addresses(row, row.drafted())
    for name in row.FIELDS:
        if name in values:
            setattr(row, name, values[name])
    now = timezone.now()
    row.state, row.draft, row.published_at = Publishable.State.PUBLISHED, None, now
    row.asked_at = row.asked_by = row.publish_at = None
    row.reviewed_on = timezone.localdate(now)
    row.save()
    row.put_parts(values)
    Revision.objects.filter(about=reference(row), number=row.version).update(published_at=now)
    return row
