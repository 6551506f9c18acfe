"""What the toolbox puts on the start page: the guided path or tool that came out last."""

from itertools import chain
from typing import Any

from sekom.happening import Happening
from toolbox.models import Path, Tool

ICONS: dict[Any, str] = {Path: "route", Tool: "wrench"}


def happening() -> list[Happening]:
    """The path and the tool that were published last, the newest first."""
    newest = chain.from_iterable(kind.objects.newest()[:1] for kind in ICONS)
    return [
        Happening(
            title=thing.title,
            text=thing.summary,
            url=thing.get_absolute_url(),
            at=thing.published_at,
            icon=ICONS[type(thing)],
        )
        for thing in sorted(newest, key=lambda thing: thing.published_at, reverse=True)
    ]
