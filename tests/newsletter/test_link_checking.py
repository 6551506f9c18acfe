"""Links to other websites: gathered, tried gently, told of when they stay broken."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.utils import timezone

from newsletter import desk, link_checking, tasks
from newsletter.models import OutsideLink, Page
from tests.factories import make_pair, make_secretary
from toolbox import publishing, writing

pytestmark = pytest.mark.django_db

CLOSED = "http://127.0.0.1:9/"


@pytest.fixture
def site():
    """Another website: (its address, the paths that were asked for)."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response({"/finns": 200, "/flyttad": 301}.get(self.path, 404))
            if self.path == "/flyttad":
                self.send_header("Location", "/finns")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def publish(text, slug="sida"):
    values = {"lead": "Ingress", "text": text}
    page = writing.begin(Page, title="Sida", slug=slug, values=values)
    return publishing.publish(page, by=None)


def test_links_of_published_texts_are_gathered_once_each_with_their_pages():
    text = '<p><a href="https://example.org/a">a</a> <a href="/medlemmar/">b</a></p>'
    publish(text, "ett")
    publish(text + '<p><a href="mailto:a@example.org">c</a></p>', "tva")
    writing.begin(Page, title="Utkast", values={"text": '<a href="https://example.org/b">b</a>'})

    link_checking.gather()
    link_checking.gather()

    assert list(OutsideLink.objects.values_list("url", "pages")) == [
        ("https://example.org/a", ["/ett/", "/tva/"])
    ]


def test_a_link_that_is_taken_away_is_forgotten():
    page = publish('<p><a href="https://example.org/a">a</a></p>')
    link_checking.gather()
    page = writing.save_draft(page, {"text": "<p>Borta</p>"}, version=page.version)
    publishing.publish(page, by=None)

    link_checking.gather()

    assert not OutsideLink.objects.exists()


@pytest.mark.parametrize(
    ("path", "answer"),
    [("/finns", (200, "")), ("/borta", (404, "")), ("/flyttad", (301, "/finns"))],
)
def test_a_site_is_asked_without_being_followed(site, path, answer):
    address, _asked = site

    assert link_checking._ask(address + path) == answer


def test_a_site_that_does_not_answer_is_unreachable():
    with pytest.raises(link_checking.Unreachable, match="svarar inte"):
        link_checking._ask(CLOSED)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
    ],
)
def test_our_own_network_is_never_asked(url):
    with pytest.raises(link_checking.Unreachable):
        link_checking.refuse_private(url)


def test_a_link_into_our_network_fails_without_being_asked(site):
    address, asked = site
    link = link_checking.check(OutsideLink.objects.create(url=f"{address}/finns"))

    assert (link.failures, link.answer) == (1, "leder in i ett stängt nät")
    assert asked == []


def test_a_link_is_told_of_after_three_failures_over_a_week():
    publish(f'<p><a href="{CLOSED}">a</a></p>')
    secretary = make_secretary()
    told = []

    for days in (0, 4, 8):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            tasks.check_links()
            tasks.check_links()
            told.append([task.title for task in desk.tasks(secretary)])

    assert told == [[], [], ["Rätta 1 länk som inte leder någonstans"]]
    assert desk.tasks(make_pair()[0]) == []
    assert OutsideLink.objects.get().failures == 3


def test_a_link_that_answers_again_is_forgiven():
    link = OutsideLink.objects.create(
        url="https://example.org/", failures=5, first_failed_at=timezone.now()
    )

    link = link_checking._note(link, "200", is_there=True, at=timezone.now())

    assert (link.failures, link.first_failed_at) == (0, None)
