"""How the bench measures: ours and a named floor by turns in one run, the middle of each compared.

A ratio outlives the machine that it was measured on, and whatever else that one was doing.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

type Work = Callable[[], object]
type Clock = Callable[[], float]


@dataclass(frozen=True)
class Size:
    """How much there is to measure over, and how often."""

    members: int = 311
    responses: int = 10_000
    saves: int = 25
    rounds: int = 5
    requests: int = 4
    report_rounds: int = 2
    imported: int = 5_000
    pages: int = 5_000
    tools: int = 5_000
    statements: int = 5_000
    quotes: int = 200
    actions: int = 10_000
    workshops: int = 10_000


@dataclass(frozen=True)
class Row:
    """What was measured, against which floor, and what else is worth knowing."""

    what: str
    floor: str
    ratio: float
    facts: tuple[str, ...] = ()


def by_turns(
    ours: Work, floor: Work, *, rounds: int, clock: Clock = time.perf_counter
) -> tuple[float, float]:
    """The middle of the seconds that each took; for more than one round both are run in first."""
    if rounds > 1:
        ours()
        floor()
    taken = [(_seconds(ours, clock), _seconds(floor, clock)) for _round in range(rounds)]
    return median(one for one, _other in taken), median(other for _one, other in taken)


def _seconds(work: Work, clock: Clock) -> float:
    began = clock()
    work()
    return clock() - began


def say_ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"
