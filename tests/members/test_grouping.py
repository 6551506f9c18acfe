"""Groups: made, seated, elected for a term, closed; and rights that end with the term."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members import grouping, groups, seating
from members.grouping import Choice
from members.models import Group, Holding, Seat, today
from sekom.outbox.models import Delivery
from surveys.models import SurveyRound
from tests.factories import (
    make_group,
    make_holding,
    make_member,
    make_person,
    make_seat,
    make_secretary,
)
from tests.survey_factories import make_round

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 5, 1), date(2028, 4, 30)
DAY = timedelta(days=1)


def seats_of(group):
    return [grouping.name_of(seat) for seat in group.seats.order_by("kind", "number")]


def held_in(group):
    """Who holds what from when until when, as the database has it, in the order of the days."""
    holdings = Holding.objects.filter(seat__group=group).order_by("starts_on", "seat__kind")
    return [
        (grouping.name_of(held.seat), held.person.name, held.starts_on, held.ends_on)
        for held in holdings.select_related("seat", "person")
    ]


@pytest.fixture
def board(db):
    return grouping.found(Group.Kind.BOARD, name="Styrelsen")


# --- Making -------------------------------------------------------------------------------------


def test_board_comes_with_nine_seats_and_three_substitutes_and_only_once(board):
    again = grouping.found(Group.Kind.BOARD, name="En annan styrelse")

    assert again == board
    assert seats_of(board) == [
        "ordförande",
        *(f"ordinarie {number}" for number in range(1, 9)),
        *(f"ersättare {number}" for number in range(1, 4)),
    ]


def test_working_group_gets_an_address_of_its_own(db):
    first = grouping.start(name="Arbetsgruppen för enkäten")
    second = grouping.start(name="Arbetsgruppen, för Enkäten!", description="Prov")

    assert [first.slug, second.slug] == [
        "arbetsgruppen-for-enkaten",
        "arbetsgruppen-for-enkaten-2",
    ]
    assert seats_of(first) == ["ordförande"]


def test_working_group_of_a_taken_name_is_refused(board):
    with pytest.raises(ValidationError, match="finns redan"):
        grouping.start(name="Styrelsen")

    assert Group.objects.count() == 1


def test_seat_of_any_kind_is_added_but_no_second_chair(board):
    substitute = board.seats.filter(kind=Seat.Kind.SUBSTITUTE)
    for seat in substitute:
        make_holding(seat=seat)

    added = seating.add_seat(board, kind=Seat.Kind.SUBSTITUTE)
    again = seating.add_seat(board, kind=Seat.Kind.SUBSTITUTE)
    make_holding(seat=board.seats.get(kind=Seat.Kind.CHAIR))

    assert (added, added.number) == (again, 4)
    with pytest.raises(ValidationError, match="redan en plats för ordförande"):
        seating.add_seat(board, kind=Seat.Kind.CHAIR)


def test_database_refuses_a_second_chair(board):
    with pytest.raises(IntegrityError, match="seat_one_chair"), transaction.atomic():
        Seat.objects.create(group=board, kind=Seat.Kind.CHAIR, number=2)


def test_seat_that_nobody_ever_held_is_removed_and_others_stay(board):
    never, once = board.seats.filter(kind=Seat.Kind.SUBSTITUTE)[:2]
    make_holding(seat=once, ends_on=today() - DAY)

    grouping.remove_seat(never)
    with pytest.raises(ValidationError, match="har haft platsen"):
        grouping.remove_seat(once)

    assert board.seats.filter(kind=Seat.Kind.SUBSTITUTE).count() == 2


def test_seat_of_a_member_is_not_removed_as_one_of_a_group(db):
    seat = make_seat(member=make_member(), kind=Seat.Kind.OFFICER)

    with pytest.raises(ValidationError, match="så den står kvar"):
        grouping.remove_seat(seat)

    assert Seat.objects.filter(pk=seat.pk).exists()


# --- Electing -----------------------------------------------------------------------------------


def test_elect_fills_vacant_seats_replaces_some_and_prolongs_others(board):
    by = make_secretary()
    chair = board.seats.get(kind=Seat.Kind.CHAIR)
    first, second = board.seats.filter(kind=Seat.Kind.ORDINARY)[:2]
    since = date(2024, 5, 1)
    make_holding(seat=chair, person=make_person("Gammal Ordförande"), starts_on=since)
    make_holding(
        seat=first, person=make_person("Om Vald"), starts_on=since, ends_on=date(2026, 6, 30)
    )
    choices = [
        Choice(chair, "Ny Ordförande", "ny.ordforande@example.org"),
        Choice(first),
        Choice(second, "Ny Ledamot", "ny.ledamot@example.org"),
    ]

    filled = grouping.elect(board, choices=choices, starts_on=FIRST, ends_on=LAST, by=by)
    again = grouping.elect(board, choices=choices, starts_on=FIRST, ends_on=LAST, by=by)

    assert filled == again
    assert held_in(board) == [
        ("ordförande", "Gammal Ordförande", since, FIRST - DAY),
        ("ordinarie 1", "Om Vald", since, LAST),
        ("ordförande", "Ny Ordförande", FIRST, LAST),
        ("ordinarie 2", "Ny Ledamot", FIRST, LAST),
    ]
    assert sorted(Delivery.objects.values_list("email", flat=True)) == [
        "ny.ledamot@example.org",
        "ny.ordforande@example.org",
    ]


def test_elect_is_all_or_nothing_and_names_the_seat(board):
    chair = board.seats.get(kind=Seat.Kind.CHAIR)
    vacant = board.seats.filter(kind=Seat.Kind.ORDINARY).first()
    choices = [Choice(chair, "Ny", "ny@example.org"), Choice(vacant)]

    with pytest.raises(ValidationError, match="ordinarie 1: Ingen sitter där"):
        grouping.elect(board, choices=choices, starts_on=FIRST, ends_on=LAST, by=make_person())

    assert held_in(board) == []
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(FIRST, FIRST - DAY, "Sista dagen"), (FIRST, LAST, "minst en person")],
)
def test_elect_refuses_days_in_the_wrong_order_and_an_empty_choice(board, first, last, words):
    with pytest.raises(ValidationError, match=words):
        grouping.elect(board, choices=[], starts_on=first, ends_on=last, by=make_person())


# --- Closing ------------------------------------------------------------------------------------


def test_close_ends_who_sits_there_and_can_be_done_twice(db):
    group = grouping.start(name="Arbetsgruppen")
    held = make_holding(seat=group.seats.get(), person=make_person("Någon"))
    by = make_secretary()

    grouping.close(group, on=today(), by=by)
    closed = grouping.close(group, on=today(), by=by)

    assert (closed.closed_on, closed.is_closed) == (today(), False)
    with pytest.raises(ValidationError, match="Öppna den igen först"):
        seating.appoint(held.seat, person=by, starts_on=today() + DAY, by=by)
    assert held_in(group) == [("ordförande", "Någon", held.starts_on, today())]
    with time_machine.travel(today() + 2 * DAY):
        assert list(Group.objects.closed()) == [group]
        assert grouping.reopen(group, by=by).closed_on is None
        assert grouping.reopen(group, by=by).closed_on is None
        assert list(Group.objects.closed()) == []


def test_close_refuses_the_board_and_a_day_before_somebody_comes(board):
    group = grouping.start(name="Arbetsgruppen")
    make_holding(seat=group.seats.get(), person=make_person("Kommande"), starts_on=today() + DAY)
    by = make_person()

    with pytest.raises(ValidationError, match="Bara arbetsgrupper"):
        grouping.close(board, on=today(), by=by)
    with pytest.raises(ValidationError, match="Kommande tar plats"):
        grouping.close(group, on=today(), by=by)

    assert Group.objects.filter(closed_on__isnull=False).count() == 0


# --- Rights and time ----------------------------------------------------------------------------


def test_rights_of_the_expert_group_end_the_day_after_the_term(db):
    group = make_group(Group.Kind.EXPERT_GROUP)
    seat = make_seat(group=group, kind=Seat.Kind.ORDINARY, number=1)
    person = make_holding(seat=seat, ends_on=today()).person
    round = make_round()

    def rights():
        person.__dict__.pop("_may_see_contacts", None)
        return (
            SurveyRound.objects.read_in_full_by(person).contains(round),
            Group.objects.readable_by(person).contains(group),
            person.may_see_contacts(),
        )

    assert rights() == (True, True, True)
    with time_machine.travel(today() + DAY):
        assert rights() == (False, False, False)


def test_chair_may_mail_the_own_group_while_the_term_lasts(board):
    other = grouping.start(name="Arbetsgruppen")
    chair = make_holding(seat=board.seats.get(kind=Seat.Kind.CHAIR), ends_on=today()).person
    make_holding(seat=other.seats.get(), ends_on=today() - DAY, person=chair)

    assert list(Group.objects.mailable_by(chair)) == [board]
    with time_machine.travel(today() + DAY):
        assert list(Group.objects.mailable_by(chair)) == []


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    gaps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=5),
    at=st.integers(-3, 40),
    is_open=st.booleans(),
)
def test_past_present_and_future_follow_from_the_days_alone(db, gaps, at, is_open):
    day = date(2026, 1, 1)
    terms = []
    for wait, length in gaps:
        terms.append((day + wait * DAY, day + (wait + length) * DAY))
        day += (wait + length + 1) * DAY
    if is_open:
        terms[-1] = (terms[-1][0], None)
    asked = date(2026, 1, 1) + at * DAY
    with transaction.atomic():
        group = Group.objects.create(kind="working_group", name="Prov", slug="prov")
        seat = make_seat(group=group, kind=Seat.Kind.CHAIR, number=1)
        person = make_person()
        Holding.objects.bulk_create(
            Holding(seat=seat, person=person, starts_on=first, ends_on=last)
            for first, last in terms
        )
        with time_machine.travel(asked):
            [post] = groups.posts_of([group])[group.pk]
            ended = list(Holding.objects.of_groups([group]).ended())
        transaction.set_rollback(True)

    ends = [(first, last or date.max) for first, last in terms]
    now = [first for first, last in ends if first <= asked <= last]
    later = [first for first, _last in ends if first > asked]
    assert [post.holding.starts_on] if post.holding else now == []
    assert (post.coming.starts_on if post.coming else None) == min(later, default=None)
    assert sorted(held.starts_on for held in ended) == [
        first for first, last in ends if last < asked
    ]
