"""Background work of the frame itself."""

from celery import shared_task

from sekom import cleaning_up, health
from sekom.outbox import vouching


@shared_task
def beat() -> None:
    """Say that a worker is alive; safe to run twice."""
    health.record_heartbeat()


@shared_task
def clean_up() -> None:
    """Forget what has been kept long enough; safe to run twice."""
    cleaning_up.clean_up()


@shared_task
def check_sender() -> None:
    """Find out whether others can believe that our letters are ours; safe to run twice."""
    vouching.find_out()
