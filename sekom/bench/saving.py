"""Autosave: answers saved through the running website, against the same writes in PostgreSQL."""

import json
import os
import re
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from statistics import median

import psycopg
from django.conf import settings
from django.db import connection

from members.models import Holding, Person
from sekom.bench.measuring import Row, Size
from sekom.bench.visiting import Visitor
from sekom.management.commands.portal import Child, web
from surveys.models import Response, SurveyRound

FLOOR = "the same UPDATE and INSERT, straight in PostgreSQL"
CLIENTS = 4
QUESTION = "k8_forbattra"
CARD = re.compile(r'data-card="(\w+)" data-state="(\w+)"')
TIME_TO_START = 60

UPDATE = """
    UPDATE surveys_answer SET value = %(value)s, number = %(number)s, answered_at = now()
    WHERE response_id = %(response)s AND key = %(key)s
"""
INSERT = """
    INSERT INTO surveys_answeredit
        (response_id, key, old, new, base_number, number, outcome, author_id, role, at)
    VALUES (%(response)s, %(key)s, %(value)s, %(value)s, %(number)s - 1, %(number)s, 'saved',
        %(author)s, 'officer', now())
"""

type Save = Callable[[int], None]  # by its number, counted from 1


def measure_saving(round: SurveyRound, size: Size) -> Row:
    """Saves per second through two web workers, by turns with those of as many connections."""
    responses = list(_responses(round)[: 2 * CLIENTS])
    with ExitStack() as stack, ThreadPoolExecutor(CLIENTS) as clients:
        port = stack.enter_context(website())
        ours = [_through_http(stack, port, response) for response in responses[:CLIENTS]]
        plain = [_in_database(stack, response) for response in responses[CLIENTS:]]
        rates = []
        for turn in range(size.rounds):
            numbers = range(1 + turn * size.saves, 1 + (turn + 1) * size.saves)
            rates.append([rate(clients, saves, numbers) for saves in (ours, plain)])
    through_http, in_database = (median(found) for found in zip(*rates, strict=True))
    return Row(
        f"Autosave by {CLIENTS} clients over 2 web workers, saves per second",
        FLOOR,
        through_http / in_database,
        (f"{through_http:.0f} against {in_database:.0f}",),
    )


def _responses(round: SurveyRound):
    officers = Holding.objects.current().filter(seat__kind="officer").values("seat__member")
    return Response.objects.filter(round=round, member__in=officers).select_related("member")


def rate(clients: ThreadPoolExecutor, saves: list[Save], numbers: range) -> float:
    """Saves per second, by all clients at once."""
    began = time.perf_counter()
    list(clients.map(lambda save: [save(number) for number in numbers], saves))
    return len(saves) * len(numbers) / (time.perf_counter() - began)


def _through_http(stack: ExitStack, port: int, response: Response) -> Save:
    visitor = Visitor(port, keeps_connection=True).be(_officer(response))
    stack.callback(visitor.close)
    address = f"/enkater/{response.round.slug}/svara/"
    seen = dict(CARD.findall(visitor.get(address).text))

    def save(number: int) -> None:
        fields = {QUESTION: f"Förslag {number}", f"number:{QUESTION}": str(number - 1)}
        page = visitor.post(f"{address}fraga/{QUESTION}/", fields | {"seen": json.dumps(seen)})
        answer = json.loads(page.text) if page.status == HTTPStatus.OK else {}
        if answer.get("outcome") != "saved":
            raise RuntimeError(f"A save was answered {page.status}: {page.text[:200]}")
        seen.update(CARD.findall("".join(answer["cards"].values())))

    return save


def _in_database(stack: ExitStack, response: Response) -> Save:
    database = stack.enter_context(psycopg.connect(address_of_database(), autocommit=True))
    row = {"response": response.pk, "key": QUESTION, "author": _officer(response).pk}
    response.answers.create(key=QUESTION, value="", number=0, role="officer")

    def save(number: int) -> None:
        values = row | {"number": number, "value": json.dumps(f"Förslag {number}")}
        with database.transaction():
            database.execute(UPDATE, values)
            database.execute(INSERT, values)

    return save


def _officer(response: Response) -> Person:
    return Person.objects.get(
        holdings__seat__member=response.member_id, holdings__seat__kind="officer"
    )


def address_of_database() -> str:
    """The address of the database that this process works on."""
    name = connection.settings_dict["NAME"]
    return re.sub(r"/\w+\?", f"/{name}?", os.environ["DATABASE_URL"])


@contextmanager
def website():
    """A website as `./portal` starts it, on a free port; its address is ours alone."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    child = Child(
        "bench",
        web(port),
        DATABASE_URL=address_of_database(),
        SECRET_KEY=settings.SECRET_KEY,
        SEKOM_DEMO="1",
    )
    try:
        deadline = time.monotonic() + TIME_TO_START
        while not _answers(port):
            if child.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The website did not start." + child.last_words())
            time.sleep(0.1)
        yield port
    finally:
        child.process.terminate()
        child.process.wait()
        child.reader.close()


def _answers(port: int) -> bool:
    try:
        return Visitor(port).get("/").status == HTTPStatus.OK
    except OSError:
        return False
