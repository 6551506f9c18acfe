"""The stops of a path as its reader meets them: numbers, and/or, how far one has come.

A number can be several steps: joined by “and” all of them are needed, by “or” one way is enough.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from toolbox.models import FrameworkItem, Step, StepWork

Joins = Step.Joins
State = StepWork.State


@dataclass(frozen=True)
class Stop:
    """A step in its place: the number it belongs to, what joins it, and the reader's own work."""

    step: Step
    number: int
    work: StepWork | None = None
    is_open: bool = False

    @property
    def joins(self) -> str:
        """ "and" or "or" when it belongs to the number before, else ""."""
        return "" if self.step.joins == Joins.NEW else self.step.joins

    @property
    def state(self) -> str:
        return self.work.state if self.work else State.NOT_STARTED

    @property
    def look(self) -> str:
        """How it is drawn: done, now or next."""
        if self.state == State.DONE:
            return "done"
        return "now" if self.is_open or self.state == State.UNDER_WAY else "next"


def stops_of(
    steps: Sequence[Step], works: Iterable[StepWork] = (), *, open_key: str = ""
) -> list[Stop]:
    """The steps in order; the one to do next stands open unless another is asked for."""
    by_step = {work.step_id: work for work in works}
    numbered = list(_numbered(steps))
    keys = {step.key for step in steps}
    if open_key not in keys:
        open_key = _next_key(numbered, by_step)
    return [
        Stop(step, number, by_step.get(step.pk), step.key == open_key) for number, step in numbered
    ]


def _numbered(steps: Sequence[Step]) -> Iterator[tuple[int, Step]]:
    number = 0
    for step in steps:
        if step.joins == Joins.NEW or number == 0:
            number += 1
        yield number, step


def _next_key(numbered: list[tuple[int, Step]], by_step: dict[int, StepWork]) -> str:
    """The first step that is still to do; the first of all when none has been begun or all are."""
    stops = [Stop(step, number, by_step.get(step.pk)) for number, step in numbered]
    done = {group[0].number for group in _groups(stops) if is_done(group)}
    for stop in stops:
        if stop.number not in done and stop.state != State.DONE:
            return stop.step.key
    return stops[0].step.key if stops else ""


def _groups(stops: Iterable[Stop]) -> Iterator[list[Stop]]:
    for _number, group in groupby(stops, key=lambda stop: stop.number):
        yield list(group)


def is_done(group: Sequence[Stop]) -> bool:
    """Whether a number is done: all steps of one of its ways, the ways being parted by “or”."""
    ways: list[list[bool]] = []
    for stop in group:
        if not ways or stop.joins == Joins.OR:
            ways.append([])
        ways[-1].append(stop.state == State.DONE)
    return any(all(way) for way in ways)


def count_done(stops: Iterable[Stop]) -> tuple[int, int]:
    """How many of the path's numbers are done, and how many there are."""
    groups = list(_groups(stops))
    return sum(map(is_done, groups)), len(groups)


def items_of(steps: Iterable[Step]) -> list[FrameworkItem]:
    """Every framework item that the steps touch, each once and in order; needs with_links()."""
    found = {link.item_id: link.item for step in steps for link in step.links.all()}
    return sorted(found.values(), key=_place)


def _place(item: FrameworkItem) -> tuple[int, int, int]:
    return item.framework.position, item.framework_id, item.position
