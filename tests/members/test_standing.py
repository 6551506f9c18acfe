"""How it stands among the members: exact figures of a small network, and who is behind them."""

from datetime import date, timedelta

import pytest
import time_machine

from members import standing
from members.models import Bounce, Confirmation, Group, Member, Seat, today
from tests.factories import (
    make_expert,
    make_former_contact,
    make_holding,
    make_member,
    make_pair,
    make_secretary,
    sit_in,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel(f"{DAY}T10:00:00+02:00", tick=False):
        yield


def days_ago(days):
    return DAY - timedelta(days=days)


def confirmed(holding, days):
    """A holding that was last confirmed so many days ago."""
    Confirmation.objects.create(
        holding=holding, on=days_ago(days), through=Confirmation.Through.LOGIN
    )
    return holding


def contact(member, kind, *, ago=None, **columns):
    holding = make_holding(member=member, kind=kind, confirmed=False, **columns)
    return holding if ago is None else confirmed(holding, ago)


@pytest.fixture
def network():
    """Five members in two counties, a region among them; one has applied and one has left."""
    fresh = make_member("Arvika", county="17", joined_on=days_ago(30))
    ageing = make_member("Bergby", county="17", joined_on=days_ago(400))
    bounced = make_member("Cedby", county="24")
    alone = make_member("Dalby", county="24")
    make_member("Region E", county="24", kind=Member.Kind.REGION)
    make_member("Framby", county="25", status="applied", joined_on=days_ago(1))
    make_member("Grusby", county="25", status="left", left_on=days_ago(3), joined_on=days_ago(90))
    make_member("Hemby", county="25", status="left", left_on=days_ago(300))
    contact(fresh, "politician", ago=181, ends_on=DAY + timedelta(days=92))
    contact(fresh, "officer", ago=0, ends_on=DAY + timedelta(days=10))
    contact(ageing, "politician", ago=182, ends_on=DAY + timedelta(days=93))
    contact(ageing, "officer", ago=366)
    contact(bounced, "politician", ago=5, ends_on=DAY + timedelta(days=20))
    unreached = contact(bounced, "officer", ago=5)
    Bounce.objects.create(person=unreached.person, email=unreached.person.email)
    contact(alone, "officer", starts_on=days_ago(31))
    make_pair(Member.objects.get(short_name="Framby"))
    return make_secretary()


def test_read_counts_members_pairs_and_contacts(network):
    stands = standing.read(network)

    assert (stands.on, stands.total, stands.region_count) == (DAY, 5, 1)
    assert stands.pairs == {"both": 3, "no_politician": 1, "no_officer": 0, "none": 1}
    assert stands.doubtful == 2
    assert stands.by_freshness == {
        "farska": 3,
        "aldre": 1,
        "gamla": 1,
        "inbjudna": 0,
        "tysta": 1,
        "studsar": 1,
    }
    assert [contact.member for contact in stands.ending] == ["Cedby kommun", "Arvika kommun"]


def test_read_tells_who_joined_and_left_this_year(network):
    stands = standing.read(network)

    assert [member.short_name for member in stands.joined] == ["Arvika", "Grusby"]
    assert [member.short_name for member in stands.left] == ["Grusby"]


def test_read_says_the_same_of_each_county(network):
    stands = standing.read(network)

    assert stands.counties == [
        standing.County("17", "Värmlands län", members=2, both=2, fresh=1),
        standing.County("24", "Västerbottens län", members=3, both=1, fresh=0),
    ]


def test_chosen_are_the_contacts_behind_a_number(network):
    chosen = {
        word: [(one.member, one.role) for one in standing.chosen(word)] for word in standing.WORDS
    }

    politician, officer = Seat.Kind.POLITICIAN.label, Seat.Kind.OFFICER.label
    assert chosen == {
        "farska": [
            ("Arvika kommun", politician),
            ("Arvika kommun", officer),
            ("Cedby kommun", politician),
        ],
        "aldre": [("Bergby kommun", politician)],
        "gamla": [("Bergby kommun", officer)],
        "inbjudna": [],
        "tysta": [("Dalby kommun", officer)],
        "studsar": [("Cedby kommun", officer)],
        "mandat": [("Cedby kommun", politician), ("Arvika kommun", politician)],
    }


def test_read_asks_as_much_for_three_members_as_for_one(django_assert_num_queries):
    reader = make_secretary()
    make_pair()
    standing.read(reader)  # whether one is of the secretariat is asked once
    with django_assert_num_queries(6):
        standing.read(reader)
    make_pair()
    make_pair()

    with django_assert_num_queries(6):
        standing.read(reader)


def test_whoever_oversees_the_network_sits_in_a_group_whose_task_it_is():
    politician, officer = make_pair()
    people = {
        "politician": politician,
        "officer": officer,
        "former": make_former_contact(),
        "worker": sit_in(Group.Kind.WORKING_GROUP),
        "former board": sit_in(Group.Kind.BOARD, ends_on=today() - timedelta(days=1)),
        "board": sit_in(Group.Kind.BOARD),
        "expert": make_expert(),
        "secretary": make_secretary(),
    }

    may = [
        role
        for role, person in people.items()
        if Group.objects.overseeing().sat_in_by(person).exists()
    ]

    assert may == ["board", "expert", "secretary"]
