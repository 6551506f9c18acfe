"""Logs: one shape, a reference on each line, and nothing in them that should not be."""

import json
import logging
import re

import pytest
import structlog
from celery import shared_task
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from structlog.contextvars import get_contextvars

from sekom import logs


@pytest.fixture
def lines():
    """The log lines of the test, as a machine reads them."""
    logs.set_up("INFO", "json")
    root = logging.getLogger()
    before = root.handlers
    said = _Kept()
    said.setFormatter(logs.formatter("json"))
    root.handlers = [said]
    yield said.lines
    root.handlers = before


class _Kept(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(json.loads(self.format(record)))


def answer(request):
    """A view that logs, and says which reference it saw."""
    logging.getLogger("members").warning("Sökte %s", "Åre", extra={"hits": 3})
    request.resolver_match = ResolverMatch(answer, (), {}, "member", route="medlemmar/<slug:slug>/")
    return HttpResponse(request.reference)


def ask(**headers):
    """One request through the middleware."""
    request = RequestFactory().get("/medlemmar/hemlig-nyckel/", headers=headers)
    request.resolver_match = None
    return logs.RequestMiddleware(answer)(request)


def test_each_request_has_a_reference_in_page_header_and_log(lines):
    response = ask()

    reference = response["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{12}", reference)
    assert response.content.decode() == reference
    assert [line["reference"] for line in lines] == [reference, reference]
    assert ask()["X-Request-ID"] != reference


def test_the_line_of_a_request_says_the_route_and_not_the_address(lines):
    ask()

    said, request = lines
    assert {key: said[key] for key in ("message", "level", "logger", "hits")} == {
        "message": "Sökte Åre",
        "level": "warning",
        "logger": "members",
        "hits": 3,
    }
    assert isinstance(request.pop("milliseconds"), int)
    del request["timestamp"], request["reference"]
    assert request == {
        "message": "request",
        "level": "info",
        "logger": "sekom.logs",
        "method": "GET",
        "route": "medlemmar/<slug:slug>/",
        "status": 200,
    }


@pytest.mark.django_db
def test_the_warning_of_a_refused_request_says_the_route_and_not_the_address(lines, client):
    client.get("/stammer/hemlig-nyckel/")

    assert [line["message"] for line in lines] == ["request", "Not Found: stammer/<str:token>/"]
    assert "hemlig" not in json.dumps(lines)


@pytest.mark.parametrize("given", ["from-proxy.1234", "0f8fad5b-d9cb-469f-a165-70867728950e"])
def test_a_sane_reference_from_outside_is_kept(lines, given):
    assert ask(**{"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "with space12", "åäöåäöåäö", '"}<script>']
)
def test_a_strange_reference_from_outside_is_replaced(lines, given):
    assert ask(**{"X-Request-ID": given})["X-Request-ID"] != given


def test_nothing_is_left_for_the_next_request():
    ask()

    assert get_contextvars() == {}


def test_a_failure_is_logged_with_its_trace(lines):
    try:
        raise ValueError("Sönder")
    except ValueError:
        structlog.get_logger("surveys").exception("It broke", survey=7)

    [line] = lines
    assert [line["message"], line["level"], line["survey"]] == ["It broke", "error", 7]
    assert line["exception"].splitlines()[-1] == "ValueError: Sönder"


@shared_task
def say_something():
    """A task that logs."""
    logging.getLogger("outbox").info("Sent")


def test_the_lines_of_a_task_say_which_it_was(lines):
    done = say_something.apply()

    [line] = [line for line in lines if line["message"] == "Sent"]
    assert [line["task_id"], line["task"]] == [done.id, say_something.name]
    assert get_contextvars() == {}
