"""The compilation: how many statements each theme has, by department, question, dimension or goal.

The database counts, in one query for each matrix. Only approved interviews count. A statement
counts once in each cell, in each row and in each column that it belongs to, and once in the whole;
a theme has what stands beneath it too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.interviews.models import (
    Dimension,
    Interview,
    Link,
    LocalGoal,
    Statement,
    Study,
    StudyDepartment,
    Theme,
)
from surveys.interviews.trees import beneath, in_tree_order
from toolbox.models import FrameworkItem

AGENDA_2030 = "agenda-2030"
NONE = ""  # the column of what has no department, goal, …, and the row of what has no theme

# Where long names come apart: Kommun-lednings-förvaltningen, Bostads-bolaget, Miljö-nämnden.
_JOINTS = re.compile(
    r"(?<=\w{3})"
    r"(?=förvaltning|nämnd|bolag|kontor|ledning|byggnad|utbildning|utveckling|service)"
)


class By(TextChoices):
    """What the columns of a matrix are."""

    DEPARTMENT = "verksamhet", gettext_lazy("Departments")
    QUESTION = "fraga", gettext_lazy("Questions")
    DIMENSION = "dimension", gettext_lazy("Dimensions")
    GOAL = "mal", gettext_lazy("Own goals")
    SDG = "globala-mal", gettext_lazy("Global goals")
    TARGET = "delmal", gettext_lazy("Targets of the global goals")


@dataclass(frozen=True)
class Filters:
    """Which statements to count; empty for all."""

    question: int | None = None
    dimension: str = ""
    goal: int | None = None

    def __bool__(self) -> bool:
        return bool(self.question or self.dimension or self.goal)


@dataclass(frozen=True)
class Tally:
    """How many statements there are, in how many interviews, and of which kinds."""

    statements: int = 0
    interviews: int = 0
    done: int = 0
    ahead: int = 0
    obstacles: int = 0


@dataclass(frozen=True)
class Counts:
    """The figures of a matrix, by the theme's key and the column's; NONE for neither."""

    cells: Mapping[tuple[str, str], Tally] = field(default_factory=dict)
    rows: Mapping[str, Tally] = field(default_factory=dict)
    columns: Mapping[str, Tally] = field(default_factory=dict)
    whole: Tally = Tally()


# Each theme with itself and every theme that it stands under; the statements that count.
_COUNTED = """
    WITH RECURSIVE lineage (theme_id, over_id) AS (
        SELECT id, id FROM interviews_theme WHERE study_id = %(study)s
        UNION ALL
        SELECT lineage.theme_id, theme.parent_id
        FROM lineage JOIN interviews_theme theme ON theme.id = lineage.over_id
        WHERE theme.parent_id IS NOT NULL
    ),
    counted AS MATERIALIZED (
        SELECT statement.id, statement.kind, statement.question_id,
            interview.id AS interview_id, interview.department_id
        FROM interviews_statement statement
        JOIN interviews_interview interview ON interview.id = statement.interview_id
        WHERE interview.study_id = %(study)s AND interview.state = 'approved'
            AND NOT statement.is_blind
            AND (%(question)s::bigint IS NULL OR statement.question_id = %(question)s::bigint)
            AND (%(dimension)s = '' OR EXISTS (
                SELECT FROM interviews_link link
                WHERE link.statement_id = statement.id AND link.dimension = %(dimension)s))
            AND (%(goal)s::bigint IS NULL OR EXISTS (
                SELECT FROM interviews_link link
                WHERE link.statement_id = statement.id AND link.goal_id = %(goal)s::bigint))
    ),
    cells AS (
        SELECT DISTINCT counted.id, counted.kind, counted.interview_id,
            lineage.over_id AS theme, """

_THEMES = """ AS place
        FROM counted
        LEFT JOIN (interviews_link sorted JOIN lineage ON lineage.theme_id = sorted.theme_id)
            ON sorted.statement_id = counted.id """

_SUMS = """
    )
    SELECT coalesce(theme::text, ''), coalesce(place::text, ''), GROUPING(theme, place),
        count(DISTINCT id), count(DISTINCT interview_id),
        count(DISTINCT id) FILTER (WHERE kind = 'done'),
        count(DISTINCT id) FILTER (WHERE kind IN ('wants', 'idea')),
        count(DISTINCT id) FILTER (WHERE kind = 'obstacle')
    FROM cells
    GROUP BY GROUPING SETS ((theme, place), (theme), (place), ())
"""

_TIED = " LEFT JOIN interviews_link tied ON tied.statement_id = counted.id AND tied."
_AGENDA = """ LEFT JOIN (
            SELECT link.statement_id, item.id, coalesce(item.parent_id, item.id) AS goal_id
            FROM interviews_link link
            JOIN toolbox_frameworkitem item ON item.id = link.item_id
            JOIN toolbox_framework framework ON framework.id = item.framework_id
            WHERE framework.slug = %(agenda)s
        ) tied ON tied.statement_id = counted.id"""

# What tells the column, and what it takes to know it.
_PLACES = {
    By.DEPARTMENT: ("counted.department_id", ""),
    By.QUESTION: ("counted.question_id", ""),
    By.DIMENSION: ("tied.dimension", f"{_TIED}dimension IS NOT NULL"),
    By.GOAL: ("tied.goal_id", f"{_TIED}goal_id IS NOT NULL"),
    By.SDG: ("tied.goal_id", _AGENDA),
    By.TARGET: ("tied.id", _AGENDA),
}
STATEMENTS = {
    by: "".join((_COUNTED, place, _THEMES, join, _SUMS)) for by, (place, join) in _PLACES.items()
}


def count(study: Study, by: By, filters: Filters | None = None) -> Counts:
    """The figures of a study's themes, by what the columns are: one query."""
    filters = filters or Filters()
    given = {
        "study": study.pk,
        "question": filters.question,
        "dimension": filters.dimension,
        "goal": filters.goal,
        "agenda": AGENDA_2030,
    }
    cells: dict[tuple[str, str], Tally] = {}
    rows: dict[str, Tally] = {}
    columns: dict[str, Tally] = {}
    whole = Tally()
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[by], given)
        for theme, place, left_out, *figures in cursor.fetchall():
            tally = Tally(*figures)
            if left_out == 0:
                cells[theme, place] = tally
            elif left_out == 1:
                rows[theme] = tally
            elif left_out == 2:
                columns[place] = tally
            else:
                whole = tally
    return Counts(cells, rows, columns, whole)


# --- The matrix as people read it -------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column: its key in addresses, its words, and the colour of a global goal."""

    key: str
    title: str
    colour: int | None = None

    @property
    def heading(self) -> str:
        """The words beside a global goal's sign, with soft hyphens where long names come apart."""
        return _JOINTS.sub("\u00ad", self.title.removeprefix(f"{self.colour} "))


@dataclass(frozen=True)
class Cell:
    """A cell with its figures, and its shade from 1 (few) to 4 (many), 0 for none."""

    column: Column
    tally: Tally
    shade: int = 0


@dataclass(frozen=True)
class Row:
    """A theme with its cells; `depth` is how deep in the tree, `theme` None for no theme."""

    key: str
    title: str
    depth: int
    tally: Tally
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """Themes and what they are counted by."""

    by: By
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    counts: Counts

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)


def matrix(study: Study, by: By, filters: Filters | None = None) -> Matrix:
    """A study's themes, in the order of the tree, by what the columns are."""
    counts = count(study, by, filters)
    columns = [*_columns(study, by, counts)]
    if NONE in counts.columns:
        columns.append(Column(NONE, _("None")))
    most = max((tally.statements for tally in counts.cells.values()), default=0)
    rows = [
        Row(
            str(theme.pk),
            theme.title,
            depth,
            counts.rows.get(str(theme.pk), Tally()),
            tuple(_cells(counts, str(theme.pk), columns, most)),
        )
        for theme, depth in in_tree_order(study.themes.all())
    ]
    if NONE in counts.rows:
        cells = tuple(_cells(counts, NONE, columns, most))
        rows.append(Row(NONE, _("No theme yet"), 0, counts.rows[NONE], cells))
    return Matrix(by, tuple(columns), tuple(rows), counts)


def _cells(counts: Counts, theme: str, columns: list[Column], most: int) -> Iterator[Cell]:
    for column in columns:
        tally = counts.cells.get((theme, column.key), Tally())
        yield Cell(column, tally, -(-4 * tally.statements // most) if tally.statements else 0)


def _columns(study: Study, by: By, counts: Counts) -> Iterator[Column]:
    """All departments, questions, dimensions and own goals; of the world's goals those in use."""
    if by == By.DIMENSION:
        yield from (Column(value, str(label).capitalize()) for value, label in Dimension.choices)
    elif by == By.DEPARTMENT:
        yield from (Column(str(row.pk), row.name) for row in study.departments.all())
    elif by == By.QUESTION:
        yield from (Column(str(row.pk), row.text) for row in study.questions.all())
    elif by == By.GOAL:
        for goal in goals_of(study, besides=[key for key in counts.columns if key]):
            yield Column(str(goal.pk), str(goal))
    else:
        used = [key for key in counts.columns if key]
        for item in FrameworkItem.objects.filter(pk__in=used).order_by("position"):
            yield Column(str(item.pk), str(item), item.colour)


def goals_of(study: Study, *, besides: list[str] | None = None) -> QuerySet[LocalGoal]:
    """The goals that stand for the study's term, and those besides that something is tied to."""
    standing = Q(term=study.goal_term_id, withdrawn_at__isnull=True)
    return LocalGoal.objects.filter(standing | Q(pk__in=besides or ()))


# --- Behind a cell ----------------------------------------------------------------------------


def quotes(
    study: Study, by: By, *, theme: str, column: str | None = None, filters: Filters | None = None
) -> QuerySet[Statement]:
    """The statements behind a cell, or behind a whole row when no column is given."""
    filters = filters or Filters()
    found = Statement.objects.counted().filter(interview__study=study)
    themes = {int(theme), *beneath(study, int(theme))} if theme else None
    found = _tied(found, Q(theme__in=themes) if themes else Q(theme__isnull=False), not theme)
    if column is not None:
        found = _in_column(found, by, column)
    if filters.question:
        found = found.filter(question=filters.question)
    if filters.dimension:
        found = _tied(found, Q(dimension=filters.dimension))
    if filters.goal:
        found = _tied(found, Q(goal=filters.goal))
    return found.order_by("interview__department__position", "interview__held_on", "pk")


def _in_column(found: QuerySet[Statement], by: By, key: str) -> QuerySet[Statement]:
    if by == By.DEPARTMENT:
        return found.filter(interview__department=int(key))
    if by == By.QUESTION:
        return found.filter(question=int(key) if key else None)
    if by == By.DIMENSION:
        return _tied(found, Q(dimension=key) if key else Q(dimension__isnull=False), not key)
    if by == By.GOAL:
        return _tied(found, Q(goal=key) if key else Q(goal__isnull=False), not key)
    if not key:
        return _tied(found, Q(item__framework__slug=AGENDA_2030), is_not=True)
    is_it = Q(item=key)
    return _tied(found, is_it | Q(item__parent=key) if by == By.SDG else is_it)


def _tied(found: QuerySet[Statement], to: Q, is_not: bool = False) -> QuerySet[Statement]:
    """Those that have such a link, or those that have none."""
    has = Exists(Link.objects.filter(to, statement=OuterRef("pk")))
    return found.exclude(has) if is_not else found.filter(has)


# --- What is missing --------------------------------------------------------------------------


@dataclass(frozen=True)
class Orphans:
    """Goals that nobody spoke of, themes without a goal, departments that have not been met."""

    goals: list[LocalGoal]
    themes: list[Theme]
    departments: list[StudyDepartment]
    interviews: list[Interview]  # coded, but not approved, so that they do not count


def orphans(study: Study) -> Orphans:
    """What the compilation lacks; a theme has a goal by itself, by a statement, or from beneath."""
    counted = Link.objects.filter(statement__in=Statement.objects.counted())
    spoken_of = counted.filter(goal=OuterRef("pk"), statement__interview__study=study)
    goals = goals_of(study).exclude(Exists(spoken_of))
    to_goal = Q(goal__isnull=False) | Q(item__isnull=False)
    own = Link.objects.filter(to_goal, of_theme__study=study).values_list("of_theme", flat=True)
    statements = Link.objects.filter(to_goal, statement__in=Statement.objects.counted())
    sorted_ = Link.objects.filter(
        theme__study=study, statement__in=statements.values("statement")
    ).values_list("theme", flat=True)
    has_goal = set(own) | set(sorted_)
    parents = dict(study.themes.values_list("pk", "parent_id"))
    for theme in list(has_goal):
        over = parents.get(theme)
        while over is not None:
            has_goal.add(over)
            over = parents.get(over)
    approved = study.interviews.approved()
    waiting = study.interviews.exclude(state=Interview.State.APPROVED)
    coded = Statement.objects.filter(interview=OuterRef("pk"), is_blind=False)
    return Orphans(
        goals=list(goals),
        themes=[
            theme for theme, _d in in_tree_order(study.themes.all()) if theme.pk not in has_goal
        ],
        departments=list(study.departments.exclude(pk__in=approved.values("department"))),
        interviews=list(waiting.filter(Exists(coded)).with_names()),
    )
