"""Background work of the surveys: take ids, call one operation."""

from celery import shared_task

from surveys import asking, blanks, receipts, reporting


@shared_task
def close_due() -> None:
    """Close the rounds whose last day has passed; safe to run twice."""
    asking.close_due()


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def make_blank(version_id: int) -> None:
    """Make the blank form of a published version; safe to run twice."""
    blanks.make(version_id)


@shared_task
def build_report(report_id: int) -> None:
    """Build a report that was asked for, its progress kept on its row; safe to run twice."""
    reporting.build_report(report_id)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def make_receipt(response_id: int) -> None:
    """Make the receipt of a response; safe to run twice."""
    receipts.make(response_id)
