"""Background work of the outbox: Celery only wakes it, the ledger knows what is to be done."""

from celery import shared_task

from sekom import bouncing, history
from sekom.outbox import fetching, hearing, sending


@shared_task
def send_due() -> None:
    """Send what is due, for at most some minutes; safe to run twice, also at the same time."""
    if sending.send_due():
        send_due.delay()


@shared_task
def notice_returns() -> None:
    """Settle what came back early, and let every app notice dead addresses; safe to run twice."""
    with history.door("system", task="notice_returns"):
        hearing.settle_late()
        bouncing.notice()


@shared_task
def fetch_returns() -> None:
    """Read the mailbox that letters come back to; safe to run twice."""
    if fetching.fetch():
        notice_returns()
