"""What must hold when things go wrong: two who write at once, and a database that goes away."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Thread
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.urls import get_resolver
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import ConnectionError as CacheError
from redis.exceptions import TimeoutError as CacheTimeout

from sekom import embedded
from sekom.bench.visiting import Visitor
from surveys.models import AnswerEdit
from tests.factories import make_member, make_pair
from tests.survey_factories import item, make_response, make_round, make_version

# --- Two who write at once --------------------------------------------------------------------

EDITS = 200
KEYS = ("first", "second", "third")


class Writer(Thread):
    """One of the two: changes one answer after the other, each from the number last seen."""

    def __init__(self, name, visitor, address):
        super().__init__(name=name)
        self.visitor = visitor
        self.address = address
        self.seen = dict.fromkeys(KEYS, "0")
        self.tried = []

    def run(self):
        for turn in range(EDITS):
            self.change(KEYS[turn // 2 % len(KEYS)], f"{self.name} {turn}")
        self.visitor.close()

    def change(self, key, text):
        page = self.visitor.post(
            f"{self.address}fraga/{key}/", {key: text, f"number:{key}": self.seen[key]}
        )
        answer = json.loads(page.text)
        self.tried.append((key, text, answer["outcome"]))
        for known, card in answer["cards"].items():
            self.seen[known] = re.search(r'name="number:\w+" value="(\d+)"', card)[1]


def test_two_browsers_lose_none_of_200_edits_each_and_the_history_is_complete(
    transactional_db, live_server
):
    pair = make_pair(member := make_member())
    response = make_response(make_round(make_version([item(key) for key in KEYS])), member)
    port = urlsplit(live_server.url).port
    address = f"/enkater/{response.round.slug}/svara/"
    writers = [
        Writer(name, Visitor(port, keeps_connection=True).be(person), address)
        for name, person in zip(("politician", "officer"), pair, strict=True)
    ]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    edits = list(response.edits.all())
    words = {AnswerEdit.Outcome.SAVED: "saved", AnswerEdit.Outcome.REFUSED: "conflict"}
    for writer in writers:
        assert writer.tried == [
            (edit.key, edit.new, words[edit.outcome]) for edit in edits if edit.role == writer.name
        ]
        assert len(writer.tried) == EDITS
    standing = {answer.key: (answer.value, answer.number) for answer in response.answers.all()}
    for key in KEYS:
        saved = [edit for edit in edits if edit.key == key and edit.outcome == "saved"]
        assert [edit.number for edit in saved] == list(range(1, len(saved) + 1))
        assert [edit.base_number for edit in saved] == list(range(len(saved)))
        assert all(after.old == before.new for before, after in pairwise(saved))
        assert standing[key] == (saved[-1].new, len(saved))
    outcomes = {edit.outcome for edit in edits}
    assert outcomes == {"saved", "refused"}  # they did meet


# --- A database that goes away ----------------------------------------------------------------

AWAY = "Portalen har ingen kontakt med sin databas just nu."
TIME_TO_RECOVER = 20


class Portal:
    """A website over a cluster of its own, which can be stopped under it."""

    def __init__(self, data):
        is_empty = not (data / "postgres").exists()
        self.database = embedded.Postgres(data, is_lasting=True)
        self.database.start()
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTEST_", "PROMETHEUS_"))
        }
        environment |= self.database.environment()
        environment |= {"SEKOM_DATA": str(data), "SEKOM_DEMO": "1"}
        for command in ("migrate", "load_example") if is_empty else ():
            subprocess.run(
                [sys.executable, "manage.py", command],
                cwd=settings.BASE_DIR,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = (data / "web.log").open("w")
        self.web = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "sekom.wsgi", f"--bind=127.0.0.1:{self.port}"),
                *("--worker-class=gthread", "--threads=4", "--no-control-socket"),
            ],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=self.log,
            stderr=self.log,
        )

    def await_answer(self, path, status):
        """Ask until the answer is as wanted, or seconds have passed; the last one's status."""
        deadline = time.monotonic() + TIME_TO_RECOVER
        while (found := self.status_of(path)) != status and time.monotonic() < deadline:
            time.sleep(0.2)
        return found

    def status_of(self, path):
        try:
            return Visitor(self.port).get(path).status
        except ConnectionError:  # it has not opened its door yet
            return 0

    def stop(self):
        self.web.send_signal(signal.SIGTERM)
        self.web.wait(20)
        self.log.close()
        self.database.stop()


@pytest.fixture
def portal(portal_data):
    running = Portal(portal_data)
    yield running
    running.stop()


SURVEY = "/enkater/organisationsenkaten-2026/svara/"
QUESTION = "k8_forbattra"
POLITICIAN = r'action="(/demo/som/\d+/)"(?:(?!</form>).)*?sk-leaf--politician'


class Contact(Visitor):
    """A politician of the example network who writes in the survey."""

    def __init__(self, port):
        super().__init__(port)
        people = self.get("/demo/").text
        self.post(re.search(POLITICIAN, people, re.DOTALL)[1], {})
        shown = self.get(f"{SURVEY}?sida=g1").text
        self.number = int(re.search(rf'name="number:{QUESTION}" value="(\d+)"', shown)[1])

    def write(self, text):
        fields = {QUESTION: text, f"number:{QUESTION}": str(self.number)}
        return self.post(f"{SURVEY}fraga/{QUESTION}/", fields)


def test_a_portal_says_that_its_database_is_away_and_recovers_by_itself(portal):
    assert portal.await_answer("/demo/", 200) == 200
    contact = Contact(portal.port)
    assert json.loads(contact.write("Fler möten").text)["outcome"] == "saved"

    portal.database.stop()
    guest = Visitor(portal.port)
    with ThreadPoolExecutor() as at_once:  # each waits some seconds for a connection
        asked = [at_once.submit(contact.get, path) for path in ("/", SURVEY)]
        asked += [at_once.submit(contact.write, "Mer tid"), at_once.submit(guest.get, "/halsa/")]
    *pages, health = [one.result() for one in asked]

    assert [page.status for page in (*pages, health)] == [503, 503, 503, 503]
    assert [AWAY in page.text for page in pages] == [True, True, True]
    assert json.loads(health.text)["database"] is False

    portal.database.start()

    assert portal.await_answer("/", 200) == 200
    assert portal.web.poll() is None
    changes = contact.get(f"{SURVEY}andringar/").text
    assert [text in changes for text in ("Fler möten", "Mer tid")] == [True, False]
    assert json.loads(guest.get("/halsa/").text)["database"] is True


# --- What people are told ---------------------------------------------------------------------


def told_of(error, rf):
    """The page that follows an error that nobody caught."""
    request = rf.get("/")
    request.reference = "reference-1"
    try:
        raise error
    except type(error):
        return get_resolver().resolve_error_handler(500)(request)


def test_an_error_of_ours_is_told_with_its_reference(rf):
    response = told_of(ZeroDivisionError(), rf)

    assert response.status_code == 500
    assert "Något gick fel" in response.text
    assert "reference-1" in response.text
    assert "Retry-After" not in response


@pytest.mark.parametrize(
    "error", [OperationalError(), InterfaceError(), BrokerError(), CacheError(), CacheTimeout()]
)
def test_a_server_that_is_away_is_told_as_soon_back(rf, error):
    response = told_of(error, rf)

    assert response.status_code == 503
    assert AWAY in response.text
    assert "reference-1" in response.text
    assert response["Retry-After"] == "10"
