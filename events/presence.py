"""Who writes on a meeting's notes right now, and on which item: kept in the cache for seconds."""

import time

from django.core.cache import cache

from events.models import Event
from members.models import Person

STAYS_SECONDS = 8


def note(event: Event, person: Person, *, item_id: int | None) -> None:
    """Say that this one is here, at this item."""
    here = _here(event) | {person.pk: (person.name, item_id, time.time())}
    cache.set(_slot(event), here, STAYS_SECONDS)


def others(event: Event, person: Person) -> list[tuple[str, int | None]]:
    """(name, item) of everybody else who was here within the last seconds."""
    return [(name, item) for pk, (name, item, _at) in _here(event).items() if pk != person.pk]


def _here(event: Event) -> dict[int, tuple[str, int | None, float]]:
    seen = cache.get(_slot(event), {})
    still = time.time() - STAYS_SECONDS
    return {pk: one for pk, one in seen.items() if one[2] > still}


def _slot(event: Event) -> str:
    return f"noting:{event.pk}"
