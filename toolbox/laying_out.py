"""Laying out a path: its steps in the draft, which readers see once it is published."""

from collections.abc import Callable
from itertools import accumulate
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from members.models import Person
from toolbox import writing
from toolbox.models import FrameworkItem, Path, Step, Tool

type Steps = list[dict[str, Any]]


def steps_of(path: Path) -> Steps:
    """The steps of the draft, as they are written now."""
    return path.drafted().get("steps", [])


def step_of(path: Path, key: str) -> dict[str, Any] | None:
    """One step of the draft; None when there is none with this key."""
    return next((step for step in steps_of(path) if step["key"] == key), None)


def add_step(path: Path, values: dict[str, Any], *, version: int, by: Person) -> Path:
    """Put a step last in the draft."""
    step = {"key": get_random_string(10).lower(), "joins": str(Step.Joins.NEW)} | values
    return _save(path, [*steps_of(path), step], version=version, by=by)


def change_step(path: Path, key: str, values: dict[str, Any], *, version: int, by: Person) -> Path:
    """Write a step anew; its key stays, so that members keep what they noted on it."""
    return _save(path, _each(path, key, lambda step: step | values), version=version, by=by)


def remove_step(path: Path, key: str, *, version: int, by: Person) -> Path:
    """Take a step out of the draft; what members noted on it stays with them."""
    _refuse_unknown(path, key)
    rest = [step for step in steps_of(path) if step["key"] != key]
    return _save(path, rest, version=version, by=by)


def move_step(path: Path, key: str, *, places: int, version: int, by: Person) -> Path:
    """Move a step up (-1) or down (1); at the end of the path it stays."""
    _refuse_unknown(path, key)
    steps = list(steps_of(path))
    here = next(number for number, step in enumerate(steps) if step["key"] == key)
    there = min(max(here + places, 0), len(steps) - 1)
    steps.insert(there, steps.pop(here))
    return _save(path, steps, version=version, by=by)


def drafted_steps(path: Path) -> Steps:
    """The draft's steps with their numbers, tools and framework items, to look at."""
    told = steps_of(path)
    numbers = accumulate(step["joins"] == Step.Joins.NEW for step in told)
    tools = Tool.objects.in_bulk({pk for step in told for pk in step["tools"]})
    asked = {link["item"] for step in told for link in step["items"]}
    items = FrameworkItem.objects.select_related("framework").in_bulk(asked)
    return [
        step
        | {
            "number": number,
            "tools": [tools[pk] for pk in step["tools"] if pk in tools],
            "items": [items[link["item"]] for link in step["items"] if link["item"] in items],
        }
        for step, number in zip(told, numbers, strict=True)
    ]


def _each(path: Path, key: str, change: Callable[[dict], dict]) -> Steps:
    _refuse_unknown(path, key)
    return [change(step) if step["key"] == key else step for step in steps_of(path)]


def _refuse_unknown(path: Path, key: str) -> None:
    if step_of(path, key) is None:
        raise ValidationError(_("This step is no longer part of the draft."), code="unknown")


def _save(path: Path, steps: Steps, *, version: int, by: Person) -> Path:
    if steps:  # nothing stands before the first
        steps = [steps[0] | {"joins": str(Step.Joins.NEW)}, *steps[1:]]
    return writing.save_draft(path, {"steps": steps}, version=version, by=by)
