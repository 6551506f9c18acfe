"""Background work of the surveys: take ids, call one operation."""

from celery import shared_task

from surveys import asking, blanks


@shared_task
def close_due() -> None:
    """Close the rounds whose last day has passed; safe to run twice."""
    asking.close_due()


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def make_blank(version_id: int) -> None:
    """Make the blank form of a published version; safe to run twice."""
    blanks.make(version_id)
