"""Keeping a pace: how often the same visitor may do the same thing from outside."""

import hashlib
from datetime import timedelta

from django.core.cache import cache


def is_too_fast(action: str, who: str, *, most: int, per: timedelta) -> bool:
    """Count one more; True when `who` has done this more than `most` times within `per`.

    Who it was is kept as a digest, in the cache alone, for that long.
    """
    digest = hashlib.sha256(who.encode()).hexdigest()[:32]
    key = f"pace:{action}:{digest}"
    cache.add(key, 0, timeout=per.total_seconds())
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two
        return False
