"""Background work of the events: take ids, call one operation."""

from celery import shared_task

from events import printing, reminding_of_actions


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def make_meeting_document(event_id: int, what: str) -> None:
    """Make the agenda or the notes of a meeting as PDF; safe to run twice."""
    printing.make(event_id, what)


@shared_task
def remind_of_actions() -> None:
    """Remind of what is soon due, due and late; safe to run twice."""
    reminding_of_actions.remind()
