"""What a great mailing costs: ours and prebuilt messages by turns, over one mail server."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from sekom.bench import mailing, peer, prebuilt
from sekom.bench.measuring import Row

FLOOR = "prebuilt messages over 16 pipelined connections, no ledger"
ROUNDS = 3
PEER_SHARE = 10  # of the people that the peer writes to: it is as slow for few
DELAYS = (0.0, 0.025)  # seconds that each answer of the mail server takes
SINK = Path(__file__).with_name("sink.py")


def measure_sending(number: int) -> Iterator[tuple[str, list[Row]]]:
    """(floor, rows): messages a second to so many people, at each delay."""
    with mailing.own_database():
        mailing.make_people(number)
        measured = {
            delay: _measure(number if not delay else number // 10, delay) for delay in DELAYS
        }
        yield FLOOR, [row for row, _rate in measured.values()]
        python = peer.install()
        yield (
            peer.NAME,
            [
                _beside_the_peer(python, number // PEER_SHARE, delay, rate)
                for delay, (_row, rate) in measured.items()
            ],
        )


def _beside_the_peer(python: Path, number: int, delay: float, ours: float) -> Row:
    """How many times as many we send a second as somebody else with the same letter."""
    with sink(delay) as port:
        theirs = peer.send(python, number, port)
    what = f"{number:,} messages, {1000 * delay:.0f} ms an answer"
    return Row(what, peer.NAME, ours / theirs, (f"{ours:,.0f}/s against {theirs:,.0f}/s",))


def _measure(number: int, delay: float) -> tuple[Row, float]:
    """The row, and our messages a second."""
    ours, limits, freezes, costs, databases, peaks = [], [], [], [], [], []
    for _round in range(ROUNDS):
        with sink(delay) as port:
            began = time.perf_counter()
            prebuilt.send(number, port)
            limits.append(number / (time.perf_counter() - began))
        with sink(delay) as port:
            mailing.send_to("127.0.0.1", port)
            mailing.forget()
            workers = mailing.Workers(1)
            mailing.is_finished()  # connects
            began = time.perf_counter()
            mailing.freeze(mailing.Source(), most=number)
            frozen = time.perf_counter()
            before, of_database = workers.seconds(), mailing.database_seconds()
            mailing.await_the_end()
            ours.append(number / (time.perf_counter() - frozen))
            freezes.append(frozen - began)
            costs.append((workers.seconds() - before) / number * 1e6)
            databases.append((mailing.database_seconds() - of_database) / number * 1e6)
            peaks.append(workers.peak_memory() / 2**20)
            workers.stop()
    row = Row(
        f"{number:,} messages, {1000 * delay:.0f} ms an answer",
        FLOOR,
        median(ours) / median(limits),
        (
            f"{median(ours):,.0f}/s against {median(limits):,.0f}/s",
            f"freeze {median(freezes):.2f} s",
            f"CPU/message: sender {median(costs):.0f} µs, database {median(databases):.0f} µs",
            f"at most {max(peaks):.0f} MB",
        ),
    )
    return row, median(ours)


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
