"""The compilation: every figure is what counting by hand gives, and each cell has its quotes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.interviews import coding, compiling, theming
from surveys.interviews.compiling import By, Filters, Tally
from surveys.interviews.models import Dimension, Interview, Link, Statement, Theme
from tests.factories import make_framework, make_pair
from tests.interview_factories import (
    make_department,
    make_goals,
    make_interview,
    make_statement,
    make_study,
    make_theme,
)
from toolbox.models import FrameworkItem

pytestmark = pytest.mark.django_db

DONE, WANTS, OBSTACLE, IDEA = Statement.Kind.values


@pytest.fixture
def officer():
    return make_pair()[1]


@pytest.fixture
def study(officer):
    return make_study("Ett?", "Två?", officer=officer, goals=("Rent vatten", "Gott liv"))


@pytest.fixture
def agenda():
    """Two goals of the world, the first with two targets."""
    framework = make_framework("agenda-2030", "3", "6", kind="goals")
    goal = framework.items.get(code="3")
    for position, code in enumerate(("3.4", "3.5"), start=3):
        FrameworkItem.objects.create(
            framework=framework, parent=goal, code=code, title=code, position=position
        )
    return framework


# --- Random data, counted by hand ---------------------------------------------------------------

NUMBER = st.integers(0, 9)
STATEMENT = st.fixed_dictionaries(
    {
        "interview": NUMBER,
        "question": st.none() | NUMBER,
        "kind": st.sampled_from(Statement.Kind.values),
        "is_blind": st.sampled_from([False, False, False, True]),
        "themes": st.sets(NUMBER, max_size=3),
        "goals": st.sets(NUMBER, max_size=2),
        "dimensions": st.sets(st.sampled_from(Dimension.values), max_size=2),
        "items": st.sets(NUMBER, max_size=2),
    }
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), told=st.lists(STATEMENT, max_size=25))
def test_every_figure_is_what_counting_by_hand_gives(study, agenda, data, told):
    world = _make_world(study, agenda, data.draw(st.lists(NUMBER, min_size=4, max_size=4)), told)
    filters = data.draw(
        st.builds(
            Filters,
            question=st.none() | st.sampled_from([row.pk for row in world["questions"]]),
            dimension=st.sampled_from(["", *Dimension.values]),
            goal=st.none() | st.sampled_from([row.pk for row in world["goals"]]),
        )
    )

    for by in By:
        counts = compiling.count(study, by, filters)
        expected = _count_by_hand(world, by, filters)
        assert counts.cells == {key: tally for key, tally in expected.items() if None not in key}
        assert counts.rows == {
            row: tally
            for (row, column), tally in expected.items()
            if column is None and row is not None
        }
        assert counts.columns == {
            column: tally
            for (row, column), tally in expected.items()
            if row is None and column is not None
        }
        assert counts.whole == expected.get((None, None), Tally())
        for (theme, column), tally in counts.cells.items():
            quotes = compiling.quotes(study, by, theme=theme, column=column, filters=filters)
            assert quotes.count() == tally.statements
        for theme, tally in counts.rows.items():
            quotes = compiling.quotes(study, by, theme=theme, filters=filters)
            assert quotes.count() == tally.statements


def _make_world(study, agenda, parents, told):
    """Themes in a tree, interviews of which one is not approved, and statements as told."""
    Statement.objects.all().delete()
    Interview.objects.all().delete()
    Theme.objects.update(parent=None)
    Theme.objects.all().delete()
    themes = [make_theme(study)]
    for parent in parents:
        over = None if parent % 3 == 0 else themes[parent % len(themes)]
        themes.append(make_theme(study, parent=over))
    departments = [make_department(study), make_department(study)]
    interviews = [
        make_interview(study, department=departments[number % 2], approved=number != 2)
        for number in range(4)
    ]
    world = {
        "themes": themes,
        "interviews": interviews,
        "questions": list(study.questions.all()),
        "goals": list(study.goal_term.goals.all()),
        "items": list(agenda.items.all()),
        "rows": [],
    }
    links = []
    for one in told:
        question = one["question"]
        row = make_statement(
            _pick(interviews, one["interview"]),
            kind=one["kind"],
            is_blind=one["is_blind"],
            question=None if question is None else _pick(world["questions"], question),
        )
        row.tied = {
            name: {_pick(world[name], number) for number in one[name]}
            for name in ("themes", "goals", "items")
        } | {"dimensions": one["dimensions"]}
        links += [Link(statement=row, theme=theme) for theme in row.tied["themes"]]
        links += [Link(statement=row, goal=goal) for goal in row.tied["goals"]]
        links += [Link(statement=row, item=item) for item in row.tied["items"]]
        links += [Link(statement=row, dimension=dimension) for dimension in row.tied["dimensions"]]
        world["rows"].append(row)
    Link.objects.bulk_create(links)
    return world


def _pick(rows, number):
    return rows[number % len(rows)]


def _count_by_hand(world, by, filters):
    """{(theme or None, column or None): tally} by looping over everything."""
    inside = {}
    for row in world["rows"]:
        is_out = (
            row.is_blind
            or not row.interview.is_approved
            or (filters.question and row.question_id != filters.question)
            or (filters.dimension and filters.dimension not in row.tied["dimensions"])
            or (filters.goal and filters.goal not in {goal.pk for goal in row.tied["goals"]})
        )
        if is_out:
            continue
        for theme in [None, *(_themes_of(row) or [""])]:
            for column in [None, *(_columns_of(row, by) or [""])]:
                inside.setdefault((theme, column), set()).add(row)
    return {
        key: Tally(
            statements=len(rows),
            interviews=len({row.interview for row in rows}),
            done=sum(row.kind == DONE for row in rows),
            ahead=sum(row.kind in (WANTS, IDEA) for row in rows),
            obstacles=sum(row.kind == OBSTACLE for row in rows),
        )
        for key, rows in inside.items()
    }


def _themes_of(row):
    found = set()
    for theme in row.tied["themes"]:
        while theme is not None:
            found.add(str(theme.pk))
            theme = theme.parent
    return found


def _columns_of(row, by):
    if by == By.DEPARTMENT:
        return {str(row.interview.department_id)}
    if by == By.QUESTION:
        return {str(row.question_id)} if row.question_id else set()
    if by == By.DIMENSION:
        return row.tied["dimensions"]
    if by == By.GOAL:
        return {str(goal.pk) for goal in row.tied["goals"]}
    if by == By.SDG:
        return {str(item.parent_id or item.pk) for item in row.tied["items"]}
    return {str(item.pk) for item in row.tied["items"]}


# --- As people read it --------------------------------------------------------------------------


def test_a_matrix_is_counted_in_one_query(study):
    make_statement(make_interview(study))

    for by in By:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            compiling.count(study, by)
        assert len(queries) == 1


def test_a_matrix_has_every_theme_and_department_and_what_lacks_a_theme(study, officer):
    school, water = make_department(study, "Skolan"), make_department(study, "Vattenbolaget")
    energy = theming.add(study, title="Energi", by=officer)
    travel = theming.add(study, title="Resor", parent=energy, by=officer)
    theming.add(study, title="Mat", by=officer)
    interview = make_interview(study, department=school)
    coding.write(interview, text="Vi cyklar.", kind=DONE, by=officer, ties=[travel, energy])
    coding.write(interview, text="Vi vill gå.", kind=WANTS, by=officer, ties=[travel])
    coding.write(interview, text="Något.", kind=OBSTACLE, by=officer)

    found = compiling.matrix(study, By.DEPARTMENT)

    assert [column.title for column in found.columns] == ["Skolan", "Vattenbolaget"]
    assert [
        (row.title, row.depth, [(cell.tally.statements, cell.shade) for cell in row.cells])
        for row in found.rows
    ] == [
        ("Energi", 0, [(2, 4), (0, 0)]),
        ("Resor", 1, [(2, 4), (0, 0)]),
        ("Mat", 0, [(0, 0), (0, 0)]),
        (gettext("No theme yet"), 0, [(1, 2), (0, 0)]),
    ]
    assert found.counts.whole == Tally(3, 1, 1, 1, 1)
    assert water in study.departments.all()


def test_goals_and_targets_of_the_world_are_columns_when_something_is_tied_to_them(
    study, officer, agenda
):
    interview = make_interview(study)
    theme = make_theme(study)
    targets = list(agenda.items.filter(code__in=["3.4", "3.5"]))
    coding.write(interview, text="Ja.", kind=DONE, by=officer, ties=[theme, *targets])

    goals, details = compiling.matrix(study, By.SDG), compiling.matrix(study, By.TARGET)

    assert [(cell.column.title, cell.tally.statements) for cell in goals.rows[0].cells] == [
        ("3 Avsnitt 3", 1)
    ]
    assert [(cell.column.title, cell.tally.statements) for cell in details.rows[0].cells] == [
        ("3.4 3.4", 1),
        ("3.5 3.5", 1),
    ]


def test_orphans_are_what_the_compilation_lacks(study, officer):
    goals = list(study.goal_term.goals.all())
    met, not_met = make_department(study, "Skolan"), make_department(study, "Vattenbolaget")
    with_goal, above, alone, by_itself = (make_theme(study, title) for title in "ABCD")
    Theme.objects.filter(pk=with_goal.pk).update(parent=above)
    coding.write(
        make_interview(study, department=met),
        text="Ja.",
        kind=DONE,
        by=officer,
        ties=[with_goal, goals[0]],
    )
    draft = make_interview(study, department=not_met, approved=False)
    coding.write(draft, text="Nej.", kind=DONE, by=officer, ties=[alone, goals[1]])
    theming.tie(by_itself, goals[0], by=officer)
    make_goals(study.member, "Ett annat mål", first_year=2031)

    found = compiling.orphans(study)

    assert found == compiling.Orphans([goals[1]], [alone], [not_met], [draft])
