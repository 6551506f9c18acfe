"""Reports to hand on: what readers say about the pages, as a workbook for BTH."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from sekom.excel import defused
from toolbox.models import Opinion


def opinions_workbook() -> BytesIO:
    """Two sheets: how many each page helped, and every comment. Says nothing about who."""
    book = Workbook(write_only=True)
    rates = [
        [
            page["title"],
            page["address"],
            page["yes"],
            page["no"],
            round(100 * page["yes"] / (page["yes"] + page["no"])),
        ]
        for page in Opinion.objects.per_page()
    ]
    heads = [_("Page"), _("Address"), _("Yes"), _("No"), _("Share yes, percent")]
    _sheet(book, _("Pages"), heads, rates, widths=(48, 48, 10, 10, 20))
    comments = [
        [opinion.on, opinion.title, _("Yes") if opinion.is_helpful else _("No"), opinion.comment]
        for opinion in Opinion.objects.exclude(comment="").order_by("pk")
    ]
    heads = [_("Date"), _("Page"), _("Of help"), _("Comment")]
    _sheet(book, _("Comments"), heads, comments, widths=(14, 48, 12, 90))
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _sheet(book: Workbook, title: str, heads: list, rows: Iterable[list], *, widths) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDE", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.append(heads)
    sheet.row_dimensions[1].font = Font(bold=True)
    for row in rows:
        sheet.append([defused(cell) for cell in row])
