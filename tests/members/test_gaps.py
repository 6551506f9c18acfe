"""The gaps: equal to what a person would count by hand, whatever the network."""

import random
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members import gaps
from members.models import Bounce, Confirmation, Holding, Member, Person, Reminder, Seat, today
from tests.factories import make_holding, make_member, make_pair, make_secretary

NETWORKS = 250  # in each example, so that there are a thousand


def random_network(dice, first_code):
    """Plain facts of one to three members: [(code, is_member, {kind: [holding facts]})]."""
    return [
        (
            first_code + place,
            dice.random() < 0.9,
            {kind: random_holdings(dice) for kind in Seat.PAIR},
        )
        for place in range(dice.randint(1, 3))
    ]


def random_holdings(dice):
    """Holdings one after the other: (first day, last day or None, confirmed days ago, bounces)."""
    found, first = [], -dice.randint(0, 900)
    for _number in range(dice.randint(0, 3)):
        last = first + dice.randint(0, 500)
        last = None if dice.random() < 0.3 else last
        confirmed = dice.choice([None, 0, 100, 181, 182, 364, 365, 366, 800])
        found.append((first, last, confirmed, dice.random() < 0.1))
        if last is None:
            break
        first = last + dice.choice([1, 1, 2, 30])
    return found


def by_hand(holdings):
    """What somebody would say of one seat: (is vacant, is doubtful, days vacant or None)."""
    for first, last, confirmed, bounces in holdings:
        if first <= 0 and (last is None or last >= 0):
            is_silent = confirmed is None and first < -30
            is_old = confirmed is not None and confirmed > 365
            return False, bounces or is_silent or is_old, None
    ended = [last for _first, last, _confirmed, _bounces in holdings if last is not None]
    past = [last for last in ended if last < 0]
    return True, False, -max(past) - 1 if past else None


def gaps_by_hand(network):
    """{code: (state, days vacant of politician, of officer)} of the members that have a gap."""
    found = {}
    for code, is_member, pair in network:
        seen = [by_hand(pair[kind]) for kind in Seat.PAIR]
        lacks = tuple(vacant for vacant, _doubtful, _days in seen)
        if not is_member or not (any(lacks) or any(doubtful for _v, doubtful, _d in seen)):
            continue
        state = {
            (True, False): "no_politician",
            (False, True): "no_officer",
            (True, True): "none",
            (False, False): "doubtful",
        }[lacks]
        found[code] = (state, *(days for _vacant, _doubtful, days in seen))
    return found


WRITTEN = (Member, Seat, Person, Holding, Confirmation, Bounce)


def put_in(members):
    """Write plain facts as rows, by a few statements however many they are."""
    day = today()
    made = Member.objects.bulk_create(
        Member(
            code=f"{code:04}",
            name=f"By {code:04}",
            short_name=f"By {code:04}",
            slug=f"by-{code}",
            county="99",
            status="member" if is_member else "left",
            left_on=None if is_member else day,
        )
        for code, is_member, _pair in members
    )
    seats = Seat.objects.bulk_create(
        Seat(member=member, kind=kind) for member in made for kind in Seat.PAIR
    )
    facts = [
        (seat, *holding)
        for seat, holdings in zip(
            seats, (pair[kind] for *_rest, pair in members for kind in Seat.PAIR), strict=True
        )
        for holding in holdings
    ]
    people = Person.objects.bulk_create(
        Person(name=f"Person {number}", email=f"person{number}@gaps.example.org")
        for number in range(len(facts))
    )
    holdings = Holding.objects.bulk_create(
        Holding(
            seat=seat,
            person=person,
            starts_on=day + timedelta(days=first),
            ends_on=None if last is None else day + timedelta(days=last),
        )
        for (seat, first, last, _confirmed, _bounces), person in zip(facts, people, strict=True)
    )
    rows = list(zip(facts, holdings, strict=True))
    Confirmation.objects.bulk_create(
        Confirmation(
            holding=holding, on=day - timedelta(days=facts[3]), through=Confirmation.Through.LINK
        )
        for facts, holding in rows
        if facts[3] is not None
    )
    Bounce.objects.bulk_create(
        Bounce(person=holding.person, email=holding.person.email)
        for facts, holding in rows
        if facts[4]
    )
    # As a database that has lived for a minute knows them; else it may plan for empty tables.
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in WRITTEN)}")


@pytest.mark.django_db
@settings(
    max_examples=4,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.integers(0, 2**32))
def test_gaps_of_a_thousand_random_networks_are_those_counted_by_hand(seed):
    dice = random.Random(seed)
    networks, first_code = [], 0
    for _number in range(NETWORKS):
        networks.append(random_network(dice, first_code))
        first_code += len(networks[-1])
    members = [member for network in networks for member in network]

    with transaction.atomic():
        put_in(members)
        found = {
            int(gap.slug.removeprefix("by-")): (gap.state, *(p.days_vacant for p in gap.places))
            for gap in gaps.read()
        }
        transaction.set_rollback(True)  # the next example begins with nothing

    assert found == {
        code: gap for network in networks for code, gap in gaps_by_hand(network).items()
    }


@pytest.mark.django_db
def test_gap_says_since_when_who_comes_whom_to_ask_and_when_reminded():
    member = make_member("Boden")
    officer = make_holding(member=member, kind="officer")
    make_holding(member=member, ends_on=today() - timedelta(days=11))
    seat = Seat.objects.get(member=member, kind="politician")
    make_holding(seat=seat, starts_on=today() + timedelta(days=5))
    reminder = Reminder.objects.create(member=member, through="phone")
    make_pair()

    (gap,) = gaps.read(with_reminders=True)

    politician = gap.places[0]
    assert gap.state == "no_politician"
    assert politician.vacant_since == today() - timedelta(days=10)
    assert politician.days_vacant == 10
    assert politician.filled_from == today() + timedelta(days=5)
    assert gap.ask.contact.pk == officer.pk
    assert gap.reminder == reminder


@pytest.mark.django_db
def test_gap_asks_nobody_whose_address_bounces():
    politician, officer = make_pair()
    Bounce.objects.create(person=officer, email=officer.email)
    alone = make_holding(kind="officer").person
    Bounce.objects.create(person=alone, email=alone.email)

    whole, lacking = sorted(gaps.read(), key=lambda gap: gap.state != "doubtful")

    assert (whole.state, whole.ask.contact.person_id) == ("doubtful", politician.pk)
    assert (lacking.state, lacking.ask) == ("no_politician", None)


@pytest.mark.django_db
def test_gaps_take_three_queries_however_many_they_are(django_assert_num_queries):
    for _number in range(3):
        make_holding(member=make_member(), kind="officer")
        Reminder.objects.create(member=make_member(), through="phone")

    with django_assert_num_queries(3):
        found = gaps.read(with_reminders=True)
        assert len([gap.ask for gap in found]) == 6


# --- The page -----------------------------------------------------------------------------------


@pytest.fixture
def secretary(client, settings):
    settings.REQUIRE_TWO_FACTOR = False
    person = make_secretary()
    client.force_login(person)
    return person


@pytest.mark.django_db
def test_page_shows_ten_of_each_and_all_on_asking(client, secretary):
    for number in range(12):
        make_holding(member=make_member(f"Lucka {number:02}"), kind="officer")

    ten = client.get("/medlemmar/?vy=luckor").content.decode()
    whole = client.get("/medlemmar/?vy=luckor&visa=politiker").content.decode()
    ticked = client.get("/medlemmar/?vy=luckor&markera=politiker").content.decode()

    assert [text.count('name="medlem" value=') for text in (ten, whole, ticked)] == [20, 24, 24]
    assert [text.count(" checked>") for text in (ten, whole, ticked)] == [0, 0, 12]


@pytest.mark.django_db
def test_page_tells_guests_of_vacant_seats_but_not_of_doubts(client):
    make_holding(member=make_member("Vakant"), kind="officer", confirmed=False)
    make_holding(member=(doubted := make_member("Tvivel")), kind="officer", confirmed=False)
    make_holding(member=doubted)

    shown = client.get("/medlemmar/?vy=luckor").content.decode()

    assert "Vakant kommun" in shown
    assert "Tvivel kommun" not in shown


@pytest.mark.django_db
def test_page_tells_of_mandates_that_end_soon(client, secretary):
    make_pair(make_member("Boden"))
    Holding.objects.filter(seat__kind="politician").update(ends_on=today() + timedelta(days=30))

    shown = client.get("/medlemmar/?vy=luckor").content.decode()

    assert 'href="/kansli/medlemmar/mandatskifte/"' in shown
