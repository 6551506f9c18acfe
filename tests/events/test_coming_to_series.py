"""Signing up for a whole series, and what events say of themselves on others' pages."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from events import coming_to_series, example, planning
from events.models import Event, Material, Series, Signup
from members.models import Group
from sekom import desk, happening, related
from sekom.search import indexing
from sekom.search.models import Entry
from tests.event_factories import make_event, make_signup
from tests.factories import make_group, make_pair, make_person, make_secretary, make_tool, sit_in
from tests.survey_factories import make_version

pytestmark = pytest.mark.django_db


def make_series(*columns):
    """Published dates a week apart, each with these columns."""
    series, start = Series.objects.create(title="Serien"), timezone.now() + timedelta(days=7)
    return [
        make_event(f"Del {place}", series=series, starts_at=start + timedelta(weeks=place), **more)
        for place, more in enumerate(columns)
    ]


# --- A whole series -------------------------------------------------------------------------------


def test_one_signs_up_for_every_date_that_one_can_and_has_not():
    politician, _officer = make_pair()
    past = {"signup_closes_at": timezone.now() - timedelta(days=1)}
    asking = {"questions": make_version()}
    full, own, free, *_others = make_series(
        {"places": 1}, {}, {}, {"state": "draft"}, {"state": "cancelled", "cancelled_at":
        timezone.now()}, past, asking
    )  # fmt: skip
    make_signup(full)
    make_signup(own, person=politician)

    coming_to_series.sign_up(full, by=politician)

    states = {signup.event: signup.state for signup in Signup.objects.of(politician)}
    assert states == {full: "waiting", own: "confirmed", free: "confirmed"}


def test_signing_up_twice_for_a_series_is_refused_and_adds_nothing():
    politician, _officer = make_pair()
    first, _second = make_series({}, {})
    coming_to_series.sign_up(first, by=politician)

    with pytest.raises(ValidationError) as refusal:
        coming_to_series.sign_up(first, by=politician)

    assert refusal.value.code == "none"
    assert Signup.objects.count() == 2


def test_the_button_is_there_for_who_can_and_signs_up(client):
    politician, _officer = make_pair()
    first, _second = make_series({}, {})
    path = reverse("events:sign_up_for_series", args=[first.slug])
    guest = client.get(first.get_absolute_url())
    client.force_login(politician)

    page = client.get(first.get_absolute_url())
    client.post(path)
    after = client.get(first.get_absolute_url())

    assert [path in answer.text for answer in (guest, page, after)] == [False, True, False]
    assert Signup.objects.of(politician).count() == 2


# --- What events say elsewhere --------------------------------------------------------------------


@pytest.fixture
def told():
    """A published workshop about a tool, a draft and a group's meeting about it too."""
    tool = make_tool("Nulägesanalys")
    group = make_group(Group.Kind.BOARD)
    events = [
        make_event("Kollen", summary="Kort."),
        make_event("Utkastet", state=Event.State.DRAFT),
        make_event("Styrelsen", kind=Event.Kind.MEETING, group=group),
    ]
    for event in events:
        planning.put_parts(event, planning.Parts(tools=[tool]))
    return tool


def test_a_tool_and_its_goal_show_the_workshops_about_them(told):
    for card in (
        *related.cards_about_tool(told, make_secretary()),
        *[one for one in related.cards_about_item(told.items.get(), make_person())
          if one.template == "events/_related_card.html"],
    ):  # fmt: skip
        assert [event.title for event in card.context["events"]] == ["Kollen"]


def test_the_start_page_shows_the_next_and_the_search_only_what_is_published(told):
    indexing.rebuild()

    shown = [one.title for one in happening.now() if one.is_day]

    assert shown == ["Kollen"]
    assert [entry.title for entry in Entry.objects.filter(kind="event")] == ["Kollen"]
    assert not Entry.objects.filter(text__contains="hemlig-lank").exists()


def test_the_sitemap_has_what_everybody_may_read(client, told):
    text = client.get("/sitemap.xml").text

    slugs = {event.title: f"/evenemang/{event.slug}/" in text for event in Event.objects.all()}
    assert slugs == {"Kollen": True, "Utkastet": False, "Styrelsen": False}


@pytest.mark.parametrize(
    ("who", "status"), [("guest", 404), ("contact", 404), ("board", 200), ("secretary", 200)]
)
def test_a_groups_meeting_is_there_for_its_own_people(client, told, who, status):
    people = {
        "contact": lambda: make_pair()[0],
        "board": lambda: sit_in(Group.Kind.BOARD),
        "secretary": make_secretary,
    }
    if who in people:
        client.force_login(people[who]())

    meeting = Event.objects.get(title="Styrelsen")
    listed = client.get("/evenemang/").context["page"].object_list

    assert client.get(meeting.get_absolute_url()).status_code == status
    assert [event.title for event in listed] == ["Kollen"]


def test_the_desk_tells_of_drafts_that_are_near_and_slides_that_wait(told):
    soon = make_event("Snart", state="draft", starts_at=timezone.now() + timedelta(days=9))
    speaker = soon.speakers.create(name="Ada")
    Material.objects.create(
        event=soon, title="Bilder", speaker=speaker, is_out=False, link="https://x.se/"
    )

    def own(person):
        return [task.url for task in desk.tasks_for(person) if "/kansli/evenemang/" in task.url]

    path = reverse("events:manage_event", args=[soon.slug])
    assert sorted(own(make_secretary())) == [path, f"{path}#material"]
    assert own(make_pair()[0]) == []


@pytest.mark.parametrize("day", ["2026-11-22", "2029-06-01"])
def test_the_example_is_loaded_once_and_is_to_come_whenever_that_is(day):
    with time_machine.travel(day):
        load_twice()


def load_twice():
    secretary = make_secretary()
    make_tool("Nulägesanalys")

    example.load(by=secretary)
    example.load(by=secretary)

    assert Event.objects.published().upcoming().count() == 4
    assert Series.objects.get().events.count() == 3


def test_ones_own_page_shows_the_next_event_and_how_one_stands(client):
    politician, _officer = make_pair()
    make_event("Senare", starts_at=timezone.now() + timedelta(days=9))
    event = make_event("Snart", starts_at=timezone.now() + timedelta(days=2))
    make_event("Stängd", has_signup=False, starts_at=timezone.now() + timedelta(days=1))
    client.force_login(politician)

    before = client.get("/min-sida/").context["next_event"]
    make_signup(event, person=politician)
    after = client.get("/min-sida/").context["next_event"]

    assert [card.event.title for card in (before, after)] == ["Snart", "Snart"]
    assert [card.own is not None for card in (before, after)] == [False, True]
