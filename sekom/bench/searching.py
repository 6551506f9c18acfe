"""What a search costs among few pages and among many."""

import random

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sekom.bench.measuring import Row, Size, by_turns, say_ms
from sekom.search import finding, indexing, showing
from sekom.search.models import Entry, Stale, Word

FLOOR = "the same searches among 50 pages"
FEW = 50
QUERIES = ("vatten", "hållbarhetsarbetet", "energieffektiviseringar", "verkyg", "malet", "skolmat")
FIRSTS = ("miljö", "energi", "vatten", "avfalls", "skol", "bostads", "trafik", "hållbarhets")
LASTS = ("planen", "arbete", "målet", "program", "verktyg", "nämnder", "effektivisering", "mat")
SYLLABLES = ("ba", "de", "fi", "go", "hu", "ky", "lå", "mä", "nö", "ra", "se", "ti", "vo", "sky")
WORDS = 100
TELLING = 5  # of them words that somebody may search for


def measure_search(size: Size) -> Row:
    """Six searches, a misspelt one and one without dots among them, with the reading of hits."""
    few_queries, few = _fill_and_count(FEW)
    few_seconds, _same = by_turns(_search, _search, rounds=size.rounds)
    many_queries, many = _fill_and_count(size.pages)
    seconds, _same = by_turns(_search, _search, rounds=size.rounds)
    return Row(
        f"Search among {many:,} pages",
        FLOOR,
        seconds / few_seconds,
        (
            f"{many_queries:.1f} queries a search against {few_queries:.1f} among {few}",
            f"{say_ms(seconds / len(QUERIES))} a search against "
            f"{say_ms(few_seconds / len(QUERIES))}",
        ),
    )


def _search() -> None:
    for query in QUERIES:
        answer = finding.find(query, person=AnonymousUser())
        showing.hits(answer, answer.of_kind("")[:20])


def _fill_and_count(number: int) -> tuple[float, int]:
    """Make the index one of so many pages, always the same: (queries of a search, pages)."""
    for model in (Entry, Word, Stale):
        model.objects.all().delete()
    dealt = random.Random(number)  # noqa: S311
    indexing.keep([_page(place, dealt) for place in range(number)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry, search_word")
    with CaptureQueriesContext(connection) as queries:
        _search()
    return len(queries) / len(QUERIES), Entry.objects.count()


def _page(place: int, dealt: random.Random) -> Entry:
    words = [dealt.choice(FIRSTS) + dealt.choice(LASTS) for _word in range(TELLING)]
    words += ["".join(dealt.choices(SYLLABLES, k=3)) for _word in range(WORDS - TELLING)]
    dealt.shuffle(words)
    return Entry(
        kind="member",
        row_id=place,
        url=f"/{place}/",
        audience=Entry.Audience.PUBLIC,
        title=" ".join(words[:3]),
        text=" ".join(words),
    )
