"""Surveys: a workbook becomes a draft, and is published for good or thrown away."""

from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import Error, connection, transaction

from surveys import defining
from surveys.models import Question, Survey, Version
from surveys.workbooks import WorkbookRefused
from tests.factories import make_secretary
from tests.survey_factories import REAL_WORKBOOK, make_version

pytestmark = pytest.mark.django_db

SURVEY = [
    ("type", "name", "label"),
    ("begin_group", "work", "Arbetet"),
    ("select_one yes_no", "plan", "Har ni en plan?"),
    ("text", "why", "Varför?"),
    ("end_group", None, None),
]
CHOICES = [
    ("list_name", "name", "label"),
    ("yes_no", "yes", "Ja"),
    ("yes_no", "no", "Nej"),
]


def workbook(*, form_id="plans", title="Planer", survey=SURVEY):
    """A workbook as a file, with these rows in its sheet of questions."""
    book = openpyxl.Workbook()
    sheets = {
        "survey": survey,
        "choices": CHOICES,
        "settings": [("form_title", "form_id"), (title, form_id)],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_import_workbook_makes_a_draft_with_a_question_for_each_row():
    by = make_secretary()

    version = defining.import_workbook(workbook(), name="planer.xlsx", by=by)

    assert (version.survey.form_id, version.number, version.title) == ("plans", 1, "Planer")
    assert (version.file_name, version.created_by, version.is_published) == (
        "planer.xlsx",
        by,
        False,
    )
    rows = version.questions.values_list("position", "key", "kind", "parent")
    assert list(rows) == [
        (1, "work", "group", ""),
        (2, "plan", "select_one", "work"),
        (3, "why", "text", "work"),
    ]


def test_import_workbook_keeps_the_real_survey_whole():
    with REAL_WORKBOOK.open("rb") as file:
        version = defining.import_workbook(file, name="enkät 2026.xlsx", by=None)

    questions = version.questionnaire().questions
    assert [question.number for question in questions] == list(range(1, 29))
    assert version.file_name == "enkät 2026.xlsx"
    assert version.languages == ["sv", "en"]
    assert [(notice["sheet"], notice["cell"]) for notice in version.notices][:2] == [
        ("survey", "A2"),
        ("survey", "A3"),
    ]


def test_import_workbook_of_the_same_form_id_is_the_next_version():
    first = defining.import_workbook(workbook(), name="a.xlsx", by=None)
    second = defining.import_workbook(workbook(title="Planer igen"), name="b.xlsx", by=None)
    other = defining.import_workbook(workbook(form_id="other"), name="c.xlsx", by=None)

    assert (second.survey, second.number) == (first.survey, 2)
    assert (other.survey == first.survey, other.number) == (False, 1)


def test_import_workbook_refused_keeps_nothing_and_names_sheet_and_cell():
    broken = workbook(survey=[*SURVEY, ("hologram", "h", "Ett hologram")])

    with pytest.raises(WorkbookRefused) as refused:
        defining.import_workbook(broken, name="fel.xlsx", by=None)

    assert [(refusal.sheet, refusal.cell) for refusal in refused.value.refusals] == [
        ("survey", "A6")
    ]
    assert (Survey.objects.count(), Version.objects.count()) == (0, 0)


def test_publish_makes_the_version_final_and_names_the_survey_after_it(
    django_capture_on_commit_callbacks,
):
    version = defining.import_workbook(workbook(title="Nya namnet"), name="a.xlsx", by=None)
    Survey.objects.update(title="Gamla namnet")

    defining.publish(version, by=None)
    version.refresh_from_db()
    published_at = version.published_at
    defining.publish(version, by=None)

    version.refresh_from_db()
    assert version.is_published
    assert version.published_at == published_at
    assert version.survey.title == "Nya namnet"


def test_publish_refuses_a_version_without_questions():
    version = make_version([], published=False)

    with pytest.raises(ValidationError) as refusal:
        defining.publish(version, by=None)

    assert refusal.value.code == "empty"


@pytest.mark.parametrize(
    "sql",
    [
        "update surveys_version set title = 'x' where id = %s",
        "delete from surveys_version where id = %s",
        "update surveys_version set published_at = null where id = %s",
        "update surveys_question set labels = '{}' where version_id = %s",
        "delete from surveys_question where version_id = %s",
        "insert into surveys_question select (max(id) over ()) + 1, 99, 'new', kind, parent, "
        'labels, hints, is_required, required_messages, relevant, "constraint", '
        'constraint_messages, "default", choices, has_other, appearance, extra, sheet_row, '
        "version_id from surveys_question where version_id = %s limit 1",
    ],
)
def test_published_version_is_held_by_the_database(sql):
    version = make_version()

    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [version.pk])


def test_discard_takes_the_draft_and_an_empty_survey_away():
    version = make_version(published=False)

    defining.discard(version)
    defining.discard(version)

    assert (Survey.objects.count(), Version.objects.count(), Question.objects.count()) == (0, 0, 0)


def test_discard_keeps_the_survey_that_has_other_versions():
    kept = defining.import_workbook(workbook(), name="a.xlsx", by=None)
    draft = defining.import_workbook(workbook(), name="b.xlsx", by=None)

    defining.discard(draft)

    assert list(Version.objects.all()) == [kept]


def test_discard_refuses_a_published_version():
    version = make_version()

    with pytest.raises(ValidationError) as refusal:
        defining.discard(version)

    assert refusal.value.code == "published"
    assert list(Version.objects.all()) == [version]
