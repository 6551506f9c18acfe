"""Guessing what the columns of somebody's own sheet hold, from their headings."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from rapidfuzz import fuzz, process

from members.sheets import (
    CONTACT_COLUMNS,
    LONG_COLUMNS,
    MADE_UP_COLUMNS,
    MEMBER_COLUMNS,
    ROLE,
    ROLES,
    SEAT_STATUS,
    Column,
    contact_key,
)

ALIKE = 85  # of 100: one letter wrong in a word of seven


def plain(text: str) -> str:
    """A heading without case, accents and signs: “E-post (politiker)” becomes “epost politiker”."""
    letters = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", re.sub(r"[-.‐–]", "", bare)).split())


def guess_columns(headings: Mapping[int, str]) -> dict[int, str]:
    """{column: key} of the headings that we understand; a key is given once, to the first."""
    found: dict[int, str] = {}
    for number, heading in headings.items():
        key = _guess(plain(heading))
        if key and key not in found.values():
            found[number] = key
    is_of_contacts = ROLE.key in found.values()
    swaps = {"status": SEAT_STATUS.key} if is_of_contacts else {contact_key("", "name"): "name"}
    return {
        number: swaps.get(key, key) if swaps.get(key) not in found.values() else key
        for number, key in found.items()
    }


def role_called(words: str) -> str:
    """The kind of seat that people call so; "" for none."""
    return _best(plain(words), _roles())


def _guess(heading: str) -> str:
    if key := _known().get(heading):
        return key
    role, rest = _without_role(heading)
    if role:
        fact = _best(rest, _contact_facts()) if rest else "name"
        return contact_key(role, fact) if fact else ""
    return _best(heading, _known())


def _without_role(heading: str) -> tuple[str, str]:
    """The role that a heading names, and the rest of it: ("politician", "epost")."""
    words = heading.split()
    for word in words:
        if role := _best(word, _roles()):
            return role, " ".join(other for other in words if other != word)
    return "", heading


def _best(text: str, known: Mapping[str, str]) -> str:
    if text in known:
        return known[text]
    found = process.extractOne(text, known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return known[found[0]] if found else ""


@cache
def _known() -> dict[str, str]:
    return _by_name((*MEMBER_COLUMNS, *LONG_COLUMNS, *MADE_UP_COLUMNS))


@cache
def _contact_facts() -> dict[str, str]:
    return _by_name(CONTACT_COLUMNS)


@cache
def _roles() -> dict[str, str]:
    return {plain(name): role.kind for role in ROLES for name in (role.heading, *role.names)}


def _by_name(columns: Iterable[Column]) -> dict[str, str]:
    """{heading: key}; the first column that a heading means is the one."""
    found: dict[str, str] = {}
    for column in columns:
        for name in (column.heading, *column.names):
            found.setdefault(plain(name), column.key)
    return found
