"""A questionnaire before anyone answers it: its rows, and in words when each is asked."""

import pytest
from django.utils.translation import override

from surveys import reading
from surveys.items import Choice, Item, Kind
from surveys.questionnaires import Questionnaire
from tests.survey_factories import one_of_each, real_items

YES_NO = (Choice("yes", {"en": "Yes"}), Choice("no", {"en": "No"}))
ASKED = (
    Item("plan", Kind.SELECT_ONE, choices=YES_NO),
    Item("forums", Kind.SELECT_MULTIPLE, choices=YES_NO),
    Item("share", Kind.INTEGER),
)


def condition(expression):
    """How this condition reads on a fourth question."""
    last = Item("last", Kind.TEXT, relevant=expression)
    with override("en"):
        (section,) = reading.sections(Questionnaire([*ASKED, last], "en"))
    return section.rows[-1].condition


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("${plan} = 'yes'", "the answer to question 1 is “Yes”"),
        ("${plan} != 'yes'", "the answer to question 1 is not “Yes”"),
        ("not(${plan} = 'yes')", "the answer to question 1 is not “Yes”"),
        ("${plan} != ''", "question 1 is answered"),
        ("${plan} = ''", "question 1 is not answered"),
        ("selected(${forums}, 'no')", "the answer to question 2 is “No”"),
        ("not(selected(${forums}, 'no'))", "the answer to question 2 is not “No”"),
        ("${share} >= 10", "the answer to question 3 is at least 10"),
        ("not(${share} > 10)", "the answer to question 3 is at most 10"),
        (
            "${plan} = 'yes' and ${share} < 10",
            "the answer to question 1 is “Yes” and the answer to question 3 is less than 10",
        ),
        (
            "not(${plan} = 'yes' and ${forums} != '')",
            "the answer to question 1 is not “Yes” or question 2 is not answered",
        ),
        ("string-length(${plan}) > 2", "string-length(question 1) > 2"),
        ("${plan} = ${forums}", "question 1 = question 2"),
        ("", ""),
    ],
)
def test_condition_is_said_in_words(expression, words):
    assert condition(expression) == words


def test_sections_of_the_real_survey_hold_every_row_once():
    questionnaire = Questionnaire(real_items())

    sections = reading.sections(questionnaire)

    shown = [row.card.key for section in sections for row in section.rows]
    assert sorted(shown) == sorted(item.key for page in questionnaire.pages for item in page.items)


def test_sections_put_the_rows_of_a_matrix_inside_it():
    sections = reading.sections(Questionnaire(one_of_each()))

    (matrix,) = [row.card for row in sections[1].rows if row.kind == Kind.MATRIX]
    assert [row.key for row in matrix.rows] == ["goals", "tools"]
    assert [option.label for option in matrix.options] == ["Inte", "Delvis", "Helt"]


def test_words_piped_into_a_label_stand_as_the_question_they_come_from():
    later = Item("later", Kind.TEXT, labels={"en": "Why ${plan}?"})

    with override("en"):
        (section,) = reading.sections(Questionnaire([*ASKED, later], "en"))

    assert section.rows[-1].card.label == "Why [question 1]?"
