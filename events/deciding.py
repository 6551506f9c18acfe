"""Deciding: how a decision of a meeting gets its number and its words."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import preparing
from events.models import AgendaItem, Decision
from members.models import Person
from sekom.text import STOCKHOLM

# How often somebody else may take the number first, in the same moment.
TRIES = 20


@transaction.atomic
def decide(item: AgendaItem, *, text: str, by: Person, participants: str = "") -> Decision:
    """Write down a decision under the month's next number; the same words once for each item.

    Where nobody is named, those took part who the notes say took part. Raises ValidationError
    when it says nothing, or when the notes are approved.
    """
    notes = preparing.hold(item.event)
    text = text.replace("\0", "").strip()
    if known := item.decisions.filter(text=text).first():
        return known
    decision = Decision(
        item=item,
        month=timezone.localtime(notes.event.starts_at, STOCKHOLM).strftime("%Y-%m"),
        number=1,
        text=text,
        participants=participants.strip() or notes.participants,
        written_by=by,
    )
    decision.clean_fields(exclude=["item", "written_by"])
    _give_number(decision)
    preparing.count_change(notes)
    return decision


def _give_number(decision: Decision) -> None:
    """Save under the next number of the month, which two meetings may want at once."""
    for _try in range(TRIES):
        last = Decision.objects.filter(month=decision.month).order_by("number").last()
        decision.number = last.number + 1 if last else 1
        try:
            with transaction.atomic():
                decision.save(force_insert=True)
        except IntegrityError:
            decision.pk = None
        else:
            return
    raise ValidationError(_("Many decide at once. Try again."), code="busy")


@transaction.atomic
def change(decision: Decision, *, text: str, participants: str, by: Person) -> Decision:
    """Put a decision in other words; its number stays."""
    notes = preparing.hold(decision.item.event)
    decision.text, decision.participants = text.replace("\0", "").strip(), participants.strip()
    decision.clean_fields(exclude=["item", "written_by"])
    decision.save(update_fields=["text", "participants"])
    preparing.count_change(notes)
    return decision


@transaction.atomic
def withdraw(decision: Decision, *, by: Person) -> None:
    """Take away what was no decision after all. Raises ValidationError once approved."""
    notes = preparing.hold(decision.item.event)
    decision.delete()
    preparing.count_change(notes)
