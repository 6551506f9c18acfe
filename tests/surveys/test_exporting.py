import csv
import io
from datetime import datetime

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook

from sekom import excel
from surveys import exporting
from surveys.models import Response
from surveys.questionnaires import Choice, Kind
from tests.factories import make_member
from tests.survey_factories import choices, item, make_response, make_round, make_version

pytestmark = pytest.mark.django_db

MEMBER_COLUMNS = ["member_code", "member", "kind", "county", "state", "sent_in_at"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def round():
    return make_round()


def sent_in(round, member, answers):
    """A response sent in at a known time."""
    response = make_response(round, member, answers=answers, signed="both")
    at = timezone.make_aware(datetime(2026, 10, 8, 14, 32, 5))
    Response.objects.filter(pk=response.pk).update(submitted_at=at)
    return response


def read_csv(round, **options):
    """The rows of the CSV, read back."""
    text = "".join(exporting.csv_rows(round, **options))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def read_workbook(round, **options):
    """The sheets of the workbook, read back: {title: rows}."""
    book = load_workbook(exporting.workbook_file(round, **options))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


ANSWERS = {
    "home": "kontor",
    "forum": {"choices": ["grupp", "other"], "text": "Rådet för hållbarhet, ÅÄÖ"},
    "share": -5,
    "budget": 1.5,
    "adopted": "2019-05-01",
    "goals": "helt",
    "wish": 'Rad ett\nrad två; "citat", komma',
    "read": True,
}


def test_csv_reads_back_equal(round):
    sent_in(round, make_member("Åmål", code="1492", county="14"), ANSWERS)

    assert read_csv(round) == [
        [
            *MEMBER_COLUMNS,
            *("home", "forum", "forum_other", "share", "budget", "adopted"),
            *("goals", "tools", "wish", "read"),
        ],
        [
            *("1492", "Åmål kommun", "municipality", "14", "submitted", "2026-10-08 14:32:05"),
            *("kontor", "grupp other", "Rådet för hållbarhet, ÅÄÖ", "-5", "1.5", "2019-05-01"),
            *("helt", "", 'Rad ett\nrad två; "citat", komma', "1"),
        ],
    ]


def test_workbook_has_codes_and_words(round):
    sent_in(round, make_member("Åmål", code="1492", county="14"), ANSWERS)

    sheets = read_workbook(round)

    assert sheets["Answers"][1] == [
        *(
            "1492",
            "Åmål kommun",
            "municipality",
            "14",
            "submitted",
            datetime(2026, 10, 8, 14, 32, 5),
        ),
        *("kontor", "grupp other", "Rådet för hållbarhet, ÅÄÖ", -5, 1.5, "2019-05-01"),
        *("helt", None, 'Rad ett\nrad två; "citat", komma', 1),
    ]
    assert sheets["Answers in words"] == [
        [
            *("Code", "Member", "Home?", "Forum?", "Share?", "Budget?", "Adopted?"),
            *("Goals?", "Tools?", "Wish?", "Read?"),
        ],
        [
            *("1492", "Åmål kommun", "Kontor", "Grupp, Annat: Rådet för hållbarhet, ÅÄÖ"),
            *(-5, 1.5, "1 May 2019", "Helt", None, 'Rad ett\nrad två; "citat", komma', "Yes"),
        ],
    ]


def test_code_book_has_a_row_for_each_choice():
    rows = [
        item("work", Kind.GROUP, labels={"sv": "Arbetet"}),
        item(
            "home", Kind.SELECT_ONE, parent="work", choices=choices("kontor", "bygg"),
            is_required=True,
        ),
        item("year", Kind.INTEGER, parent="work", relevant="${home} = 'bygg'", constraint=". > 1"),
    ]  # fmt: skip

    sheets = read_workbook(make_round(make_version(rows)))

    assert sheets["Code book"] == [
        ["Key", "Number", "Question", "Kind", "Section", "Required", "Asked when", "Right when",
         "Code", "Means"],
        ["home", 1, "Home?", "one of several", "Arbetet", "yes", None, None, "kontor", "Kontor"],
        ["home", 1, "Home?", "one of several", "Arbetet", "yes", None, None, "bygg", "Bygg"],
        ["year", 2, "Year?", "whole number", "Arbetet", "no", "${home} = 'bygg'", ". > 1", None,
         None],
    ]  # fmt: skip


def test_participation_has_everyone_who_was_asked(round):
    sent_in(round, make_member("Åmål", code="1492", county="14"), ANSWERS)
    make_response(round, make_member("Öckerö", code="1407", county="14"))

    sheets = read_workbook(round)

    assert [[*row[:5], row[8]] for row in sheets["Participation"]] == [
        ["Code", "Member", "Kind", "County", "State", "Sent in"],
        ["1492", "Åmål kommun", "municipality", "Västra Götalands län", "Sent in",
         datetime(2026, 10, 8, 14, 32, 5)],
        ["1407", "Öckerö kommun", "municipality", "Västra Götalands län", "Not opened", None],
    ]  # fmt: skip


def test_only_responses_that_count_are_handed_out_unless_all_are_asked_for(round):
    make_response(round, make_member("Alby"), answers={"home": "bygg"}, signed="both")
    make_response(round, make_member("Berga"), answers={"home": "skola"}, signed="officer")
    make_response(round, make_member("Cedervik"))

    counted, begun = read_csv(round), read_csv(round, with_all=True)

    assert [row[1] for row in counted[1:]] == ["Alby kommun"]
    assert [row[1] for row in begun[1:]] == ["Alby kommun", "Berga kommun"]


def test_answers_that_became_irrelevant_are_not_handed_out():
    home = item("home", Kind.SELECT_ONE, choices=choices("kontor", "bygg"))
    follower = item("then", Kind.INTEGER, relevant="${home} = 'bygg'")
    round = make_round(make_version([home, follower]))
    make_response(round, answers={"home": "kontor", "then": 4}, signed="both")

    assert read_csv(round)[1][-2:] == ["kontor", ""]


@pytest.mark.parametrize("text", ["=1+1", "+46", "-x", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_a_formula_wherever_it_stands(text):
    home = item(
        "home",
        Kind.SELECT_ONE,
        labels={"sv": text},
        choices=(Choice("a", {"sv": text}),),
    )
    round = make_round(make_version([home, item("wish", Kind.TEXT)]))
    member = make_member(code="9999")
    type(member).objects.filter(pk=member.pk).update(name=text)
    make_response(round, member, answers={"home": "a", "wish": text}, signed="both")

    book = load_workbook(exporting.workbook_file(round))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [value for value in texts if value.startswith(excel.DANGEROUS)] == []
    assert [value for value in read_csv(round)[1] if value.startswith(excel.DANGEROUS)] == []
    assert read_csv(round)[1][-1] == f"'{text}"


def test_signs_that_a_workbook_cannot_hold_are_left_out():
    assert excel.defused("a\x0bb") == "ab"
    assert excel.defused("\x0b=1") == "'=1"


def test_export_takes_as_many_queries_for_one_response_as_for_three(
    round, django_assert_num_queries
):
    for _number in range(3):
        make_response(round, answers=ANSWERS, signed="both")
    round.questionnaire()

    with django_assert_num_queries(2):
        rows = read_csv(round)

    assert len(rows) == 4
