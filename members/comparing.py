"""Comparing a sheet with the register: what each row would change; nothing is written.

An empty cell says nothing, and changes nothing.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz, process

from members import cells, sheets
from members.cells import MEMBER_FACTS, ROLE_HEADINGS, in_cell
from members.doubles import Lookalikes
from members.headings import plain
from members.models import County, Holding, Member, Person, Seat, today
from members.reference import Place, place_named, places
from members.sheets import COLUMNS
from sekom import text
from sekom.excel import armed

LIKE_A_NAME = 75  # of 100: near enough to be suggested
FACT_HEADINGS = {column.key: column.heading.lower() for column in sheets.CONTACT_COLUMNS}
ANOTHER = 0  # the choice "another person", in the place of a person's id


class State(models.TextChoices):
    """What a row would do."""

    ERROR = "fel", gettext_lazy("error")
    DOUBLE = "dubblett", gettext_lazy("possible double")
    NEW = "ny", gettext_lazy("new")
    CHANGED = "andrad", gettext_lazy("changed")
    SAME = "lika", gettext_lazy("same")


@dataclass(frozen=True)
class Cell:
    """One thing that a row would change."""

    heading: str
    old: str
    new: str


@dataclass
class Double:
    """Somebody new who may be known already; `chosen` is an id, ANOTHER, or None until decided."""

    key: str
    name: str
    email: str
    candidates: list[Person]
    chosen: int | None = None


@dataclass
class Line:
    """A row of the sheet, and what it would do."""

    number: int
    label: str = ""
    cells: list[Cell] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    doubles: list[Double] = field(default_factory=list)
    makes_something: bool = False

    @property
    def state(self) -> State:
        if self.errors:
            return State.ERROR
        if any(double.chosen is None for double in self.doubles):
            return State.DOUBLE
        if self.makes_something:
            return State.NEW
        return State.CHANGED if self.cells else State.SAME


@dataclass
class Change:
    """A row of the register that would be made or changed; `before` is None for a new one."""

    row: Any
    line: int
    before: dict[str, Any] | None = None


class Comparison:
    """The register as it is, and what the sheets that it takes would make of it.

    Costs four queries, whatever the sheets hold; with `lock` the rows are held until commit.
    """

    def __init__(self, choices: Mapping[str, int] | None = None, *, lock: bool = False) -> None:
        self.choices = choices or {}
        self.lines: list[Line] = []
        self.changes: dict[int, Change] = {}  # by the id of the object in memory
        self._said: dict[tuple[int, str], tuple[Any, int]] = {}
        self._addresses: dict[str, tuple[int, str, str]] = {}  # {address: (line, name, member)}
        self._read(lock)

    def _read(self, lock: bool) -> None:
        def rows(found: models.QuerySet) -> models.QuerySet:
            return found.select_for_update(no_key=True, of=("self",)) if lock else found

        self.members = {(m.kind, m.code): m for m in rows(Member.objects.order_by("pk"))}
        self._names = {_folded(m.short_name): m for m in self.members.values()}
        self._names |= {_folded(m.name): m for m in self.members.values()}
        self._slugs = {m.slug for m in self.members.values()}
        by_id = {m.pk: m for m in self.members.values()}
        people = {p.pk: p for p in rows(Person.objects.known().order_by("pk"))}
        self.people = {p.email: p for p in people.values()}
        self.lookalikes = Lookalikes(people.values())
        self.seats: dict[tuple[int, str], Seat] = {}
        self.holdings: dict[int, list[Holding]] = defaultdict(list)
        of_members = Seat.objects.filter(member__isnull=False, number=1).order_by("pk")
        # What somebody else adds between one query and the next is left for the next comparison.
        seats = {}
        for seat in rows(of_members.filter(member__in=by_id)):
            seat.member = by_id[seat.member_id]
            seats[seat.pk] = self.seats[id(seat.member), seat.kind] = seat
        held = Holding.objects.filter(seat__in=seats, person__in=people)
        for holding in rows(held.order_by("starts_on")):
            holding.seat, holding.person = seats[holding.seat_id], people[holding.person_id]
            self.holdings[id(holding.seat)].append(holding)

    # --- What came out ------------------------------------------------------------------------

    @property
    def made(self) -> list[Change]:
        return [change for change in self.changes.values() if change.before is None]

    @property
    def changed(self) -> list[Change]:
        """Rows of the register that would not be what they were."""
        return [
            change
            for change in self.changes.values()
            if change.before
            and any(getattr(change.row, name) != old for name, old in change.before.items())
        ]

    @property
    def new_holdings(self) -> list[Holding]:
        """Those that begin and go on: the people who could be invited."""
        rows = [change.row for change in self.made if isinstance(change.row, Holding)]
        return [row for row in rows if row.ends_on is None or row.ends_on >= today()]

    @property
    def digest(self) -> str:
        """A short text that is another one as soon as anything would be done differently."""
        told = [
            (line.number, line.state.value, line.cells, line.errors, len(line.doubles))
            for line in self.lines
        ]
        return hashlib.sha256(repr((told, today())).encode()).hexdigest()[:24]

    # --- Rows ---------------------------------------------------------------------------------

    def take(self, rows: list[tuple[int, dict[int, str]]], columns: Mapping[int, str]) -> None:
        """Compare the rows of a sheet whose columns hold these facts."""
        for number, texts in rows:
            line = Line(number)
            self.lines.append(line)
            facts = {key: texts[place] for place, key in columns.items() if place in texts}
            with _telling(line):
                self._take_row(line, facts)

    def _take_row(self, line: Line, facts: dict[str, str]) -> None:
        line.label = facts.get("name") or facts.get("code", "")
        for key, value in facts.items():
            if value.startswith("="):
                raise ValidationError(
                    _("%(column)s holds a formula without a result. Write its value instead."),
                    params={"column": COLUMNS[key].heading},
                )
        facts = {key: armed(value) for key, value in facts.items()}
        member = self._member(line, facts)
        line.label = member.name
        self._take_member_facts(line, member, facts)
        for role, contact in cells.contacts(facts):
            with _telling(line):
                self._take_contact(line, member, role, contact)

    def _set(self, line: Line, row: Any, name: str, value: Any, heading: str) -> None:
        """Give a row a fact; two rows of the sheet may not say different things of it."""
        said, by_line = self._said.setdefault((id(row), name), (value, line.number))
        if said != value:
            raise ValidationError(
                _("%(heading)s is “%(said)s” in row %(row)d. Write the same in both rows."),
                params={"heading": heading, "said": in_cell(name, said), "row": by_line},
            )
        old = getattr(row, name)
        if old == value:
            return
        if row.pk is not None:
            change = self.changes.setdefault(id(row), Change(row, line.number, {}))
            if change.before is not None:
                change.before.setdefault(name, old)
        line.cells.append(Cell(heading, in_cell(name, old), in_cell(name, value)))
        setattr(row, name, value)

    def _make(self, line: Line, row: Any) -> Any:
        self.changes[id(row)] = Change(row, line.number)
        line.makes_something = True
        return row

    # --- Members ------------------------------------------------------------------------------

    def _member(self, line: Line, facts: dict[str, str]) -> Member:
        """The member that a row is about, made when the register lacks it."""
        kind = cells.kind_of(facts)
        name, code = facts.get("name", ""), cells.code(facts.get("code", ""), kind)
        if not (name or code):
            raise ValidationError(
                _("The row does not say which member it is about. Fill in its code or its name.")
            )
        named = self._names.get(_folded(name)) or place_named(name)
        found = self._with_code(code, kind, facts) if code else named
        if found is None:
            raise _no_place(name, self._names)
        if named and (named.kind, named.code) != (found.kind, found.code):
            raise ValidationError(
                _("The code %(code)s is that of %(place)s, not of %(name)s. Mend one of them."),
                params={"code": code, "place": found.name, "name": name},
            )
        if isinstance(found, Place):
            known = self.members.get((found.kind, found.code))
            return known or self._new_member(line, found, facts)
        return found

    def _with_code(self, code: str, kind: str, facts: dict[str, str]) -> Member | Place:
        for known in (kind,) if kind else Member.Kind.values:
            if found := self.members.get((known, code)) or places().get((known, code)):
                return found
        if facts.get("fictional") == "ja" and (name := facts.get("name", "")):
            short = facts.get("short_name") or name.removesuffix(" kommun")
            kind = kind or Member.Kind.MUNICIPALITY
            return Place(kind, code, name, short, County.FICTIONAL)
        kind = kind or (Member.Kind.REGION if len(code) == 2 else Member.Kind.MUNICIPALITY)
        raise ValidationError(
            _("There is no %(kind)s with the code %(code)s."),
            params={"kind": Member.Kind(kind).label, "code": code},
        )

    def _new_member(self, line: Line, place: Place, facts: dict[str, str]) -> Member:
        slug = text.slugify_sv(place.short_name)
        slug = f"{slug}-{place.code}" if slug in self._slugs else slug
        self._slugs.add(slug)
        member = Member(
            kind=place.kind,
            code=place.code,
            name=place.name,
            short_name=place.short_name,
            slug=slug,
            county=place.county,
            is_fictional=facts.get("fictional") == "ja",
        )
        self.members[member.kind, member.code] = self._make(line, member)
        line.cells.append(Cell(COLUMNS["name"].heading, "", member.name))
        for kind in Seat.PAIR:
            self._seat(line, member, kind)
        return member

    def _take_member_facts(self, line: Line, member: Member, facts: dict[str, str]) -> None:
        before, status = len(line.cells), member.status
        for name, read in MEMBER_FACTS.items():
            if name in facts:
                heading = COLUMNS[name].heading
                with _telling(line, "" if name == "status" else heading):
                    self._set(line, member, name, read(facts[name]), heading)
        if len(line.cells) > before or line.makes_something:
            member.clean_fields(exclude={"slug"})
            if (
                member.pk
                and status != member.status
                and Member.Status.LEFT in (status, member.status)
            ):
                raise ValidationError(
                    _("A membership ends, or begins again, on the member's own page: %(page)s."),
                    params={"page": member.get_absolute_url()},
                )
            if member.status == Member.Status.LEFT and member.left_on is None:
                raise ValidationError(_("Say which day the member left."))
            if member.left_on and member.joined_on and member.left_on < member.joined_on:
                raise ValidationError(_("A member cannot leave before it joined."))

    # --- Contacts -----------------------------------------------------------------------------

    def _seat(self, line: Line, member: Member, kind: str) -> Seat:
        seat = self.seats.get((id(member), kind))
        if seat is None:
            seat = self._make(line, Seat(member=member, kind=kind))
            self.seats[id(member), kind] = seat
        return seat

    def _take_contact(self, line: Line, member: Member, role: str, facts: dict[str, str]) -> None:
        seat = self.seats.get((id(member), role))
        if cells.is_vacant(facts):
            self._refuse_holder(seat)
            return
        days: dict[str, date] = {
            name: cells.day(facts[name]) for name in ("starts_on", "ends_on") if name in facts
        }
        person = self._person(line, member, role, facts, seat)
        heading = ROLE_HEADINGS[role]
        for name in ("name", "title", "phone"):
            if value := " ".join(facts.get(name, "").split()):
                self._set(line, person, name, value, f"{heading} {FACT_HEADINGS[name]}")
        person.clean_fields(exclude={"password"})
        if any(double.chosen is None for double in line.doubles):
            return  # whose holding it would be is not known yet
        self._take_holding(line, self._seat(line, member, role), person, days)

    def _refuse_holder(self, seat: Seat | None) -> None:
        """A vacancy in the sheet ends nobody's holding."""
        for holding in self.holdings[id(seat)] if seat else []:
            if holding.is_on(today()):
                raise ValidationError(
                    _("%(person)s holds this seat; end that holding instead of loading a vacancy."),
                    params={"person": holding.person},
                )

    def _person(
        self, line: Line, member: Member, role: str, facts: dict[str, str], seat: Seat | None
    ) -> Person:
        """Who the row means: by address, else by name on the seat, else somebody new."""
        email, name = facts.get("email", "").lower(), facts.get("name", "")
        if not email:
            return self._holder_named(name, seat)
        self._look_for_address(line, member, email, name)
        if person := self.people.get(email):
            return person
        heading = f"{ROLE_HEADINGS[role]} {FACT_HEADINGS['email']}"
        double = self._double(line, member, role, name, email)
        if double and double.chosen:
            person = self.lookalikes.people[double.chosen]
            self._set(line, person, "email", email, heading)
        else:
            person = self._make(line, Person(email=email))
            person.set_unusable_password()
            line.cells.append(Cell(heading, "", email))
        self.people[email] = person
        return person

    def _double(
        self, line: Line, member: Member, role: str, name: str, email: str
    ) -> Double | None:
        candidates = self.lookalikes.of(name=name, email=email, member_id=member.pk)
        if not candidates:
            return None
        double = Double(f"{line.number}.{role}", name, email, candidates)
        chosen = self.choices.get(double.key)
        if chosen == ANOTHER or any(chosen == person.pk for person in candidates):
            double.chosen = chosen
        line.doubles.append(double)
        return double

    def _holder_named(self, name: str, seat: Seat | None) -> Person:
        for holding in reversed(self.holdings[id(seat)] if seat else []):
            if plain(holding.person.name) == plain(name):
                return holding.person
        raise ValidationError(
            _("%(name)s has no e-mail address. Fill it in; the contacts are known by it.")
            % {"name": name or _("The contact")}
        )

    def _look_for_address(self, line: Line, member: Member, email: str, name: str) -> None:
        """Two people cannot share an address; one person may sit in two members, and it is told."""
        row, other, place = self._addresses.setdefault(email, (line.number, name, member.name))
        if name and other and plain(name) != plain(other):
            raise ValidationError(
                _("The address %(email)s is in row %(row)d too, as that of %(name)s. Give each "
                  "their own."),
                params={"email": email, "row": row, "name": other},
            )  # fmt: skip
        if place != member.name:
            line.notices.append(
                _("%(name)s is in row %(row)d too, as a contact of %(place)s.")
                % {"name": name or email, "row": row, "place": place}
            )

    # --- Holdings -----------------------------------------------------------------------------

    def _take_holding(self, line: Line, seat: Seat, person: Person, days: dict[str, date]) -> None:
        role = ROLE_HEADINGS[seat.kind]
        holdings = self.holdings[id(seat)]
        holding = _matching([held for held in holdings if held.person is person], days)
        if holding:
            for name, day in days.items():
                self._set(line, holding, name, day, f"{role} {FACT_HEADINGS[name]}")
        else:
            start = {"starts_on": _first_day(holdings)} | days
            holding = Holding(seat=seat, person=person, source=_("Loaded from a register"), **start)
        if holding.ends_on and holding.ends_on < holding.starts_on:
            raise ValidationError(_("The last day cannot come before the first."))
        for other in holdings:
            if other is not holding and _overlap(other, holding):
                self._give_way(line, other, holding)
        if holding.pk is None and id(holding) not in self.changes:
            self._make(line, holding)
            holdings.append(holding)
            line.cells.append(Cell(f"{role} från", "", in_cell("starts_on", holding.starts_on)))
            if holding.ends_on:
                line.cells.append(Cell(f"{role} till", "", in_cell("ends_on", holding.ends_on)))

    def _give_way(self, line: Line, other: Holding, holding: Holding) -> None:
        """Let the one who sits there end the day before; refused where that cannot be meant."""
        if other.pk is None:
            raise ValidationError(
                _("Row %(row)d has %(person)s on the same seat at the same time."),
                params={"row": self.changes[id(other)].line, "person": other.person.name},
            )
        if other.starts_on >= holding.starts_on or holding.pk is not None:
            raise ValidationError(
                _("%(person)s holds this seat then. End that holding first, or mend the days."),
                params={"person": other.person.name},
            )
        heading = f"{ROLE_HEADINGS[other.seat.kind]} avgår"
        last_day = holding.starts_on - timedelta(days=1)
        self._set(line, other, "ends_on", last_day, heading)
        line.cells[-1] = Cell(heading, "", f"{other.person.name}, {last_day.isoformat()}")


@contextmanager
def _telling(line: Line, heading: str = "") -> Iterator[None]:
    """Put a refusal among the row's errors, and go on with the rest of it."""
    try:
        yield
    except ValidationError as refusal:
        line.errors += cells.in_words(refusal, heading)


def _folded(name: str) -> str:
    """A place's name without case; Håbo and Habo stay two."""
    return " ".join(name.casefold().split())


def _no_place(name: str, members: Mapping[str, Member]) -> ValidationError:
    names = {place.name for place in places().values()} | {m.name for m in members.values()}
    near = process.extractOne(name, sorted(names), scorer=fuzz.WRatio, score_cutoff=LIKE_A_NAME)
    if near:
        return ValidationError(
            _("There is no municipality or region called “%(name)s”. Did you mean %(near)s?"),
            params={"name": name, "near": near[0]},
        )
    return ValidationError(
        _("There is no municipality or region called “%(name)s”. Mend the name or fill in a code."),
        params={"name": name},
    )


def _matching(mine: list[Holding], days: dict[str, date]) -> Holding | None:
    """Which of a person's holdings of a seat the row means, if any."""
    first, last = days.get("starts_on"), days.get("ends_on")
    if first:
        begun_then = [held for held in mine if held.starts_on == first]
        probe = Holding(starts_on=first, ends_on=last)
        return next(iter(begun_then or [held for held in mine if _overlap(held, probe)]), None)
    going_on = [held for held in mine if held.ends_on is None or held.ends_on >= today()]
    ended_then = [held for held in mine if last and held.ends_on == last]
    return next(iter(ended_then or going_on), None)


def _first_day(holdings: list[Holding]) -> date:
    """Today, where the sheet says nothing; tomorrow when somebody has begun this very day."""
    begins_today = any(held.starts_on == today() for held in holdings)
    return today() + timedelta(days=1) if begins_today else today()


def _overlap(one: Holding, other: Holding) -> bool:
    return (one.ends_on is None or one.ends_on >= other.starts_on) and (
        other.ends_on is None or other.ends_on >= one.starts_on
    )
