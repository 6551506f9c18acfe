"""Background work of the events: take ids, call one operation."""

from celery import shared_task

from events import certifying, evaluating, printing, reminding, reminding_of_actions, waiting


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def make_meeting_document(event_id: int, what: str) -> None:
    """Make the agenda or the notes of a meeting as PDF; safe to run twice."""
    printing.make(event_id, what)


@shared_task
def remind_of_actions() -> None:
    """Remind of what is soon due, due and late; safe to run twice."""
    reminding_of_actions.remind()


@shared_task
def remind_participants() -> None:
    """Remind those who have a place and whose time has come; safe to run twice."""
    reminding.remind_due()


@shared_task
def close_evaluations() -> None:
    """Close the evaluations whose last day has passed; safe to run twice."""
    evaluating.close_due()


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def make_certificate(certificate_id: int) -> None:
    """Make the file of a certificate; safe to run twice."""
    certifying.make(certificate_id)


@shared_task
def move_queues_on() -> None:
    """End the offers that nobody answered, and offer every free place to who is next."""
    waiting.move_on()
