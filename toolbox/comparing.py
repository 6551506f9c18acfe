"""Comparing two versions: which fields differ, and which words went and came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from toolbox.models import Publishable


@dataclass(frozen=True)
class Piece:
    """A stretch of words that is the same, went or came."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A field that differs, in plain words, before and after."""

    label: str
    before: str
    after: str
    pieces: list[Piece]


def compare(thing: Publishable, before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """The fields that differ between two snapshots of a thing, in their order on the page."""
    names = [*thing.FIELDS, *thing.PARTS]
    told = [
        (name, thing.say(name, before.get(name)), thing.say(name, after.get(name)))
        for name in names
    ]
    return [
        Difference(thing.label_of(name).capitalize(), old, new, pieces(old, new))
        for name, old, new in told
        if old != new
    ]


def pieces(old: str, new: str) -> list[Piece]:
    """The words of both in one line: what is the same, what went and what came."""
    # Spaces belong to the word before them, so that what is put together again reads well.
    before, after = (re.findall(r"\S+\s*", text) for text in (old, new))
    made: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind == "equal":
            made.append(Piece("same", "".join(before[a:b])))
            continue
        if a != b:
            made.append(Piece("gone", "".join(before[a:b])))
        if c != d:
            made.append(Piece("new", "".join(after[c:d])))
    return made
