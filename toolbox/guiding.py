"""Guiding: the path beside a tool that was reached from one of its steps, and one's own paths."""

from dataclasses import dataclass

from members.models import Person
from toolbox import stops
from toolbox.models import Journey, Path, Tool
from toolbox.stops import Stop

STEPS_AHEAD = 1  # on one's own page, after the one to do next


@dataclass(frozen=True)
class Beside:
    """A path as it stands beside a tool: where one is, and what comes before and after."""

    path: Path
    stops: list[Stop]
    here: Stop
    before: Stop | None
    after: Stop | None
    journey: Journey | None


def beside(tool: Tool, *, slug: str, key: str, person: Person) -> Beside | None:
    """The path with this address, if it is published and its step of this key has the tool."""
    path = Path.objects.published().at(slug) if slug else None
    if path is None:
        return None
    steps = list(path.steps.standing().with_links())
    if not any(step.key == key and tool in step.tools.all() for step in steps):
        return None
    journey = Journey.objects.walked_by(person).under_way().on(path).first()
    works = journey.works.with_who() if journey else []
    found = stops.stops_of(steps, works, open_key=key)
    number = next(number for number, stop in enumerate(found) if stop.is_open)
    return Beside(
        path=path,
        stops=found,
        here=found[number],
        before=found[number - 1] if number else None,
        after=found[number + 1] if number + 1 < len(found) else None,
        journey=journey,
    )


@dataclass(frozen=True)
class Walk:
    """A journey as it stands on one's own page: the steps around the one to do next."""

    journey: Journey
    stops: list[Stop]


def walks_of(person: Person) -> list[Walk]:
    """The paths that this person's members walk now, the one begun last first."""
    found = Journey.objects.walked_by(person).under_way().with_steps_and_works()
    return [_walk(journey) for journey in found]


def _walk(journey: Journey) -> Walk:
    steps = [step for step in journey.path.steps.all() if step.is_standing]
    found = stops.stops_of(steps, journey.works.all())
    at = next((place for place, stop in enumerate(found) if stop.is_open), 0)
    return Walk(journey, found[: at + 1 + STEPS_AHEAD])
