"""Signing up through the running website, against the same locked transaction in PostgreSQL."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from http import HTTPStatus
from statistics import median
from uuid import uuid4

import psycopg
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from psycopg.sql import SQL

from events import signing_up
from events.models import Event
from members.models import Holding, Person
from sekom.bench.measuring import Row, Size
from sekom.bench.saving import CLIENTS, address_of_database, rate, website
from sekom.bench.visiting import Visitor
from sekom.outbox.models import Delivery

FLOOR = "the same lock, count and INSERTs in one transaction, straight in PostgreSQL"
# Half of those who press have a place, half wait.
PLACES = CLIENTS // 2

LOCK = "SELECT places FROM events_event WHERE id = %(event)s FOR NO KEY UPDATE"
COUNT = """
    SELECT count(*) FROM events_signup
    WHERE event_id = %(event)s AND state IN ('confirmed', 'offered')
"""
# A row like another, whatever columns its table has by now, but for what is given.
COPY = """
    INSERT INTO {table} SELECT (jsonb_populate_record(row, %(given)s::jsonb
        || jsonb_build_object('id', nextval(pg_get_serial_sequence('{table}', 'id'))))).*
    FROM {table} AS row WHERE id = %(like)s RETURNING id
"""

type SignUp = Callable[[int], None]  # by the event's number, counted from 1


def measure_signups(size: Size) -> Row:
    """Sign-ups per second through two web workers, by turns with those of as many connections."""
    contacts = [
        holding.person for holding in Holding.objects.current().of_pairs().with_names()[:CLIENTS]
    ]
    ours, plain = (_make_events(name, size.rounds * size.saves) for name in ("vi", "golv"))
    with ExitStack() as stack, ThreadPoolExecutor(CLIENTS) as clients:
        port = stack.enter_context(website())
        through_http = [_through_http(stack, port, ours, person) for person in contacts]
        in_database = [_in_database(stack, plain, person) for person in contacts]
        rates = []
        for turn in range(size.rounds):
            numbers = range(1 + turn * size.saves, 1 + (turn + 1) * size.saves)
            rates.append([rate(clients, each, numbers) for each in (through_http, in_database)])
    http, floor = (median(found) for found in zip(*rates, strict=True))
    return Row(
        f"Sign-up by {CLIENTS} contacts at once over 2 web workers, sign-ups per second",
        FLOOR,
        http / floor,
        (f"{http:.0f} against {floor:.0f}",),
    )


def _make_events(name: str, number: int) -> list[Event]:
    """So many workshops with fewer places than there are clients."""
    starts_at = timezone.now() + timedelta(days=30)
    return Event.objects.bulk_create(
        Event(
            title=f"Workshop {place}",
            slug=f"bench-{name}-{place}",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            places=PLACES,
            state=Event.State.PUBLISHED,
            published_at=timezone.now(),
        )
        for place in range(number)
    )


def _through_http(stack: ExitStack, port: int, events: list[Event], person: Person) -> SignUp:
    visitor = Visitor(port, keeps_connection=True).be(person)
    stack.callback(visitor.close)

    def sign_up(number: int) -> None:
        page = visitor.post(reverse("events:sign_up", args=[events[number - 1].slug]), {})
        if page.status != HTTPStatus.FOUND or not re.match("/anmalan/", page.location):
            raise RuntimeError(f"A sign-up was answered {page.status}: {page.text[:200]}")

    return sign_up


def _in_database(stack: ExitStack, events: list[Event], person: Person) -> SignUp:
    connection = stack.enter_context(psycopg.connect(address_of_database(), autocommit=True))
    signup = signing_up.sign_up(
        _make_events(f"mall-{person.pk}", 1)[0], name=person.name, email=person.email
    )
    delivery = Delivery.objects.select_related("mailing").latest("pk")

    def copy(row: Model, **given: str | int | None) -> int:
        query = SQL(COPY.format(table=row._meta.db_table))
        made = connection.execute(query, {"given": json.dumps(given), "like": row.pk}).fetchone()
        return made[0] if made else 0

    def sign_up(number: int) -> None:
        event = {"event": events[number - 1].pk}
        with connection.transaction():
            connection.execute(LOCK, event)
            counted = connection.execute(COUNT, event).fetchone()
            state = "confirmed" if counted and counted[0] < PLACES else "waiting"
            copy(signup, event_id=event["event"], state=state, uid=str(uuid4()))
            copy(delivery, mailing_id=copy(delivery.mailing), token=str(uuid4()))

    return sign_up
