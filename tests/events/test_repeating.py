"""Series: which days there are, what is copied, and what a change of one or all does."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from events import planning, repeating
from events.models import Event, Series
from events.repeating import Rhythm
from sekom.text import STOCKHOLM
from tests.event_factories import make_event, make_signup
from tests.factories import make_secretary

pytestmark = pytest.mark.django_db


def clock_of(event):
    """Day and time as Swedish clocks show them."""
    return timezone.localtime(event.starts_at, STOCKHOLM).strftime("%Y-%m-%d %H:%M")


def make_series(*, first=datetime(2027, 3, 17, 9, tzinfo=STOCKHOLM), count=3, **columns):
    """A draft and those after it, every third Wednesday; and who made them."""
    secretary = make_secretary()
    given = {"starts_at": first, "state": Event.State.DRAFT} | columns
    event = make_event("Onsdagskoll", **given)
    chosen = repeating.days(first.date(), Rhythm.SAME_WEEKDAY, count=count)
    return repeating.repeat(event, chosen, by=secretary), secretary


# --- Days -----------------------------------------------------------------------------------------


def test_every_third_wednesday_is_the_third_of_each_month():
    found = repeating.days(date(2027, 1, 20), Rhythm.SAME_WEEKDAY, count=6)

    assert [day.isoformat() for day in found] == [
        "2027-01-20",
        "2027-02-17",
        "2027-03-17",
        "2027-04-21",
        "2027-05-19",
        "2027-06-16",
    ]


def test_skipped_days_are_made_up_for_at_the_end():
    found = repeating.days(
        date(2026, 12, 14), Rhythm.WEEKLY, count=3, skipping=[date(2026, 12, 28), date(2027, 1, 4)]
    )

    assert found == [date(2026, 12, 14), date(2026, 12, 21), date(2027, 1, 11)]


def test_a_fifth_weekday_comes_only_in_months_that_have_one_and_the_last_in_all():
    fifth = repeating.days(date(2027, 3, 31), Rhythm.SAME_WEEKDAY, count=3)
    last = repeating.days(date(2027, 3, 31), Rhythm.LAST_WEEKDAY, count=3)

    assert fifth == [date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 29)]
    assert last == [date(2027, 3, 31), date(2027, 4, 28), date(2027, 5, 26)]


@pytest.mark.parametrize(("rhythm", "days"), [("1", 7), ("2", 14), ("3", 21), ("4", 28)])
def test_weekly_rhythms_keep_their_distance(rhythm, days):
    first, second = repeating.days(date(2027, 3, 17), rhythm, count=2)

    assert (second - first).days == days


# --- Making ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "clocks"),
    [
        (
            datetime(2027, 3, 17, 9, tzinfo=STOCKHOLM),
            ["2027-03-17 09:00", "2027-04-21 09:00", "2027-05-19 09:00"],
        ),
        (
            datetime(2027, 9, 15, 9, tzinfo=STOCKHOLM),
            ["2027-09-15 09:00", "2027-10-20 09:00", "2027-11-17 09:00"],
        ),
    ],
)
def test_nine_stays_nine_over_both_changes_of_the_clock(first, clocks):
    events, _secretary = make_series(first=first, signup_closes_at=first - timedelta(hours=21))

    assert [clock_of(event) for event in events] == clocks
    assert {planning.length_of(event) for event in events} == {timedelta(minutes=90)}
    assert {timezone.localtime(one.signup_closes_at, STOCKHOLM).time() for one in events} == {
        time(12)
    }


def test_a_series_is_of_drafts_like_the_first_with_its_parts_and_without_its_people():
    secretary = make_secretary()
    event = make_event(
        "Onsdagskoll", places=20, starts_at=datetime(2027, 3, 17, 9, tzinfo=STOCKHOLM)
    )
    make_signup(event)
    rows = [{"minutes": 10, "title": "Välkomna", "text": ""}]
    speaker = {
        "id": None,
        "name": "Ada",
        "organisation": "BTH",
        "about": "",
        "email": "",
        "fee_note": "",
    }
    planning.put_parts(event, planning.Parts(rows, [speaker]))

    first, second = repeating.repeat(event, [date(2027, 4, 21)], by=secretary)

    assert first == event
    assert (second.title, second.places, second.state) == ("Onsdagskoll", 20, Event.State.DRAFT)
    assert [(row.minutes, row.title) for row in second.programme.all()] == [(10, "Välkomna")]
    assert [speaker.name for speaker in second.speakers.all()] == ["Ada"]
    assert second.signups.count() == 0
    assert first.series == second.series


def test_repeating_twice_adds_only_what_is_new():
    events, secretary = make_series()

    with pytest.raises(ValidationError) as refusal:
        repeating.repeat(events[0], [repeating.day_of(one) for one in events], by=secretary)
    again = repeating.repeat(events[0], [date(2027, 6, 16)], by=secretary)

    assert refusal.value.code == "none"
    assert len(again) == 2
    assert Series.objects.get().events.count() == 4


def test_a_series_has_an_end():
    events, secretary = make_series()
    many = repeating.days(date(2027, 6, 2), Rhythm.WEEKLY, count=repeating.MOST_DATES)

    with pytest.raises(ValidationError) as refusal:
        repeating.repeat(events[0], many, by=secretary)

    assert refusal.value.code == "too_many"
    assert Event.objects.count() == 3


# --- Changing one or all that follow --------------------------------------------------------------


def test_one_date_is_moved_alone():
    events, secretary = make_series()

    planning.move(events[1], datetime(2027, 4, 22, 13, tzinfo=STOCKHOLM), by=secretary)

    moved = Event.objects.filter(series=events[0].series).order_by("pk")
    assert [clock_of(event) for event in moved] == [
        "2027-03-17 09:00",
        "2027-04-22 13:00",
        "2027-05-19 09:00",
    ]


def test_a_date_and_all_that_follow_are_moved_alike():
    events, secretary = make_series(first=datetime(2027, 9, 15, 9, tzinfo=STOCKHOLM))

    repeating.move_following(events[1], datetime(2027, 10, 21, 13, tzinfo=STOCKHOLM), by=secretary)

    moved = Event.objects.filter(series=events[0].series).order_by("pk")
    assert [clock_of(event) for event in moved] == [
        "2027-09-15 09:00",
        "2027-10-21 13:00",
        "2027-11-18 13:00",
    ]


def test_a_change_goes_to_those_that_follow_and_leaves_what_was_made_different():
    events, secretary = make_series()
    planning.change(events[2], {"bring": "Egen dator"}, by=secretary)
    row = {"minutes": 0, "title": "Kaffe", "text": ""}

    repeating.change_following(
        events[1],
        {"title": "Onsdagsstund", "bring": events[1].bring},
        by=secretary,
        version=0,
        parts=planning.Parts([row]),
    )

    found = Event.objects.filter(series=events[0].series).order_by("pk")
    assert [(event.title, event.bring) for event in found] == [
        ("Onsdagskoll", ""),
        ("Onsdagsstund", ""),
        ("Onsdagsstund", "Egen dator"),
    ]
    assert [event.programme.count() for event in found] == [0, 1, 1]


def test_a_change_that_cannot_be_in_one_date_is_made_in_none():
    events, secretary = make_series(places=10)
    last = events[2]
    Event.objects.filter(pk=last.pk).update(
        state=Event.State.PUBLISHED, published_at=timezone.now(), summary="Kort."
    )
    make_signup(last)
    make_signup(last)

    with pytest.raises(ValidationError) as refusal:
        repeating.change_following(
            events[0], {"places": 1}, by=secretary, version=0, parts=planning.Parts()
        )

    assert refusal.value.code == "too_few"
    assert set(Event.objects.values_list("places", flat=True)) == {10}


@time_machine.travel("2027-03-27 12:00 +0000", tick=False)
def test_programme_keeps_its_clock_when_the_night_loses_an_hour():
    event = make_event(
        starts_at=datetime(2027, 3, 27, 13, tzinfo=STOCKHOLM), lasts=timedelta(hours=25)
    )
    planning.put_parts(
        event, planning.Parts([{"minutes": 20 * 60, "title": "Dag två", "text": ""}])
    )

    [row] = event.programme.all()

    assert row.starts_at == datetime(2027, 3, 28, 9, tzinfo=STOCKHOLM)
