"""Indexing: how what the apps say becomes entries, and how the index is kept true.

The database marks a row as stale in the transaction that changes it; here its entries are made
anew. Only one indexes at a time, so that an older state can never be written over a newer one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import connection, transaction
from django.utils.text import Truncator

from sekom.search import words
from sekom.search.kinds import Found, Kind, kinds_by_key
from sekom.search.models import Entry, Stale, Word

BATCH = 200
LAST_POSITION = 16_383  # PostgreSQL counts no further
# Where a word stands, and what its parts count for there.
WEIGHTS = (("title", "A", "B"), ("keywords", "B", "C"), ("text", "C", "D"))
_LOCK = 5_353_001  # of the one who indexes


@transaction.atomic
def refresh(limit: int = BATCH) -> int:
    """Make the entries of what has changed anew; how many marks were worked off.

    0 when there are none, or when somebody else is at it.
    """
    if not _locked("pg_try_advisory_xact_lock"):
        return 0
    marks = list(Stale.objects.order_by("pk")[:limit])
    # Before the rows are read: what changes from now on leaves a mark of its own.
    Stale.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    rows: dict[str, set[int]] = defaultdict(set)
    for mark in marks:
        rows[mark.kind].add(mark.row_id)
    kinds = kinds_by_key()
    made: list[Entry] = []
    for key, ids in rows.items():
        Entry.objects.filter(kind=key, row_id__in=ids).delete()
        if key in kinds:
            made += _read(kinds[key], ids)
    keep(made)
    return len(marks)


@transaction.atomic
def rebuild() -> int:
    """Make every entry and the whole vocabulary anew; how many entries there are.

    Until it is done, everybody finds what was there before.
    """
    _locked("pg_advisory_xact_lock")
    for model in (Stale, Entry, Word):
        model.objects.all().delete()
    made = [entry for kind in kinds_by_key().values() for entry in _read(kind)]
    keep(made)
    return len(made)


def _locked(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}(%s)", [_LOCK])
        return cursor.fetchone()[0] is not False


def _read(kind: Kind, ids: Collection[int] | None = None) -> list[Entry]:
    """The unsaved entries of a kind's rows, without their vectors."""
    rows = kind.rows()
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return [_entry(kind, row.pk, found) for row in rows for found in kind.entries(row)]


def _entry(kind: Kind, row_id: int, found: Found) -> Entry:
    return Entry(
        kind=kind.key,
        row_id=row_id,
        url=found.url,
        audience=Entry.Audience.CIRCLE if found.circle else found.audience,
        circle=found.circle,
        title=Truncator(" ".join(found.title.split())).chars(300),
        keywords=" ".join(found.keywords.split()),
        text=" ".join(found.text.split()),
    )


def keep(entries: list[Entry]) -> None:
    """Add the words of these entries to the vocabulary, and save the entries with their vectors."""
    if not entries:
        return
    _learn({word for entry in entries for word in words.words_in(_all_text(entry))})
    known = {key for keys in Word.objects.values_list("stems", flat=True) for key in keys}
    for entry in entries:
        entry.vector = vector_of(entry, known)
    Entry.objects.bulk_create(entries, batch_size=500)


def _all_text(entry: Entry) -> str:
    return f"{entry.title} {entry.keywords} {entry.text}"


def _learn(found: Iterable[str]) -> None:
    """Add words to the vocabulary; those that are there stay."""
    new = [
        Word(word=word, plain=words.plain(word), stems=list(words.stems(word)))
        for word in sorted(found)
        if word.isalpha() and len(word) >= words.SHORTEST_PART
    ]
    Word.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)


def vector_of(entry: Entry, known: Collection[str]) -> str:
    """An entry's words as PostgreSQL keeps them: 'mål':1A,7C 'miljö':1B …"""
    places: dict[str, list[str]] = defaultdict(list)
    position = 0
    for field, weight, weight_of_parts in WEIGHTS:
        for word in words.words_in(getattr(entry, field)):
            position = min(position + 1, LAST_POSITION)
            for key in words.stems(word):
                _file(places, key, f"{position}{weight}")
            for key in {*words.parts(word, known), *words.relatives(word)}:
                _file(places, key, f"{position}{weight_of_parts}")
        for word in words.shortened_in(getattr(entry, field)):
            for key in words.stems(word):
                _file(places, key, f"{position}{weight}")
    return " ".join(f"'{key}':{','.join(found[:250])}" for key, found in sorted(places.items()))


def _file(places: dict[str, list[str]], key: str, place: str) -> None:
    """File a place under a key, and under the key as those write it who leave out the dots."""
    places[key].append(place)
    if words.plain(key) != key:
        places[words.PLAIN_SIGN + words.plain(key)].append(place)
