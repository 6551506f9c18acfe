"""Loading a network from two sheets: all of it, or nothing with every fault named."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members import seating
from members.models import Confirmation, County, Holding, Member, Person, Seat, today
from members.reference import Place, places
from sekom import text

KINDS = {"kommun": Member.Kind.MUNICIPALITY, "region": Member.Kind.REGION}
STATUSES = {
    "aktiv": Member.Status.MEMBER,
    "ansökan": Member.Status.APPLIED,
    "utträtt": Member.Status.LEFT,
}
ROLES = {
    "kontaktpolitiker": Seat.Kind.POLITICIAN,
    "kontakttjansteperson": Seat.Kind.OFFICER,
    "nyckeltalsrapportor": Seat.Kind.KEY_FIGURE_REPORTER,
}
VACANT = "vakant"
YEAR = re.compile(r"\d{4}", re.ASCII)


class NetworkRefused(Exception):
    """Nothing was loaded; `faults` says where and why, a line each."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass
class Summary:
    """What a load did, in numbers."""

    members_made: int = 0
    members_changed: int = 0
    holdings_made: int = 0
    people_changed: int = 0
    unchanged: int = 0
    faults: list[str] = field(default_factory=list)


@transaction.atomic
def load_network(members_file: Path, contacts_file: Path) -> Summary:
    """Load members and their contacts; loading the same files again changes nothing.

    Raises NetworkRefused with every bad line, its number and the reason; nothing is kept then.
    """
    done = Summary()
    for line, row in _rows(members_file, {"kind", "code", "status"}, done):
        _attempt(done, members_file, line, _load_member, row)
    for line, row in _rows(contacts_file, {"kind", "code", "role", "email", "status"}, done):
        _attempt(done, contacts_file, line, _load_contact, row)
    if done.faults:
        raise NetworkRefused(done.faults)
    return done


def _rows(file: Path, needed: set[str], done: Summary) -> Iterator[tuple[int, dict[str, str]]]:
    """The sheet's lines with their numbers as an editor shows them."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if missing := sorted(needed - set(reader.fieldnames or [])):
                done.faults.append(
                    _("%(file)s, line 1: the columns %(columns)s are missing.")
                    % {"file": file.name, "columns": ", ".join(missing)}
                )
                return
            for row in reader:
                yield reader.line_num, {key: (row[key] or "").strip() for key in row if key}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        done.faults.append(
            _("%(file)s cannot be read as CSV in UTF-8: %(error)s")
            % {"file": file.name, "error": error}
        )


def _attempt(done: Summary, file: Path, line: int, load, row: dict[str, str]) -> None:
    try:
        if any("\0" in value for value in row.values()):
            raise ValidationError(_("The line holds a sign that is no text (NUL)."))
        with transaction.atomic():
            load(row, done)
    except ValidationError as refusal:
        done.faults.append(
            _("%(file)s, line %(line)d: %(reason)s")
            % {"file": file.name, "line": line, "reason": _in_words(refusal)}
        )


def _in_words(refusal: ValidationError) -> str:
    """All that is wrong, each with its column where that is known."""
    if not hasattr(refusal, "error_dict"):
        return " ".join(refusal.messages)
    return " ".join(
        " ".join(reasons) if column == NON_FIELD_ERRORS else f"{column}: {' '.join(reasons)}"
        for column, reasons in refusal.message_dict.items()
    )


def _choice(known: dict, value: str, what: str):
    if value not in known:
        raise ValidationError(
            _("%(what)s is “%(value)s”; it must be one of %(known)s."),
            params={"what": what, "value": value, "known": ", ".join(known)},
        )
    return known[value]


def _load_member(row: dict[str, str], done: Summary) -> None:
    kind = _choice(KINDS, row["kind"], "kind")
    status = _choice(STATUSES, row["status"], "status")
    facts = {
        "joined_on": _day(row.get("member_since", "")),
        "left_on": _day(row.get("member_until", "")),
        "is_fictional": row.get("fictional") == "ja",
    }
    member = Member.objects.filter(kind=kind, code=row["code"]).first()
    if member is None:
        seating.take_in(_place(kind, row), status=status, **facts)
        done.members_made += 1
        return
    facts["status"] = status
    changed = {name: value for name, value in facts.items() if getattr(member, name) != value}
    if not changed:
        done.unchanged += 1
        return
    for name, value in changed.items():
        setattr(member, name, value)
    member.full_clean()
    member.save(update_fields=list(changed))
    done.members_changed += 1


def _place(kind: str, row: dict[str, str]) -> Place:
    """The place in the reference list; a made-up member brings its own name."""
    known = places().get((kind, row["code"]))
    if known:
        return known
    name = row.get("name", "")
    if row.get("fictional") != "ja" or not name:
        raise ValidationError(
            _("There is no %(kind)s with the code %(code)s."),
            params={"kind": row["kind"], "code": row["code"]},
        )
    short_name = row.get("short_name") or name.removesuffix(" kommun")
    return Place(kind, row["code"], name, short_name, County.FICTIONAL)


def _day(value: str) -> date | None:
    """A day, or the first of January of a year alone; None for nothing."""
    if not value:
        return None
    return text.parse_day(f"{value}-01-01" if YEAR.fullmatch(value) else value)


def _load_contact(row: dict[str, str], done: Summary) -> None:
    kind = _choice(KINDS, row["kind"], "kind")
    role = _choice(ROLES, row["role"], "role")
    _choice({"aktiv": True, VACANT: False}, row["status"], "status")
    member = Member.objects.filter(kind=kind, code=row["code"]).first()
    if member is None:
        raise ValidationError(
            _("No member has the code %(code)s; add it to the members first."),
            params={"code": row["code"]},
        )
    seat, _is_new = Seat.objects.get_or_create(member=member, kind=role, number=1)
    holding = seat.holding_on(today())
    if row["status"] == VACANT:
        if holding:
            raise ValidationError(
                _("%(person)s holds this seat; end that holding instead of loading a vacancy."),
                params={"person": holding.person},
            )
        done.unchanged += 1
        return
    person = seating.person_of(
        email=row["email"], name=row.get("display_name", ""), phone=row.get("phone", "")
    )
    if holding and holding.person_id == person.pk:
        _mend_person(person, row, done)
        return
    if holding:
        raise ValidationError(
            _("%(person)s holds this seat already; end that holding first."),
            params={"person": holding.person},
        )
    _seat_from_register(seat, person)
    done.holdings_made += 1


def _mend_person(person: Person, row: dict[str, str], done: Summary) -> None:
    """Give a person the name and phone of the sheet, where it has others than we know."""
    told = {"name": row.get("display_name", ""), "phone": row.get("phone", "")}
    changed = {
        name: value for name, value in told.items() if value and value != getattr(person, name)
    }
    if not changed:
        done.unchanged += 1
        return
    for name, value in changed.items():
        setattr(person, name, value)
    person.full_clean()
    person.save(update_fields=list(changed))
    done.people_changed += 1


def _seat_from_register(seat: Seat, person: Person) -> None:
    """A holding that the register says exists: no invitation, confirmed by the register."""
    holding = Holding(seat=seat, person=person, source=_("Loaded from a register"))
    holding.full_clean()
    holding.save()
    Confirmation.objects.create(holding=holding, through=Confirmation.Through.REGISTER)
