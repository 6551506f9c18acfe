"""The search against queries as people write them, among pages that they do not look for."""

import csv
import json
import random
import re
import time
from html import unescape
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from sekom.search import finding, indexing, showing
from sekom.search.models import Entry, Word

DATA = settings.BASE_DIR / "toolbox" / "data"
FRAMEWORKS = ("agenda-2030", "miljokvalitetsmal", "hallbarhetsprinciper", "iso-undp-53001")
OTHER_PAGES = 500
SLOWEST = 0.1  # seconds, for 95 of 100 queries


def entry(number, kind, title, text, keywords):
    return Entry(
        kind=kind,
        row_id=number,
        url=f"/{number}/",
        audience="public",
        title=title,
        text=re.sub(r"<[^>]+>", " ", unescape(text)),
        keywords=keywords,
    )


def own_pages():
    """Our own tools, goals, objectives, principles, clauses, words and members."""
    for tool in json.loads((DATA / "example_tools.json").read_text(encoding="utf-8")):
        told = [tool[name] for name in ("solves", "when", "people", "result", "tips")]
        yield "tool", tool["title"], " ".join([*told, *tool["steps"]]), tool["summary"]
    for name in FRAMEWORKS:
        for row in rows(DATA / f"{name}.csv"):
            yield "item", row["rubrik"], row["text"], row["kod"]
    for row in rows(DATA / "glossary.csv"):
        yield "term", row["term"], row["explanation"], row["inflections"]
    for row in rows(settings.BASE_DIR / "members" / "data" / "example_members.csv"):
        yield "member", row["name"], "", ""


def rows(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def other_pages(number):
    """Pages of words from our own interface, dealt alike each time, that are about nothing."""
    dealt = random.Random(1995)
    catalogue = polib.pofile(str(settings.LOCALE_PATHS[0] / "sv" / "LC_MESSAGES" / "django.po"))
    said = " ".join(line.msgstr for line in catalogue)
    known = sorted(set(re.findall(r"\b[a-zåäöé]{3,}\b", said.lower())))
    for page in range(number):
        title = " ".join(dealt.choices(known, k=dealt.randint(2, 5))).capitalize()
        yield (
            "tool",
            f"{title} {page}",
            " ".join(dealt.choices(known, k=dealt.randint(40, 150))),
            "",
        )


def gold():
    """[(query, the titles that are right)]."""
    lines = (Path(__file__).parent / "gold.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" = ") for line in lines if not line.startswith("#")]
    return [(query, set(titles.split(" | "))) for query, titles in pairs]


@pytest.fixture(scope="module")
def index(django_db_setup, django_db_blocker):
    """The index of it all, built once for the module and gone after it."""
    with django_db_blocker.unblock():
        pages = [*own_pages(), *other_pages(OTHER_PAGES)]
        indexing.keep([entry(number, *page) for number, page in enumerate(pages)])
        yield
        Entry.objects.all().delete()
        Word.objects.all().delete()


@pytest.mark.django_db
def test_the_right_page_comes_first_or_nearly_so(index, record_property):
    firsts, fives, lost, seconds = 0, 0, [], []

    for query, right in gold():
        began = time.perf_counter()
        answer = finding.find(query, person=AnonymousUser())
        top = showing.hits(answer, answer.of_kind("")[:5])
        seconds.append(time.perf_counter() - began)
        titles = [re.sub("</?mark>", "", hit.title) for hit in top]
        firsts += bool(right & set(titles[:1]))
        fives += bool(right & set(titles))
        if not right & set(titles[:1]):
            lost.append((query, titles))

    number = len(gold())
    slow = sorted(seconds)[int(0.95 * number)]
    print(f"\n{number} queries: {firsts} first, {fives} in five, p95 {1000 * slow:.0f} ms")
    print(*lost, sep="\n")
    assert number >= 120
    assert fives >= 0.95 * number, lost
    assert firsts >= 0.8 * number, lost
    assert slow < SLOWEST
