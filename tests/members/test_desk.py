"""What members put on the desk, for the secretariat and for a contact left alone."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from members import desk, verifying
from members.models import Bounce, Inquiry, Member, Seat, today
from sekom.desk import When
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
        "/kansli/medlemmar/sokt/medlemskap/",
        "/kansli/medlemmar/mandatskifte/",
    ]


def test_desk_tells_a_contact_that_the_other_seat_is_vacant():
    alone = make_holding(member=make_member("Boden", slug="boden"), kind=Seat.Kind.OFFICER).person

    (task,) = desk.tasks(alone)

    assert task.url == "/medlemmar/boden/"


def test_desk_tells_nothing_to_a_whole_pair_or_to_who_sits_nowhere():
    for person in (*make_pair(), make_person()):
        assert desk.tasks(person) == []


# --- Rounds of asking ---------------------------------------------------------------------------


def open_round(**given):
    return verifying.open_round(
        verifying.contacts(), answer_by=today() + timedelta(days=14), by=make_secretary(), **given
    )


def test_desk_follows_a_round_and_says_when_to_call():
    make_pair()
    round = open_round()

    (waiting,) = desk.tasks(make_secretary())
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        (late,) = desk.tasks(make_secretary())

    assert (waiting.url, waiting.when) == (round.get_absolute_url(), When.WAITING)
    assert (late.url, late.when) == (round.get_absolute_url(), When.THIS_WEEK)


def test_desk_asks_for_a_round_when_contacts_are_unsure():
    make_holding(member=make_member(), confirmed=False)
    make_holding(member=Member.objects.get(), kind=Seat.Kind.OFFICER, confirmed=False)

    (task,) = desk.tasks(make_secretary())

    assert task.url == "/kansli/medlemmar/fragor/"
    assert "2" in task.detail


def test_desk_tells_the_secretariat_of_new_addresses_bounces_and_nothing_of_mandates_asked_about():
    politician, officer = make_pair(make_member("Boden"))
    politician.holdings.update(ends_on=today() + timedelta(days=30))
    round = open_round(mandates_end_on=today() + timedelta(days=30))
    Inquiry.objects.filter(holding__person=politician).update(new_email="ny@example.org")
    Bounce.objects.create(person=officer, email=officer.email)

    urls = [task.url for task in desk.tasks(make_secretary())]

    assert urls == [
        round.get_absolute_url(),
        round.get_absolute_url(),
        "/medlemmar/?vy=luckor&visa=osaker",
    ]


def test_desk_asks_a_contact_about_the_own_seat_and_the_counterparts_address():
    politician, officer = make_pair(make_member("Boden", slug="boden"))
    open_round()
    Bounce.objects.create(person=officer, email=officer.email)
    mine = Inquiry.objects.with_names().get(holding__person=politician)

    tasks = desk.tasks(politician)
    verifying.answer_right(mine, by=politician)

    assert "/stammer/" in tasks[0].url
    assert [task.url for task in desk.tasks(politician)] == ["/medlemmar/boden/"]
