"""A member's own overall goals: typed, or taken in from a workbook, per term of office."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Member, Person
from sekom import excel
from sekom.excel import Limits, Refusal, Sheet, WorkbookRefused
from surveys.interviews import planning
from surveys.interviews.models import GoalTerm, LocalGoal, Study

LIMITS = Limits(rows=200, columns=20, seconds=5)
# The columns, by what their headings may be called.
COLUMNS = {
    "code": ("kod", "nr", "nummer", "code"),
    "title": ("mål", "rubrik", "målområde", "goal", "title"),
    "text": ("text", "beskrivning", "förklaring", "description"),
}


@dataclass(frozen=True)
class GoalRow:
    """One line of a workbook: a goal as it will stand."""

    code: str
    title: str
    text: str


@dataclass
class Plan:
    """What a workbook would change in a term; goals that it does not name stay as they are."""

    rows: list[GoalRow]
    new: list[GoalRow] = field(default_factory=list)
    changed: list[tuple[LocalGoal, GoalRow]] = field(default_factory=list)
    untouched: list[LocalGoal] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not self.new and not self.changed


@transaction.atomic
def begin_term(study: Study, *, first_year: int, last_year: int, by: Person) -> GoalTerm:
    """Let the study look to the goals of these years; years that are new begin without goals."""
    study = planning.led(study, by)
    # Held until commit, so that the same years cannot begin twice.
    Member.objects.select_for_update(no_key=True).get(pk=study.member_id)
    years = {"first_year": first_year, "last_year": last_year}
    term = GoalTerm.objects.filter(member=study.member, **years).first()
    if term is None:
        term = GoalTerm(member=study.member, **years)
        term.full_clean()
        term.save()
    study.goal_term = term
    study.save(update_fields=["goal_term"])
    return term


@transaction.atomic
def add_goal(study: Study, *, title: str, by: Person, code: str = "", text: str = "") -> LocalGoal:
    """Put a goal last in the study's term; without a code it gets the next number."""
    term = _term(study, by)
    last = term.goals.aggregate(last=Max("position"))["last"] or 0
    goal = LocalGoal(
        term=term, code=code or _next_code(term), title=title, text=text, position=last + 1
    )
    goal.full_clean()
    goal.save()
    return goal


@transaction.atomic
def change_goal(
    study: Study, goal: LocalGoal, *, code: str, title: str, text: str, by: Person
) -> LocalGoal:
    """Say a goal anew; what is tied to it stays tied, and its history tells what it said before."""
    goal = _own(study, goal, by)
    goal.code, goal.title, goal.text = code or goal.code, title, text
    goal.full_clean()
    goal.save(update_fields=["code", "title", "text"])
    return goal


@transaction.atomic
def withdraw_goal(study: Study, goal: LocalGoal, *, is_withdrawn: bool, by: Person) -> LocalGoal:
    """Let a goal stand no longer, or again; what is tied to it stays tied."""
    goal = _own(study, goal, by)
    if (goal.withdrawn_at is not None) != is_withdrawn:
        goal.withdrawn_at = timezone.now() if is_withdrawn else None
        goal.save(update_fields=["withdrawn_at"])
    return goal


def _own(study: Study, goal: LocalGoal, by: Person) -> LocalGoal:
    """The goal as it stands, if it is one of the study's."""
    own = _term(study, by).goals.filter(pk=goal.pk).first()
    if own is None:
        raise ValidationError(_("This goal is not one of the study’s."), code="unknown")
    return own


def _term(study: Study, by: Person) -> GoalTerm:
    """The term of a study that this person leads, held until commit."""
    study = planning.led(study, by)
    if study.goal_term_id is None:
        raise ValidationError(_("Say first for which years the goals are."), code="term")
    return GoalTerm.objects.select_for_update(no_key=True).get(pk=study.goal_term_id)


def _next_code(term: GoalTerm) -> str:
    taken = set(term.goals.values_list("code", flat=True))
    return next(code for code in map(str, range(1, len(taken) + 2)) if code not in taken)


# --- From a workbook ----------------------------------------------------------------------------


def read(file: BinaryIO, term: GoalTerm) -> Plan:
    """What a workbook would change in a term.

    Raises WorkbookRefused with every cell that cannot be taken, and what to do.
    """
    sheets = excel.read_sheets(file, None, LIMITS)
    refusals = list(sheets.refusals)
    sheet = next(iter(sheets.found.values()), None)
    rows = list(_rows(sheet, refusals)) if sheet else []
    if not rows and not refusals:
        refusals.append(Refusal("", "", _("There are no goals in the workbook.")))
    if refusals:
        raise WorkbookRefused(refusals)
    return _plan(term, rows)


def _plan(term: GoalTerm, rows: list[GoalRow]) -> Plan:
    plan, known = Plan(rows), {goal.code: goal for goal in term.goals.all()}
    for row in rows:
        goal = known.pop(row.code, None)
        if goal is None:
            plan.new.append(row)
        elif (goal.title, goal.text) != (row.title, row.text) or goal.withdrawn_at:
            plan.changed.append((goal, row))
    plan.untouched = list(known.values())
    return plan


def _rows(sheet: Sheet, refusals: list[Refusal]) -> Iterator[GoalRow]:
    first, *others = sorted(sheet.rows) or [0]
    columns = _columns(sheet, first)
    if "title" not in columns:
        message = _(
            "The first row needs the heading “Mål” over the goals. “Kod” and “Text” are optional."
        )
        refusals.append(Refusal(sheet.title, excel.cell_name(first or 1, 1), message))
        return
    seen: dict[str, int] = {}
    for count, number in enumerate(others, start=1):
        cells = {name: sheet.text(number, column) for name, column in columns.items()}
        if not any(cells.values()):
            continue
        goal = LocalGoal(
            code=cells.get("code") or str(count), title=cells["title"], text=cells.get("text", "")
        )
        if goal.code in seen:
            message = _("The code %(code)s stands on row %(row)d already. Give each goal its own.")
            told = {"code": goal.code, "row": seen[goal.code]}
            column = columns.get("code", columns["title"])
            refusals.append(Refusal(sheet.title, excel.cell_name(number, column), message % told))
            continue
        seen[goal.code] = number
        faults = list(_faults(goal, sheet, number, columns))
        refusals.extend(faults)
        if not faults:
            yield GoalRow(goal.code, goal.title, goal.text)


def _columns(sheet: Sheet, row: int) -> dict[str, int]:
    """{what it holds: column}, by the headings of the first row."""
    found: dict[str, int] = {}
    for column, heading in sheet.rows.get(row, {}).items():
        for name, words in COLUMNS.items():
            if heading.strip().lower() in words:
                found.setdefault(name, column)
    return found


def _faults(goal: LocalGoal, sheet: Sheet, row: int, columns: dict[str, int]) -> Iterator[Refusal]:
    try:
        goal.clean_fields(exclude=["term"])
    except ValidationError as refusal:
        for name, messages in refusal.message_dict.items():
            cell = excel.cell_name(row, columns.get(name, columns["title"]))
            yield from (Refusal(sheet.title, cell, message) for message in messages)


@transaction.atomic
def take_in(study: Study, rows: list[GoalRow], *, by: Person) -> Plan:
    """Make the study's term say what the rows say, all of it or nothing; twice changes nothing."""
    term = _term(study, by)
    plan = _plan(term, rows)
    positions = {row.code: place for place, row in enumerate(rows, start=1)}
    goals = [*(LocalGoal(term=term, code=row.code) for row in plan.new)]
    goals += [goal for goal, _row in plan.changed]
    told = {row.code: row for row in rows}
    for goal in goals:
        row = told[goal.code]
        goal.title, goal.text, goal.withdrawn_at = row.title, row.text, None
        goal.position = positions[goal.code]
        goal.full_clean()
        goal.save()
    return plan
