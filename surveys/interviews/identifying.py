"""What may tell who somebody is: addresses, phones, personal numbers and names in a text.

A warning, never a refusal: who writes knows better than any list of names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    EMAIL = "email", _("e-mail address")
    PERSONAL_NUMBER = "personal_number", _("personal number")
    PHONE = "phone", _("phone number")
    NAME = "name", _("name")


@dataclass(frozen=True)
class Sign:
    """A passage that may identify somebody: text[start:end], counted in code points."""

    kind: Kind
    text: str
    start: int
    end: int


# Common first names in Sweden. Those that are words too count only before another name.
DATA = Path(__file__).parent / "data"
FIRST_NAMES = frozenset((DATA / "first_names.txt").read_text(encoding="utf-8").split())
# Names that are words as well.
AMBIGUOUS = {"Alva", "Bo", "Björn", "Dag", "Frej", "Gro", "Kim", "Liv", "Maj", "My", "Per"} | {
    *("Rut", "Sol", "Sten", "Stig", "Tor", "Ture", "Vera", "Vide")
}
SURNAME_ENDINGS = (
    "sson",
    "qvist",
    "kvist",
    "gren",
    "ström",
    "berg",
    "lund",
    "dahl",
    "holm",
    "ović",
)

_CAPITAL = "A-ZÅÄÖÉÜ"
_SMALL = "a-zåäöéü"
_WORD = rf"[{_CAPITAL}][{_SMALL}]+(?:-[{_CAPITAL}][{_SMALL}]+)?"
_PATTERNS = [
    (Kind.EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (Kind.PERSONAL_NUMBER, re.compile(r"(?<!\d)(?:19|20)?\d{2}[01]\d[0-9]\d[-+ ]?\d{4}(?!\d)")),
    (
        Kind.PHONE,
        re.compile(
            r"(?<![\d-])(?:\+46 ?(?:\(0\))?|0)\d{1,3}[- ]?\d{2,3}(?:[ -]?\d{2,3}){1,3}(?!\d)"
        ),
    ),
]
_NAME = re.compile(rf"(?<!\w){_WORD}(?!\w)")


def signs(text: str, *, names: Iterable[str] = ()) -> list[Sign]:
    """Every passage that may identify somebody, in order; `names` are known ones to look for."""
    found: list[Sign] = []
    taken: list[range] = []

    def note(kind: Kind, start: int, end: int) -> None:
        if not any(start < span.stop and span.start < end for span in taken):
            taken.append(range(start, end))
            found.append(Sign(kind, text[start:end], start, end))

    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            note(kind, *match.span())
    for name in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            note(Kind.NAME, *match.span())
    for start, end in _names(text):
        note(Kind.NAME, start, end)
    return sorted(found, key=lambda sign: sign.start)


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Where common first names and surnames stand, with the name beside them."""
    words = list(_NAME.finditer(text))
    for word, after in zip_longest(words, words[1:]):
        is_pair = after is not None and text[word.end() : after.start()] == " "
        first, last = word[0].partition("-")[0], after[0] if is_pair else ""
        if first in AMBIGUOUS:
            is_name = is_pair
        else:
            is_name = first in FIRST_NAMES or last.endswith(SURNAME_ENDINGS)
        if is_name:
            yield word.start(), after.end() if is_pair else word.end()
        elif word[0].endswith("sson"):
            yield word.span()
