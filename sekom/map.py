"""The map of Sweden: where each municipality and county lies, and the land as one quiet shape.

Everything is worked out from one drawing, `data/sweden_municipalities.svg` (borders: Statistics
Sweden). A code is the SCB code: four digits for a municipality, two for a county.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

DRAWING = Path(__file__).parent / "data" / "sweden_municipalities.svg"
VIEW_BOX = "-8 -8 850 2016"  # the drawing and the width of its outline

type Point = tuple[int, int]
type Ring = list[Point]


@dataclass(frozen=True)
class Dot:
    """A member on the map. State: both, no_politician, no_officer or none."""

    x: int
    y: int
    state: str = "both"
    label: str = ""

    @property
    def politician(self) -> str:
        return "vacant" if self.state in ("no_politician", "none") else "appointed"

    @property
    def officer(self) -> str:
        return "vacant" if self.state in ("no_officer", "none") else "appointed"


def dot(code: str, state: str = "both", label: str = "") -> Dot | None:
    """The dot of a municipality or, for two digits, a region; None where the map has no such."""
    point = points().get(code) or county_points().get(code)
    return Dot(*point, state, label) if point else None


@lru_cache
def paths() -> dict[str, str]:
    """{municipality code: outline}, as the `d` of an SVG path."""
    found = re.findall(r'<path id="k(\d{4})" d="([^"]+)"', DRAWING.read_text(encoding="utf-8"))
    return dict(found)


@lru_cache
def points() -> dict[str, Point]:
    """{municipality code: a point well inside its biggest piece of land}."""
    return {code: _middle(max(rings, key=_area)) for code, rings in _rings().items()}


@lru_cache
def county_points() -> dict[str, Point]:
    """{county code: the middle of its municipalities, weighed by their land}."""
    weighed: dict[str, list[tuple[float, Point]]] = defaultdict(list)
    for code, point in points().items():
        weighed[code[:2]].append((sum(_area(ring) for ring in _rings()[code]), point))
    return {county: _weighed_middle(parts) for county, parts in weighed.items()}


def county_view_box(county_code: str, margin: int = 24) -> str:
    """The part of the map that shows one county, with some land around it."""
    corners = [
        corner
        for code, rings in _rings().items()
        if code.startswith(county_code)
        for ring in rings
        for corner in ring
    ]
    left, top = (min(axis) - margin for axis in zip(*corners, strict=True))
    right, bottom = (max(axis) + margin for axis in zip(*corners, strict=True))
    return f"{left} {top} {right - left} {bottom - top}"


def outlines(county_code: str) -> list[str]:
    """The outlines of a county's municipalities, each as the `d` of an SVG path."""
    return [path for code, path in paths().items() if code.startswith(county_code)]


@lru_cache
def land() -> str:
    """The whole country as one outline: borders that two municipalities share are gone."""
    borders = {
        (start, end) for rings in _rings().values() for ring in rings for start, end in _sides(ring)
    }
    coast = {(start, end) for start, end in borders if (end, start) not in borders}
    return "".join(_path(ring) for ring in _joined(coast) if _area(ring) >= _SPECK)


def land_drawing() -> str:
    """The file `static/img/sweden.svg`: the land to `<use>`, coloured by whoever shows it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{VIEW_BOX}">'
        f'<path id="land" vector-effect="non-scaling-stroke" d="{land()}"/></svg>\n'
    )


# Pieces smaller than this are no wider than a hair on any screen.
_SPECK = 14


@lru_cache
def _rings() -> dict[str, list[Ring]]:
    return {code: [_ring(part) for part in _parts(path)] for code, path in paths().items()}


def _parts(path: str) -> list[str]:
    return [part for part in path.replace("M", "").split("z") if part]


def _ring(part: str) -> Ring:
    """The corners of one closed piece: a start, then steps."""
    numbers = [int(number) for number in re.findall(r"-?\d+", part)]
    x, y = 0, 0
    corners: Ring = []
    for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + step_x, y + step_y
        if not corners or corners[-1] != (x, y):
            corners.append((x, y))
    return corners


def _sides(ring: Ring) -> list[tuple[Point, Point]]:
    return [(a, b) for a, b in zip(ring, ring[1:] + ring[:1], strict=True) if a != b]


def _signed_area(ring: Ring) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in _sides(ring)) / 2


def _area(ring: Ring) -> float:
    return abs(_signed_area(ring))


def _middle(ring: Ring) -> Point:
    """The centre of gravity, or where that falls outside, the middle of the widest stretch."""
    area = _signed_area(ring)
    sides = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in _sides(ring)]
    x = round(sum((a[0] + b[0]) * cross for a, b, cross in sides) / (6 * area))
    y = round(sum((a[1] + b[1]) * cross for a, b, cross in sides) / (6 * area))
    stretches = _stretches(ring, y)
    if any(left < x < right for left, right in stretches):
        return x, y
    left, right = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return round((left + right) / 2), y


def _stretches(ring: Ring, y: int) -> list[tuple[float, float]]:
    """From where to where a line across the map at this height runs over the land."""
    height = y + 0.01  # just beside whole numbers, where corners are
    crossings = sorted(
        ax + (height - ay) * (bx - ax) / (by - ay)
        for (ax, ay), (bx, by) in _sides(ring)
        if (ay > height) != (by > height)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def _weighed_middle(parts: list[tuple[float, Point]]) -> Point:
    whole = sum(weight for weight, point in parts)
    x = sum(weight * point[0] for weight, point in parts) / whole
    y = sum(weight * point[1] for weight, point in parts) / whole
    return round(x), round(y)


def _joined(sides: set[tuple[Point, Point]]) -> list[Ring]:
    """Closed rings out of loose sides, in an order that is the same every time."""
    onward: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted(sides, reverse=True):
        onward[start].append(end)
    rings = []
    for start in sorted(onward):
        while onward[start]:
            ring = [start]
            while onward[ring[-1]] and (len(ring) == 1 or ring[-1] != start):
                ring.append(onward[ring[-1]].pop())
            rings.append(ring[:-1] if ring[-1] == start else ring)
    return rings


def _path(ring: Ring) -> str:
    """A ring as the shortest path text: a start, then steps."""
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(ring)]
    drawn = " ".join(f"{number}" for step in steps for number in step).replace(" -", "-")
    return f"M{ring[0][0]} {ring[0][1]}l{drawn}z"
