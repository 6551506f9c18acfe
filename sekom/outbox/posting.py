"""Posting: how letters are put into the ledger, approved, undone, paused and cancelled."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from sekom.outbox import claiming, freezing, letters, tasks
from sekom.outbox.freezing import Audience, Recipient
from sekom.outbox.heading import on_one_line
from sekom.outbox.letters import Attached, Letter
from sekom.outbox.models import UNDO_TIME, Mailing, reference

__all__ = ["Audience", "Recipient"]


@transaction.atomic
def post(
    kind: str,
    *,
    to,
    values: dict | None = None,
    source: dict[str, str] | None = None,
    attached: Collection[Attached] = (),
    about=None,
    by=None,
    key: str = "",
) -> Mailing:
    """Send one letter to one person, as soon as the transaction that caused it is through.

    A `key` sends it once and for all: the mailing with that key is handed back as it is. `source`
    is a letter of its own, {"subject", "text", "html"}, instead of the kind's; it alone may have
    files `attached`.
    """
    now = timezone.now()
    recipient = Recipient(to, values or {})
    mailing = Mailing(
        kind=kind,
        key=key,
        subject=preview(kind, recipient, source=source).subject[:200],
        source=source or {},
        audience=recipient.name[:300],
        about=reference(about) if about else "",
        is_single=True,
        sender=by,
        state=Mailing.State.SENDING,
        approved_at=now,
        send_after=now,
    )
    if kept := _kept_before(mailing, attached):
        return kept
    freezing.freeze(mailing, [recipient])
    _wake()
    return mailing


@transaction.atomic
def prepare(
    kind: str,
    *,
    recipients: Iterable[Recipient] | Audience,
    audience: str,
    values: dict | None = None,
    source: dict[str, str] | None = None,
    attached: Collection[Attached] = (),
    about=None,
    by=None,
    key: str = "",
) -> Mailing:
    """Make a draft with a row for every recipient; an address gets it once.

    A `key` makes it once and for all: a mailing with that key is handed back as it is. `source`
    is a letter of its own, {"subject", "text", "html"}, instead of the kind's; it alone may have
    files `attached`. Raises ValidationError when there is nobody to write to.
    """
    if not isinstance(recipients, Audience):
        recipients = list(recipients)
    first = recipients.first() if isinstance(recipients, Audience) else next(iter(recipients), None)
    if first is None:
        raise ValidationError(_("There is nobody to write to."), code="nobody")
    draft = Mailing(
        kind=kind,
        key=key,
        subject=preview(kind, first, values, source).subject[:200],
        audience=audience[:300],
        values=values or {},
        source=source or {},
        about=reference(about) if about else "",
        sender=by,
    )
    if kept := _kept_before(draft, attached):
        return kept
    freezing.freeze(draft, recipients)
    return draft


def _kept_before(mailing: Mailing, attached: Collection[Attached]) -> Mailing | None:
    """Save a new mailing; or the one that is there with its key, perhaps since this moment."""
    try:
        with transaction.atomic():
            mailing.save()
    except IntegrityError:
        return Mailing.objects.exclude(state=Mailing.State.CANCELLED).get(key=mailing.key)
    for file in attached:
        mailing.attachments.create(
            name=on_one_line(file.name)[:200], content_type=file.content_type, content=file.content
        )
    return None


def preview(
    kind: str,
    recipient: Recipient,
    values: dict | None = None,
    source: dict[str, str] | None = None,
) -> Letter:
    """The letter as this recipient will get it."""
    known = (values or {}) | recipient.values
    return letters.write(kind, known, name=recipient.name, email=recipient.email, source=source)


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
    if mailing.state != Mailing.State.APPROVED or mailing.leaves_at <= timezone.now():
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
    """Go on with a paused mailing, not before the time to undo it is over."""
    mailing = _hold(mailing)
    if mailing.state == Mailing.State.PAUSED:
        now = timezone.now()
        can_undo = mailing.leaves_at > now
        mailing.state = Mailing.State.APPROVED if can_undo else Mailing.State.SENDING
        mailing.save(update_fields=["state"])
        claiming.go_on(Mailing.objects.filter(pk=mailing.pk))
        # Nobody is late who was told to wait.
        unfinished = mailing.batches.filter(due_at__isnull=False)
        unfinished.update(due_at=Greatest("due_at", now))
        _wake()
    elif mailing.state not in (Mailing.State.APPROVED, Mailing.State.SENDING):
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
        claiming.cancel_waiting(mailing)
    return mailing


def _wake() -> None:
    """Let a worker look now. With a broker that is down the page goes on, and beat looks later."""
    transaction.on_commit(tasks.send_due.delay, robust=True)


def _hold(mailing: Mailing) -> Mailing:
    """The mailing, held until commit."""
    return Mailing.objects.select_for_update(no_key=True).get(pk=mailing.pk)
