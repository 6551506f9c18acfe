from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from events import inviting, planning, signing_up
from events.models import Signup
from sekom.outbox import letters
from sekom.outbox.models import Delivery, Mailing
from tests.event_factories import make_event, make_signup
from tests.events.ics import Calendar
from tests.factories import make_secretary

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AT_NINE = datetime(2027, 2, 9, 9, 0, tzinfo=STOCKHOLM)


def make_planned(**columns):
    given = {"starts_at": AT_NINE, "summary": "Så gör ni.", "title": "Verktygslådan"}
    return make_event(**(given | columns))


def calendars(kind):
    """The calendars that went along with letters of a kind: [entry], and their one method."""
    values = Delivery.objects.filter(mailing__kind=f"events/{kind}").values_list(
        "values", flat=True
    )
    return [Calendar(value["calendar"]) for value in values if "calendar" in value]


def test_an_invitation_has_the_same_name_through_its_whole_life():
    by = make_secretary()
    event = make_planned()
    signup = signing_up.sign_up(event, name="Åsa Öberg", email="asa@example.org")

    event = planning.move(event, AT_NINE + timedelta(days=50), by=by)
    planning.cancel(event, by=by, reason="Talaren är sjuk.")

    found = [*calendars("confirmation"), *calendars("changed"), *calendars("called_off")]
    entries = [calendar.events[0] for calendar in found]
    assert [calendar["METHOD"] for calendar in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {entry["UID"] for entry in entries} == {f"{signup.uid}@example.org"}
    assert [entry["SEQUENCE"] for entry in entries] == ["0", "1", "2"]
    assert [entry["DTSTART"] for entry in entries] == [
        "20270209T090000",
        "20270331T090000",
        "20270331T090000",
    ]
    assert [entry["STATUS"] for entry in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert {entry["ORGANIZER"] for entry in entries} == {"mailto:kansli@example.org"}
    assert {entry["ATTENDEE"] for entry in entries} == {"mailto:asa@example.org"}


def test_the_letter_of_a_cancelled_sign_up_takes_the_event_out_of_the_calendar():
    signup = signing_up.sign_up(make_planned(), name="Åsa", email="asa@example.org")

    signing_up.cancel(signup)

    [calendar] = calendars("cancellation")
    [entry] = calendar.events
    assert calendar["METHOD"] == "CANCEL"
    assert entry["UID"] == f"{signup.uid}@example.org"
    assert entry["SEQUENCE"] == "1"


def test_the_message_carries_the_calendar_with_its_method():
    signing_up.sign_up(make_planned(), name="Åsa", email="asa@example.org")
    delivery = Delivery.objects.get(mailing__kind="events/confirmation")

    letter = letters.write(delivery.mailing.kind, delivery.values, name=delivery.name)

    message = letter.message(to=delivery.email, headers={"Message-ID": "<1@example.org>"})
    *_words, calendar = message.message().iter_parts()
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar["Content-Type"].params["charset"] == "utf-8"


def test_the_link_stands_in_an_invitation_only_once_it_may_be_shown():
    signup = make_signup(make_planned())
    link = signup.event.online_link

    with time_machine.travel(AT_NINE - timedelta(hours=24, seconds=1), tick=False):
        before = inviting.invitation_of(signup)
    with time_machine.travel(AT_NINE - timedelta(hours=24), tick=False):
        after = inviting.invitation_of(signup)
        cancelled = inviting.cancellation_of(signup)

    assert [link in Calendar(one).events[0]["LOCATION"] for one in (before, after)] == [False, True]
    assert [link in one.replace("\r\n ", "") for one in (before, after, cancelled)] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("state", [s for s in Signup.State if s != Signup.State.CONFIRMED])
def test_nobody_without_a_place_gets_the_link(state):
    signup = make_signup(make_planned(), state=state)

    with time_machine.travel(AT_NINE - timedelta(hours=1), tick=False):
        assert signup.event.online_link not in inviting.invitation_of(signup).replace("\r\n ", "")


def test_tell_of_change_writes_once_to_all_who_come_or_wait():
    event = make_planned()
    coming = make_signup(event)
    waiting = make_signup(event, state=Signup.State.WAITING)
    make_signup(event, state=Signup.State.CANCELLED)

    inviting.tell_of_change(event)
    inviting.tell_of_change(event)

    letters = Delivery.objects.filter(mailing__kind="events/changed").order_by("pk")
    assert [(letter.email, "calendar" in letter.values) for letter in letters] == [
        (coming.email, True),
        (waiting.email, False),
    ]


def test_a_change_that_no_calendar_shows_is_not_told():
    event = make_planned()
    make_signup(event)

    planning.change(event, {"bring": "Er senaste plan"}, by=make_secretary())

    assert not Mailing.objects.filter(kind="events/changed").exists()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime(2027, 3, 27, 9, 0, tzinfo=STOCKHOLM), "20270327T090000"),
        (datetime(2027, 3, 28, 9, 0, tzinfo=STOCKHOLM), "20270328T090000"),
        (datetime(2027, 10, 30, 9, 0, tzinfo=STOCKHOLM), "20271030T090000"),
        (datetime(2027, 10, 31, 9, 0, tzinfo=STOCKHOLM), "20271031T090000"),
    ],
)
def test_nine_is_nine_in_text_and_calendar_on_both_sides_of_the_clock_changes(day, expected):
    signup = make_signup(make_planned(starts_at=day))

    inviting.tell_of_change(signup.event)

    values = Delivery.objects.get(mailing__kind="events/changed").values
    calendar = Calendar(values["calendar"])
    assert calendar.events[0]["DTSTART"] == expected
    assert calendar.offset_at(day) == day.utcoffset()
    assert "kl. 9.00–10.30 (svensk tid)" in values["when"]
