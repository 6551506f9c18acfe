"""Background work of the register."""

from celery import shared_task
from django.core.mail import EmailMessage

from members import joining, updating_team, verifying
from sekom import history
from sekom.progress import progress_of


@shared_task(autoretry_for=(OSError,), retry_backoff=2, retry_backoff_max=60, max_retries=6)
def send_account_mail(*, to: str, subject: str, text: str) -> None:
    """Send a log-in code straight out: it is dead in ten minutes, the ledger would only delay it.

    An empty `to` sends nothing: the address was unknown, and must not show it by its timing.
    """
    if to:
        EmailMessage(subject, text, to=[to]).send()


@shared_task(bind=True)
def update_team(self, list_id: int) -> None:
    """Make the contacts' Team equal to a list that was ordered; safe to run twice."""
    with history.door("system", task="update_team"):
        updating_team.update(list_id, tell=progress_of(self))


@shared_task
def remind_contacts() -> None:
    """Remind those who have not said whether they are still right; safe to run twice."""
    with history.door("system", task="remind_contacts"):
        verifying.remind_due()


@shared_task
def part_from_leavers() -> None:
    """Let those members leave whose last day has passed; safe to run twice."""
    with history.door("system", task="part_from_leavers"):
        joining.part_from_leavers()
