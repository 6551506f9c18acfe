"""Dividing a whole text by the questions of the guide: their headings tell where each begins."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

ALIKE = 88  # how alike, of 100, a line and a question are when the one stands for the other
ROOM = 12  # how many signs longer than the question such a line may be

_BEFORE = re.compile(
    r"^\s*(?:[#*•–-]+\s*)?(?:(?:fråga|question|f|q)\s*)?(\d{1,2})?\s*[.:)]?\s*", re.I
)
_NUMBER = re.compile(
    r"\s*(?:(?:fråga|question|f|q)\s*(?P<word>\d{1,2})\s*[.:)]?|(?P<dot>\d{1,2})[.:)])\s*", re.I
)
_AFTER = re.compile(r"[\s?.:*]+$")


def split(text: str, questions: Sequence[str]) -> dict[int | None, str]:
    """{the question's place among `questions`: what stands under it}; None for what stands before.

    A question that is asked twice has both its parts. Without any heading all of it is under None.
    """
    parts: dict[int | None, list[str]] = {}
    at: int | None = None
    for line in text.split("\n"):
        found, rest = _heading(line, questions)
        if found is None:
            parts.setdefault(at, []).append(line)
        else:
            at = found
            parts.setdefault(at, []).extend([rest] if rest else [])
    whole = {place: "\n".join(lines).strip() for place, lines in parts.items()}
    return {place: words for place, words in whole.items() if words}


def _heading(line: str, questions: Sequence[str]) -> tuple[int | None, str]:
    """Which question a line stands for, and what else it says: Vad hindrar er? Tiden."""
    bare = _plain(line)
    if not bare:
        return _numbered(line, questions), ""
    for place, question in enumerate(questions):
        asked = _plain(question)
        if bare == asked:
            return place, ""
    for place, question in enumerate(questions):
        rest = _said_after(line, question)
        if rest:
            return place, rest
    alike = [
        (fuzz.ratio(bare, _plain(question)), -place)
        for place, question in enumerate(questions)
        if len(bare) <= len(question) + ROOM
    ]
    best, place = max(alike, default=(0, 0))
    return (-place, "") if best >= ALIKE else (None, "")


def _numbered(line: str, questions: Sequence[str]) -> int | None:
    """A line of nothing but a question's number, said as one: Fråga 2, F2, 2."""
    found = _NUMBER.fullmatch(line)
    number = int(found["word"] or found["dot"]) if found else 0
    return number - 1 if 1 <= number <= len(questions) else None


def _said_after(line: str, question: str) -> str:
    """What a line says after the question, where it begins with all of it."""
    bare = _BEFORE.sub("", line, count=1)
    return bare[len(question) :].strip() if bare.lower().startswith(question.lower()) else ""


def _plain(line: str) -> str:
    """A line without number, bullet and what it ends with, in small letters."""
    return _AFTER.sub("", _BEFORE.sub("", line, count=1)).casefold()
