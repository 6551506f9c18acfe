"""Health and metrics: what is told, to whom, and that nothing waits long."""

import time

import pytest
from django.db import OperationalError, connection

from sekom import health

FIGURES = "/metrics"


def parts(response):
    """Which parts of the portal are up."""
    return {name: is_up for name, is_up in response.json().items() if isinstance(is_up, bool)}


@pytest.mark.django_db
def test_a_portal_that_is_well_says_so(client):
    health.record_heartbeat()

    response = client.get("/halsa/")

    answer = response.json()
    assert response.status_code == 200
    assert answer.pop("worker_seconds_ago") in range(10)
    assert answer == {
        "database": True,
        "broker": True,
        "worker": True,
        "mail": True,
        "oldest_unsent_seconds": None,
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_worker_that_never_told_of_itself_is_down(client):
    with health._valkey() as valkey:
        valkey.delete(health.HEARTBEAT)

    response = client.get("/halsa/")

    assert response.status_code == 503
    assert parts(response) == {"database": True, "broker": True, "worker": False, "mail": True}


@pytest.mark.django_db
def test_a_worker_that_fell_silent_is_down(client):
    with health._valkey() as valkey:
        valkey.set(health.HEARTBEAT, time.time() - health.SILENT_SECONDS - 2)

    assert client.get("/halsa/").json()["worker"] is False

    health.record_heartbeat()
    assert client.get("/halsa/").json()["worker"] is True


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:9/0", "redis+socket:///nowhere/valkey.sock?virtual_host=0"]
)
@pytest.mark.django_db
def test_a_broker_that_is_gone_is_told_at_once(client, settings, url):
    settings.REDIS_URL = url
    start = time.monotonic()

    response = client.get("/halsa/")

    assert response.status_code == 503
    assert parts(response) == {"database": True, "broker": False, "worker": False, "mail": True}
    assert time.monotonic() - start < 2


@pytest.mark.django_db
def test_a_database_that_refuses_is_down(client):
    health.record_heartbeat()

    with connection.execute_wrapper(refuse):
        response = client.get("/halsa/")

    assert response.status_code == 503
    assert parts(response) == {"database": False, "broker": True, "worker": True, "mail": False}


def refuse(execute, sql, params, many, context):
    """PostgreSQL as it is while it restarts."""
    raise OperationalError("the database system is shutting down")


@pytest.mark.parametrize(
    ("url", "client_url"),
    [
        ("redis://valkey:6379/0", "redis://valkey:6379/0"),
        ("redis+socket:///run/v.sock?virtual_host=3", "unix:///run/v.sock?db=3"),
        ("redis+socket:///run/v.sock", "unix:///run/v.sock?db=0"),
    ],
)
def test_the_address_of_the_broker_is_read_both_ways(url, client_url):
    assert health._valkey_url(url) == client_url


def figures(response):
    """{series: value}"""
    lines = response.content.decode().splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


def count(response):
    return float(
        figures(response)['sekom_requests_total{method="GET",status="200",view="metrics"}']
    )


@pytest.mark.django_db
def test_metrics_count_requests_by_view(client):
    client.get(FIGURES)

    before, after = client.get(FIGURES), client.get(FIGURES)

    assert count(after) - count(before) == 1
    assert 'sekom_request_seconds_bucket{le="0.01",view="metrics"}' in figures(after)
    assert "process_resident_memory_bytes" in figures(after)


@pytest.mark.django_db
def test_metrics_do_not_grow_with_the_addresses_that_people_ask_for(client):
    client.get("/finns-inte-1/")
    client.get("/finns-inte-2/")

    assert "finns-inte" not in client.get(FIGURES).content.decode()


@pytest.mark.django_db
def test_a_gauge_is_measured_when_asked(client, monkeypatch):
    monkeypatch.setattr(health, "GAUGES", (("sekom_waiting", "Letters.", lambda: 7),))

    assert figures(client.get(FIGURES))["sekom_waiting"] == "7.0"


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 404),
        ("", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 404),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}, 404),
        ("192.0.2.7", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("192.0.2.7", {"Authorization": "Bearer right-token"}, 200),
        ("192.0.2.7", {"Authorization": "bearer right-token"}, 200),
        ("192.0.2.7", {"Authorization": "Bearer wrong"}, 404),
        ("192.0.2.7", {"Authorization": "Bearer "}, 404),
        ("192.0.2.7", {"Authorization": "Basic right-token"}, 404),
        ("192.0.2.7", {"Authorization": "Bearer åäö"}, 404),
    ],
)
@pytest.mark.django_db
def test_metrics_are_for_this_machine_or_the_token(client, settings, address, headers, status):
    settings.METRICS_TOKEN = "right-token"

    response = client.get(FIGURES, REMOTE_ADDR=address, headers=headers)

    assert response.status_code == status


@pytest.mark.django_db
def test_an_empty_token_opens_nothing(client, settings):
    settings.METRICS_TOKEN = ""

    response = client.get(FIGURES, REMOTE_ADDR="192.0.2.7", headers={"Authorization": "Bearer "})

    assert response.status_code == 404


@pytest.mark.django_db
def test_metrics_are_given_while_the_database_is_away(client):
    with connection.execute_wrapper(refuse):
        response = client.get(FIGURES)

    assert figures(response)["sekom_oldest_unsent_seconds"] == "NaN"
