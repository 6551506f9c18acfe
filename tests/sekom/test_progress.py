"""Progress: what is told is kept where the task's result will be."""

import json

import pytest
from celery import shared_task

from sekom.progress import progress_of, silently


@shared_task(bind=True)
def count_to_three(self):
    """A task that tells how far it has come, and gives back what was kept meanwhile."""
    tell = progress_of(self)
    kept = []
    for done in (1, 2, 3):
        tell(done, 3)
        key = self.backend.get_key_for_task(self.request.id)
        kept.append(json.loads(self.backend.get(key))["result"])
    return kept


@pytest.mark.filterwarnings("ignore:Call to deprecated setex:DeprecationWarning")
def test_progress_of_a_task_can_be_read_while_it_works():
    assert count_to_three.apply().result == [{"done": done, "of": 3} for done in (1, 2, 3)]


def test_a_task_called_as_a_function_tells_nobody():
    assert progress_of(count_to_three)(1, 3) is None
    assert silently(1, 3) is None
