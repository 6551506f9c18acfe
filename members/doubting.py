"""Doubts: somebody says that a contact is wrong, and somebody says what was done about it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Doubt, Holding, Person


@transaction.atomic
def doubt(holding: Holding, *, said: str, by: Person) -> Doubt:
    """Say what is wrong with a contact; saying more before it is settled adds to it.

    Raises ValidationError when nothing is said, or far too much.
    """
    open_one = Doubt.objects.open().select_for_update(no_key=True).filter(holding=holding, by=by)
    found = open_one.first() or Doubt(holding=holding, by=by)
    if said not in found.said.split("\n"):
        found.said = f"{found.said}\n{said}".strip()
    found.full_clean(exclude=["by"])
    found.save()
    return found


@transaction.atomic
def settle(doubt: Doubt, *, outcome: str, by: Person) -> Doubt:
    """Close a doubt with what was done; the first to settle it is the one who did."""
    doubt = Doubt.objects.select_for_update(no_key=True).get(pk=doubt.pk)
    if not outcome.strip():
        raise ValidationError({"outcome": _("Say what was done.")})
    if doubt.settled_at is None:
        doubt.settled_at, doubt.settled_by, doubt.outcome = timezone.now(), by, outcome.strip()
        doubt.full_clean(exclude=["by", "settled_by"])
        doubt.save(update_fields=["settled_at", "settled_by", "outcome"])
    return doubt
