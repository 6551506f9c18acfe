"""Cleaning up: what is kept of people goes when its time is over, as the table says."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sekom import personal_data
from sekom.history import door
from sekom.personal_data import Kept

# As many rows as are forgotten in one transaction: one that is killed loses no more than that.
BATCH = 100


def overdue(now: datetime | None = None) -> list[tuple[Kept, int]]:
    """What the next clean-up would forget: [(line of the table, how many rows)]."""
    now = now or timezone.now()
    return [(kept, expired(now).count()) for kept, expired in _with_an_end()]


def clean_up(now: datetime | None = None) -> list[tuple[Kept, int]]:
    """Forget everything whose time is over, in batches; safe to run twice, or to be killed."""
    now = now or timezone.now()
    with door("system", task="clean_up"):
        return [(kept, _forget(kept, expired(now))) for kept, expired in _with_an_end()]


def _with_an_end() -> list[tuple[Kept, Callable[[datetime], QuerySet]]]:
    """The lines of the table whose rows have a time, each with how to find those that are past."""
    return [(kept, kept.expired) for kept in personal_data.table() if kept.expired]


def _forget(kept: Kept, past: QuerySet) -> int:
    forgotten, last = 0, None
    while batch := _forget_batch(kept, past, after=last):
        forgotten += len(batch)
        last = batch[-1].pk
    return forgotten


@transaction.atomic
def _forget_batch(kept: Kept, past: QuerySet, *, after) -> list:
    rows = past.order_by("pk") if after is None else past.order_by("pk").filter(pk__gt=after)
    # What somebody else has locked is in use; tomorrow is soon enough.
    batch = list(rows.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    if batch:
        kept.forget(batch)
    return batch
