"""Two people code the same interview at once, each over a connection of their own: nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from surveys.interviews import coding, theming, undoing
from surveys.interviews.models import Link, Statement, Theme
from tests.factories import make_pair
from tests.interview_factories import make_interview, make_study, make_theme

pytestmark = pytest.mark.django_db(transaction=True)

EACH = 50  # rounds of two operations for each of the two: 200 in all
FEW = 8
WORDS = [f"Ord{number} 😀." for number in range(EACH)]


def test_two_hundred_interleaved_operations_lose_nothing():
    politician, officer = pair = make_pair()
    study = make_study(officer=officer)
    interview = make_interview(study, " ".join(WORDS))
    common, other = make_theme(study, "Gemensamt"), make_theme(study, "Annat")
    start = Barrier(2)

    def work(person):
        try:
            start.wait()
            for quote in WORDS:
                statement = coding.mark(
                    interview, quote=quote, kind="done", by=person, ties=[common]
                )
                coding.tie(statement, other, by=person, why=person.name)
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, pair)) == [True, True]

    found = Statement.objects.values_list("author", "text")
    assert sorted(found) == sorted((person.pk, quote) for person in pair for quote in WORDS)
    links = Link.objects.values_list("statement__author__name", "theme__title", "why")
    assert sorted(links) == sorted(
        row
        for person in (politician, officer)
        for _quote in WORDS
        for row in ((person.name, "Annat", person.name), (person.name, "Gemensamt", ""))
    )
    assert interview.coding.number == 4 * EACH


def test_a_theme_that_is_merged_while_others_code_keeps_every_link():
    politician, officer = make_pair()
    study = make_study(officer=officer)
    interview = make_interview(study, " ".join(WORDS))
    into = make_theme(study, "Allt")
    start = Barrier(2)

    def code():
        try:
            start.wait()
            for number, quote in enumerate(WORDS[:FEW]):
                theme = theming.add(study, title=f"T{number}", by=officer)
                coding.mark(interview, quote=quote, kind="done", by=officer, ties=[theme])
        finally:
            connection.close()

    def tidy():
        try:
            start.wait()
            merged = []
            while len(merged) < FEW:
                for theme in Theme.objects.exclude(pk=into.pk).filter(links__isnull=False):
                    merged.append(theming.merge(theme, into=into, by=politician))
            return merged
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        coded, tidied = pool.submit(code), pool.submit(tidy)
        coded.result()
        changes = tidied.result()

    assert sorted(into.links.values_list("statement__text", flat=True)) == sorted(WORDS[:FEW])
    for change in reversed(changes):
        undoing.undo(change, by=politician)
    found = Link.objects.order_by("statement").values_list("theme__title", "statement__text")
    assert list(found) == [(f"T{number}", quote) for number, quote in enumerate(WORDS[:FEW])]
