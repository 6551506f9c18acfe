"""What a great mailing costs: ours and prebuilt messages by turns, over one mail server."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sekom.bench import mailing, peer, prebuilt
from sekom.bench.measuring import Row

FLOOR = "prebuilt messages over 16 pipelined connections, no ledger"
ROUNDS = 3
PEER_SHARE = 10  # of the people that the peer writes to: it is as slow for few
DELAYS = (0.0, 0.025)  # seconds that each answer of the mail server takes
SINK = Path(__file__).with_name("sink.py")


@dataclass(frozen=True)
class Run:
    """What one mailing took."""

    rate: float  # messages a second
    freeze: float  # seconds
    sender: float  # µs of the processor's time for each message
    database: float
    peak: float  # MB that the largest worker needed


def measure_sending(number: int) -> Iterator[tuple[str, list[Row]]]:
    """(floor, rows): messages a second to so many people, at each delay."""
    numbers = {delay: number if not delay else number // 10 for delay in DELAYS}
    with mailing.own_database():
        mailing.make_people(number)
        yield FLOOR, [_beside_the_limit(numbers[delay], delay) for delay in DELAYS]
        python = peer.install()
        yield peer.NAME, [_beside_the_peer(python, numbers[delay], delay) for delay in DELAYS]


def _beside_the_limit(number: int, delay: float) -> Row:
    """What part of the limit one worker reaches."""
    limits, runs = [], []
    for _round in range(ROUNDS):
        with sink(delay) as port:
            began = time.perf_counter()
            prebuilt.send(number, port)
            limits.append(number / (time.perf_counter() - began))
        runs.append(_run(number, delay, workers=1))
    ours, limit = median(run.rate for run in runs), median(limits)
    facts = (
        f"{ours:,.0f}/s against {limit:,.0f}/s",
        f"freeze {median(run.freeze for run in runs):.2f} s",
        f"CPU/message: sender {median(run.sender for run in runs):.0f} µs, "
        f"database {median(run.database for run in runs):.0f} µs",
        f"at most {max(run.peak for run in runs):.0f} MB",
    )
    return Row(_what(number, delay), FLOOR, ours / limit, facts)


def _beside_the_peer(python: Path, number: int, delay: float) -> Row:
    """How many times as many as many workers of ours send, by turns with the same letter."""
    ours, theirs = [], []
    for _round in range(ROUNDS):
        ours.append(_run(number, delay, workers=peer.PROCESSES).rate)
        with sink(delay) as port:
            theirs.append(peer.send(python, number // PEER_SHARE, port))
    facts = (f"{median(ours):,.0f}/s against {median(theirs):,.0f}/s",)
    return Row(_what(number, delay), peer.NAME, median(ours) / median(theirs), facts)


def _what(number: int, delay: float) -> str:
    return f"{number:,} messages, {1000 * delay:.0f} ms an answer"


def _run(number: int, delay: float, *, workers: int) -> Run:
    """One mailing of ours, from the editor's press to its end."""
    with sink(delay) as port:
        mailing.send_to("127.0.0.1", port)
        mailing.forget()
        senders = mailing.Workers(workers)
        mailing.is_finished()  # connects
        began = time.perf_counter()
        mailing.freeze(mailing.Source(), most=number)
        frozen = time.perf_counter()
        before, of_database = senders.seconds(), mailing.database_seconds()
        mailing.await_the_end()
        run = Run(
            rate=number / (time.perf_counter() - frozen),
            freeze=frozen - began,
            sender=(senders.seconds() - before) / number * 1e6,
            database=(mailing.database_seconds() - of_database) / number * 1e6,
            peak=senders.peak_memory() / 2**20,
        )
        senders.stop()
    return run


@contextlib.contextmanager
def sink(delay: float) -> Iterator[int]:
    """A mail server in a process of its own: the port that it is at."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, SINK, str(delay)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield int(process.stdout.readline())
    finally:
        process.communicate()
