"""Noting: what the server said is written down in the commit that lets the next messages leave.

One statement notes the answers, counts them, asks who of the next may still leave, and writes down
what is in flight. Only then their final dots go out: a killed worker leaves one message in doubt
for each of its connections, and no more.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import psycopg
from django.db import connection
from django.utils import timezone

from sekom.outbox import claiming
from sekom.outbox.claiming import Job
from sekom.outbox.models import Delivery, Mailing, Suppression, address_hash
from sekom.outbox.retrying import is_worth_waiting, wait_after

State = Delivery.State

NOTE = """
WITH noted AS (
    UPDATE outbox_delivery d SET
        state = given.state, answer = given.answer, attempts = d.attempts + 1,
        doubts = d.doubts + given.doubts,
        next_try_at = coalesce(given.next_try_at, d.next_try_at),
        settled_at = CASE WHEN given.state <> 'queued' THEN %(now)s::timestamptz END
    FROM unnest(
        %(ids)s::bigint[], %(states)s::text[], %(answers)s::text[], %(doubts)s::int[],
        %(next_tries)s::timestamptz[]
    ) AS given (id, state, answer, doubts, next_try_at)
    WHERE d.id = given.id
), counted AS (
    UPDATE outbox_batch b SET
        sent = b.sent + more.sent, bounced = b.bounced + more.bounced,
        failed = b.failed + more.failed, suppressed = b.suppressed + more.suppressed
    FROM unnest(
        %(batches)s::bigint[], %(sent)s::int[], %(bounced)s::int[], %(failed)s::int[],
        %(suppressed)s::int[]
    ) AS more (id, sent, bounced, failed, suppressed)
    WHERE b.id = more.id
), allowed AS (
    SELECT wanted.id
    FROM unnest(%(leaving)s::bigint[], %(emails)s::text[], %(hashes)s::text[])
        AS wanted (id, email, hash)
    -- One after the other by their keys: a planner without statistics of a mailing that was made
    -- just now would read all of it for each message (OFFSET 0 keeps it from that).
    CROSS JOIN LATERAL (
        SELECT mailing_id FROM outbox_delivery
        WHERE id = wanted.id AND state = 'queued' AND email = wanted.email OFFSET 0
    ) AS d
    CROSS JOIN LATERAL (
        SELECT FROM outbox_mailing WHERE id = d.mailing_id AND state = 'sending' OFFSET 0
    ) AS m
    WHERE NOT EXISTS (SELECT FROM outbox_suppression s WHERE s.address_hash = wanted.hash)
)
UPDATE outbox_lease SET in_flight = %(still)s::bigint[] || ARRAY(SELECT id FROM allowed)
WHERE number = %(lease)s
RETURNING in_flight
"""
COUNTED = (State.SENT, State.BOUNCED, State.FAILED, State.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a message: the state it gives the delivery, and the server's words.

    `is_doubt` when it may have arrived all the same, `is_policy` when the server refuses us.
    """

    state: State
    words: str = ""
    is_doubt: bool = False
    is_policy: bool = False


class Book:
    """The ledger as one worker writes it, under its lease."""

    def __init__(self, lease: int):
        self.lease = lease
        connection.ensure_connection()
        self.raw = connection.connection
        self.cursor = psycopg.Cursor(self.raw)

    def note(
        self,
        answers: Sequence[tuple[Job, Answer]],
        leaving: Sequence[Job],
        still: Iterable[Job],
        *,
        meanwhile: Callable[[], None],
    ) -> set[int]:
        """Write down answers, and who leaves now; the ids of those that may.

        `still` are those in flight from before, `meanwhile` is done while the database is at work.
        """
        now = timezone.now()
        settled = [_settled(job, answer, now) for job, answer in answers]
        counts = Counter(
            (job.batch, row[0]) for (job, _answer), row in zip(answers, settled, strict=True)
        )
        batches = sorted({batch for batch, _state in counts})
        facts = {
            "lease": self.lease,
            "now": now,
            "ids": [job.id for job, _answer in answers],
            "states": [str(row[0]) for row in settled],
            "next_tries": [row[1] for row in settled],
            "answers": [answer.words.replace("\0", "")[:300] for _job, answer in answers],
            "doubts": [int(answer.is_doubt) for _job, answer in answers],
            "batches": batches,
            "leaving": [job.id for job in leaving],
            "emails": [job.email for job in leaving],
            "hashes": [address_hash(job.email) for job in leaving],
            "still": [job.id for job in still],
        } | {str(state): [counts[batch, state] for batch in batches] for state in COUNTED}
        with connection.wrap_database_errors, self.raw.pipeline():
            self.cursor.execute(NOTE, facts, prepare=True)
            meanwhile()
            row = self.cursor.fetchone()
        return set(row[0]) & {job.id for job in leaving} if row else set()


def _settled(job: Job, answer: Answer, now):
    """The state that an answer leads to, and when to try again."""
    if answer.state != State.QUEUED:
        return answer.state, None
    attempts = job.attempts + 1
    if not is_worth_waiting(attempts):
        return State.FAILED, None
    return State.QUEUED, now + wait_after(attempts)


def suppressed(jobs: Iterable[Job]) -> set[int]:
    """Those of the jobs whose address must get no mail."""
    hashes = {address_hash(job.email): job.id for job in jobs}
    found = Suppression.objects.filter(address_hash__in=hashes)
    return {hashes[one] for one in found.values_list("address_hash", flat=True)}


def standing_still(mailing_ids: Collection[int]) -> set[int]:
    """Those of the mailings that are not being sent any more."""
    sending = Mailing.objects.filter(pk__in=mailing_ids, state=Mailing.State.SENDING)
    return set(mailing_ids) - set(sending.values_list("pk", flat=True))


def stop(mailing: Mailing, *, because: str) -> None:
    """Pause a mailing that the mail server will not have, and say why."""
    sending = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING)
    sending.update(state=Mailing.State.PAUSED, trouble=because[:300])


def clear_trouble(mailing: Mailing) -> None:
    """Say that a mailing goes on: a letter of it has left."""
    mailing.trouble = ""
    claiming.go_on(Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING))
