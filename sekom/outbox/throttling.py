"""Throttling: no more messages leave in any stretch of time than the mail server allows.

What was spent is kept in the database, so that a limit holds over all workers and every restart. A
place is free again only once its whole part of the window (of a minute: a second) has been out of
it, and one more: a message that took that long to get there makes no window hold one too many.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from sekom.outbox.models import Spending

SLOTS = 60  # parts of a window
SHORTEST_SLOT = 0.05  # seconds: what a message may take from its leave until it is there
UNITS = {"s": 1, "min": 60, "h": 3600, "day": 86400}

type Spent = list[list[int]]  # [[slot, number], …], the oldest first


@dataclass(frozen=True)
class Limit:
    """So many messages in so many seconds."""

    most: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read "30/min" or "10000/day"; raises ValueError for anything else."""
        most, _slash, unit = text.strip().partition("/")
        if unit not in UNITS or int(most) < 1:
            raise ValueError(f"{text!r} is no limit. Write it as 30/min; units: {', '.join(UNITS)}")
        return cls(int(most), UNITS[unit])

    @property
    def slot_seconds(self) -> float:
        return max(self.seconds / SLOTS, SHORTEST_SLOT)

    def left(self, spent: Spent, now: float) -> int:
        """How many may leave now."""
        return max(0, self.most - sum(number for _slot, number in self.recent(spent, now)))

    def seconds_to_wait(self, spent: Spent, now: float) -> float:
        """How long until the next one may leave; 0.0 when it may now."""
        if self.left(spent, now):
            return 0.0
        oldest = self.recent(spent, now)[0][0]
        return max(0.0, self._free_at(oldest) - now)

    def recent(self, spent: Spent, now: float) -> Spent:
        """What still counts."""
        return [entry for entry in spent if self._free_at(entry[0]) > now]

    def add(self, spent: Spent, now: float, number: int) -> Spent:
        """What is spent once so many more have left; a clock that went back is not followed."""
        spent = self.recent(spent, now)
        slot = math.floor(now / self.slot_seconds)
        if spent and spent[-1][0] >= slot:
            return [*spent[:-1], [spent[-1][0], spent[-1][1] + number]]
        return [*spent, [slot, number]]

    def _free_at(self, slot: int) -> float:
        return (slot + 2) * self.slot_seconds + self.seconds


@dataclass(frozen=True)
class Granted:
    """Who may leave now, and how many seconds the first of the others has to wait."""

    leaving: frozenset[int]
    waits: Mapping[str, float]  # by the name of what is limited


def take(
    wanted: Iterable[tuple[int, Collection[str]]],
    limits: Mapping[str, Collection[Limit]],
    now: float | None = None,
) -> Granted:
    """Let as many leave as all their limits allow, and write down that they do.

    `wanted` is [(key, names of what limits it), …], those that go first at first.
    """
    wanted = [(key, [name for name in names if name in limits]) for key, names in wanted]
    names = sorted({name for _key, limiting in wanted for name in limiting})
    if not names:
        return Granted(frozenset(key for key, _none in wanted), {})
    with transaction.atomic():
        books = {
            f"{name} {limit.most}/{limit.seconds}": (name, limit)
            for name in names
            for limit in limits[name]
        }
        Spending.objects.bulk_create(
            [Spending(name=book) for book in sorted(books)], ignore_conflicts=True
        )
        rows = Spending.objects.filter(name__in=books).order_by("name")
        spendings = {row.name: row for row in rows.select_for_update(no_key=True)}
        # After the lock: who waited for it must not take a moment of before.
        moment = _database_clock() if now is None else now
        left = {
            book: limit.left(spendings[book].spent, moment)
            for book, (_name, limit) in books.items()
        }
        leaving = _grant(wanted, books, left)
        waits: dict[str, float] = {}
        for book, (name, limit) in books.items():
            spending = spendings[book]
            number = sum(name in limiting for key, limiting in wanted if key in leaving)
            if number:
                spending.spent = limit.add(spending.spent, moment, number)
                spending.save(update_fields=["spent"])
            wait = limit.seconds_to_wait(spending.spent, moment)
            waits[name] = max(wait, waits.get(name, 0.0))
    return Granted(leaving, waits)


def _grant(wanted, books, left) -> frozenset[int]:
    leaving = set()
    for key, limiting in wanted:
        mine = [book for book, (name, _limit) in books.items() if name in limiting]
        if all(left[book] for book in mine):
            leaving.add(key)
            for book in mine:
                left[book] -= 1
    return frozenset(leaving)


def _database_clock() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        return cursor.fetchone()[0]
