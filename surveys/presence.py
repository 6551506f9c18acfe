"""Who of the two is here right now, and at which question: kept in the cache for some seconds."""

from dataclasses import dataclass

from django.core.cache import cache

from surveys.models import Response

STAYS_SECONDS = 8


@dataclass(frozen=True)
class Visitor:
    """One of the two, seen within the last seconds; `key` is the question they are at."""

    role: str
    name: str
    key: str


def note(response: Response, *, role: str, name: str, key: str) -> None:
    """Say that this one is here, at this question ("" for none)."""
    cache.set(_slot(response, role), {"role": role, "name": name, "key": key}, STAYS_SECONDS)


def visitor(response: Response, *, role: str) -> Visitor | None:
    """The holder of this role, if here now."""
    seen = cache.get(_slot(response, role))
    return Visitor(**seen) if seen else None


def _slot(response: Response, role: str) -> str:
    return f"here:{response.pk}:{role}"
