"""The real days of Swedish elections, and whose mandate ends."""

from datetime import date, timedelta

import pytest

from members import mandates
from members.models import today
from tests.factories import make_holding, make_member


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2022, 9, 11), 2022),
        (date(2022, 12, 31), 2022),
        (date(2023, 1, 1), 2026),
        (date(2026, 11, 22), 2026),
        (date(2027, 1, 1), 2030),
    ],
)
def test_coming_change_is_that_of_the_boards_that_sit(day, year):
    change = mandates.coming_change(day)

    assert change.councils_from == date(year, 10, 15)
    assert change.last_day == date(year, 12, 31)
    assert change.boards_from == date(year + 1, 1, 1)


def test_next_last_day_is_that_of_the_next_term():
    assert mandates.next_last_day(date(2026, 12, 31)) == date(2030, 12, 31)
    assert mandates.next_last_day(date(2026, 10, 14)) == date(2026, 12, 31)


@pytest.mark.django_db
def test_ending_are_todays_politicians_of_todays_members():
    day = today() + timedelta(days=30)
    ends = make_holding(ends_on=day)
    open_ended = make_holding()
    make_holding(ends_on=day + timedelta(days=1))
    make_holding(kind="officer", ends_on=day)
    make_holding(ends_on=today() - timedelta(days=1))
    left = make_member(status="left", left_on=today())
    make_holding(member=left, ends_on=day)

    assert set(mandates.ending(day)) == {ends}
    assert set(mandates.ending(day, with_open_ended=True)) == {ends, open_ended}
    assert mandates.ending_soon() == (2, day + timedelta(days=1))
