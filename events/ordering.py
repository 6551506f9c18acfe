"""Ordering what a worker makes: the documents of a meeting, certificates."""

from events import tasks
from events.models import Certificate, Event


def request_document(event: Event, what: str) -> None:
    """Have the agenda or the notes made as PDF, if they are not there yet."""
    tasks.make_meeting_document.delay_on_commit(event.pk, what)


def request_certificate(certificate: Certificate) -> None:
    """Have the file of a certificate made, if it is not there yet."""
    tasks.make_certificate.delay_on_commit(certificate.pk)
