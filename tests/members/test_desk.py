"""What members put on the desk, for the secretariat and for a contact left alone."""

from datetime import timedelta

import pytest

from members import desk
from members.models import Seat, today
from tests.factories import make_holding, make_member, make_pair, make_person, make_secretary

pytestmark = pytest.mark.django_db


def titles(person):
    return [task.title for task in desk.tasks(person)]


def test_desk_is_empty_when_every_seat_is_held():
    make_pair()

    assert desk.tasks(make_secretary()) == []


def test_desk_tells_the_secretariat_of_gaps_with_the_first_names():
    for name in ("Boden", "Kalix", "Arvika", "Ystad", "Åmål"):
        make_member(name)

    (task,) = desk.tasks(make_secretary())

    assert "5" in task.title
    assert task.detail.startswith("Arvika, Boden, Kalix")
    assert "2" in task.detail
    assert task.url == "/medlemmar/?vy=luckor"


def test_desk_tells_the_secretariat_of_ending_mandates_and_applications():
    politician, _officer = make_pair()
    politician.holdings.update(ends_on=today() + timedelta(days=30))
    make_member("Sökt", slug="sokt", status="applied")

    tasks = desk.tasks(make_secretary())

    assert [task.url for task in tasks] == [
        "/kansli/medlemmar/sokt/andra/",
        "/medlemmar/?vy=luckor",
    ]


def test_desk_tells_a_contact_that_the_other_seat_is_vacant():
    alone = make_holding(member=make_member("Boden", slug="boden"), kind=Seat.Kind.OFFICER).person

    (task,) = desk.tasks(alone)

    assert task.url == "/medlemmar/boden/"


def test_desk_tells_nothing_to_a_whole_pair_or_to_who_sits_nowhere():
    for person in (*make_pair(), make_person()):
        assert desk.tasks(person) == []
