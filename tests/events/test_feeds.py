from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events import feeds
from events.models import CalendarFeed, Event, Signup
from members.models import Group
from tests.event_factories import make_event, make_signup
from tests.events.ics import Calendar
from tests.factories import make_group, make_person, sit_in

pytestmark = pytest.mark.django_db


def titles(text):
    return [entry["SUMMARY"] for entry in Calendar(text).events]


def address(feed):
    return reverse("events:own_calendar", args=[feed.key])


def test_the_public_calendar_holds_what_everybody_may_see_and_no_link():
    make_event("Workshop")
    make_event("Utkast", state=Event.State.DRAFT)
    make_event("Styrelsen", group=make_group(Group.Kind.BOARD), has_signup=False)
    make_event("Inställt", state=Event.State.CANCELLED, cancelled_at=timezone.now())
    make_event("Länge sedan", starts_at=timezone.now() - timedelta(days=500))

    text = feeds.public_calendar()

    assert titles(text) == ["Workshop", "Inställt"]
    assert [entry["STATUS"] for entry in Calendar(text).events] == ["CONFIRMED", "CANCELLED"]
    assert "hemlig-lank" not in text


def test_one_s_own_calendar_holds_where_one_has_a_place_and_one_s_group_s_meetings():
    person = sit_in(Group.Kind.BOARD)
    make_signup(make_event("Egen"), person=person)
    make_signup(make_event("Väntar"), person=person, state=Signup.State.WAITING)
    make_signup(make_event("Avbokad"), person=person, state=Signup.State.CANCELLED)
    make_signup(make_event("Någon annans"))
    make_event("Styrelsen", group=make_group(Group.Kind.BOARD), has_signup=False)
    make_event(
        "Styrelsens utkast", group=make_group(Group.Kind.BOARD), has_signup=False, state="draft"
    )

    text = feeds.own_calendar(feeds.renew(person))

    assert titles(text) == ["Egen", "Styrelsen"]


def test_the_link_is_in_one_s_own_calendar_from_its_time_on():
    person = make_person()
    soon = make_event("Snart", starts_at=timezone.now() + timedelta(hours=20))
    later = make_event("Sedan", starts_at=timezone.now() + timedelta(hours=28))
    for event in (soon, later):
        make_signup(event, person=person)

    entries = Calendar(feeds.own_calendar(feeds.renew(person))).events

    assert [soon.online_link in entry["DESCRIPTION"] for entry in entries] == [True, False]


def test_a_feed_that_has_not_changed_is_not_sent_again(client):
    signup = make_signup(make_event(), person=make_person())
    feed = feeds.renew(signup.person)

    first = client.get(address(feed))
    again = client.get(address(feed), headers={"If-None-Match": first["ETag"]})
    Event.objects.update(title="Nytt namn")
    changed = client.get(address(feed), headers={"If-None-Match": first["ETag"]})

    assert [first.status_code, again.status_code, changed.status_code] == [200, 304, 200]
    assert again.content == b""
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert titles(changed.text) == ["Nytt namn"]


def test_a_new_address_ends_the_old_and_ending_it_leaves_none(client):
    person = make_person()
    client.force_login(person)

    client.post(reverse("events:renew_calendar"))
    first = CalendarFeed.objects.get(person=person)
    client.post(reverse("events:renew_calendar"))
    second = CalendarFeed.objects.get(person=person)
    assert [client.get(address(one)).status_code for one in (first, second)] == [404, 200]
    assert second.address in client.get(reverse("my_page")).text

    client.post(reverse("events:end_calendar"))
    client.post(reverse("events:end_calendar"))
    assert client.get(address(second)).status_code == 404


def test_the_feed_of_somebody_who_may_not_log_in_is_not_there(client):
    feed = feeds.renew(make_person(is_active=False))

    assert client.get(address(feed)).status_code == 404


def test_the_public_calendar_is_for_everybody(client):
    make_event("Workshop")

    response = client.get(reverse("events:public_calendar"))

    assert titles(response.text) == ["Workshop"]
    assert response["Cache-Control"] == "public, max-age=300"
