from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events import planning, reminding, signing_up, tasks
from events.models import Event, Signup
from sekom.outbox.models import Delivery, Mailing
from tests.event_factories import make_event, make_signup
from tests.events.ics import Calendar
from tests.factories import make_secretary

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AT_NINE = datetime(2027, 2, 9, 9, 0, tzinfo=STOCKHOLM)
LONG_AGO = AT_NINE - timedelta(days=60)


def make_participant(event=None, **columns):
    """Somebody who has had a place for long."""
    return make_signup(event or make_event(starts_at=AT_NINE), confirmed_at=LONG_AGO, **columns)


def reminders():
    """The reminders that were posted: {address: when, in the order of leaving}."""
    letters = Delivery.objects.filter(mailing__kind="events/reminder").order_by("pk")
    return [(letter.email, letter.mailing) for letter in letters.select_related("mailing")]


def live_through(event, *, since, until):
    """Let the clock go, from seven to ten each day; says when reminders were posted, in Sweden."""
    posted, day = [], since.date()
    while day <= until.date():
        for hour in range(7, 11):
            now = datetime.combine(day, time(hour), tzinfo=STOCKHOLM)
            with time_machine.travel(now, tick=False):
                if since <= now <= until and reminding.remind_due():
                    posted.append(f"{now:%d/%m %H.%M}")
        day += timedelta(days=1)
    return posted


def test_remind_due_writes_a_week_a_day_and_an_hour_before():
    signup = make_participant()

    posted = live_through(
        signup.event, since=AT_NINE - timedelta(days=9), until=AT_NINE + timedelta(hours=3)
    )

    assert posted == ["02/02 09.00", "08/02 09.00", "09/02 08.00"]


@pytest.mark.parametrize(
    ("starts_at", "expected"),
    [
        (datetime(2027, 3, 28, 9, 0, tzinfo=STOCKHOLM), ["27/03 08.00", "28/03 08.00"]),
        (datetime(2027, 10, 31, 9, 0, tzinfo=STOCKHOLM), ["30/10 10.00", "31/10 08.00"]),
    ],
)
def test_the_hour_that_the_clocks_lose_or_gain_moves_no_reminder_past_the_link(starts_at, expected):
    signup = make_participant(make_event(starts_at=starts_at))

    posted = live_through(signup.event, since=starts_at - timedelta(days=2), until=starts_at)

    assert posted == expected
    texts = [mailing.deliveries.get().values["meeting_link"] for _to, mailing in reminders()]
    assert texts == [signup.event.online_link] * 2


def test_the_task_twice_in_a_row_writes_once():
    signup = make_participant()

    with time_machine.travel(AT_NINE - timedelta(days=7), tick=False):
        tasks.remind_participants()
        tasks.remind_participants()

    assert [to for to, _mailing in reminders()] == [signup.email]


@pytest.mark.parametrize("state", [s for s in Signup.State if s != Signup.State.CONFIRMED])
def test_only_those_with_a_place_are_reminded(state):
    make_participant(state=state)

    with time_machine.travel(AT_NINE - timedelta(days=7), tick=False):
        assert reminding.remind_due() == 0


@pytest.mark.parametrize("state", [Event.State.DRAFT, Event.State.CANCELLED])
def test_only_of_events_that_are_on(state):
    make_participant(make_event(starts_at=AT_NINE, state=state, cancelled_at=LONG_AGO))

    with time_machine.travel(AT_NINE - timedelta(days=7), tick=False):
        assert reminding.remind_due() == 0


def test_who_signs_up_after_a_reminder_was_due_is_not_reminded_at_once():
    with time_machine.travel(AT_NINE - timedelta(days=7) + timedelta(hours=1), tick=False):
        make_signup(make_event(starts_at=AT_NINE))

        assert reminding.remind_due() == 0


def test_a_reminder_that_is_far_too_late_is_left_out():
    signup = make_participant()

    posted = live_through(signup.event, since=AT_NINE - timedelta(hours=13), until=AT_NINE)

    assert posted == ["09/02 08.00"]


def test_reminders_follow_a_moved_event():
    by = make_secretary()
    signup = make_participant(make_event(starts_at=AT_NINE, summary="Så gör ni."))
    moved_to = AT_NINE + timedelta(days=14)
    live_through(signup.event, since=AT_NINE - timedelta(days=8), until=AT_NINE - timedelta(days=6))

    with time_machine.travel(AT_NINE - timedelta(days=5), tick=False):
        planning.move(signup.event, moved_to, by=by)
    posted = live_through(signup.event, since=AT_NINE - timedelta(days=4), until=moved_to)

    assert posted == ["16/02 09.00", "22/02 09.00", "23/02 08.00"]


def test_who_cancels_before_the_reminder_has_left_does_not_get_it():
    with time_machine.travel(AT_NINE - timedelta(days=7), tick=False):
        staying, going = make_participant(), make_participant()
        reminding.remind_due()

        signing_up.cancel(going)

    states = dict(
        Delivery.objects.filter(mailing__kind="events/reminder").values_list("email", "state")
    )
    assert states == {staying.email: "queued", going.email: "cancelled"}


def test_a_reminder_that_has_left_is_no_matter_when_one_cancels():
    with time_machine.travel(AT_NINE - timedelta(days=7), tick=False):
        going = make_participant()
        reminding.remind_due()
        Delivery.objects.update(state="sent", settled_at=timezone.now())
        Mailing.objects.update(state="done")

        signing_up.cancel(going)

    assert Mailing.objects.get(kind="events/reminder").state == "done"


def test_the_link_comes_with_the_first_reminder_that_may_show_it_and_counts_as_a_change():
    signup = make_participant()

    live_through(signup.event, since=AT_NINE - timedelta(days=8), until=AT_NINE)

    week, day, hour = [mailing.deliveries.get().values for _to, mailing in reminders()]
    link = signup.event.online_link
    assert [values["meeting_link"] for values in (week, day, hour)] == ["", link, link]
    assert ["calendar" in values for values in (week, day, hour)] == [False, True, False]
    [entry] = Calendar(day["calendar"]).events
    assert entry["LOCATION"] == link
    assert entry["SEQUENCE"] == "1"


def test_the_link_gets_a_reminder_of_its_own_where_no_other_is_left():
    event = make_event(starts_at=AT_NINE, link_hours_before=2)
    signup = make_participant(event)
    reminding.change_reminders(event, [7 * 24 * 60], by=make_secretary())

    posted = live_through(event, since=AT_NINE - timedelta(days=8), until=AT_NINE)

    assert posted == ["02/02 09.00", "09/02 07.00"]
    assert reminders()[-1][1].deliveries.get().values["meeting_link"] == signup.event.online_link


def test_without_a_link_an_event_without_reminders_has_none():
    event = make_event(starts_at=AT_NINE, online_link="", form="on_site", place="Karlskrona")
    make_participant(event)
    reminding.change_reminders(event, [], by=make_secretary())

    assert live_through(event, since=AT_NINE - timedelta(days=8), until=AT_NINE) == []
    event.refresh_from_db()
    assert event.sequence == 0


def test_the_reminder_of_a_meeting_on_site_has_the_code_for_the_door():
    event = make_event(starts_at=AT_NINE, form="on_site", place="Karlskrona")
    signup = make_participant(event, uid=UUID("ffffffff-ffff-4fff-bfff-ffffffffffff"))

    assert reminding.values_of(signup, 60)["code"] == "ZZZZ-ZZZZ"
