"""The compilation to take along: matrices and statements as a workbook or as CSV."""

import csv
from io import BytesIO, StringIO

from django.utils.translation import gettext as _

from sekom.excel import CellValue, defused, workbook
from surveys.interviews.compiling import By, Filters, Matrix, matrix
from surveys.interviews.models import Statement, Study

BYTE_ORDER_MARK = "\ufeff"


def as_workbook(study: Study, filters: Filters | None = None) -> BytesIO:
    """A workbook with a sheet for each matrix, and one with the statements that count."""
    sheets = {str(by.label)[:31]: rows_of(matrix(study, by, filters)) for by in By}
    return workbook({**sheets, _("Statements"): statement_rows(study)})


def as_csv(study: Study, by: By, filters: Filters | None = None) -> str:
    """One matrix as CSV, with a byte order mark so that Excel reads its letters."""
    file = StringIO()
    writer = csv.writer(file)
    for row in rows_of(matrix(study, by, filters)):
        writer.writerow([defused(cell) for cell in row])
    return BYTE_ORDER_MARK + file.getvalue()


def rows_of(found: Matrix) -> list[list[CellValue]]:
    """A matrix as rows: for each theme all, done, ahead, obstacles, interviews, and each column."""
    figures = [_("All"), _("Done so far"), _("Ahead"), _("Obstacles"), _("Interviews")]
    headings: list[CellValue] = [_("Theme"), *figures]
    for column in found.columns:
        headings += [column.title, _("%(column)s, done") % {"column": column.title}]
    rows: list[list[CellValue]] = [headings]
    for row in found.rows:
        tally = row.tally
        cells: list[CellValue] = ["– " * row.depth + row.title, tally.statements]
        cells += [tally.done, tally.ahead, tally.obstacles, tally.interviews]
        for cell in row.cells:
            cells += [cell.tally.statements, cell.tally.done]
        rows.append(cells)
    return rows


def statement_rows(study: Study) -> list[list[CellValue]]:
    """Each statement that counts with its department, question, kind and what it is tied to."""
    headings: list[CellValue] = [
        *(_("Department"), _("Question"), _("Kind"), _("Statement")),
        *(_("Themes"), _("Dimensions"), _("Our own goals"), _("Goals and principles")),
    ]
    found = Statement.objects.counted().filter(interview__study=study).with_links()
    rows = [headings]
    for one in found.order_by("interview__department__position", "pk"):
        links = list(one.links.all())
        tied = (
            [link.theme.title for link in links if link.theme],
            [str(link.get_dimension_display()) for link in links if link.dimension],
            [str(link.goal) for link in links if link.goal],
            [str(link.item) for link in links if link.item],
        )
        question = one.question.text if one.question else ""
        rows.append(
            [
                *(one.interview.department.name, question, one.get_kind_display(), one.text),
                *("; ".join(words) for words in tied),
            ]
        )
    return rows
