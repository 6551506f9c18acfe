"""Handing out the answers: CSV for programs, a workbook with answers, labels and code book.

Rows pass one at a time, however many there are. What a member wrote is never a formula.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from sekom.excel import CellValue, defused
from surveys.items import Answer as Value
from surveys.models import Answer, Question, Response, SurveyRound
from surveys.questionnaires import Item, Kind, Questionnaire, chosen_values, other_text

CHUNK = 500


def responses_of(round: SurveyRound, *, with_all: bool = False) -> QuerySet:
    """The responses to hand out: those that the round takes, or all that somebody began."""
    found = round.responses.with_state().select_related("member").order_by("member__sort_key")
    relevant = Answer.objects.filter(is_relevant=True)
    found = found.prefetch_related(Prefetch("answers", queryset=relevant))
    return found.filter(first_answer_at__isnull=False) if with_all else found.counted()


# --- CSV --------------------------------------------------------------------------------------


class _Echo:
    """Hands back what is written, so that a row can be sent as soon as it is made."""

    def write(self, row: str) -> str:
        return row


def csv_rows(round: SurveyRound, *, with_all: bool = False) -> Iterator[str]:
    """The answers as CSV: a line for each response, a column for each question, codes.

    UTF-8 with a byte order mark, commas; the choices of several are parted by spaces.
    """
    writer = csv.writer(_Echo())
    yield "\ufeff"
    questionnaire = round.questionnaire()
    yield writer.writerow(_defused([*_MEMBER_COLUMNS, *_columns(questionnaire)]))
    for response in responses_of(round, with_all=with_all).iterator(CHUNK):
        cells = [*_member_cells(response), *_codes(questionnaire, response)]
        yield writer.writerow(_defused(_iso(cell) for cell in cells))


def _iso(cell: CellValue) -> CellValue:
    return cell.isoformat(" ") if isinstance(cell, datetime) else cell


def _defused(cells: Iterable[CellValue]) -> list[CellValue]:
    return [defused(cell) for cell in cells]


# --- One response -----------------------------------------------------------------------------

_MEMBER_COLUMNS = ("member_code", "member", "kind", "county", "state", "sent_in_at")


def _member_cells(response) -> list[CellValue]:
    member = response.member
    taken_at = response.submitted_at or response.accepted_at
    return [member.code, member.name, member.kind, member.county, response.state, _clock(taken_at)]


def _clock(moment: datetime | None) -> datetime | None:
    """The time in Sweden, without the zone that spreadsheets cannot hold."""
    return timezone.make_naive(moment).replace(microsecond=0) if moment else None


def _columns(questionnaire: Questionnaire) -> Iterator[str]:
    """The name of each column of answers; the words of "other" stand beside what was chosen."""
    for question in questionnaire.questions:
        yield question.item.key
        if question.item.has_other:
            yield f"{question.item.key}_other"


def _codes(questionnaire: Questionnaire, response: Response) -> Iterator[CellValue]:
    values = {answer.key: answer.value for answer in response.answers.all()}
    for question in questionnaire.questions:
        item, value = question.item, values.get(question.item.key)
        yield _code(item, value)
        if item.has_other:
            yield other_text(value) or None


def _code(item: Item, value: Value) -> CellValue:
    if value is None:
        return None
    if item.kind in Kind.SELECTS:
        return " ".join(chosen_values(value))
    if item.kind == Kind.ACKNOWLEDGE:
        return 1 if value else None
    return value if isinstance(value, int | float) else str(value)


def _labels(questionnaire: Questionnaire, response: Response, language: str) -> Iterator[CellValue]:
    values = {answer.key: answer.value for answer in response.answers.all()}
    for question in questionnaire.questions:
        item, value = question.item, values.get(question.item.key)
        if value is None:
            yield None
        elif item.kind in (Kind.INTEGER, Kind.DECIMAL):
            yield value
        else:
            yield questionnaire.display(item, value, language)


# --- The workbook -----------------------------------------------------------------------------


def workbook_file(round: SurveyRound, *, with_all: bool = False) -> BytesIO:
    """A workbook with the answers in codes and in words, the code book and who took part."""
    questionnaire, language = round.questionnaire(), get_language() or "sv"
    book = Workbook(write_only=True)
    codes = _sheet(book, _("Answers"), [*_MEMBER_COLUMNS, *_columns(questionnaire)])
    heads = [questionnaire.label(question.item, language) for question in questionnaire.questions]
    words = _sheet(book, _("Answers in words"), [_("Code"), _("Member"), *heads])
    for response in responses_of(round, with_all=with_all).iterator(CHUNK):
        codes.append(_defused([*_member_cells(response), *_codes(questionnaire, response)]))
        member = response.member
        labels = _labels(questionnaire, response, language)
        words.append(_defused([member.code, member.name, *labels]))
    _add_code_book(book, questionnaire, language)
    _add_participation(book, round)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _sheet(book: Workbook, title: str, heads: Sequence[str]):
    """A sheet whose first row stays in sight."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "C2"
    row = []
    for head in heads:
        cell = WriteOnlyCell(sheet, defused(head))
        cell.font = Font(bold=True)
        row.append(cell)
    sheet.append(row)
    return sheet


def _add_code_book(book: Workbook, questionnaire: Questionnaire, language: str) -> None:
    heads = [
        *(
            _("Key"),
            pgettext("of a question", "Number"),
            _("Question"),
            _("Kind"),
            _("Section"),
            _("Required"),
        ),
        *(_("Asked when"), _("Right when"), _("Code"), _("Means")),
    ]
    sheet = _sheet(book, _("Code book"), heads)
    sections = {page.key: questionnaire.label(page, language) for page in questionnaire.pages}
    for question in questionnaire.questions:
        item = question.item
        about: list[CellValue] = [
            item.key,
            question.number,
            _full_label(questionnaire, item, language),
            str(Question.Kind(item.kind).label),
            sections[questionnaire.page_of[item.key]],
            _("yes") if item.is_required else _("no"),
            item.relevant,
            item.constraint,
        ]
        choices: list[tuple[CellValue, CellValue]] = [
            (choice.value, questionnaire.label(choice, language)) for choice in item.choices
        ]
        for choice in choices or [(None, None)]:
            sheet.append(_defused([*about, *choice]))


def _full_label(questionnaire: Questionnaire, item: Item, language: str) -> str:
    """The question, after the matrix that it is a row of."""
    label = questionnaire.label(item, language)
    parent = questionnaire.by_key.get(item.parent or "")
    if parent is None or parent.kind != Kind.MATRIX:
        return label
    return f"{questionnaire.label(parent, language)} {label}"


def _add_participation(book: Workbook, round: SurveyRound) -> None:
    heads = [
        *(_("Code"), _("Member"), _("Kind"), _("County"), _("State"), _("Opened")),
        *(_("Started"), _("Last changed"), _("Sent in"), _("Accepted"), _("Reason")),
    ]
    sheet = _sheet(book, _("Participation"), heads)
    asked = round.responses.with_state().select_related("member").order_by("member__sort_key")
    for response in asked.iterator(CHUNK):
        member = response.member
        times = (
            response.opened_at,
            response.first_answer_at,
            response.last_answer_at,
            response.submitted_at,
            response.accepted_at,
        )
        sheet.append(
            _defused(
                [
                    *(member.code, member.name, str(member.get_kind_display())),
                    *(member.get_county_display(), str(Response.State(response.state).label)),
                    *(_clock(time) for time in times),
                    response.accepted_reason,
                ]
            )
        )
