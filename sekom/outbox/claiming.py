"""Claiming: how workers take batches of letters, and what becomes of those of a dead worker.

A worker has a number, its lease, and holds an advisory lock on it as long as its database
connection lives. Its batches carry the number, and its lease says what it has in flight. When it
dies its lock is gone with its connection: the next one to look finds that out at once, counts what
was in flight as in doubt, and frees the batches. Nobody waits for a time to run out.
"""

import contextlib
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from sekom.outbox.models import Batch, Delivery, Lease, Mailing, MailingQuerySet
from sekom.outbox.retrying import CALM_DOUBTS, wait_after

LEASES = 0x5E0  # the family of the advisory locks on leases; the number within it is the lease
CONNECTIONS = 0x5E1  # of those on connections to the mail server
MOST_LEASES = 256

State = Delivery.State

# What a batch is once its letters are counted again: exact whatever has become of them.
COUNT = """
UPDATE outbox_batch b SET
    lease = CASE WHEN %(frees)s THEN NULL ELSE b.lease END,
    due_at = counted.due_at, total = counted.total, sent = counted.sent,
    bounced = counted.bounced, failed = counted.failed, suppressed = counted.suppressed,
    no_address = counted.no_address, duplicate = counted.duplicate,
    cancelled = counted.cancelled, in_doubt = counted.in_doubt
FROM (
    SELECT b.id,
        min(greatest(d.next_try_at, %(not_before)s::timestamptz))
            FILTER (WHERE d.state = 'queued') AS due_at,
        count(*) AS total,
        count(*) FILTER (WHERE d.state = 'sent') AS sent,
        count(*) FILTER (WHERE d.state = 'bounced') AS bounced,
        count(*) FILTER (WHERE d.state = 'failed') AS failed,
        count(*) FILTER (WHERE d.state = 'suppressed') AS suppressed,
        count(*) FILTER (WHERE d.state = 'no_address') AS no_address,
        count(*) FILTER (WHERE d.state = 'duplicate') AS duplicate,
        count(*) FILTER (WHERE d.state = 'cancelled') AS cancelled,
        count(*) FILTER (WHERE d.state = 'in_doubt') AS in_doubt
    FROM outbox_batch b
    JOIN outbox_delivery d ON d.mailing_id = b.mailing_id AND d.batch = b.number
    WHERE b.id = ANY(%(batches)s)
    GROUP BY b.id
) AS counted
WHERE b.id = counted.id
"""


@dataclass(eq=False)
class Job:
    """A delivery that a worker has: all it needs to send it."""

    id: int
    batch: int
    mailing: Mailing
    email: str
    name: str
    values: dict
    token: uuid.UUID
    attempts: int
    losses: int = 0  # connections that were lost before its message was through
    source: bytes = b""  # its message, where that is made before its turn


@dataclass
class Claim:
    """A batch that a worker has, and those of its letters that may leave."""

    batch: int
    jobs: list[Job]


# --- Leases ---------------------------------------------------------------------------------


@contextlib.contextmanager
def lease() -> Iterator[int]:
    """A number that this connection alone holds while it lives, with nothing left under it."""
    number = next(number for number in range(1, MOST_LEASES + 1) if lock(LEASES, number))
    try:
        Lease.objects.get_or_create(number=number)
        give_back(number)
        yield number
    finally:
        # A pooled connection outlives us. A broken one has let go already.
        if not connection.needs_rollback and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_all()")


def lock(family: int, number: int) -> bool:
    """Take an advisory lock for as long as the connection lives; False when another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [family, number])
        return cursor.fetchone()[0]


def unlock(family: int, number: int) -> None:
    """Let go of a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [family, number])


def take_over_the_dead(mine: int | None = None) -> None:
    """Free what workers had that are no more."""
    held = set(Batch.objects.filter(lease__isnull=False).values_list("lease", flat=True))
    held |= set(Lease.objects.exclude(in_flight=[]).values_list("number", flat=True))
    for number in held:
        if number is not None and number != mine and lock(LEASES, number):
            give_back(number)
            unlock(LEASES, number)


def has_something_to_do() -> bool:
    """Whether a worker would find letters that are due, or something a dead one left."""
    return (
        Batch.objects.due().exists()
        or Batch.objects.filter(lease__isnull=False).exists()
        or Lease.objects.exclude(in_flight=[]).exists()
    )


# --- Batches --------------------------------------------------------------------------------


@transaction.atomic(durable=True)
def claim(number: int, *, most: int, only_single: bool = False) -> list[Claim]:
    """Take the next batches that are due, for this lease alone."""
    due = Batch.objects.due()
    if only_single:
        due = due.filter(mailing__is_single=True)
    rows = list(
        due.select_for_update(of=("self",), skip_locked=True, no_key=True).select_related(
            "mailing"
        )[:most]
    )
    Batch.objects.filter(pk__in=[row.pk for row in rows]).update(lease=number)
    return [Claim(row.pk, _jobs_of(row)) for row in rows]


def _jobs_of(batch: Batch) -> list[Job]:
    due = Delivery.objects.filter(
        mailing=batch.mailing_id,
        batch=batch.number,
        state=State.QUEUED,
        next_try_at__lte=timezone.now(),
    )
    facts = due.order_by("pk").values_list("pk", "email", "name", "values", "token", "attempts")
    return [
        Job(pk, batch.pk, batch.mailing, email, name, values, token, attempts)
        for pk, email, name, values, token, attempts in facts
    ]


@transaction.atomic(durable=True)
def give_back(
    number: int,
    batches: Iterable[int] | None = None,
    *,
    trouble: str = "",
    not_before: datetime | None = None,
) -> None:
    """Free what a lease holds, or some of its batches; what was in flight may have arrived.

    That goes once more, as the same message; of a cancelled mailing nothing goes any more.
    """
    held = Batch.objects.filter(lease=number)
    if batches is not None:
        held = held.filter(pk__in=list(batches))
    mailing_ids = set(held.values_list("mailing_id", flat=True))
    in_flight = Lease.objects.filter(number=number).values_list("in_flight", flat=True).first()
    doubtful = Delivery.objects.filter(pk__in=(in_flight or []) if batches is None else [])
    mailing_ids |= set(doubtful.order_by().values_list("mailing_id", flat=True))
    mailings = Mailing.objects.select_for_update(no_key=True).filter(pk__in=mailing_ids)
    cancelled = {m.pk for m in mailings.order_by("pk") if m.state == Mailing.State.CANCELLED}
    if trouble:
        mailings.filter(state=Mailing.State.SENDING).update(trouble=trouble[:300])
    _doubt(doubtful.filter(state=State.QUEUED), cancelled)
    ids = list(held.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    _cancel_queued(held.filter(mailing__in=cancelled).values_list("pk", flat=True))
    _count(ids, frees=True, not_before=not_before)
    if batches is None:
        Lease.objects.filter(number=number).update(in_flight=[])


def _doubt(doubtful, cancelled: set[int]) -> None:
    now = timezone.now()
    for row in doubtful:
        facts: dict = {"doubts": row.doubts + 1}
        if row.mailing_id in cancelled:
            facts |= {"state": State.IN_DOUBT, "settled_at": now}
        elif row.doubts >= CALM_DOUBTS:  # it may be what kills the workers
            facts |= {
                "attempts": row.attempts + 1,
                "next_try_at": now + wait_after(row.attempts + 1),
                "answer": "The worker died more than once",
            }
        Delivery.objects.filter(pk=row.pk).update(**facts)


def cancel_waiting(mailing: Mailing) -> None:
    """End the letters of a mailing that no worker has; the others are ended by who has them."""
    free = mailing.batches.filter(lease__isnull=True, due_at__isnull=False)
    ids = list(free.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    _cancel_queued(ids)
    _count(ids, frees=False)


def _cancel_queued(batches: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE outbox_delivery d SET state = 'cancelled', settled_at = %s
            FROM outbox_batch b
            WHERE b.id = ANY(%s) AND d.mailing_id = b.mailing_id AND d.batch = b.number
                AND d.state = 'queued'
            """,
            [timezone.now(), list(batches)],
        )


def _count(batches: list[int], *, frees: bool, not_before: datetime | None = None) -> None:
    facts: Mapping = {"batches": batches, "frees": frees, "not_before": not_before}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, facts)


# --- Mailings -------------------------------------------------------------------------------


def begin_approved() -> None:
    """Let the mailings leave whose time to be undone is over."""
    approved = Mailing.objects.filter(state=Mailing.State.APPROVED)
    now = timezone.now()
    approved.filter(send_after__lte=now).update(state=Mailing.State.SENDING, going_since=now)


def finish_sent() -> None:
    """Close the mailings whose letters have all ended."""
    sending = Mailing.objects.filter(state=Mailing.State.SENDING)
    unfinished = Batch.objects.filter(due_at__isnull=False).values("mailing")
    done = sending.exclude(pk__in=unfinished)
    done.update(state=Mailing.State.DONE, finished_at=timezone.now(), trouble="")


def go_on(mailings: MailingQuerySet) -> None:
    """Count the rate of mailings from now on: they begin, or go on after they stood still."""
    for mailing in mailings:
        Mailing.objects.filter(pk=mailing.pk).update(
            trouble="", going_since=timezone.now(), gone_before=answered(numbers_of(mailing))
        )


def numbers_of(mailing: Mailing) -> Counter:
    """How many letters of a mailing there are in each state, by one query over its batches."""
    return numbers_of_each([mailing])[mailing.pk]


def numbers_of_each(mailings: Iterable[Mailing]) -> dict[int, Counter]:
    """The same for many: {mailing id: numbers}; one query."""
    found: dict[int, Counter] = {mailing.pk: Counter() for mailing in mailings}
    batches = Batch.objects.filter(mailing__in=found).order_by().values_list("mailing")
    for pk, total, *sums in batches.annotate(*map(Sum, ("total", *Batch.COUNTED))):
        numbers = Counter(dict(zip(Batch.COUNTED, sums, strict=True)))
        numbers["queued"] = total - numbers.total()
        found[pk] = +numbers
    return found


def answered(numbers: Counter) -> int:
    """How many of the letters the mail server has answered for good."""
    return numbers[State.SENT] + numbers[State.BOUNCED] + numbers[State.FAILED]
