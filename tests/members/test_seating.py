"""Who sits where: how a holding begins, is mended and ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from members import seating
from members.models import Confirmation, Holding, HoldingEvent, Member, Person, Seat, today
from members.reference import place_named, places
from sekom.outbox.models import Delivery
from tests.factories import (
    make_group,
    make_holding,
    make_member,
    make_person,
    make_seat,
    make_secretary,
)

pytestmark = pytest.mark.django_db


def make_vacant_seat():
    return make_seat(member=make_member(), kind=Seat.Kind.POLITICIAN)


def test_take_in_makes_a_member_with_two_vacant_seats():
    member = seating.take_in(place_named("kalix"))

    assert (member.code, member.name, member.slug, member.county) == (
        "2514",
        "Kalix kommun",
        "kalix",
        "25",
    )
    assert sorted(member.seats.vacant().values_list("kind", flat=True)) == ["officer", "politician"]


def test_take_in_refuses_who_is_a_member_already():
    seating.take_in(place_named("Kalix kommun"))

    with pytest.raises(ValidationError):
        seating.take_in(place_named("Kalix kommun"))

    assert Member.objects.count() == 1


def test_every_municipality_and_region_can_be_taken_in_under_an_address_of_its_own():
    members = [seating.take_in(place) for place in places().values()]

    assert len(members) == 290 + 21
    assert len({member.slug for member in members}) == 290 + 21


def test_invite_adds_a_person_and_puts_a_letter_in_the_ledger():
    seat, secretary = make_vacant_seat(), make_secretary()

    holding = seating.invite(
        seat,
        email="Ny@Example.org",
        name="Exempelpolitiker Ny",
        starts_on=today(),
        by=secretary,
        source="KS 2026/12",
    )

    assert (holding.person.email, holding.seat, holding.source) == (
        "ny@example.org",
        seat,
        "KS 2026/12",
    )
    delivery = Delivery.objects.get()
    assert (delivery.email, delivery.mailing.kind, delivery.mailing.sender) == (
        "ny@example.org",
        "members/invitation",
        secretary,
    )


def test_invite_leaves_what_is_known_of_a_person():
    known = make_person(email="kand@example.org", name="Rätt Namn", title="", phone="070-174 06 05")

    holding = seating.invite(
        make_vacant_seat(),
        email="KAND@example.org",
        name="Annat Namn",
        title="Kommunalråd",
        phone="070-174 06 99",
        starts_on=today(),
        by=make_secretary(),
    )

    person = holding.person
    assert (person.pk, person.name, person.title, person.phone) == (
        known.pk,
        "Rätt Namn",
        "Kommunalråd",
        "070-174 06 05",
    )


def test_appoint_refuses_a_seat_that_is_held_then_and_adds_nobody():
    holding = make_holding()
    people = Person.objects.count() + 1  # the secretary below

    with pytest.raises(ValidationError) as refusal:
        seating.invite(
            holding.seat,
            email="ny@example.org",
            name="Ny",
            starts_on=today(),
            by=make_secretary(),
        )

    assert refusal.value.messages == [
        "Någon har redan platsen den tiden. Avsluta det uppdraget först."
    ]
    assert Person.objects.count() == people
    assert Delivery.objects.count() == 0


def test_appoint_takes_a_successor_from_the_day_after_the_last():
    holding = make_holding(ends_on=today())

    successor = seating.appoint(
        holding.seat,
        person=make_person(),
        starts_on=today() + timedelta(days=1),
        by=make_secretary(),
    )

    assert holding.seat.holding_on(today()) == holding
    assert holding.seat.holding_on(today() + timedelta(days=1)) == successor


@pytest.mark.django_db(transaction=True)
def test_appoint_gives_a_seat_to_one_of_two_who_ask_at_once():
    seat, secretary = make_vacant_seat(), make_secretary()
    people = [make_person(), make_person()]
    start = Barrier(2)

    def ask(person):
        start.wait(timeout=10)
        try:
            seating.appoint(seat, person=person, starts_on=today(), by=secretary)
        except ValidationError:
            return "refused"
        finally:
            connection.close()
        return "appointed"

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(ask, people))

    assert outcomes == ["appointed", "refused"]
    assert seat.holdings.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_gives_a_seat_to_one_even_when_nobody_locks_it():
    seat = make_vacant_seat()
    people = [make_person(), make_person()]
    start = Barrier(2)

    def take(person):
        start.wait(timeout=10)
        try:
            Holding.objects.create(seat=seat, person=person)
        except IntegrityError:
            return "refused"
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(take, people))

    assert outcomes == ["refused", "taken"]


def test_correct_keeps_the_old_value_with_who_and_why():
    holding, secretary = make_holding(source="fel källa"), make_secretary()

    seating.correct(
        holding,
        by=secretary,
        reason="Skrevs av fel",
        starts_on=date(2025, 3, 1),
        ends_on=None,
        source="KS 2025/7",
    )

    events = HoldingEvent.objects.filter(pgh_obj=holding).order_by("pgh_id")
    assert [event.source for event in events] == ["fel källa", "KS 2025/7"]
    context = events.last().pgh_context.metadata
    assert (context["user"], context["reason"]) == (secretary.pk, "Skrevs av fel")


def test_correct_refuses_days_that_another_holding_has():
    earlier = make_holding(starts_on=date(2020, 1, 1), ends_on=date(2022, 12, 31))
    later = make_holding(seat=earlier.seat, starts_on=date(2023, 1, 1))

    with pytest.raises(ValidationError):
        seating.correct(
            later, by=make_secretary(), reason="Prov", starts_on=date(2022, 6, 1), ends_on=None
        )

    later.refresh_from_db()
    assert later.starts_on == date(2023, 1, 1)


def test_end_leaves_the_seat_vacant_from_the_day_after():
    holding = make_holding()

    seating.end(holding, on=today(), reason="Nytt uppdrag", by=make_secretary())

    assert holding.seat.holding_on(today()) == holding
    assert holding.seat.holding_on(today() + timedelta(days=1)) is None
    holding.refresh_from_db()
    assert (holding.ends_on, holding.reason) == (today(), "Nytt uppdrag")


def test_end_refuses_a_day_before_the_first():
    holding = make_holding(starts_on=today())

    with pytest.raises(ValidationError) as refusal:
        seating.end(holding, on=today() - timedelta(days=2), reason="Prov", by=make_secretary())

    assert refusal.value.messages == [
        "Sista dagen kan inte komma före den första. Ändra någon av dem."
    ]


def test_confirm_twice_a_day_is_one_confirmation():
    holding = make_holding(confirmed=False)

    for _time in range(2):
        seating.confirm(holding, by=holding.person, through=Confirmation.Through.LOGIN)

    assert holding.confirmations.count() == 1


def test_add_seat_numbers_on_and_hands_back_a_vacant_one():
    group = make_group()
    make_holding(seat=make_seat(group=group, kind=Seat.Kind.ORDINARY, number=1))

    seat = seating.add_seat(group)

    assert (seat.kind, seat.number) == ("ordinary", 2)
    assert seating.add_seat(group) == seat
