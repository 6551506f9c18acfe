from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.calendars import Entry, Method, Someone, write
from tests.events.ics import Calendar

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AT_NINE = datetime(2027, 2, 9, 9, 0, tzinfo=STOCKHOLM)
ENTRY = Entry(
    uid="1@example.org",
    number=0,
    changed_at=datetime(2027, 1, 10, 11, 30, tzinfo=UTC),
    starts_at=AT_NINE,
    ends_at=AT_NINE + timedelta(minutes=90),
    title="Verktygslådan",
    organiser=Someone("Kansliet", "kansli@example.org"),
    attendee=Someone("Åsa Öberg", "asa@example.org"),
)


def test_a_request_says_who_asks_whom_to_what_and_when():
    calendar = Calendar(write(Method.REQUEST, [ENTRY]))

    assert calendar["METHOD"] == "REQUEST"
    [event] = calendar.events
    assert event.values == {
        "UID": "1@example.org",
        "SEQUENCE": "0",
        "DTSTAMP": "20270110T113000Z",
        "DTSTART": "20270209T090000",
        "DTEND": "20270209T103000",
        "SUMMARY": "Verktygslådan",
        "ORGANIZER": "mailto:kansli@example.org",
        "ATTENDEE": "mailto:asa@example.org",
        "STATUS": "CONFIRMED",
    }
    assert event.parameters["DTSTART"] == {"TZID": "Europe/Stockholm"}
    assert event.parameters["ATTENDEE"] == {
        "CN": "Åsa Öberg",
        "PARTSTAT": "ACCEPTED",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "FALSE",
    }


def test_a_cancellation_says_so_twice():
    calendar = Calendar(write(Method.CANCEL, [replace(ENTRY, number=3, is_cancelled=True)]))

    [event] = calendar.events
    assert calendar["METHOD"] == "CANCEL"
    assert event.values["STATUS"] == "CANCELLED"
    assert event.values["SEQUENCE"] == "3"


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
        datetime(2027, 6, 1, 7, 0, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 59, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 0, tzinfo=UTC),
        datetime(2031, 3, 30, 0, 59, tzinfo=UTC),
        datetime(2031, 3, 30, 1, 0, tzinfo=UTC),
        datetime(2031, 12, 24, 7, 0, tzinfo=UTC),
    ],
)
def test_the_rules_of_the_clock_tell_the_same_time_as_sweden(moment):
    calendar = Calendar(write(Method.PUBLISH, []))

    assert calendar.offset_at(moment) == moment.astimezone(STOCKHOLM).utcoffset()


def test_each_rule_begins_on_the_day_that_it_names():
    zone = Calendar(write(Method.PUBLISH, [])).zone

    assert [(rule["DTSTART"], rule["RRULE"]) for rule in zone] == [
        ("19961027T030000", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
        ("19810329T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    ]


def test_signs_that_mean_something_are_only_text():
    title = "a;b,c\\d\r\nATTENDEE:mailto:x@example.org\u2028END:VEVENT\x00"
    calendar = Calendar(write(Method.REQUEST, [replace(ENTRY, title=title)]))

    [event] = calendar.events
    assert event.values["SUMMARY"] == "a;b,c\\d\nATTENDEE:mailto:x@example.org\nEND:VEVENT"
    assert event.values["ATTENDEE"] == "mailto:asa@example.org"


def test_a_name_cannot_end_its_parameter():
    attendee = Someone('Eva "X";CUTYPE=ROOM:\r\nSTATUS:CANCELLED', "eva@example.org")
    [event] = Calendar(write(Method.REQUEST, [replace(ENTRY, attendee=attendee)])).events

    assert event.parameters["ATTENDEE"]["CN"] == "Eva 'X';CUTYPE=ROOM: STATUS:CANCELLED"
    assert event.values["STATUS"] == "CONFIRMED"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_lines_are_at_most_75_octets_and_read_back_as_they_were(title):
    written = write(Method.REQUEST, [replace(ENTRY, title=title)])

    assert max(len(line.encode()) for line in written.split("\r\n")) <= 75
    assert "\n" not in written.replace("\r\n", "")
    [event] = Calendar(written).events
    assert event.values["SUMMARY"] == title.replace("\u2028", "\n").replace("\u2029", "\n")
