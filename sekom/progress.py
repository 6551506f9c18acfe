"""How far long work has come: whoever does it tells, whoever waits listens."""

from typing import Protocol

from celery import Task


class Progress(Protocol):
    """Hears that so many parts of so many are done."""

    def __call__(self, done: int, of: int) -> None: ...


def silently(done: int, of: int) -> None:
    """Nobody listens."""


def progress_of(task: Task) -> Progress:
    """Keep the progress of a Celery task where its result will be: {"done": 3, "of": 8}."""

    def tell(done: int, of: int) -> None:
        if task.request.id:
            task.update_state(state="PROGRESS", meta={"done": done, "of": of})

    return tell
