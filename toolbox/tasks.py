"""Background work of the toolbox: take ids, call one operation."""

from celery import shared_task

from toolbox import journals, listening, publishing, reminding


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def make_journal(journey_id: int) -> None:
    """Make the document of a journey; safe to run twice."""
    journals.make(journey_id)


@shared_task
def forget_visitors() -> None:
    """Forget what told yesterday's visitors apart; safe to run twice."""
    listening.forget_visitors()


@shared_task
def publish_due() -> None:
    """Publish what was looked through and is due; safe to run twice."""
    publishing.publish_due()


@shared_task
def remind_owners() -> None:
    """Remind owners of what is soon to be looked over; safe to run twice."""
    reminding.remind_owners()
