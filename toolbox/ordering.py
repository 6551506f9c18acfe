"""Ordering what a worker makes: the document of a journey."""

from toolbox import tasks
from toolbox.models import Journey


def request_journal(journey: Journey) -> None:
    """Have the document of a journey made, if it is not there yet."""
    tasks.make_journal.delay_on_commit(journey.pk)
