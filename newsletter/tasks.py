"""Background work of the website and the newsletter: call one operation."""

from celery import shared_task

from newsletter import link_checking, scheduling, search


@shared_task
def check_links() -> None:
    """Try some of the links to other websites; safe to run twice."""
    link_checking.check_some()


@shared_task
def send_due() -> None:
    """Send the issues whose time has come; safe to run twice."""
    scheduling.send_due()


@shared_task
def mark_begun() -> None:
    """Let issues be found once their letters leave; safe to run twice."""
    search.mark_begun()
