"""Background work of the register."""

from celery import shared_task
from django.core.mail import EmailMessage


@shared_task(autoretry_for=(OSError,), retry_backoff=2, retry_backoff_max=60, max_retries=6)
def send_account_mail(*, to: str, subject: str, text: str) -> None:
    """Send a log-in code straight out: it is dead in ten minutes, the ledger would only delay it.

    An empty `to` sends nothing: the address was unknown, and must not show it by its timing.
    """
    if to:
        EmailMessage(subject, text, to=[to]).send()
