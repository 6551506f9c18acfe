"""Sending: how a worker hands the letters of the ledger to the mail server, many at a time.

One process, one loop, several kept connections. Claiming says whose letters they are, compiling
makes the messages, talking says them to the server, noting writes down what it answered, and
throttling how many may leave.
"""

import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import chain, islice

import structlog
from django.db import connection
from django.template import TemplateDoesNotExist, TemplateSyntaxError, VariableDoesNotExist
from django.urls import NoReverseMatch
from django.utils import timezone

from sekom.outbox import claiming, heading, hearing, noting, returning, throttling
from sekom.outbox.claiming import Job
from sekom.outbox.compiling import Compiled
from sekom.outbox.connecting import Lines, RelayDown
from sekom.outbox.handing import Hand
from sekom.outbox.noting import Answer, Book, State
from sekom.outbox.relays import RELAY, Relay, domain_of, relay
from sekom.outbox.talking import Line
from sekom.outbox.telling import (
    Progress,
    headers_of,
    letter_of,
    oldest_unsent,
    progress,
    waits_for_relay,
)

__all__ = [
    "Progress",
    "headers_of",
    "letter_of",
    "oldest_unsent",
    "progress",
    "send_due",
    "waits_for_relay",
]

LONGEST_RUN = 60.0  # seconds; then other tasks get their turn, and a stopped worker has stopped
JOBS_A_LINE = 8  # worth a connection more
LOOK_EVERY = 1.0  # seconds between looks for urgent letters and for dead workers
PATIENCE = 5.0  # seconds that a message may wait for its turn over an open connection
MOST_REFUSALS = 20  # in a row, of us and not of the receiver: then the mailing is stopped
MOST_SINGLES = 50
MOST_MADE_BYTES = 2**21  # of messages that wait for their turn
GATHERING_SECONDS = 0.02  # that an answer waits for more to be noted with it
# What a template or a value that is none raises; a database that is gone is another matter.
CANNOT_BE_MADE = (
    *(ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError),
    *(NoReverseMatch, TemplateDoesNotExist, TemplateSyntaxError, VariableDoesNotExist),
)

log = structlog.get_logger(__name__)

type Loaded = tuple[Line | Hand, Job]  # a connection, and the message that is there but for its dot


def send_due() -> bool:
    """Send every letter that is due; True when the time was up before the letters were.

    A mail server that is down leaves everything as it was: the next call tries again.
    """
    claiming.begin_approved()
    is_more_left = False
    if claiming.has_something_to_do():
        with claiming.lease() as number, kept_plans():
            claiming.take_over_the_dead(number)
            is_more_left = Worker(number, relay()).work()
    claiming.finish_sent()
    return is_more_left


@contextmanager
def kept_plans() -> Iterator[None]:
    """Let the database keep the plan of the one statement that is said again and again."""
    raw = connection.connection
    before, raw.prepare_threshold = raw.prepare_threshold, 5
    try:
        yield
    finally:
        raw.prepare_threshold = before


class Worker:
    """One run of one worker: what it has in hand, and what it has heard."""

    def __init__(self, lease: int, relay: Relay):
        self.lease, self.relay = lease, relay
        self.book = Book(lease)
        self.lines = Lines(relay, self._connect)
        self.urgent: deque[Job] = deque()
        self.queue: deque[Job] = deque()
        self.left: Counter[int] = Counter()  # letters of each batch that have not come to an end
        self.answers: list[tuple[Job, Answer]] = []
        self.compiled: dict[int, Compiled] = {}
        self.refusals: Counter[int] = Counter()
        self.blocked: dict[str, float] = {}  # until when, by the name of what is limited
        self.put_off: dict[int, float] = {}  # until when, by batch
        self.ends = time.monotonic() + LONGEST_RUN
        self.is_stopping = False
        self.looks_at = self.claims_at = self.heard_at = self.loaded_at = 0.0
        self.note_seconds = 0.0

    def work(self) -> bool:
        """Send until nothing is left, the time is up, or the mail server is down."""
        trouble = ""
        try:
            while self._goes_on():
                self.lines.listen(patience=self._patience())
                self._settle()
        except RelayDown as down:
            trouble = str(down)
        else:
            self._settle()
        finally:
            self.lines.close()
        claiming.give_back(self.lease, trouble=trouble, not_before=self._relay_free_at())
        return time.monotonic() > self.ends and not trouble

    def _goes_on(self) -> bool:
        self.is_stopping |= time.monotonic() > self.ends
        if not self.is_stopping:
            self._look_for_letters()
            waiting = len(self.urgent) + len(self.queue)
            if waiting and not self._is_blocked(RELAY):
                self.lines.want(1 + waiting // JOBS_A_LINE)
            self.is_stopping |= self.lines.are_all_taken
        self._feed()
        is_waiting = bool(self.urgent or self.queue)
        is_busy = any(not line.is_idle for line in self.lines.open)
        return is_busy or bool(self.answers) or (is_waiting and not self.is_stopping)

    def _patience(self) -> float:
        """How long there may be nothing to do but to listen."""
        loaded = [job for line in self.lines.open if (job := line.loaded)]
        if any(self._wait_of(job) <= 0 for job in loaded):
            since = time.monotonic() - self.loaded_at if self.loaded_at else 0.0
            return max(0.0, min(self.note_seconds / 2, GATHERING_SECONDS) - since)
        if self.answers:
            return GATHERING_SECONDS
        waits = [self._wait_for(RELAY), *map(self._wait_of, loaded)]
        return min([LOOK_EVERY / 4, *(wait for wait in waits if wait > 0)])

    # --- Letters --------------------------------------------------------------------------------

    def _look_for_letters(self) -> None:
        now = time.monotonic()
        if now >= self.looks_at:
            self.looks_at = now + LOOK_EVERY
            self._take(claiming.claim(self.lease, most=MOST_SINGLES, only_single=True))
            claiming.take_over_the_dead(self.lease)
            waiting = {job.mailing.pk for jobs in (self.urgent, self.queue) for job in jobs}
            self._forget_mailings(noting.standing_still(waiting))
        if not self.queue and not self.urgent and now >= self.claims_at:
            found = claiming.claim(self.lease, most=1)
            self._take(found)
            self.claims_at = now if found else now + LOOK_EVERY / 2

    def _take(self, claims: Iterable[claiming.Claim]) -> None:
        for claim in claims:
            self.left[claim.batch] += len(claim.jobs)
            for job in claim.jobs:
                (self.urgent if job.mailing.is_single else self.queue).append(job)
            if not claim.jobs:
                claiming.give_back(self.lease, [claim.batch])

    def _feed(self) -> None:
        """Give each connection that has nothing to do its next letter."""
        for line in list(self.lines.open):
            if line.is_idle and line.sent >= self.relay.per_connection:
                line.quit()
            elif line.is_idle:
                self._begin(line)
        self.lines.forget_closed()

    def _begin(self, line: Line | Hand) -> None:
        while job := self._next():
            try:
                mailbox = self.relay.mailbox_of(job.email)
            except ValueError as error:  # what stands in the row is no address that mail knows
                self._tell(job, Answer(State.FAILED, str(error)))
                continue
            try:
                line.begin(job, mailbox)
            except CANNOT_BE_MADE as error:  # nobody else's letter stands still for it
                log.exception("letter_cannot_be_made", delivery=job.id)
                words = f"The letter cannot be made: {error!r}"
                self._tell(job, Answer(State.QUEUED, words, is_policy=True))
                continue
            line.step(can_read=False)
            return

    def _next(self) -> Job | None:
        """The next letter that may leave now; those that must wait are put off."""
        while not self.is_stopping and not self._is_blocked(RELAY) and (self.urgent or self.queue):
            job = (self.urgent or self.queue).popleft()
            if not self._is_blocked(domain_of(job.email)):
                return job
            self._put_off(job)
        return None

    def _is_blocked(self, name: str) -> bool:
        return self._wait_for(name) > 0

    def _put_off(self, job: Job) -> None:
        until = self.blocked[domain_of(job.email)]
        self.put_off[job.batch] = max(until, self.put_off.get(job.batch, 0.0))
        self._drop([job])

    def _return(self, job: Job) -> None:
        """A letter that did not get its turn is the next one."""
        (self.urgent if job.mailing.is_single else self.queue).appendleft(job)

    def _drop(self, jobs: Iterable[Job]) -> None:
        """Be done with letters for now; with the last one its batch is given back."""
        batches = {job.batch: None for job in jobs if not self._is_still_left(job)}
        for batch in [batch for batch in batches if batch in self.put_off]:
            until = moment_of(self.put_off.pop(batch))
            claiming.give_back(self.lease, [batch], not_before=until)
            del batches[batch]
        if batches:
            claiming.give_back(self.lease, batches)

    def _is_still_left(self, job: Job) -> bool:
        """Whether others of its batch are, once this one is done."""
        self.left[job.batch] -= 1
        if self.left[job.batch] > 0:
            return True
        del self.left[job.batch]
        return False

    def _relay_free_at(self) -> datetime | None:
        return moment_of(self.blocked[RELAY]) if self._is_blocked(RELAY) else None

    # --- Messages -------------------------------------------------------------------------------

    def _connect(self, session) -> Line | Hand:
        if session is None:
            return Hand(message_of=self._message, tell=self._tell)
        return Line(
            session,
            timeout=self.relay.timeout,
            body_of=self._take_source,
            tell=self._tell,
            return_job=self._return,
        )

    def _take_source(self, job: Job) -> bytes:
        source, job.source = job.source or self._source(job), b""
        return source

    def _source(self, job: Job) -> bytes:
        return self._compiled(job).source(job, self.relay.mailbox_of(job.email))

    def _make_next(self) -> None:
        """Make the messages whose turn is next, as many as go at once."""
        room = MOST_MADE_BYTES if self.relay.speaks_smtp else 0
        for job in islice(chain(self.urgent, self.queue), room and len(self.lines.open)):
            with suppress(*CANNOT_BE_MADE):  # said when its turn comes
                job.source = job.source or self._source(job)
            room -= len(job.source)
            if room < 0:
                return

    def _compiled(self, job: Job) -> Compiled:
        if job.mailing.pk not in self.compiled:
            if len(self.compiled) >= MOST_SINGLES:
                self.compiled.clear()
            self.compiled[job.mailing.pk] = Compiled(job.mailing)
        return self.compiled[job.mailing.pk]

    def _message(self, job: Job):
        letter = self._compiled(job).letter(job)
        to = heading.named(job.name, job.email)
        message = letter.message(to=to, headers=heading.headers_of(job.mailing, job))
        # What a mail provider knows it by when it tells what became of it.
        message.metadata = {returning.NAME: returning.code_of(job.token)}
        return message

    def _tell(self, job: Job, answer: Answer) -> None:
        """Hear what became of a letter."""
        if not self.answers:
            self.heard_at = time.monotonic()
        self.answers.append((job, answer))
        if answer.state == State.SENT:
            self.refusals[job.mailing.pk] = 0
            if job.mailing.trouble:
                noting.clear_trouble(job.mailing)
        elif answer.is_policy:
            self.refusals[job.mailing.pk] += 1
            if self.refusals[job.mailing.pk] == MOST_REFUSALS:
                noting.stop(job.mailing, because=answer.words)
                self._forget_mailings({job.mailing.pk})

    # --- The ledger -----------------------------------------------------------------------------

    def _settle(self) -> None:
        """Note the answers, and let leave what is there and still may."""
        loaded = [(line, job) for line in self.lines.open if (job := line.loaded)]
        if self._is_worth_waiting(loaded):
            return
        leaving = self._granted(loaded) if self.relay.limits else loaded
        more_is_coming = any(line.coming for line in self.lines.open)
        if not leaving and (not self.answers or (more_is_coming and not self._is_time_to_note())):
            return
        answers, self.answers = self.answers, []
        still = [line.flying for line in self.lines.open if line.flying]
        for job, answer in answers:
            if answer.state == State.BOUNCED:
                hearing.hear_refusal(job.id, answer.words)
        began = time.monotonic()
        going = [job for _line, job in leaving]
        allowed = self.book.note(answers, going, still, meanwhile=self._make_next)
        self.note_seconds = time.monotonic() - began
        self.loaded_at = 0.0
        refused = [(line, job) for line, job in leaving if job.id not in allowed]
        for line, job in leaving:
            if job.id in allowed:
                self._release(line)
        self._drop(job for job, _answer in answers)
        if refused:
            self._hold_back(refused)

    def _is_worth_waiting(self, loaded: list[Loaded]) -> bool:
        """Whether more messages may be there before the disk could have taken these alone."""
        now = time.monotonic()
        if not loaded or len(loaded) == sum(not line.is_idle for line in self.lines.open):
            return False
        self.loaded_at = self.loaded_at or now
        return now < self.loaded_at + min(self.note_seconds / 2, GATHERING_SECONDS)

    def _is_time_to_note(self) -> bool:
        return time.monotonic() > self.heard_at + GATHERING_SECONDS

    def _release(self, line: Line | Hand) -> None:
        line.release()
        if line.is_pipelined and line.sent + 1 < self.relay.per_connection:
            self._begin(line)
        line.step(can_read=False)

    def _hold_back(self, refused: list[Loaded]) -> None:
        """Close before the dot what may not leave any more, and be done with its mailing."""
        jobs = [job for _line, job in refused]
        for line, _job in refused:
            line.abandon()
        self.lines.forget_closed()
        unwanted = noting.suppressed(jobs)
        stopped = noting.standing_still({job.mailing.pk for job in jobs})
        self.answers += [(job, Answer(State.SUPPRESSED)) for job in jobs if job.id in unwanted]
        self._drop([job for job in jobs if job.id not in unwanted])
        self._forget_mailings(stopped)

    def _forget_mailings(self, stopped: set[int]) -> None:
        """Be done with the letters of mailings that are not being sent any more."""
        for waiting in (self.urgent, self.queue):
            gone = [job for job in waiting if job.mailing.pk in stopped]
            kept = [job for job in waiting if job.mailing.pk not in stopped]
            waiting.clear()
            waiting.extend(kept)
            self._drop(gone)

    # --- Limits ---------------------------------------------------------------------------------

    def _granted(self, loaded: list[Loaded]) -> list[Loaded]:
        """Those whose messages no limit holds back; the others wait, or give way if it is long."""
        asking = [(line, job) for line, job in loaded if self._wait_of(job) <= 0]
        wanted = [(job.id, (RELAY, domain_of(job.email))) for _line, job in asking]
        granted = throttling.take(wanted, self.relay.limits)
        now = time.monotonic()
        self.blocked |= {name: now + wait for name, wait in granted.waits.items() if wait}
        for line, job in loaded:
            if job.id not in granted.leaving and self._wait_of(job) > PATIENCE:
                line.abandon()
                self._return(job)
        self.is_stopping |= granted.waits.get(RELAY, 0.0) > PATIENCE
        self.lines.forget_closed()
        return [(line, job) for line, job in asking if job.id in granted.leaving]

    def _wait_of(self, job: Job) -> float:
        """How many seconds a message has to wait for its turn; 0.0 or less when it is there."""
        if not self.blocked:
            return 0.0
        return max(self._wait_for(RELAY), self._wait_for(domain_of(job.email)))

    def _wait_for(self, name: str) -> float:
        return self.blocked.get(name, 0.0) - time.monotonic() if self.blocked else 0.0


def moment_of(instant: float) -> datetime:
    """A moment of the machine's running clock as a time of day."""
    return timezone.now() + timedelta(seconds=instant - time.monotonic())
