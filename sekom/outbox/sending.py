"""Sending: how workers take letters from the ledger, hand them over and note every answer.

A worker sends over one connection to the mail server and has one of a few numbers for it, its
lease: it holds an advisory lock on the number as long as its database connection lives. Before a
message goes out its row says so (in flight), in the same commit that notes the answer to the one
before. So a killed worker leaves one message in doubt at most; its lock went with its connection,
the next worker finds that out at once, and sends the message again with the same Message-ID.
"""

import contextlib
import smtplib
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime, formataddr, parseaddr

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import mailers
from django.db import connection, transaction
from django.db.models import Count, Min, Q
from django.utils import timezone

from sekom.outbox import letters
from sekom.outbox.letters import Letter
from sekom.outbox.models import Delivery, Mailing, Suppression, address_hash

# How many send at once, over all machines; the other workers are free for other work.
CONNECTIONS = 2
LOCKS = 0x5E0  # the family of our advisory locks; the lease is the number within it
CLAIM_SIZE = 50  # also how many messages go over one connection
LONGEST_RUN = 60.0  # seconds; then other tasks get their turn, and a stopped worker has stopped
RETRY_AFTER = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
]
GIVE_UP_AFTER = timedelta(hours=48)
CALM_DOUBTS = 2  # a letter that is in doubt more often than this may be what kills the workers
RATE_WINDOW = timedelta(seconds=30)
SHUTTING_DOWN = 421

State = Delivery.State


class RelayDown(Exception):
    """The mail server cannot be reached, or talks to nobody: not the letter's fault."""


def send_due() -> bool:
    """Send every letter that is due; True when the time was up before the letters were.

    A mail server that is down leaves everything as it was: the next call tries again.
    """
    ends = time.monotonic() + LONGEST_RUN
    _begin_approved()
    with _lease() as lease:
        if lease is None:
            return False
        _take_over_the_dead(lease)
        while claimed := _claim(lease):
            try:
                _send_all(claimed, ends)
            except RelayDown as down:
                _give_back(lease, words=str(down))
                break
            _give_back(lease)
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


@contextlib.contextmanager
def _lease() -> Iterator[int | None]:
    """A number that this connection alone holds while it lives; None when all are taken."""
    lease = next(filter(_lock, range(1, CONNECTIONS + 1)), None)
    try:
        yield lease
    finally:
        # A pooled connection outlives us. A broken one has let go already.
        if lease and not connection.needs_rollback and connection.is_usable():
            _unlock(lease)


def _lock(lease: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, lease])
        return cursor.fetchone()[0]


def _unlock(lease: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, lease])


def _take_over_the_dead(mine: int) -> None:
    """Give back what workers held that are no more; ours is the lease of one of them."""
    leases = Delivery.objects.held().order_by().values_list("lease", flat=True).distinct()
    for lease in leases:
        if lease == mine:
            _give_back(lease)
        elif _lock(lease):
            _give_back(lease)
            _unlock(lease)


@transaction.atomic(durable=True)
def _claim(lease: int) -> list[Delivery]:
    """The next letters, for this lease alone; those to one person go before great mailings."""
    due = Delivery.objects.due().order_by("-mailing__is_single", "next_try_at", "pk")
    rows = due.select_for_update(of=("self",), skip_locked=True, no_key=True)
    claimed = list(rows.select_related("mailing")[:CLAIM_SIZE])
    pks = [delivery.pk for delivery in claimed]
    Delivery.objects.filter(pk__in=pks).update(state=State.CLAIMED, lease=lease)
    return claimed


@transaction.atomic(durable=True)
def _give_back(lease: int, *, words: str = "") -> None:
    """Queue again what a lease holds; what was in flight may have arrived, and goes once more."""
    held = Delivery.objects.held().filter(lease=lease).order_by()
    mailings = held.values_list("mailing_id", flat=True).distinct()
    for mailing in Mailing.objects.select_for_update(no_key=True).filter(pk__in=list(mailings)):
        mine = held.filter(mailing=mailing)
        if words:
            mine.update(answer=words[:300])
        for delivery in mine.filter(state=State.IN_FLIGHT):
            delivery.doubts += 1
            Delivery.objects.filter(pk=delivery.pk).update(doubts=delivery.doubts)
            if delivery.doubts > CALM_DOUBTS:
                _note(delivery, Answer(State.QUEUED, "The worker died more than once"))
        if mailing.state == Mailing.State.CANCELLED:
            mine.update(state=State.CANCELLED, lease=None, settled_at=timezone.now())
        else:
            mine.update(state=State.QUEUED, lease=None)


# --- Sending --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What became of a message: the state it gives the delivery, and the server's words."""

    state: State
    words: str = ""


def _send_all(claimed: list[Delivery], ends: float) -> None:
    """Send over one kept connection, noting each answer in the commit that begins the next."""
    relay = mailers.default
    last: tuple[Delivery, Answer] | None = None
    try:
        for delivery in claimed:
            if time.monotonic() > ends:
                break
            _open(relay)
            may_leave = _note_and_begin(last, delivery)
            last = None
            if may_leave:
                last = delivery, _send(relay, delivery)
    finally:
        if last:
            _note_and_begin(last, None)
        _close(relay)


@transaction.atomic(durable=True)
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
    """Write down what became of a message; one to be tried again waits its time or is given up."""
    now = timezone.now()
    attempts = delivery.attempts + 1
    facts = {"attempts": attempts, "answer": answer.words[:300], "lease": None}
    row = Delivery.objects.filter(pk=delivery.pk)
    if answer.state != State.QUEUED:
        row.update(state=answer.state, settled_at=now, **facts)
        return
    # Held, so that nobody cancels the mailing between the look and the note.
    mailing = Mailing.objects.select_for_update(no_key=True).get(pk=delivery.mailing_id)
    wait = RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]
    if mailing.state == Mailing.State.CANCELLED:
        row.update(state=State.CANCELLED, settled_at=now, **facts)
    elif now + wait > mailing.leaves_at + GIVE_UP_AFTER:
        row.update(state=State.FAILED, settled_at=now, **facts)
    else:
        row.update(state=State.QUEUED, next_try_at=now + wait, **facts)


def _send(relay, delivery: Delivery) -> Answer:
    """Hand one message over, and tell what the server said to it."""
    letter = letter_of(delivery)
    message = letter.message(to=_address(delivery), headers=headers_of(delivery))
    try:
        relay.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        if code == SHUTTING_DOWN:
            _close(relay)
        return _answer_of(code, words)
    except smtplib.SMTPSenderRefused as error:  # it refuses us, not this receiver: worth a try
        _close(relay)
        return Answer(State.QUEUED, str(error))
    except smtplib.SMTPResponseException as error:
        _close(relay)
        return _answer_of(error.smtp_code, error.smtp_error)
    except AnymailRecipientsRefused as error:
        return Answer(State.BOUNCED, str(error))
    except (OSError, AnymailError) as error:  # cut off: whether it arrived, nobody knows
        _close(relay)
        return Answer(State.QUEUED, str(error))
    except ValueError as error:  # what stands in the row is no address that mail knows
        return Answer(State.FAILED, str(error))
    return Answer(State.SENT)


def letter_of(delivery: Delivery) -> Letter:
    """The letter of a delivery, as it leaves."""
    values = delivery.mailing.values | delivery.values
    return letters.write(delivery.mailing.kind, values, name=delivery.name)


def _open(relay) -> None:
    try:
        relay.open()
    except OSError as error:  # includes every error of smtplib
        raise RelayDown(str(error)) from error


def _close(relay) -> None:
    """End the session; a server that is gone already needs no goodbye."""
    with contextlib.suppress(OSError):
        relay.close()


def _answer_of(code: int, words: bytes | str) -> Answer:
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    state = State.BOUNCED if 500 <= code < 600 else State.QUEUED
    return Answer(state, f"{code} {text}")


def _address(delivery: Delivery) -> str:
    name = " ".join(delivery.name.split())  # a line of its own would be a header of its own
    return formataddr((name, delivery.email)) if name else delivery.email


def headers_of(delivery: Delivery) -> dict[str, str]:
    """Headers that are the same whenever the message is sent again."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = address.rpartition("@")[2]
    headers = {
        "Message-ID": f"<{delivery.token}@{domain}>",
        "Date": format_datetime(delivery.mailing.dated_at),
        "Auto-Submitted": "auto-generated",
        "List-Id": f"{name} <portal.{domain}>",
    }
    # A letter that one person wrote to another is answered to that person.
    if reply_to := (delivery.mailing.values | delivery.values).get("reply_to"):
        headers["Reply-To"] = reply_to
    return headers


# --- Looking --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far a mailing has come; `by_state` adds up to `total`.

    `rate` is letters a second of late, `seconds_left` None while nobody can tell.
    """

    total: int
    by_state: dict[str, int]
    rate: float = 0.0

    @property
    def waiting(self) -> int:
        return sum(self.by_state.get(state, 0) for state in Delivery.UNSENT)

    @property
    def settled(self) -> int:
        return self.total - self.waiting

    @property
    def sent(self) -> int:
        return self.by_state.get(State.SENT, 0)

    @property
    def failed(self) -> int:
        return self.by_state.get(State.BOUNCED, 0) + self.by_state.get(State.FAILED, 0)

    @property
    def seconds_left(self) -> int | None:
        return round(self.waiting / self.rate) if self.rate else None


def progress(mailing: Mailing) -> Progress:
    """How many of a mailing's deliveries are in which state, and how fast it goes; one query."""
    since = timezone.now() - RATE_WINDOW
    lately = Count("pk", filter=Q(settled_at__gt=since))
    rows = list(
        mailing.deliveries.order_by()
        .values_list("state")
        .annotate(number=Count("pk"), lately=lately)
    )
    by_state = Counter({state: number for state, number, _lately in rows})
    window = RATE_WINDOW.total_seconds()
    if mailing.send_after:
        running = (timezone.now() - mailing.send_after).total_seconds()
        window = min(window, max(1.0, running))
    rate = sum(row[2] for row in rows if row[0] != State.SUPPRESSED) / window
    return Progress(by_state.total(), dict(by_state), rate)


def waits_for_relay(mailing: Mailing) -> bool:
    """Whether the mailing stands still because the mail server does not answer."""
    late = mailing.deliveries.late().filter(attempts=0)
    return mailing.state == Mailing.State.SENDING and late.exclude(answer="").exists()


def oldest_unsent() -> timedelta | None:
    """How late the letter is that should have left first; None when none is late."""
    due = Delivery.objects.late().aggregate(oldest=Min("next_try_at"))["oldest"]
    return timezone.now() - due if due else None
