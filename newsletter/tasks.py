"""Background work of the website: call one operation."""

from celery import shared_task

from newsletter import link_checking


@shared_task
def check_links() -> None:
    """Try some of the links to other websites; safe to run twice."""
    link_checking.check_some()
