"""The waiting list: whose turn it is, what is offered until when, and why nobody moved."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from events import signing_up, tasks, waiting
from events.models import Event, Signup
from sekom.outbox.models import Delivery
from tests.event_factories import make_event, make_signup
from tests.factories import make_member, make_secretary

pytestmark = pytest.mark.django_db

State = Signup.State
HOUR = timedelta(hours=1)


def queue(event, *names):
    """A full event's queue, in this order."""
    return [
        signing_up.sign_up(event, name=name, email=f"{name.lower()}@example.org") for name in names
    ]


def states(event):
    """{name: state}, of all but those who hold the places."""
    return dict(event.signups.exclude(name="Ella").values_list("name", "state"))


def full(*names, places=1, **columns):
    """An event whose places are taken by one called Ella, and its queue."""
    event = make_event(places=places, **columns)
    first = queue(event, "Ella")[0]
    return event, first, queue(event, *names)


def kinds():
    return list(Delivery.objects.order_by("pk").values_list("mailing__kind", flat=True))


# --- Offers -------------------------------------------------------------------------------------


def test_a_freed_place_is_offered_for_48_hours_to_who_is_first_in_line():
    event, first, [bo, cia] = full("Bo", "Cia")

    signing_up.cancel(first)

    bo.refresh_from_db()
    assert states(event) == {"Bo": State.OFFERED, "Cia": State.WAITING}
    assert abs(bo.offered_until - timezone.now() - 48 * HOUR) < timedelta(seconds=10)
    assert cia.place_in_line() == 1


@pytest.mark.parametrize(
    ("before", "lasts"),
    [
        (72 * HOUR, 48 * HOUR),
        (30 * HOUR, 29 * HOUR),
        (1.5 * HOUR, 0.5 * HOUR),
        (1.4 * HOUR, None),
        (-HOUR, None),
    ],
)
def test_an_offer_is_shorter_near_the_start_and_never_goes_past_it(before, lasts):
    event = make_event(starts_at=timezone.now() + timedelta(days=10))
    now = event.starts_at - before

    until = waiting.offer_until(event, now)

    assert until == (None if lasts is None else now + lasts)


def test_an_offer_over_the_clock_change_lasts_48_hours_all_the_same():
    spring = timezone.datetime(2027, 3, 27, 12, tzinfo=ZoneInfo("Europe/Stockholm"))
    event = make_event(starts_at=spring + timedelta(days=20))

    until = waiting.offer_until(event, spring.astimezone(ZoneInfo("UTC")))

    assert until.astimezone(ZoneInfo("Europe/Stockholm")).hour == 13


def test_accept_takes_the_place_once():
    _event, first, [bo] = full("Bo")
    signing_up.cancel(first)

    waiting.accept(bo)
    again = waiting.accept(bo)

    assert (again.state, again.offered_until) == (State.CONFIRMED, None)
    assert kinds()[-2:] == ["events/offer", "events/confirmation"]


def test_accept_is_refused_when_the_time_is_over_or_nothing_is_offered():
    _event, first, [bo, cia] = full("Bo", "Cia")
    signing_up.cancel(first)

    with pytest.raises(ValidationError) as too_early:
        waiting.accept(cia)
    with time_machine.travel(timezone.now() + 49 * HOUR), pytest.raises(ValidationError) as late:
        waiting.accept(bo)

    assert [too_early.value.code, late.value.code] == ["late", "late"]


def test_accept_is_refused_when_the_event_has_been_cancelled():
    _event, first, [bo] = full("Bo")
    signing_up.cancel(first)
    Event.objects.update(state=Event.State.CANCELLED, cancelled_at=timezone.now())

    with pytest.raises(ValidationError) as refusal:
        waiting.accept(bo)

    assert refusal.value.code == "late"


def test_declining_an_offer_lets_the_next_have_it():
    event, first, [bo, _cia] = full("Bo", "Cia")
    signing_up.cancel(first)

    signing_up.decline(bo)

    assert states(event) == {"Bo": State.DECLINED, "Cia": State.OFFERED}


def test_the_next_in_line_has_an_offer_within_a_minute_after_one_expired():
    event, first, _queue = full("Bo", "Cia")
    signing_up.cancel(first)

    with time_machine.travel(timezone.now() + 48 * HOUR + timedelta(minutes=1)):
        tasks.move_queues_on()
        tasks.move_queues_on()

    assert states(event) == {"Bo": State.EXPIRED, "Cia": State.OFFERED}
    assert kinds()[-2:] == ["events/offer_expired", "events/offer"]


def test_a_place_that_lies_idle_is_offered_within_a_minute():
    event, _first, _queue = full("Bo")
    Event.objects.update(places=2)  # as by a hand in the database

    tasks.move_queues_on()
    tasks.move_queues_on()

    assert states(event) == {"Bo": State.OFFERED}
    assert kinds()[-1] == "events/offer"


def test_an_offer_of_a_cancelled_event_ends_without_a_letter():
    event, first, _queue = full("Bo", "Cia")
    signing_up.cancel(first)
    Event.objects.update(state=Event.State.CANCELLED, cancelled_at=timezone.now())

    with time_machine.travel(timezone.now() + 49 * HOUR):
        tasks.move_queues_on()

    assert states(event) == {"Bo": State.EXPIRED, "Cia": State.WAITING}
    assert "events/offer_expired" not in kinds()


def test_a_place_goes_past_those_whose_member_has_all_it_may():
    granfors, havsvik = make_member(), make_member()
    event = make_event(places=2, most_per_member=1)
    make_signup(event, member=granfors, name="Granfors 1")
    leaving = make_signup(event, name="Ingen")
    for name, member in (("Granfors 2", granfors), ("Havsvik 1", havsvik)):
        make_signup(event, state=State.WAITING, member=member, name=name)

    signing_up.cancel(leaving)

    assert dict(event.signups.live().values_list("name", "state")) == {
        "Granfors 1": State.CONFIRMED,
        "Granfors 2": State.WAITING,
        "Havsvik 1": State.OFFERED,
    }


# --- How many may come --------------------------------------------------------------------------


def test_more_places_are_offered_at_once_in_the_order_of_the_queue():
    event, _first, _queue = full("Bo", "Cia", "Dan")

    waiting.change_capacity(event, 3, by=make_secretary())

    assert states(event) == {"Bo": State.OFFERED, "Cia": State.OFFERED, "Dan": State.WAITING}


def test_places_without_a_limit_are_offered_to_all_who_wait():
    event, _first, _queue = full("Bo", "Cia")

    waiting.change_capacity(event, None, by=make_secretary())

    assert states(event) == {"Bo": State.OFFERED, "Cia": State.OFFERED}


def test_fewer_places_than_are_taken_and_offered_are_refused():
    event, first, _queue = full("Bo", places=2)
    queue(event, "Cia")
    signing_up.cancel(first)  # one confirmed, one offered
    secretary = make_secretary()

    refusals = []
    for places in (1, 0, -1):
        with pytest.raises(ValidationError) as refusal:
            waiting.change_capacity(event, places, by=secretary)
        refusals.append(refusal.value.code)
    kept = waiting.change_capacity(event, 2, by=secretary)

    assert refusals == ["too_few"] * 3
    assert kept.places == 2


# --- What the secretariat wants to know ---------------------------------------------------------


def test_the_secretariat_is_told_why_nobody_moves():
    event, first, [bo] = full("Bo")
    said = [waiting.why_nobody_moves(event)]
    signing_up.cancel(first)
    queue(event, "Cia")
    said.append(waiting.why_nobody_moves(event))
    Event.objects.update(places=2, starts_at=timezone.now() + HOUR)
    event.refresh_from_db()
    said.append(waiting.why_nobody_moves(event))
    Event.objects.update(state=Event.State.CANCELLED, cancelled_at=timezone.now())
    event.refresh_from_db()
    said.append(waiting.why_nobody_moves(event))

    bo.refresh_from_db()
    assert said[0] == (
        "Alla platser är tagna. När någon avbokar erbjuds den som står först i kön platsen."
    )
    assert said[1].startswith("Alla platser är tagna, 1 av dem är erbjuden. Bo har till ")
    assert said[2].startswith("Det är för nära starten")
    assert said[3] == "Evenemanget är inte publicerat, så inga platser erbjuds."


def test_the_secretariat_is_told_when_only_full_members_wait():
    member = make_member()
    event = make_event(places=5, most_per_member=1)
    make_signup(event, member=member)
    make_signup(event, member=member, state=State.WAITING)

    assert waiting.why_nobody_moves(event) == (
        "Det finns lediga platser, men medlemmarna bakom alla som väntar har redan så många som "
        "varje medlem får ha (1)."
    )


def test_nothing_is_said_where_nobody_waits():
    assert waiting.why_nobody_moves(make_event(places=1)) == ""
