"""The index says what the rows say, whatever happens on the way."""

import pytest
from django.db import connection, transaction

from members.models import Member
from sekom.search import indexing, tasks
from sekom.search.kinds import all_kinds
from sekom.search.models import Entry, Stale, Word
from tests.factories import make_member, make_pair
from tests.survey_factories import make_round, make_version

pytestmark = pytest.mark.django_db


def titles(**facts):
    return sorted(Entry.objects.filter(**facts).values_list("title", flat=True))


def test_a_new_row_is_marked_and_indexed():
    make_member("Granfors", seats=False)

    worked_off = indexing.refresh()

    assert worked_off == 1
    assert titles() == ["Granfors kommun"]
    assert not Stale.objects.exists()


def test_a_changed_row_is_indexed_anew():
    member = make_member("Granfors", seats=False)
    indexing.refresh()
    Member.objects.filter(pk=member.pk).update(name="Tallfors kommun")

    indexing.refresh()

    assert titles() == ["Tallfors kommun"]


def test_a_row_that_is_gone_is_not_found():
    indexing.rebuild()
    Entry.objects.create(kind="member", row_id=0, url="/", audience="public", title="Borta")
    Stale.objects.create(kind="member", row_id=0)

    indexing.refresh()

    assert titles() == []


def test_whoever_leaves_a_seat_is_not_found():
    politician, officer = make_pair()
    indexing.refresh()
    assert titles(kind="person") == sorted([politician.name, officer.name])
    politician.holdings.update(ends_on="2025-01-01", starts_on="2024-01-01")

    indexing.refresh()

    assert titles(kind="person") == [officer.name]


def test_a_draft_is_not_found_until_it_is_sent_out():
    round = make_round(make_version(), opened=False)
    indexing.refresh()
    assert titles(kind="round") == []
    type(round).objects.filter(pk=round.pk).update(opened_at="2026-01-01T00:00Z")

    indexing.refresh()

    assert round.title in titles(kind="round")


def test_what_was_indexed_is_marked_again_when_the_work_is_lost():
    make_member("Granfors", seats=False)

    with transaction.atomic():
        indexing.refresh()
        transaction.set_rollback(True)

    assert titles() == []
    assert Stale.objects.count() == 1
    indexing.refresh()
    assert titles() == ["Granfors kommun"]


def test_indexing_twice_changes_nothing():
    make_member("Granfors", seats=False)
    tasks.index_changes()
    first = list(Entry.objects.values_list("pk"))

    tasks.index_changes()

    assert list(Entry.objects.values_list("pk")) == first


def test_rebuilding_twice_gives_the_same():
    make_pair(make_member("Granfors"))
    make_round()
    tasks.rebuild()
    first = list(Entry.objects.order_by("title", "url").values_list("title", "vector"))

    tasks.rebuild()

    assert list(Entry.objects.order_by("title", "url").values_list("title", "vector")) == first
    assert first != []


def test_words_that_nothing_says_any_more_are_forgotten():
    make_member("Granfors", seats=False)
    indexing.refresh()
    Member.objects.update(name="Tallfors kommun", short_name="Tallfors")

    indexing.rebuild()

    assert not Word.objects.filter(word="granfors").exists()
    assert Word.objects.filter(word="tallfors").exists()


def test_every_kind_has_its_triggers():
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text from pg_trigger where tgname like %s",
            ["search\\_mark\\_%"],
        )
        installed = sorted(table for (table,) in cursor.fetchall())

    wanted = [kind.model for kind in all_kinds()]
    wanted += [watch.model for kind in all_kinds() for watch in kind.watches]
    assert installed == sorted(model._meta.db_table for model in wanted)
