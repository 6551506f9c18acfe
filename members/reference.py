"""The 290 municipalities and 21 regions that may become members; source: Statistics Sweden."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from members.models import Member

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Place:
    """A municipality or region; `code` is Statistics Sweden's, of four or two digits."""

    kind: str
    code: str
    name: str
    short_name: str
    county: str


@cache
def places() -> dict[tuple[str, str], Place]:
    """All of them, by (kind, code)."""
    found = [
        Place(
            Member.Kind.MUNICIPALITY,
            row["code"],
            row["official_name"],
            row["name"],
            row["county_code"],
        )
        for row in _rows("municipalities.csv")
    ]
    found += [
        Place(Member.Kind.REGION, row["county_code"], row["name"], row["name"], row["county_code"])
        for row in _rows("regions.csv")
    ]
    return {(place.kind, place.code): place for place in found}


def place_named(name: str) -> Place | None:
    """The place with this name, official or short, in any case; None when there is none."""
    return _by_name().get(" ".join(name.casefold().split()))


@cache
def _by_name() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for place in places().values():
        found.setdefault(place.short_name.casefold(), place)
        found[place.name.casefold()] = place
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
