"""Reading the cells of a sheet of the register, and saying in words what is wrong with one."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from members import sheets
from members.headings import plain, role_called
from members.models import Member
from members.sheets import COLUMNS, CONTACT_FACTS, ROLES, contact_key
from sekom import text

YEAR = re.compile(r"\d{4}", re.ASCII)
STATUSES = sheets.STATUSES | {
    "aktiv": Member.Status.MEMBER,
    "har ansökt": Member.Status.APPLIED,
    "lämnat": Member.Status.LEFT,
    "har lämnat": Member.Status.LEFT,
}
SEAT_STATUSES = {"aktiv": False, sheets.VACANT: True}
ROLE_HEADINGS = {role.kind: role.heading for role in ROLES}


def contacts(facts: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The contacts of a row: (kind of seat, {fact: text}), by its role or by its columns."""
    if "role" in facts:
        role = role_called(facts["role"])
        if not role:
            raise ValidationError(
                _("%(what)s is “%(value)s”; it must be one of %(known)s."),
                params={
                    "what": COLUMNS["role"].heading,
                    "value": facts["role"],
                    "known": ", ".join(ROLE_HEADINGS.values()),
                },
            )
        status = {"seat_status": facts["seat_status"]} if "seat_status" in facts else {}
        yield role, _contact(facts, "") | status
    for role in ROLE_HEADINGS:
        if contact := _contact(facts, role):
            yield role, contact


def _contact(facts: dict[str, str], role: str) -> dict[str, str]:
    keys = {fact: contact_key(role, fact) for fact in CONTACT_FACTS}
    return {fact: facts[key] for fact, key in keys.items() if key in facts}


def is_vacant(facts: dict[str, str]) -> bool:
    """Whether the sheet says that nobody sits there: in a column of its own or as the name."""
    status = facts.get("seat_status", "")
    return (bool(status) and choice(SEAT_STATUSES, status, "seat_status")) or plain(
        facts.get("name", "")
    ) == sheets.VACANT


def kind_of(facts: dict[str, str]) -> str:
    """Municipality or region; "" when the sheet does not say."""
    return choice(sheets.KINDS, facts["kind"], "kind") if "kind" in facts else ""


def choice[Value](known: dict[str, Value], value: str, key: str) -> Value:
    """What one of the known words stands for."""
    word = value.lower()
    if word not in known:
        raise ValidationError(
            _("%(what)s is “%(value)s”; it must be one of %(known)s."),
            params={"what": COLUMNS[key].heading, "value": value, "known": ", ".join(known)},
        )
    return known[word]


def code(value: str, kind: str) -> str:
    """A code of four digits, or of two for regions, with the zeros that Excel takes away."""
    is_region = kind == Member.Kind.REGION or (not kind and len(value) <= 2)
    return value.zfill(2 if is_region else 4) if value.isdigit() else value


def day(value: str) -> date:
    """A day, or the first of January of a year alone."""
    return text.parse_day(f"{value}-01-01" if YEAR.fullmatch(value) else value)


def _number(value: str) -> int:
    bare = re.sub(r"[\s.]", "", value)
    if not re.fullmatch(r"\d{1,9}", bare, re.ASCII):
        raise ValidationError(_("“%(value)s” is no whole number."), params={"value": value})
    return int(bare)


def _address(value: str) -> str:
    return value if "://" in value else f"https://{value}"


MEMBER_FACTS = {
    "inhabitants": _number,
    "website": _address,
    "status": lambda value: choice(STATUSES, value, "status"),
    "joined_on": day,
    "left_on": day,
}


def in_cell(name: str, value: Any) -> str:
    """A fact as the sheet writes it."""
    if value is None:
        return ""
    if name == "status":
        return sheets.word_of(sheets.STATUSES, value)
    return value.isoformat() if isinstance(value, date) else str(value)


def in_words(refusal: ValidationError, heading: str = "") -> list[str]:
    """All that is wrong, each with its column where that is known."""
    if not hasattr(refusal, "error_dict"):
        return [f"{heading}: {reason}" if heading else reason for reason in refusal.messages]
    return [
        reason if name == NON_FIELD_ERRORS else f"{_heading(name)}: {reason}"
        for name, reasons in refusal.message_dict.items()
        for reason in reasons
    ]


def _heading(name: str) -> str:
    column = COLUMNS.get(contact_key("", name)) or COLUMNS.get(name)
    return column.heading if column else name
