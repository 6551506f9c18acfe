"""Sending: how workers take letters from the ledger, hand them over and note every answer.

A worker claims some rows under a lease, a random number that it holds an advisory lock on. Before a
message goes out its row says so (in flight), in the same commit that notes the answer to the one
before. So a killed worker leaves one message in doubt at most; its lock is gone with its connection,
the next worker finds that out at once, and sends the message again with the same Message-ID.
"""

import secrets
import smtplib
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import mailers
from django.db import connection, transaction
from django.db.models import Count, F, Min
from django.utils import timezone

from sekom.outbox import letters
from sekom.outbox.models import Delivery, Mailing, Suppression, address_hash

CLAIM_SIZE = 50
LONGEST_RUN = 240.0  # seconds; Redis hands a task of more than an hour to a second worker
RELAY_DOWN_WAIT = timedelta(seconds=30)
RETRY_AFTER = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
]
GIVE_UP_AFTER = timedelta(hours=48)

State = Delivery.State


class RelayDown(Exception):
    """The mail server cannot be reached, or talks to nobody: not the letter's fault."""


def send_due() -> bool:
    """Send every letter that is due; True when the time was up before the letters were."""
    ends = time.monotonic() + LONGEST_RUN
    _begin_approved()
    with _lease() as lease:
        _take_over_the_dead(lease)
        while claimed := _claim(lease):
            try:
                _send_all(claimed, lease)
            except RelayDown:
                _put_back(lease, wait=RELAY_DOWN_WAIT)
                return False
            _put_back(lease)
            if time.monotonic() > ends:
                return True
    _finish_sent()
    return False


def _begin_approved() -> None:
    approved = Mailing.objects.filter(state=Mailing.State.APPROVED)
    approved.filter(send_after__lte=timezone.now()).update(state=Mailing.State.SENDING)


def _finish_sent() -> None:
    sending = Mailing.objects.filter(state=Mailing.State.SENDING)
    done = sending.exclude(deliveries__state__in=Delivery.UNSENT)
    done.update(state=Mailing.State.DONE, finished_at=timezone.now())


# --- Claiming -------------------------------------------------------------------------------


@contextmanager
def _lease() -> Iterator[int]:
    """A number that this connection alone holds, as long as it lives."""
    lease = secrets.randbits(62)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [lease])
        try:
            yield lease
        finally:
            if not connection.needs_rollback and connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lease])


def _take_over_the_dead(lease: int) -> None:
    """Queue again what workers held that are no more; what was in flight is in doubt."""
    held = Delivery.objects.filter(state__in=[State.CLAIMED, State.IN_FLIGHT])
    for other in set(held.exclude(lease=lease).values_list("lease", flat=True)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [other])
            if not cursor.fetchone()[0]:
                continue  # alive
            theirs = Delivery.objects.filter(lease=other)
            in_flight = theirs.filter(state=State.IN_FLIGHT)
            in_flight.update(state=State.QUEUED, lease=None, doubts=F("doubts") + 1)
            theirs.filter(state=State.CLAIMED).update(state=State.QUEUED, lease=None)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [other])


@transaction.atomic
def _claim(lease: int) -> list[Delivery]:
    rows = Delivery.objects.due().order_by("pk").select_for_update(of=("self",), skip_locked=True)
    claimed = list(rows.select_related("mailing")[:CLAIM_SIZE])
    pks = [delivery.pk for delivery in claimed]
    Delivery.objects.filter(pk__in=pks).update(state=State.CLAIMED, lease=lease)
    return claimed


def _put_back(lease: int, *, wait: timedelta = timedelta(0)) -> None:
    """Queue again what was claimed and not sent: nobody's fault, so no attempt is counted."""
    mine = Delivery.objects.filter(lease=lease, state__in=[State.CLAIMED, State.IN_FLIGHT])
    stopped = mine.filter(mailing__state=Mailing.State.CANCELLED)
    stopped.update(state=State.CANCELLED, lease=None, settled_at=timezone.now())
    mine.update(state=State.QUEUED, lease=None, next_try_at=timezone.now() + wait)


# --- Sending --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What became of a message: the state it gives the delivery, and the server's words."""

    state: State
    words: str = ""


def _send_all(claimed: list[Delivery], lease: int) -> None:
    """Send over one kept connection, noting each answer in the commit that begins the next."""
    relay = mailers.default
    try:
        last: tuple[Delivery, Answer] | None = None
        for delivery in claimed:
            if not _note_and_begin(last, delivery):
                last = None
                continue
            last = None
            answer = _send(relay, delivery)
            last = (delivery, answer)
        _note_and_begin(last, None)
    finally:
        _close(relay)


@transaction.atomic
def _note_and_begin(last: tuple[Delivery, Answer] | None, following: Delivery | None) -> bool:
    """Note an answer and mark the next letter as in flight; False when it must not leave."""
    if last:
        _note(*last)
    if following is None:
        return False
    # Read in the same commit: pause and cancel act before the next letter.
    if not Mailing.objects.filter(pk=following.mailing_id, state=Mailing.State.SENDING).exists():
        return False
    row = Delivery.objects.filter(pk=following.pk)
    if Suppression.objects.filter(address_hash=address_hash(following.email)).exists():
        row.update(state=State.SUPPRESSED, lease=None, settled_at=timezone.now())
        return False
    row.update(state=State.IN_FLIGHT)
    return True


def _note(delivery: Delivery, answer: Answer) -> None:
    now = timezone.now()
    row = Delivery.objects.filter(pk=delivery.pk)
    attempts = delivery.attempts + 1
    facts = {"attempts": attempts, "answer": answer.words[:300], "lease": None}
    if answer.state != State.QUEUED:
        row.update(state=answer.state, settled_at=now, **facts)
        return
    wait = RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]
    began = delivery.mailing.approved_at
    if attempts > len(RETRY_AFTER) or now + wait > began + GIVE_UP_AFTER:
        row.update(state=State.FAILED, settled_at=now, **facts)
    else:
        row.update(state=State.QUEUED, next_try_at=now + wait, **facts)


def _send(relay, delivery: Delivery) -> Answer:
    """Hand one message over. Raises RelayDown when the server cannot be spoken to at all."""
    values = delivery.mailing.values | delivery.values
    letter = letters.write(delivery.mailing.kind, values, name=delivery.name)
    message = letter.message(to=_address(delivery), headers=headers_of(delivery))
    _open(relay)
    try:
        relay.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        return _answer_of(*next(iter(error.recipients.values())))
    except smtplib.SMTPResponseException as error:
        _close(relay)
        return _answer_of(error.smtp_code, error.smtp_error)
    except OSError as error:  # cut off in the middle: whether it arrived, nobody knows
        _close(relay)
        return Answer(State.QUEUED, str(error))
    return Answer(State.SENT)


def _open(relay) -> None:
    try:
        relay.open()
    except OSError as error:  # includes every error of smtplib
        raise RelayDown(str(error)) from error


def _close(relay) -> None:
    """End the session; a server that is gone already needs no goodbye."""
    try:
        relay.close()
    except OSError:
        relay.connection = None


def _answer_of(code: int, words: bytes | str) -> Answer:
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    state = State.BOUNCED if 500 <= code < 600 else State.QUEUED
    return Answer(state, f"{code} {text}")


def _address(delivery: Delivery) -> str:
    name = " ".join(delivery.name.split())
    return formataddr((name, delivery.email)) if name else delivery.email


def headers_of(delivery: Delivery) -> dict[str, str]:
    """Headers that are the same whenever the message is sent again."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return {
        "Message-ID": f"<{delivery.token}@{domain}>",
        "Date": format_datetime(delivery.mailing.approved_at),
        "Auto-Submitted": "auto-generated",
        "List-Id": f"Sveriges Ekokommuner <portal.{domain}>",
    }


# --- Looking --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far a mailing has come; `by_state` adds up to `total`."""

    total: int
    by_state: dict[str, int]

    @property
    def settled(self) -> int:
        return self.total - sum(self.by_state.get(state, 0) for state in Delivery.UNSENT)

    @property
    def sent(self) -> int:
        return self.by_state.get(State.SENT, 0)

    @property
    def failed(self) -> int:
        return self.by_state.get(State.BOUNCED, 0) + self.by_state.get(State.FAILED, 0)


def progress(mailing: Mailing) -> Progress:
    """How many of a mailing's deliveries are in which state; one query."""
    rows = mailing.deliveries.order_by().values_list("state").annotate(number=Count("pk"))
    by_state = Counter(dict(rows))
    return Progress(by_state.total(), dict(by_state))


def oldest_unsent() -> timedelta | None:
    """How long the oldest letter that could have left has waited; None when none waits."""
    due = Delivery.objects.due().aggregate(oldest=Min("next_try_at"))["oldest"]
    return timezone.now() - due if due else None
