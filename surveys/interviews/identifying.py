"""What may tell who somebody is: addresses, phones, personal numbers and names in a text.

A warning, never a refusal: who writes knows better than any list of names.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
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
    "sson|berg|ström|lund|gren|qvist|kvist|dahl|strand|holm|blom|stedt|fors|ling|mark|stam|"
    "lind|man|löf|nder|ius|ović|ic|ez"
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
_NAME = re.compile(rf"(?<!\w)(?P<first>{_WORD})(?P<last>(?: {_WORD})?)(?!\w)")
_SURNAME = re.compile(rf" \w*(?:{SURNAME_ENDINGS})")


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
    for match in _NAME.finditer(text):
        if _is_name(match["first"], match["last"]):
            note(Kind.NAME, *match.span())
    return sorted(found, key=lambda sign: sign.start)


def _is_name(first: str, last: str) -> bool:
    stem = first.partition("-")[0]
    has_surname = bool(last) and _SURNAME.fullmatch(last) is not None
    if stem in AMBIGUOUS:
        return bool(last)
    return stem in FIRST_NAMES or has_surname
