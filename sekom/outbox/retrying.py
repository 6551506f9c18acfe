"""Trying again: when, and until when."""

from datetime import timedelta

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


def wait_after(attempts: int) -> timedelta:
    """How long a letter waits after so many attempts."""
    return RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]


def is_worth_waiting(attempts: int) -> bool:
    """Whether another try after so many comes soon enough after the first, or it is given up.

    Counted from the letter's own first try: the mailing may have stood still for days before.
    """
    return sum(map(wait_after, range(1, attempts + 1)), timedelta()) <= GIVE_UP_AFTER
