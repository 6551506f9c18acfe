"""Providing: what a mail provider tells of our letters, through django-anymail.

Its events come by webhook, signed, now and then twice and in any order. Each letter is sent with
its code, by which an event is known to be about it.
"""

import hashlib
import uuid

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.utils import timezone

from sekom import leaving
from sekom.outbox import hearing, judging, one_click, reading, returning
from sekom.outbox.models import Delivery, Return
from sekom.outbox.reading import Verdict

Kind = Return.Kind

REJECTED = {
    RejectReason.INVALID: Kind.HARD,
    RejectReason.BOUNCED: Kind.HARD,
    RejectReason.SPAM: Kind.COMPLAINT,
    RejectReason.BLOCKED: Kind.POLICY,
}
# Without a letter's end: the letter waits, arrived all the same, or was answered.
OTHERS = {
    EventType.DEFERRED: Kind.SOFT,
    EventType.COMPLAINED: Kind.COMPLAINT,
    EventType.AUTORESPONDED: Kind.AUTO_REPLY,
}


def hear_event(event: AnymailTrackingEvent, *, provider: str) -> None:
    """Do what an event says of a letter of ours; hearing it twice changes nothing."""
    token = _token_of(event)
    delivery = Delivery.objects.filter(token=token).first() if token else None
    if delivery is None:
        return
    if event.event_type == EventType.UNSUBSCRIBED:
        leaving.leave_by(one_click.sign(delivery.token))
    elif verdict := _verdict_of(event):
        facts = (provider, event.event_id, event.event_type, event.timestamp, delivery.pk)
        at = min(event.timestamp or timezone.now(), timezone.now())
        key = hashlib.sha256(repr(facts).encode()).hexdigest()
        hearing.note(delivery, verdict, key=key, at=at)


def _token_of(event: AnymailTrackingEvent) -> uuid.UUID | None:
    code = (event.metadata or {}).get(returning.NAME)
    if code:
        return returning.token_in(str(code))
    known = reading.OUR_ID.search(str(event.message_id or ""))
    return uuid.UUID(known[1]) if known else None


def _verdict_of(event: AnymailTrackingEvent) -> Verdict | None:
    words = " ".join(filter(None, [event.mta_response, event.description]))
    addresses = frozenset({event.recipient.lower()} if event.recipient else ())
    is_final = event.event_type in (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED)
    if is_final:
        kind = judging.kind_of(words) if words else Kind.UNKNOWN
        if kind == Kind.UNKNOWN and event.event_type == EventType.REJECTED:
            kind = REJECTED.get(event.reject_reason, Kind.UNKNOWN)
    elif event.event_type in OTHERS:
        kind = OTHERS[event.event_type]
    else:
        return None
    said = "" if kind == Kind.AUTO_REPLY else words
    return Verdict(kind, is_final, said[:300], addresses)
