"""Whether the portal is well, for people at /halsa/ and for monitoring at /metrics."""

import ipaddress
import os
import secrets
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from http import HTTPStatus
from math import nan
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from sekom.outbox import sending

HEARTBEAT = "sekom:heartbeat"
# A worker that has been silent so long is not there: it beats three times a minute.
SILENT_SECONDS = 90
TIMEOUT_SECONDS = 2

# --- Is it well? ------------------------------------------------------------------------------


class Down(Exception):
    """A part of the portal does not answer."""


def database() -> dict[str, object]:
    """PostgreSQL answers."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"set local statement_timeout = '{TIMEOUT_SECONDS}s'")
            cursor.execute("select 1")
    except Error as error:
        raise Down from error
    return {}


def broker() -> dict[str, object]:
    """Valkey answers."""
    try:
        with _valkey() as valkey:
            valkey.ping()
    except (RedisError, OSError) as error:
        raise Down from error
    return {}


def worker() -> dict[str, object]:
    """A worker has told of itself lately; {"worker_seconds_ago": 12}."""
    try:
        with _valkey() as valkey:
            beaten_at = valkey.get(HEARTBEAT)
    except (RedisError, OSError) as error:
        raise Down from error
    if beaten_at is None:
        raise Down
    silent = max(0, round(time.time() - float(beaten_at)))
    if silent > SILENT_SECONDS:
        raise Down
    return {"worker_seconds_ago": silent}


def mail() -> dict[str, object]:
    """The outbox can be read; {"oldest_unsent_seconds": 40}, None when nothing waits.

    Letters that wait are told, not a fault: a mail server that is away is no reason to restart.
    """
    try:
        waited = sending.oldest_unsent()
    except Error as error:
        raise Down from error
    return {"oldest_unsent_seconds": None if waited is None else round(waited.total_seconds())}


def record_heartbeat() -> None:
    """Say that a worker is alive: what beat asks a worker to do three times a minute."""
    with _valkey() as valkey:
        valkey.set(HEARTBEAT, time.time(), ex=10 * SILENT_SECONDS)


# What is asked, and in what order; each gives facts to tell, or raises Down.
CHECKS: tuple[tuple[str, Callable[[], dict[str, object]]], ...] = (
    ("database", database),
    ("broker", broker),
    ("worker", worker),
    ("mail", mail),
)


@never_cache
@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Each part of the portal as true or false; 503 when one is down. Says nothing of why."""
    answer: dict[str, object] = {}
    is_well = True
    for name, check in CHECKS:
        try:
            facts = check()
        except Down:
            answer[name] = is_well = False
        else:
            answer |= {name: True, **facts}
    return JsonResponse(answer, status=HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE)


def _valkey() -> Redis:
    """A connection that gives up at once, unlike the ones that work is done over."""
    return Redis.from_url(
        _valkey_url(settings.REDIS_URL),
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def _valkey_url(url: str) -> str:
    """Celery's way to write the address of a socket, as the client writes it."""
    parts = urlsplit(url)
    if parts.scheme != "redis+socket":
        return url
    database = parse_qs(parts.query).get("virtual_host", ["0"])[0]
    return f"unix://{parts.path}?db={database}"


# --- How much does it do? ---------------------------------------------------------------------

REQUESTS = Counter("sekom_requests", "Requests answered.", ["method", "view", "status"])
SECONDS = Histogram(
    "sekom_request_seconds",
    "How long answers took.",
    ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

# What is measured when it is asked for: (name, what it means, how it is counted).
GAUGES: tuple[tuple[str, str, Callable[[], float]], ...] = (
    (
        "sekom_oldest_unsent_seconds",
        "How long the oldest letter that could have left has waited.",
        lambda: (sending.oldest_unsent() or timedelta()).total_seconds(),
    ),
)


class MetricsMiddleware:
    """Count requests and their time, by view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        # Names, never addresses: the number of series must not grow with what people ask for.
        view = (match.view_name or match.route) if match else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, view, response.status_code).inc()
        SECONDS.labels(view).observe(time.perf_counter() - start)
        return response


class GaugesCollector(Collector):
    """Measures each of GAUGES when it is asked."""

    def collect(self) -> Iterable[Metric]:
        for name, meaning, count in GAUGES:
            try:
                value = count()
            except Error:
                value = nan  # the other figures are worth most when the database is away
            yield GaugeMetricFamily(name, meaning, value=value)


@never_cache
@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the words of Prometheus, for this machine or whoever has the token."""
    if not (_has_token(request) or _is_from_this_machine(request)):
        raise Http404
    gauges = CollectorRegistry()
    gauges.register(GaugesCollector())
    figures = generate_latest(_counted()) + generate_latest(gauges)
    return HttpResponse(figures, content_type="text/plain; version=0.0.4; charset=utf-8")


def _counted() -> CollectorRegistry:
    """What was counted, by this process or, where they share a folder, by all."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    everyone = CollectorRegistry()
    MultiProcessCollector(everyone)
    return everyone


def _has_token(request: HttpRequest) -> bool:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return (
        bool(settings.METRICS_TOKEN)
        and scheme.lower() == "bearer"
        and secrets.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    )


def _is_from_this_machine(request: HttpRequest) -> bool:
    """Whether the asker is here, and not somebody behind a proxy that is."""
    if {"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded"} & set(
        request.headers
    ):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
