"""What needs doing: the small interface by which every app puts its tasks on the desk.

An app that has something to say has a module `desk` with a function `tasks(person) -> list[Task]`;
`speaking` finds it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from sekom import speaking


class When(IntEnum):
    """How soon a task is due, and whose move it is."""

    TODAY = 1
    THIS_WEEK = 2
    WAITING = 3


@dataclass(frozen=True)
class Task:
    """One thing to do: what, why, and the button that begins it."""

    title: str
    detail: str
    url: str
    action: str
    when: When = When.TODAY
    is_late: bool = False


def tasks_for(person) -> list[Task]:
    """Everything that waits for this person, the most urgent first."""
    return sorted(_all_tasks(person), key=lambda task: (task.when, not task.is_late))


def _all_tasks(person) -> Iterator[Task]:
    for module in speaking.modules("desk"):
        yield from module.tasks(person)
