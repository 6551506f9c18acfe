"""The link to the online meeting: for who has a place, from its time, and nowhere else at all."""

import contextlib
import json
import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from events import feeds, inviting, links, planning, reminding, signing_up, waiting
from events.models import Event, Signup
from sekom.outbox import letters
from sekom.outbox.models import Delivery
from sekom.search import indexing
from tests.event_factories import make_event, make_signup
from tests.events.dumping import tables_with
from tests.factories import make_holding, make_secretary, make_tool
from tests.test_addresses import addresses

pytestmark = pytest.mark.django_db

SECRET = "teams.example.org/hemlig-2f9c"
FRAME = {"start", "my_page", "sitemap", "search", "network", "members:list", "newsletter:feed"}
SEARCHES = ("workshop", "hemlig", "teams.example.org", "hemlig-2f9c")
MOST_PAGES = 300


@pytest.fixture(autouse=True)
def calm(settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


@pytest.fixture
def event():
    """A full workshop on the net about a tool, open to all, with its secret, next week."""
    event = make_event(
        "Workshop om vatten",
        summary="Vi talar om vatten.",
        places=1,
        is_open_to_all=True,
        online_link=f"https://{SECRET}",
        starts_at=timezone.now() + timedelta(days=7),
    )
    event.tool_links.create(tool=make_tool("Vattenkollen"))
    return event


def queue(event):
    """{role: (person, sign-up)}: who has the only place, who waits, cancelled, has been offered."""
    people = {role: make_holding().person for role in ("coming", "waiting", "cancelled")}
    return {
        "guest": (None, None),
        "waiting": (
            people["waiting"],
            make_signup(event, person=people["waiting"], state=Signup.State.WAITING),
        ),
        "cancelled": (
            people["cancelled"],
            make_signup(event, person=people["cancelled"], state=Signup.State.CANCELLED),
        ),
        "coming": (people["coming"], make_signup(event, person=people["coming"])),
    }


class Crawl:
    """All that somebody finds: every named address, what pages lead to, searches and feeds."""

    def __init__(self, event, person, signup):
        self.client = Client()
        if person:
            self.client.force_login(person)
        self.values = {
            "slug": event.slug,
            "pk": signup.pk if signup else 1,
            "token": links.token_of(signup) if signup else "x",
            "key": feeds.renew(person).key if person else "x",
        }
        self.seen, self.found, self.waiting = set(), set(), []

    def places(self):
        """Where who has a place finds the secret: the event, the sign-up, the own calendar."""
        own = {name: self.values[name] for name in ("slug", "token", "key")}
        return {
            reverse("events:detail", args=[own["slug"]]),
            reverse("events:own_signup", args=[own["token"]]),
            reverse("events:own_calendar", args=[own["key"]]),
        }

    def found_at_its_places(self):
        """Those of its places under which the secret is found now."""
        self.found, self.seen = set(), set()
        for address in self.places():
            self.visit(address)
        return self.found

    def run(self):
        """The addresses under which the secret was found."""
        self.waiting += [*named(self.values), *(f"/sok/?q={words}" for words in SEARCHES)]
        self.waiting += ["/evenemang/?format=xlsx", "/evenemang/?vy=tidigare", "/"]
        while self.waiting and len(self.seen) < MOST_PAGES:
            self.visit(self.waiting.pop(0))
        return self.found

    def visit(self, address):
        if address in self.seen:
            return
        self.seen.add(address)
        answer = self.client.get(address)
        told = answer.getvalue().decode(errors="replace") + json.dumps(dict(answer.headers))
        if SECRET in unescape(told):
            self.found.add(address)
        hrefs = [*re.findall(r'href="(/[^"#?]*)"', told), answer.headers.get("Location", "")]
        self.waiting += [unescape(href) for href in hrefs if about_events(href)]


def about_events(href):
    """Whether a link leads to what may know of events."""
    known = r"/(evenemang|moten|anmalan|min|kalender|sok|atgarder|verktygslada/vattenkollen)"
    return re.match(known, href)


def named(values):
    """Every named address of the events and of the frame, that these values fill."""
    for name, arguments in addresses(get_resolver()):
        is_ours = name.startswith("events:") or name in FRAME
        if is_ours and set(arguments) <= set(values):
            with contextlib.suppress(NoReverseMatch):
                yield reverse(name, kwargs={known: values[known] for known in arguments})


ROLES = ("guest", "waiting", "cancelled")


def test_nobody_without_a_place_finds_the_link_wherever_they_look(event):
    indexing.rebuild()
    people = queue(event)

    with time_machine.travel(event.starts_at - timedelta(minutes=30)):
        found = {role: Crawl(event, *people[role]).run() for role in ROLES}
        coming = Crawl(event, *people["coming"])

        assert coming.run() == coming.places()
    assert found == {role: set() for role in ROLES}


def test_who_has_a_place_finds_the_link_from_its_time_until_the_event_is_cancelled(event):
    person, signup = queue(event)["coming"]
    coming = Crawl(event, person, signup)

    with time_machine.travel(event.link_shown_at - timedelta(minutes=1)):
        early = coming.found_at_its_places()
    with time_machine.travel(event.link_shown_at + timedelta(minutes=1)):
        in_time = coming.found_at_its_places()
        Signup.objects.filter(pk=signup.pk).update(
            state=Signup.State.OFFERED, offered_until=event.starts_at
        )
        offered = coming.found_at_its_places()
        Signup.objects.filter(pk=signup.pk).update(state=Signup.State.CONFIRMED)
        Event.objects.update(state=Event.State.CANCELLED, cancelled_at=timezone.now())
        cancelled = coming.found_at_its_places()

    assert in_time == coming.places()
    assert [early, offered, cancelled] == [set()] * 3


def test_letters_tell_the_link_to_those_with_a_place_alone_and_in_time(event):
    secretary = make_secretary()
    coming, leaving, line = (
        signing_up.sign_up(event, name=name, email=f"{name.lower()}@example.org")
        for name in ("Coming", "Leaving", "Line")
    )
    waiting.change_capacity(event, 2, by=secretary)
    waiting.accept(leaving)
    signing_up.cancel(leaving)  # Line is offered the place and does not answer
    planning_moves(event, secretary)
    for before in (timedelta(days=1), timedelta(hours=1)):
        with time_machine.travel(event.starts_at - before + timedelta(seconds=30)):
            reminding.remind_due()
    inviting.tell_of_cancellation(event)

    told = {
        delivery.email
        for delivery in Delivery.objects.select_related("mailing")
        if SECRET in whole(delivery)
    }
    assert told == {coming.email}
    assert line.email in Delivery.objects.values_list("email", flat=True)


def planning_moves(event, secretary):
    """The event lasts longer, which all are told of."""
    event.refresh_from_db()
    planning.change(event, {"ends_at": event.ends_at + timedelta(hours=1)}, by=secretary)


def whole(delivery):
    """All that a letter says: its values, text and calendar, with lines unfolded."""
    letter = letters.write(delivery.mailing.kind, delivery.values, name=delivery.name)
    told = "".join((json.dumps(delivery.values), letter.text, letter.html, letter.calendar))
    return told.replace("\\r\\n ", "").replace("\r\n ", "")


def test_search_history_and_log_do_not_hold_the_link(event, caplog):
    with caplog.at_level("DEBUG", logger="sekom"):
        indexing.rebuild()
        signing_up.sign_up(event, name="Anna", email="anna@example.org")
        Client().get(event.get_absolute_url())

    assert tables_with(SECRET) == {"events_event"}
    assert SECRET not in caplog.text
