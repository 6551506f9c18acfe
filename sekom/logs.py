"""Logs that a machine can read, each line with the reference that error pages show."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any, Literal

import structlog
from celery.signals import setup_logging, task_postrun, task_prerun
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars

log = structlog.get_logger(__name__)

# A reference that comes from outside is taken over only if nothing can hide in it.
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

# What they say at level INFO is said by our own lines, or by nobody's need: beat never rests.
CHATTY = ("django.server", "celery.worker.strategy", "celery.app.trace", "fontTools")

_SHARED: list[Any] = [
    merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def set_up(level: str = "INFO", style: Literal["json", "console"] = "json") -> None:
    """Send every log line, ours and the libraries', to standard error in one shape."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(style))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("django.request", "django.security.csrf"):
        logging.getLogger(name).addFilter(say_route)


def say_route(record: logging.LogRecord) -> bool:
    """Say the route of a failed request where Django says its address, which can hold a key."""
    request = record.__dict__.pop("request", None)
    match = getattr(request, "resolver_match", None)
    if match and isinstance(record.args, tuple):
        record.args = (*record.args[:-1], match.route)
    return True


def formatter(style: Literal["json", "console"]) -> logging.Formatter:
    """How a line looks: an object for machines, or colours for people."""
    # Without the values around an error: they take a second to draw, and can hold a key.
    plain = structlog.dev.plain_traceback
    last: list[Any] = [structlog.dev.ConsoleRenderer(exception_formatter=plain)]
    if style == "json":
        last = [
            structlog.processors.format_exc_info,
            structlog.processors.EventRenamer("message"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED, processors=[remove_meta, *last]
    )


class RequestMiddleware:
    """Give each request a reference, and log how it went.

    The reference is `request.reference`, the header X-Request-ID and on every log line. The route
    is logged, not the address: addresses can hold keys and names.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        reference = given if SANE.fullmatch(given) else secrets.token_hex(6)
        request.reference = reference  # type: ignore[attr-defined]
        clear_contextvars()
        bind_contextvars(reference=reference)
        start = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = reference
        match = request.resolver_match
        log.log(
            logging.DEBUG if match is None and response.status_code < 400 else logging.INFO,
            "request",
            method=request.method,
            route=match.route if match else request.path[:200],
            status=response.status_code,
            milliseconds=round(1000 * (time.perf_counter() - start)),
        )
        clear_contextvars()
        return response


@setup_logging.connect
def set_up_worker(**kwargs) -> None:
    """Celery keeps our logs instead of making its own."""
    set_up(settings.LOG_LEVEL, settings.LOG_FORMAT)


@task_prerun.connect
def name_task(task_id: str, task, **kwargs) -> None:
    """Every line of a task says which it was."""
    bind_contextvars(task_id=task_id, task=task.name)


@task_postrun.connect
def forget_task(**kwargs) -> None:
    clear_contextvars()
