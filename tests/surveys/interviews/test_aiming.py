"""A member's own goals: per term, typed or from a workbook, all of it or nothing."""

import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from sekom.excel import WorkbookRefused
from surveys.interviews import aiming
from surveys.interviews.aiming import GoalRow
from surveys.interviews.models import GoalTerm, LocalGoal
from tests.factories import make_pair
from tests.interview_factories import make_goals, make_guest, make_study

pytestmark = pytest.mark.django_db


def refused(operation, *args, **given):
    """The code of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        operation(*args, **given)
    return refusal.value.code


def workbook(*rows):
    """A workbook with these rows on its only sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


@pytest.fixture
def officer():
    return make_pair()[1]


@pytest.fixture
def study(officer):
    return make_study(officer=officer, goals=("Rent vatten", "Gott liv"))


def goals(term):
    return list(term.goals.standing().values_list("code", "title", "position"))


def test_begin_term_takes_the_years_that_are_there_or_begins_new_ones(officer, study):
    known = make_goals(study.member, "Gammalt", first_year=2023)

    terms = [
        aiming.begin_term(study, first_year=first, last_year=first + 3, by=officer)
        for first in (2023, 2031, 2031)
    ]

    study.refresh_from_db()
    assert (terms[0], terms[1] == terms[2], study.goal_term) == (known, True, terms[2])
    assert (goals(terms[0]), goals(terms[2])) == ([("M1", "Gammalt", 1)], [])
    with pytest.raises(ValidationError, match="Sista året"):
        aiming.begin_term(study, first_year=2027, last_year=2026, by=officer)
    assert GoalTerm.objects.count() == 3


def test_goals_are_added_changed_and_withdrawn(officer, study):
    added = aiming.add_goal(study, title="Mer", by=officer)
    again = aiming.add_goal(study, title="Ännu mer", by=officer)
    aiming.change_goal(study, added, code="M3", title="Mest", text="Så.", by=officer)
    withdrawn = aiming.withdraw_goal(study, again, is_withdrawn=True, by=officer)

    assert goals(study.goal_term) == [
        ("M1", "Rent vatten", 1),
        ("M2", "Gott liv", 2),
        ("M3", "Mest", 3),
    ]
    assert list(study.goal_term.goals.withdrawn()) == [withdrawn]
    back = aiming.withdraw_goal(study, again, is_withdrawn=False, by=officer)
    assert (again.code, back.withdrawn_at) == ("2", None)


def test_goals_are_the_pairs_and_the_studys_own(officer, study):
    foreign = make_goals(make_study().member, "Annat").goals.get()
    guest, without = make_guest(study), make_study(officer=officer)
    given = {"code": "", "title": "A", "text": ""}

    assert [
        refused(aiming.add_goal, study, title="A", by=guest),
        refused(aiming.add_goal, without, title="A", by=officer),
        refused(aiming.change_goal, study, foreign, by=officer, **given),
        refused(aiming.withdraw_goal, study, foreign, is_withdrawn=True, by=officer),
    ] == ["not_yours", "term", "unknown", "unknown"]


def test_read_tells_what_a_workbook_would_change(study):
    file = workbook(
        ["Kod", "Mål", "Beskrivning"],
        ["M1", "Renare vatten", "Alla sjöar."],
        ["M2", "Gott liv", None],
        [None, None, None],
        ["M9", "Nytt", None],
    )

    plan = aiming.read(file, study.goal_term)

    assert plan.rows == [
        GoalRow("M1", "Renare vatten", "Alla sjöar."),
        GoalRow("M2", "Gott liv", ""),
        GoalRow("M9", "Nytt", ""),
    ]
    assert (plan.new, [goal.code for goal, _row in plan.changed]) == ([plan.rows[2]], ["M1"])
    assert (plan.untouched, LocalGoal.objects.count()) == ([], 2)


def test_take_in_does_what_was_shown_and_twice_changes_nothing(officer, study):
    aiming.withdraw_goal(study, study.goal_term.goals.get(code="M1"), is_withdrawn=True, by=officer)
    rows = [GoalRow("M3", "Tre", ""), GoalRow("M1", "Ett", "Text")]

    plans = [aiming.take_in(study, rows, by=officer) for _time in range(2)]

    assert goals(study.goal_term) == [("M3", "Tre", 1), ("M1", "Ett", 2), ("M2", "Gott liv", 2)]
    assert [plan.changes_nothing for plan in plans] == [False, True]
    assert [goal.code for goal in plans[1].untouched] == ["M2"]


def test_take_in_is_all_or_nothing(officer, study):
    rows = [GoalRow("M8", "Bra", ""), GoalRow("M9", "x" * 201, "")]

    with pytest.raises(ValidationError):
        aiming.take_in(study, rows, by=officer)

    assert goals(study.goal_term) == [("M1", "Rent vatten", 1), ("M2", "Gott liv", 2)]


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([["Kod", "Rader"], ["1", "A"]], ["Sheet!A1"]),
        ([["Kod", "Mål"], ["1", "A"], ["1", "B"]], ["Sheet!A3"]),
        ([["Kod", "Mål"], ["1", "x" * 201], ["2", None]], ["Sheet!B2", "Sheet!B3"]),
        ([["Kod", "Mål"]], [""]),
        ([], ["Sheet!A1"]),
    ],
)
def test_read_tells_each_cell_that_cannot_be_taken(study, rows, places):
    with pytest.raises(WorkbookRefused) as refusal:
        aiming.read(workbook(*rows), study.goal_term)

    assert [one.place for one in refusal.value.refusals] == places


def test_read_refuses_what_is_no_workbook(study):
    with pytest.raises(WorkbookRefused):
        aiming.read(io.BytesIO(b"Kod;M\xe5l"), study.goal_term)
