"""Places when everybody comes at once: never more than there are, and nobody passed in line.

SEKOM_OPERATIONS says how many things are done at random (1000 for the full measure).
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from threading import Barrier, Thread
from threading import Event as Flag

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from events import links, signing_up, waiting
from events.models import Event, Signup
from members.models import Person
from sekom.bench import visiting
from sekom.bench.visiting import Visitor
from sekom.outbox.models import Delivery
from tests.event_factories import make_event, make_signup
from tests.factories import make_secretary

pytestmark = pytest.mark.django_db(transaction=True)

State = Signup.State


# --- The real server ----------------------------------------------------------------------------


@contextmanager
def website(application):
    """A website with several workers over the test's database: the port it listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = re.sub(
        r"/\w+\?", f"/{connection.settings_dict['NAME']}?", os.environ["DATABASE_URL"]
    )
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "PROMETHEUS_"))
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", application, f"--bind=127.0.0.1:{port}"),
            *("--workers=2", "--worker-class=gthread", "--threads=8", "--no-control-socket"),
        ],
        cwd=settings.BASE_DIR,
        env=environment
        | {"DATABASE_URL": database, "SECRET_KEY": settings.SECRET_KEY, "SEKOM_DEMO": "1"},
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not answers(port) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    yield port
    process.terminate()
    process.wait(20)


def answers(port):
    try:
        return Visitor(port).get("/robots.txt").status == 200
    except OSError:
        return False


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """The machine may be busy: what counts is who gets a place, not how soon."""
    monkeypatch.setattr(visiting, "TIMEOUT_SECONDS", 120)


@pytest.fixture(scope="module")
def port(django_db_setup):
    """The website as it is."""
    with website("sekom.wsgi") as port:
        yield port


def people(count):
    """So many people who are logged in, each as a visitor of the website."""
    rows = [
        Person(name=f"Person {number}", email=f"p{number}@example.org") for number in range(count)
    ]
    Person.objects.bulk_create(rows)
    sessions = {}
    for person in rows:
        told = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        data = SessionStore().encode(told)
        sessions[person] = Session(f"session{person.pk:032}", data, far_off())
    Session.objects.bulk_create(sessions.values())
    return {person: session.session_key for person, session in sessions.items()}


def far_off():
    return timezone.now() + timedelta(days=1)


def press_at_once(port, presses):
    """Post them all at the same moment: [(session, address, fields)] → [status]."""
    together = Barrier(len(presses))

    def press(one):
        session, address, fields = one
        visitor = Visitor(port)
        visitor.cookies[settings.SESSION_COOKIE_NAME] = session
        together.wait()
        return visitor.post(address, fields).status

    with ThreadPoolExecutor(len(presses)) as pressing:
        return list(pressing.map(press, presses))


def states(event):
    return Counter(event.signups.values_list("state", flat=True))


def letters():
    return Counter(
        kind.removeprefix("events/")
        for kind in Delivery.objects.values_list("mailing__kind", flat=True)
    )


def sign_up_at_once(port, event, sessions, *, times=1):
    address = reverse("events:sign_up", args=[event.slug])
    return press_at_once(port, [(key, address, {}) for key in sessions.values()] * times)


def test_500_at_once_for_30_places_are_30_with_a_place_and_470_in_line(port):
    event = make_event(places=30, is_open_to_all=True)

    statuses = sign_up_at_once(port, event, people(500))

    assert set(statuses) == {302}
    assert states(event) == {State.CONFIRMED: 30, State.WAITING: 470}
    assert letters() == {"confirmation": 30, "waiting": 470}
    assert Delivery.objects.values("email").distinct().count() == 500
    assert snapshot(event).passed is False


def test_100_who_press_5_times_are_100_with_100_letters(port):
    event = make_event(places=30, is_open_to_all=True)

    sign_up_at_once(port, event, people(100), times=5)

    assert states(event) == {State.CONFIRMED: 30, State.WAITING: 70}
    assert letters() == {"confirmation": 30, "waiting": 70}


def test_the_secretariat_at_once_gives_no_place_twice(port):
    event = make_event(places=5)
    secretary = make_secretary()
    [session] = sessions_of(secretary)
    address = reverse("events:manage_signups", args=[event.slug])

    press_at_once(
        port,
        [
            (session, address, {"name": f"Nr {number}", "email": f"nr{number}@example.org"})
            for number in range(40)
        ],
    )

    assert states(event) == {State.CONFIRMED: 5, State.WAITING: 35}
    assert letters() == {"confirmation": 5, "waiting": 35}


def sessions_of(*persons):
    """Sessions of people that are there already."""
    for person in persons:
        visitor = Visitor(0).be(person)
        yield visitor.cookies[settings.SESSION_COOKIE_NAME]


def test_places_freed_and_accepted_at_once_go_to_the_first_in_line(port):
    event = make_event(places=20, is_open_to_all=True)
    sessions = people(20)
    coming = [make_signup(event, person=person) for person in sessions]
    line = [make_signup(event, state=State.WAITING) for _number in range(40)]

    press_at_once(
        port,
        [
            (sessions[signup.person], reverse("events:cancel_colleague", args=[signup.pk]), {})
            for signup in coming
        ],
    )
    offered = set(event.signups.offered())
    press_at_once(
        port, [("", own(signup, "accept_offer"), {}) for signup in line[:20] for _press in range(2)]
    )

    assert offered == set(line[:20])
    assert set(event.signups.confirmed()) == set(line[:20])
    assert letters() == {"cancellation": 20, "offer": 20, "confirmation": 20}


def own(signup, what):
    return reverse(f"events:{what}", args=[links.token_of(signup)])


def test_without_the_lock_places_are_given_twice():
    with website("tests.events.unlocked") as port:
        sessions = people(60)
        for _try in range(5):
            event = make_event(places=5, is_open_to_all=True)
            sign_up_at_once(port, event, sessions)
            if oversold := states(event)[State.CONFIRMED] > 5:
                break

    assert oversold


# --- Everything at once -------------------------------------------------------------------------

WORKERS, OPERATIONS = 12, int(os.environ.get("SEKOM_OPERATIONS", "400"))


class Snapshot:
    """How an event stood at one moment."""

    def __init__(self, numbers):
        self.seated, self.waiting = numbers["seated"], numbers["waiting"]
        self.places = numbers["places"]
        last, first = numbers["last_seated"], numbers["first_waiting"]
        self.passed = bool(last and first and last > first)

    @property
    def is_oversold(self):
        return self.seated > self.places

    @property
    def lies_idle(self):
        return self.seated < self.places and self.waiting > 0


def snapshot(event):
    """The numbers of an event, in one query: nothing can happen between two of them."""
    seated, line = Q(signups__state__in=Signup.SEATED), Q(signups__state=State.WAITING)
    numbers = Event.objects.values("places").annotate(
        seated=Count("signups", filter=seated),
        waiting=Count("signups", filter=line),
        last_seated=Max("signups__queued_at", filter=seated),
        first_waiting=Min("signups__queued_at", filter=line),
    )
    return Snapshot(numbers.get(pk=event.pk))


class Worker(Thread):
    """Signs up, cancels, accepts, lets expire and changes the places, as the dice fall."""

    def __init__(self, number, event, secretary):
        super().__init__()
        self.number, self.event, self.secretary = number, event, secretary
        self.dice = Random(number)
        self.done = Counter()
        self.failure = None

    def run(self):
        try:
            for turn in range(OPERATIONS // WORKERS + 1):
                self.do(turn)
        except BaseException as failure:  # told by the test; a thread has nobody to tell
            self.failure = failure
            raise
        finally:
            connection.close()

    def do(self, turn):
        acts = (self.sign_up, self.cancel, self.accept, self.expire, self.change)
        [act] = self.dice.choices(acts, weights=(9, 5, 5, 2, 1))
        try:
            act(turn)
        except ValidationError as refusal:
            self.done[refusal.code] += 1
        else:
            self.done[act.__name__] += 1

    def one_of(self, signups):
        found = list(signups[:20])
        return self.dice.choice(found) if found else None

    def sign_up(self, turn):
        name = f"w{self.number}t{turn}"
        signing_up.sign_up(self.event, name=name, email=f"{name}@example.org")

    def cancel(self, _turn):
        if signup := self.one_of(self.event.signups.live()):
            signing_up.cancel(signup)

    def accept(self, _turn):
        if signup := self.one_of(self.event.signups.offered()):
            waiting.accept(signup)

    def expire(self, _turn):
        if signup := self.one_of(self.event.signups.offered()):
            Signup.objects.offered().filter(pk=signup.pk).update(offered_until=timezone.now())
            waiting.expire_offers(self.event)

    def change(self, _turn):
        waiting.change_capacity(self.event, self.dice.randint(20, 40), by=self.secretary)


def test_random_operations_of_12_workers_break_no_rule(transactional_db):
    event = make_event(places=30)
    workers = [Worker(number, event, make_secretary()) for number in range(WORKERS)]
    samples, stop = [], Flag()

    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        samples.append(snapshot(event))
        stop.wait(0.05)
    for worker in workers:
        worker.join()

    samples.append(snapshot(event))
    done = sum((worker.done for worker in workers), Counter())
    assert [worker.failure for worker in workers] == [None] * WORKERS
    assert done.total() >= OPERATIONS
    assert min(done[act] for act in ("sign_up", "cancel", "accept", "expire", "change")) > 0
    assert len(samples) > 50
    assert [one for one in samples if one.is_oversold or one.lies_idle or one.passed] == []
    had_a_place = event.signups.filter(confirmed_at__isnull=False).count()
    assert letters()["confirmation"] == had_a_place
