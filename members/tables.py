"""Reading somebody's own sheet, a workbook or CSV, as rows of plain text under headings."""

import csv
import re
from dataclasses import dataclass, field
from io import BytesIO, StringIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.headings import guess_columns
from sekom import excel
from sekom.excel import LARGEST_FILE, MEGABYTE, OLD_OFFICE, Limits

LIMITS = Limits(rows=20_000, columns=200, seconds=10, sheet_bytes=40 * MEGABYTE)
SEPARATORS = ";,\t"
SEARCHED_FOR_HEADINGS = 10  # rows
FEWEST_HEADINGS = 2
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# å, ä and ö when UTF-8 was once read as Windows-1252, and where a sign was lost on the way.
GARBLED = re.compile("Ã[¥¤¶…„–]|\ufffd")
# å, ä, ö, Å and Ä of old Macintosh files, when they are read as Windows-1252.
OF_MACINTOSH = re.compile("[ŒŠš€]")
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class TableRefused(ValidationError):
    """A file is not taken; the messages say why and what to do."""


@dataclass(frozen=True)
class Table:
    """A sheet: {column: heading}, and (row number, {column: text}) of the rows that hold any."""

    headings: dict[int, str]
    rows: list[tuple[int, dict[int, str]]]
    notices: list[str] = field(default_factory=list)


def read_table(data: bytes) -> Table:
    """The rows of a file, judged by its content. Raises TableRefused with what to do."""
    if not data.strip():
        raise TableRefused(_("The file is empty. Choose the file with the register."))
    if len(data) > LARGEST_FILE:
        raise TableRefused(
            _("The file is larger than %(most)d MB. Divide it into several files."),
            params={"most": LARGEST_FILE // MEGABYTE},
        )
    if data.startswith((b"PK", OLD_OFFICE)):
        rows, notices = _rows_of_workbook(data)
    else:
        rows, notices = _rows_of_csv(data)
    return _under_headings(rows, notices)


def _under_headings(rows: dict[int, dict[int, str]], notices: list[str]) -> Table:
    first = list(rows.items())[:SEARCHED_FOR_HEADINGS]
    if not first:
        raise TableRefused(_("The file is empty. Choose the file with the register."))
    understood, top = max((len(guess_columns(cells)), -number) for number, cells in first)
    if understood < FEWEST_HEADINGS:
        raise TableRefused(
            _("No row with headings was found. Write above each column what it holds: %(some)s."),
            params={"some": "Kod, Medlem, Politiker namn, Politiker e-post"},
        )
    below = [(number, cells) for number, cells in rows.items() if number > -top]
    if not below:
        raise TableRefused(_("There are headings but no rows below them."))
    return Table(rows[-top], below, notices)


# --- Workbooks --------------------------------------------------------------------------------


def _rows_of_workbook(data: bytes) -> tuple[dict[int, dict[int, str]], list[str]]:
    try:
        sheets = excel.read_sheets(BytesIO(data), None, LIMITS)
    except excel.WorkbookRefused as refusal:
        raise TableRefused(refusal.messages) from refusal
    if sheets.refusals:
        raise TableRefused([str(refusal) for refusal in sheets.refusals])
    read = next((sheet for sheet in sheets.found.values() if sheet.rows), None)
    if read is None:
        raise TableRefused(_("The workbook has no visible sheet that holds anything."))
    notices = [str(notice) for notice in sheets.notices]
    if sheets.others:
        notices.append(
            _("Only the sheet %(read)s is read. Not read: %(others)s.")
            % {"read": read.title, "others": ", ".join(sheets.others)}
        )
    if sheets.merged:
        notices.append(
            _(
                "The workbook has merged cells, the first at %(cell)s. Only the upper left of them "
                "holds the text; the others are read as empty."
            )
            % {"cell": sheets.merged}
        )
    return read.rows, notices


# --- CSV --------------------------------------------------------------------------------------


def _rows_of_csv(data: bytes) -> tuple[dict[int, dict[int, str]], list[str]]:
    text, notices = _decoded(data)
    separator = max(SEPARATORS, key=lambda sign: _headings_with(text, sign))
    rows: dict[int, dict[int, str]] = {}
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
        for cells in reader:
            if len(cells) > LIMITS.columns:
                raise TableRefused(
                    _("Row %(row)d has more than %(most)d columns. Remove those not used."),
                    params={"row": reader.line_num, "most": LIMITS.columns},
                )
            found = {place: cell.strip() for place, cell in enumerate(cells, 1) if cell.strip()}
            if found:
                rows[reader.line_num] = found
            if len(rows) > LIMITS.rows + 1:  # the headings are one more
                raise TableRefused(
                    _("The file has more than %(most)d rows. Divide it into several files."),
                    params={"most": LIMITS.rows},
                )
    except csv.Error as error:
        raise TableRefused(
            _("The file cannot be read as CSV. Open it in Excel and save it as .xlsx.")
        ) from error
    return rows, notices


def _headings_with(text: str, separator: str) -> tuple[int, int]:
    """How many headings are understood, and columns found, when this sign parts the columns."""
    lines = text.splitlines()[:SEARCHED_FOR_HEADINGS]
    rows = [dict(enumerate(line.replace('"', "").split(separator), 1)) for line in lines]
    return max((len(guess_columns(row)), len(row)) for row in rows)


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """The text of a file that does not say how it is written, and what to look out for."""
    notices = []
    text, coding = _text(data)
    if NO_TEXT.search(text):
        raise TableRefused(_("The file is neither an Excel workbook nor CSV. Save it as .xlsx."))
    if GARBLED.search(text) or (coding == "cp1252" and _is_of_macintosh(text)):
        raise TableRefused(
            _("å, ä and ö are garbled in the file. Save it as .xlsx, or as CSV in UTF-8.")
        )
    if coding == "cp1252":
        notices.append(_("The file is read as Windows-1252. See to it that å, ä and ö are right."))
    return text, notices


def _text(data: bytes) -> tuple[str, str]:
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)), "")
    for coding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            return data.decode(coding), coding
        except UnicodeDecodeError:
            continue
    raise TableRefused(_("The text of the file cannot be read. Save it as .xlsx, or CSV in UTF-8."))


def _is_of_macintosh(text: str) -> bool:
    return bool(OF_MACINTOSH.search(text)) and not re.search("[åäöÅÄÖ]", text)
