"""Background work of interviews: take ids, call one operation."""

from celery import shared_task

from surveys.interviews import pooling, report_printing


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def make_report(report_id: int, is_draft: bool) -> None:
    """Make the document of a report; safe to run twice."""
    report_printing.make(report_id, is_draft=is_draft)


@shared_task
def compare_network() -> None:
    """Compare the shared studies anew, when enough has changed; safe to run twice."""
    pooling.make_edition()
