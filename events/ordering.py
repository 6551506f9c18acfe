"""Ordering what a worker makes: the documents of a meeting."""

from events import tasks
from events.models import Event


def request_document(event: Event, what: str) -> None:
    """Have the agenda or the notes made as PDF, if they are not there yet."""
    tasks.make_meeting_document.delay_on_commit(event.pk, what)
