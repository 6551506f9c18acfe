"""The example's 36 statements, loaded by the doors that people use, give exactly these matrices."""

from collections import Counter

import pytest

from surveys.interviews import compiling, example, example_report
from surveys.interviews.compiling import By, Orphans, Tally
from surveys.interviews.example_statements import DIMENSIONS
from surveys.interviews.models import Report, Study
from tests.factories import make_member, make_pair
from toolbox.loading import load_frameworks

pytestmark = pytest.mark.django_db

# What each of the seven units says, counted by hand from the file.
BY_DEPARTMENT = {
    "Ledning och prioritering": [3, 0, 0, 1, 1, 1, 0],
    "Kunskap och delaktighet": [0, 1, 1, 0, 1, 0, 1],
    "Samverkan över gränser": [1, 1, 1, 1, 0, 0, 1],
    "Energi, klimat och resor": [0, 1, 0, 1, 0, 1, 1],
    "Inköp, mat och material": [0, 0, 1, 0, 1, 1, 0],
    "Hälsa och trygghet": [0, 1, 0, 0, 2, 1, 0],
    "Barn och unga": [0, 0, 3, 0, 0, 0, 0],
    "Natur, vatten och planering": [0, 0, 0, 2, 0, 0, 1],
    "Uppföljning": [1, 1, 0, 1, 0, 1, 0],
}


def test_the_example_gives_exactly_these_matrices():
    load_frameworks("agenda-2030")
    make_pair(make_member(code=example.MEMBER))
    for _time in range(2):
        example.load()
    study, story = Study.objects.get(), example.told()

    by_department = compiling.matrix(study, By.DEPARTMENT)
    assert {
        row.title: [cell.tally.statements for cell in row.cells[:7]] for row in by_department.rows
    } == BY_DEPARTMENT
    assert by_department.counts.whole == Tally(36, 7, done=13, ahead=16, obstacles=7)
    for by in By:
        assert shown(study, by) == counted(story, by)
    not_met = list(study.departments.filter(name__in=[name for name, _days in example.TO_MEET]))
    assert compiling.orphans(study) == Orphans([], [], not_met, [])


def test_the_example_has_a_report_that_the_members_read():
    load_frameworks("agenda-2030")
    pair = make_pair(make_member(code=example.MEMBER))
    example.load()
    reader = make_pair()[0]

    report = Report.objects.published_to(reader).get()
    edition = report.edition()

    assert (edition.number, edition.approved_by) == (1, pair[0])
    assert [
        (theme["title"], len(theme["quotes"]), bool(theme["text"]))
        for theme in edition.content["themes"]
    ] == [("Ledning och prioritering", 2, True), ("Energi, klimat och resor", 2, True)]
    assert edition.content["asks"] == example_report.told()["asks"]


def shown(study, by):
    """{(theme, the column's first word): statements} of every cell that has some."""
    return {
        (row.title, key_of(by, cell.column)): cell.tally.statements
        for row in compiling.matrix(study, by).rows
        for cell in row.cells
        if cell.tally.statements
    }


def key_of(by, column):
    if by in (By.GOAL, By.SDG, By.TARGET):
        return column.title.split()[0]
    return column.key if by == By.DIMENSION else column.title


def counted(story, by):
    """The same, counted from the file."""
    themes = {theme["code"]: theme["title"] for theme in story["themes"]}
    units = {unit["code"]: unit["title"].removesuffix(example.COMPANY) for unit in story["units"]}
    questions = {question["code"]: question["text"] for question in story["questions"]}
    keys = {
        By.DEPARTMENT: lambda told: {units[told["unit"]]},
        By.QUESTION: lambda told: {questions[told["question"]]},
        By.DIMENSION: lambda told: {DIMENSIONS[word].value for word in told["dimensions"]},
        By.GOAL: lambda told: {told["goal"]},
        By.SDG: lambda told: {code.split(".")[0] for code in told["sdg"]},
        By.TARGET: lambda told: set(told["sdg"]),
    }[by]
    return Counter(
        (themes[told["theme"]], key) for told in story["statements"] for key in keys(told)
    )
