"""Posting: how letters are put into the ledger, approved, undone, paused and cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sekom.outbox import letters, tasks
from sekom.outbox.letters import Letter
from sekom.outbox.models import (
    UNDO_TIME,
    Delivery,
    Mailing,
    Suppression,
    address_hash,
    reference,
)


@dataclass(frozen=True)
class Recipient:
    """Somebody to write to (a person, or anything with `email` and `name`), and their values."""

    to: object
    values: dict = field(default_factory=dict)

    @property
    def email(self) -> str:
        return self.to.email.strip().lower()

    @property
    def name(self) -> str:
        return self.to.name

    @property
    def person_id(self) -> int | None:
        return self.to.pk if isinstance(self.to, models.Model) else None


@transaction.atomic
def post(kind: str, *, to, values: dict | None = None, about=None, by=None) -> Mailing:
    """Send one letter to one person, as soon as the transaction that caused it is through."""
    now = timezone.now()
    recipient = Recipient(to, values or {})
    mailing = Mailing.objects.create(
        kind=kind,
        subject=letters.write(kind, recipient.values, name=recipient.name).subject[:200],
        audience=recipient.name[:300],
        about=reference(about) if about else "",
        is_single=True,
        sender=by,
        state=Mailing.State.SENDING,
        approved_at=now,
        send_after=now,
    )
    _freeze(mailing, [recipient])
    tasks.send_due.delay_on_commit()
    return mailing


@transaction.atomic
def prepare(
    kind: str,
    *,
    recipients: Iterable[Recipient],
    audience: str,
    values: dict | None = None,
    about=None,
    by=None,
    key: str = "",
) -> Mailing:
    """Make a draft with a row for every recipient; an address gets it once.

    A `key` makes it once and for all: a mailing with that key is handed back as it is. Raises
    ValidationError when there is nobody to write to.
    """
    recipients = list(recipients)
    if not recipients:
        raise ValidationError(_("There is nobody to write to."), code="nobody")
    if key and (known := Mailing.objects.filter(key=key).exclude(state="cancelled").first()):
        return known
    sample = preview(kind, recipients[0], values)
    mailing = Mailing.objects.create(
        kind=kind,
        key=key,
        subject=sample.subject[:200],
        audience=audience[:300],
        values=values or {},
        about=reference(about) if about else "",
        sender=by,
    )
    _freeze(mailing, recipients)
    return mailing


def preview(kind: str, recipient: Recipient, values: dict | None = None) -> Letter:
    """The letter as this recipient will get it."""
    return letters.write(kind, (values or {}) | recipient.values, name=recipient.name)


def _freeze(mailing: Mailing, recipients: list[Recipient]) -> None:
    """Write a row for each recipient, also for those who may not get it."""
    hashes = [address_hash(recipient.email) for recipient in recipients]
    suppressed = set(
        Suppression.objects.filter(address_hash__in=hashes).values_list("address_hash", flat=True)
    )
    Delivery.objects.bulk_create(
        (
            Delivery(
                mailing=mailing,
                person_id=recipient.person_id,
                email=recipient.email,
                name=recipient.name[:120],
                values=recipient.values,
                state=Delivery.State.SUPPRESSED
                if address_hash(recipient.email) in suppressed
                else Delivery.State.QUEUED,
            )
            for recipient in recipients
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )


@transaction.atomic
def approve(mailing: Mailing, *, by) -> Mailing:
    """Let a draft leave in 60 seconds; approving it twice changes nothing."""
    mailing = _hold(mailing)
    if mailing.state in (Mailing.State.PAUSED, Mailing.State.CANCELLED):
        raise ValidationError(_("The mailing has been stopped."), code="stopped")
    if mailing.state == Mailing.State.DRAFT:
        now = timezone.now()
        mailing.state, mailing.sender = Mailing.State.APPROVED, by
        mailing.approved_at, mailing.send_after = now, now + UNDO_TIME
        mailing.save(update_fields=["state", "sender", "approved_at", "send_after"])
    return mailing


@transaction.atomic
def undo(mailing: Mailing, *, by) -> Mailing:
    """Make an approved mailing a draft again; refused once the first message may have left."""
    mailing = _hold(mailing)
    if mailing.state == Mailing.State.DRAFT:
        return mailing
    if mailing.state != Mailing.State.APPROVED or mailing.send_after <= timezone.now():
        raise ValidationError(
            _("It is too late to undo: the first letters have left. You can pause it."),
            code="late",
        )
    mailing.state, mailing.approved_at, mailing.send_after = Mailing.State.DRAFT, None, None
    mailing.save(update_fields=["state", "approved_at", "send_after"])
    return mailing


@transaction.atomic
def pause(mailing: Mailing, *, by) -> Mailing:
    """Stand still after the letter that is on its way; pausing twice changes nothing."""
    mailing = _hold(mailing)
    if mailing.state in (Mailing.State.APPROVED, Mailing.State.SENDING):
        mailing.state = Mailing.State.PAUSED
        mailing.save(update_fields=["state"])
    elif mailing.state != Mailing.State.PAUSED:
        raise ValidationError(_("Only a mailing that is on its way can be paused."), code="state")
    return mailing


@transaction.atomic
def resume(mailing: Mailing, *, by) -> Mailing:
    """Go on with a paused mailing."""
    mailing = _hold(mailing)
    if mailing.state == Mailing.State.PAUSED:
        mailing.state = Mailing.State.SENDING
        mailing.save(update_fields=["state"])
        tasks.send_due.delay_on_commit()
    elif mailing.state != Mailing.State.SENDING:
        raise ValidationError(_("Only a paused mailing can go on."), code="state")
    return mailing


@transaction.atomic
def cancel(mailing: Mailing, *, by) -> Mailing:
    """End a mailing: who has not got it never will, and the lists of both stand."""
    mailing = _hold(mailing)
    if mailing.state == Mailing.State.DONE:
        raise ValidationError(_("Every letter has left already."), code="state")
    if mailing.state != Mailing.State.CANCELLED:
        now = timezone.now()
        mailing.state, mailing.finished_at = Mailing.State.CANCELLED, now
        mailing.save(update_fields=["state", "finished_at"])
        waiting = mailing.deliveries.filter(state=Delivery.State.QUEUED)
        waiting.update(state=Delivery.State.CANCELLED, settled_at=now)
    return mailing


def _hold(mailing: Mailing) -> Mailing:
    """The mailing, held until commit."""
    return Mailing.objects.select_for_update(no_key=True).get(pk=mailing.pk)
