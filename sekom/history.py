"""Who did what, and by which door: the context that every row of history carries.

The rows themselves are written by database triggers (pghistory), so that nothing escapes them. Here
we say who is at work: a request's person and address, or the name of a task or command.
"""

import contextlib
from collections.abc import Iterator

import pghistory
from pghistory.middleware import HistoryMiddleware as BaseHistoryMiddleware


class HistoryMiddleware(BaseHistoryMiddleware):
    """Put person, address and request id on the history of everything a request changes."""

    def get_context(self, request) -> dict:
        return super().get_context(request) | {
            "door": "web",
            "request": getattr(request, "reference", ""),
        }


@contextlib.contextmanager
def door(name: str, **facts: str | int | None) -> Iterator[None]:
    """Put the name of a task or command on the history of what it changes."""
    with pghistory.context(door=name, **facts):
        yield
