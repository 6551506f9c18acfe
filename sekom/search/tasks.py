"""Background work of the search: keep the index true."""

from celery import shared_task

from sekom.search import indexing

BATCHES = 50


@shared_task
def index_changes() -> None:
    """Make the entries of what has changed anew, some batches of it; safe to run twice."""
    for _batch in range(BATCHES):
        if not indexing.refresh():
            return


@shared_task
def rebuild() -> None:
    """Make the index anew, for what changed by the day alone; safe to run twice."""
    indexing.rebuild()
