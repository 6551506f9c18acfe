"""What pages cost: queries, bytes, and the time of a page against a bare one of the same bytes."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings

from members.models import Person
from sekom.bench import bare
from sekom.bench.measuring import Row, Size, by_turns, say_ms
from sekom.outbox.models import Mailing
from surveys.models import Response, SurveyRound

FLOOR = "a bare view of the same bytes under the same middleware (CPU per request)"
DIRECTORY_QUERIES = 10


class Asker:
    """Somebody who asks the portal within this process, as the web server would."""

    def __init__(self, person: Person | None = None):
        cookies = ""
        if person:
            client = Client()
            client.force_login(person)
            name = settings.SESSION_COOKIE_NAME
            cookies = f"{name}={client.cookies[name].value}"
        self.handler = WSGIHandler()
        self.factory = RequestFactory(SERVER_NAME="localhost", HTTP_COOKIE=cookies)

    def get(self, address: str) -> bytes:
        """The page's bytes; anything but a page is a fault of the bench."""
        statuses: list[str] = []
        environ = self.factory.get(address).environ
        answer = self.handler(environ, lambda status, headers: statuses.append(status))
        content = b"".join(answer)
        answer.close()
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{address} answered {statuses[0]}")
        return content


@dataclass(frozen=True)
class Cost:
    """What one page costs."""

    queries: int
    size: int
    seconds: float
    bare_seconds: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.bare_seconds


def cost_of(address: str, person: Person | None, *, rounds: int, requests: int) -> Cost:
    """Ask for a page, and for a bare one of the same bytes, by turns; CPU seconds per request.

    So many requests in a row are timed together.
    """
    asker = Asker(person)
    with override_settings(ROOT_URLCONF="sekom.bench.bare"):
        bare.answer_with(asker.get(address))
        with CaptureQueriesContext(connection) as queries:
            asker.get(address)
        query_count = len(queries)  # counted now: the next request forgets them
        seconds, bare_seconds = by_turns(
            lambda: [asker.get(address) for _request in range(requests)],
            lambda: [asker.get(bare.ADDRESS) for _request in range(requests)],
            rounds=rounds,
            clock=time.process_time,
        )
    return Cost(query_count, len(bare.body), seconds / requests, bare_seconds / requests)


@dataclass(frozen=True)
class Latency:
    """How long a page makes its reader wait, to be compared with itself over other rows."""

    queries: int
    seconds: float

    def beside(self, other: "Latency") -> tuple[str, str]:
        """Both in words."""
        return (
            f"{self.queries} queries against {other.queries}",
            f"{say_ms(self.seconds)} against {say_ms(other.seconds)}",
        )


def latency_of(address: str, person: Person | None, *, rounds: int) -> Latency:
    """Ask for a page again and again; the middle of the seconds, the database's among them."""
    asker = Asker(person)
    asker.get(address)
    with CaptureQueriesContext(connection) as queries:
        asker.get(address)
    query_count = len(queries)  # counted now: the next request forgets them
    seconds, _same = by_turns(lambda: asker.get(address), lambda: asker.get(address), rounds=rounds)
    return Latency(query_count, seconds)


def measure_directory(secretary: Person, size: Size) -> Row:
    """The directory with every member on one page, for the secretariat who sees the most."""
    address = f"/medlemmar/?antal={size.members}"
    cost = cost_of(address, secretary, rounds=size.rounds, requests=size.requests)
    return Row(
        f"Directory of {size.members} members on one page",
        FLOOR,
        cost.ratio,
        (
            f"{cost.queries} queries (aim: at most {DIRECTORY_QUERIES})",
            f"{cost.size:,} bytes",
            f"{say_ms(cost.seconds)} against {say_ms(cost.bare_seconds)}",
        ),
    )


def measure_pages(
    secretary: Person, round: SurveyRound, done: SurveyRound, size: Size
) -> list[Row]:
    """All main pages, each as somebody who uses it."""
    response = Response.objects.filter(round=round).order_by("pk").first()
    contact = Person.objects.get(
        holdings__seat__member=response.member, holdings__seat__kind="officer"
    )
    mailing = Mailing.objects.several().first()
    pages = (
        ("Start", "/", None),
        ("Directory", "/medlemmar/", contact),
        ("Gaps", "/medlemmar/?vy=luckor", secretary),
        ("Directory, map", "/medlemmar/?vy=karta", contact),
        ("Member", response.member.get_absolute_url(), contact),
        ("My page", "/min-sida/", contact),
        ("Surveys", "/enkater/", contact),
        ("Answering", f"/enkater/{round.slug}/svara/", contact),
        ("Signing", f"/enkater/{round.slug}/godkann/", contact),
        ("Results, a contact's", f"/enkater/{done.slug}/resultat/", contact),
        ("Results, the secretariat's", f"/enkater/{done.slug}/resultat/", secretary),
        ("Desk", "/kansli/", secretary),
        ("Round", f"/kansli/enkater/omgang/{round.slug}/", secretary),
        ("Mailings", "/kansli/utskick/", secretary),
        ("Ledger of a mailing", f"/kansli/utskick/{mailing.pk}/", secretary),
    )
    found = []
    for name, address, person in pages:
        cost = cost_of(address, person, rounds=1, requests=size.requests)
        facts = (f"{cost.queries} queries", f"{cost.size:,} bytes", say_ms(cost.seconds))
        found.append(Row(name, FLOOR, cost.ratio, facts))
    return found
