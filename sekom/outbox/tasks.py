"""Background work of the outbox: Celery only wakes it, the ledger knows what is to be done."""

from celery import shared_task

from sekom.outbox import sending


@shared_task
def send_due() -> None:
    """Send what is due, for at most some minutes; safe to run twice, also at the same time."""
    if sending.send_due():
        send_due.delay()
