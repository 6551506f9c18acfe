"""A copy of what is kept of a person: complete, for nobody else, and at once."""

import time
from datetime import date

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Holding
from sekom import own_data, personal_data
from sekom.outbox import posting
from surveys.models import AnswerEdit
from tests.factories import make_holding, make_member, make_pair, make_person
from tests.survey_factories import make_response, make_round

pytestmark = pytest.mark.django_db


def test_the_copy_holds_the_person_with_purpose_basis_and_period():
    person = make_person("Vera Kopia", email="vera@example.org", phone="070-1")

    copy = own_data.copy_of(person)

    (row,) = copy["data"]["members.Person"]
    assert (row["name"], row["email"], row["phone"]) == ("Vera Kopia", "vera@example.org", "070-1")
    assert set(copy) == {"about", "data", "history", "not_included"}
    assert copy["about"]["person"] == "Vera Kopia"


def test_every_line_of_the_table_is_in_the_copy_or_says_why_not():
    copy = own_data.copy_of(make_person())

    told = set(copy["data"]) | set(copy["not_included"])

    assert told == {kept.model._meta.label for kept in personal_data.table()}


def test_the_copy_tells_of_seats_and_earlier_values_but_of_nobody_else():
    person = make_person("Gammalt Namn")
    person.name = "Nytt Namn"
    person.save()
    holding = make_holding(person=person, source="Beslut")
    make_holding(member=holding.seat.member, kind="officer")

    copy = own_data.copy_of(person)

    assert [row["source"] for row in copy["data"]["members.Holding"]] == ["Beslut"]
    assert [row["name"] for row in copy["history"]["members.Person"]] == [
        "Gammalt Namn",
        "Nytt Namn",
    ]


def test_the_page_says_values_in_words():
    person = make_person()
    make_holding(person=person, member=make_member("Granfors"), starts_on=date(2024, 3, 5))

    sections = {section.kept.model: section for section in own_data.sections(person)}

    assert sections[Holding].only == [
        ("Plats", "kontaktpolitiker, Granfors kommun"),
        ("Från", "5 mars 2024"),
        ("Till och med", ""),
        ("Skäl", ""),
        ("Källa", ""),
    ]


def test_three_rows_cost_as_many_queries_as_one():
    one, three = make_person(), make_person()
    for person, times in ((one, 1), (three, 3)):
        for _time in range(times):
            make_holding(person=person)
            posting.post("surveys/submitted", to=person, values={"path": "/"})
    counts = [queries_of(person) for person in (one, three)]

    assert counts[0] == counts[1]


def queries_of(person):
    """How many queries page and copy cost."""
    with CaptureQueriesContext(connection) as queries:
        own_data.sections(person)
        own_data.copy_of(person)
    return len(queries)


def test_much_data_is_copied_within_seconds():
    politician, _officer = make_pair(member := make_member())
    response = make_response(make_round(), member)
    AnswerEdit.objects.bulk_create(
        AnswerEdit(
            response=response,
            key="home",
            new="Svar",
            base_number=number,
            number=number + 1,
            outcome="saved",
            author=politician,
            role="politician",
        )
        for number in range(3000)
    )

    start = time.perf_counter()
    text = DjangoJSONEncoder().encode(own_data.copy_of(politician))

    assert text.count('"Svar"') == 3000
    assert time.perf_counter() - start < 20
