"""What happens now: the small interface by which every app puts things on the start page.

An app that has something to show has a module `happening` with a function
`happening() -> list[Happening]`; `speaking` finds it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sekom import speaking


@dataclass(frozen=True)
class Happening:
    """One thing that everybody may know of: a day to come, or something new.

    With `day` it is shown on a date leaf, else behind an icon. `at` says when it was new, or when
    it happens: days to come are shown before what is new, the nearest and the newest first.
    """

    title: str
    text: str
    url: str
    at: datetime
    icon: str = "newspaper"
    is_day: bool = False


def now(most: int = 3) -> list[Happening]:
    """What is shown on the start page: at most one thing of each app, days to come first."""
    found = [things[0] for things in _by_app() if things]
    days = sorted((one for one in found if one.is_day), key=lambda one: one.at)
    news = sorted((one for one in found if not one.is_day), key=lambda one: one.at, reverse=True)
    return [*days, *news][:most]


def _by_app() -> Iterator[list[Happening]]:
    for module in speaking.modules("happening"):
        yield module.happening()
