"""How far a round of asking has come: per member, what each of its contacts answered."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from members.models import Inquiry, Member, Round, Seat
from sekom.excel import CellValue
from sekom.text import say_day


class State(StrEnum):
    """What became of one inquiry."""

    RIGHT = "right"
    CHANGED = "changed"
    LEFT = "left"
    REPLACED = "replaced"
    WAITING = "waiting"
    BOUNCES = "bounces"

    @property
    def is_settled(self) -> bool:
        return self not in (State.WAITING, State.BOUNCES)


class Standing(StrEnum):
    """How far a member has come."""

    REPLACED = "replaced"
    BOTH = "both"
    ONE = "one"
    NONE = "none"


@dataclass(frozen=True)
class Line:
    """One contact that was asked."""

    inquiry: Inquiry

    @property
    def state(self) -> State:
        if self.inquiry.is_replaced or (self.inquiry.is_over and not self.inquiry.answer):
            return State.REPLACED
        if self.inquiry.answer:
            return State(self.inquiry.answer)
        return State.BOUNCES if self.inquiry.is_bouncing else State.WAITING

    @property
    def is_left_vacant(self) -> bool:
        """Whether the contact has left and nobody is known to come after."""
        return self.state == State.LEFT


@dataclass(frozen=True)
class Row:
    """A member and its contacts that were asked: one or two."""

    member: Member
    lines: list[Line]

    @property
    def standing(self) -> Standing:
        settled = [line for line in self.lines if line.state.is_settled]
        if len(settled) < len(self.lines):
            return Standing.ONE if settled else Standing.NONE
        is_replaced = any(line.state == State.REPLACED for line in settled)
        return Standing.REPLACED if is_replaced else Standing.BOTH

    def of(self, kind: str) -> Line | None:
        """The line of the politician or the officer; None when the seat was vacant."""
        return next((one for one in self.lines if one.inquiry.holding.seat.kind == kind), None)

    @property
    def politician(self) -> Line | None:
        return self.of(Seat.Kind.POLITICIAN)

    @property
    def officer(self) -> Line | None:
        return self.of(Seat.Kind.OFFICER)


def rows(round: Round) -> list[Row]:
    """The members of a round in Swedish order, by one query."""
    inquiries = round.inquiries.with_names().with_progress()
    grouped = groupby(inquiries, key=lambda inquiry: inquiry.holding.seat.member)
    return [Row(member, [Line(inquiry) for inquiry in found]) for member, found in grouped]


def count_states(rows: list[Row]) -> Counter[State]:
    """How many contacts are in each state."""
    return Counter(line.state for row in rows for line in row.lines)


def count_standings(rows: list[Row]) -> Counter[Standing]:
    """How many members have come how far."""
    return Counter(row.standing for row in rows)


def say_state(line: Line | None) -> str:
    """A contact's state in words."""
    words = {
        State.RIGHT: _("Is right"),
        State.CHANGED: _("Changed"),
        State.LEFT: _("Has left"),
        State.REPLACED: _("Replaced"),
        State.WAITING: _("Has not answered"),
        State.BOUNCES: _("The address bounces"),
    }
    return words[line.state] if line else pgettext("a seat", "Was vacant")


def say_standing(row: Row) -> str:
    """A member's standing in words."""
    words = {
        Standing.REPLACED: _("All answered, someone replaced"),
        Standing.BOTH: _("All answered"),
        Standing.ONE: _("One has answered"),
        Standing.NONE: _("Nobody has answered"),
    }
    return words[row.standing]


def table(rows: list[Row]) -> list[list[CellValue]]:
    """The members with their answers as rows of a sheet, headings first."""
    headings: list[CellValue] = [_("Member"), _("State")]
    for who in (_("Politician"), _("Officer")):
        headings += [who, _("Answer"), _("Answered"), _("Note")]
    return [headings, *(_cells(row) for row in rows)]


def _cells(row: Row) -> list[CellValue]:
    cells: list[CellValue] = [row.member.name, say_standing(row)]
    for line in (row.politician, row.officer):
        inquiry = line.inquiry if line else None
        cells += [
            inquiry.holding.person.name if inquiry else "",
            say_state(line),
            say_day(inquiry.answered_at) if inquiry and inquiry.answered_at else "",
            inquiry.note if inquiry else "",
        ]
    return cells
