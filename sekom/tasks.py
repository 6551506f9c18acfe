"""Background work of the frame itself."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from sekom import health


@shared_task
def beat() -> None:
    """Say that a worker is alive; safe to run twice."""
    health.record_heartbeat()


@shared_task
def clean_up() -> None:
    """Forget sessions that have expired; safe to run twice."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
