"""Who sits where on any day: exact for whatever comes and goes, and never two at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members.models import Holding, Seat
from members.pairs import pair_of
from tests.factories import make_member, make_person, make_seat

FIRST = date(2026, 1, 1)
DAYS = 20

# A history: (days until the next begins, days it lasts or None for ever).
histories = st.lists(
    st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(1, 5))), max_size=5
)
intervals = st.tuples(st.integers(0, DAYS), st.one_of(st.none(), st.integers(0, DAYS)))
few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def day(number):
    return FIRST + timedelta(days=number)


class HoldingsOverTime(TestCase):
    def setUp(self):
        self.member = make_member()
        self.seat = make_seat(member=self.member, kind=Seat.Kind.POLITICIAN)
        self.people = [make_person() for _number in range(8)]

    @few
    @given(histories)
    def test_holding_on_is_who_sat_there_that_day(self, history):
        sat = {}
        start = 0
        for person, (gap, length) in zip(self.people, history, strict=False):
            start += gap
            last = None if length is None else start + length - 1
            Holding.objects.create(
                seat=self.seat,
                person=person,
                starts_on=day(start),
                ends_on=None if last is None else day(last),
            )
            end = DAYS if last is None else min(last, DAYS)
            sat |= dict.fromkeys(range(start, end + 1), person)
            if last is None:
                break
            start = last + 1

        found = {
            number: holding.person
            for number in range(DAYS + 1)
            if (holding := self.seat.holding_on(day(number)))
        }

        assert found == {number: who for number, who in sat.items() if number <= DAYS}

    @few
    @given(intervals, intervals)
    def test_two_holdings_are_both_there_only_if_no_day_is_shared(self, one, other):
        def days(interval):
            first, length = interval
            return first, 10_000 if length is None else first + length

        def take(person, interval):
            first, length = interval
            with transaction.atomic():
                Holding.objects.create(
                    seat=self.seat,
                    person=person,
                    starts_on=day(first),
                    ends_on=None if length is None else day(first + length),
                )

        take(self.people[0], one)
        shares_a_day = days(one)[0] <= days(other)[1] and days(other)[0] <= days(one)[1]

        if shares_a_day:
            with pytest.raises(IntegrityError):
                take(self.people[1], other)
        else:
            take(self.people[1], other)

        assert self.seat.holdings.count() == (1 if shares_a_day else 2)

    @few
    @given(intervals)
    def test_a_holding_is_former_current_or_coming_and_just_one_of_them(self, interval):
        first, length = interval
        today = Holding._meta.get_field("starts_on").default()
        starts_on = today + timedelta(days=first - DAYS // 2)
        ends_on = None if length is None else starts_on + timedelta(days=length)
        holding = Holding.objects.create(
            seat=self.seat, person=self.people[0], starts_on=starts_on, ends_on=ends_on
        )

        place = pair_of(
            self.member, list(Holding.objects.of_member(self.member).with_names())
        ).politician

        is_over = ends_on is not None and ends_on < today
        assert (place.holding, place.coming, place.latest) == (
            None if is_over or starts_on > today else holding,
            holding if starts_on > today else None,
            holding if starts_on <= today else None,
        )
        assert Holding.objects.current().contains(holding) == (place.holding is not None)
