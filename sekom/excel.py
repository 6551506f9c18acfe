"""Excel workbooks: foreign ones read as plain text without trusting them, ours without formulas.

A foreign file is judged by its content before a library touches it: size, kind, macros, how far it
unpacks, XML that defines entities. What cannot be read is refused in words.
"""

import re
import time
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from itertools import chain, islice, zip_longest
from typing import IO, BinaryIO
from xml.sax.saxutils import escape

import openpyxl
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MEGABYTE = 1_000_000
LARGEST_FILE = 10 * MEGABYTE
LARGEST_UNPACKED = 50 * MEGABYTE
LARGEST_OTHER_XML = 2 * MEGABYTE
MOST_ENTRIES = 200
MOST_RATIO = 100
LAST_ROW_OF_EXCEL = 1_048_576
LONGEST_TEXT_OF_EXCEL = 32_767
ROWS_MEASURED = 1000  # by which the columns get their width

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITY_SIGNS = [
    sign.encode(coding)
    for sign in ("<!DOCTYPE", "<!ENTITY")
    for coding in ("utf-8", "utf-16-le", "utf-16-be")
]
# What XML cannot hold, and the control signs that nobody types.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What zipfile, the XML parsers and openpyxl raise on damaged files; openpyxl has no error of its
# own for them. A defusedxml refusal is a ValueError, an XML syntax error is a SyntaxError.
BROKEN_FILE = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, OSError, EOFError,
    KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError, AssertionError,
    NotImplementedError,
)  # fmt: skip
# What a spreadsheet takes for the beginning of a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]+\d+)')

type CellValue = str | int | float | date | datetime | None
type Rows = Iterable[Sequence[CellValue]]


def defused(value: CellValue) -> CellValue:
    """A cell that no spreadsheet runs: before what looks like a formula goes an apostrophe."""
    if not isinstance(value, str):
        return value
    plain = NOT_IN_XML.sub("", value)
    return f"'{plain}" if plain.startswith(DANGEROUS) else plain


def armed(text: str) -> str:
    """What a cell said before it was defused."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(DANGEROUS) else text


@dataclass(frozen=True)
class Limits:
    """How much a workbook may hold, besides the size of its file."""

    rows: int
    columns: int
    seconds: float
    sheet_bytes: int = 10 * MEGABYTE


@dataclass(frozen=True)
class Remark:
    """Something to say about a place in a workbook; sheet and cell are empty for all of it."""

    sheet: str
    cell: str
    message: str

    @property
    def place(self) -> str:
        """The place as Excel writes it: survey!C14."""
        return f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class Notice(Remark):
    """What the reader should know; the workbook is taken all the same."""


class Refusal(Remark):
    """Why the workbook is not taken, and what to do."""


class WorkbookRefused(ValidationError):
    """A workbook is not taken; `refusals` say why, each with its place."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__([str(refusal) for refusal in refusals], code="workbook")
        self.refusals = refusals


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, and {row: {column: text}} of the cells that hold something."""

    title: str
    rows: dict[int, dict[int, str]]

    def text(self, row: int, column: int) -> str:
        return self.rows.get(row, {}).get(column, "")


@dataclass(frozen=True)
class Sheets:
    """The sheets asked for, by their names in small letters, and the names of the others."""

    found: dict[str, Sheet]
    others: list[str]
    refusals: list[Refusal]
    notices: list[Notice]
    merged: str = ""  # the first cell of the first merged ones, wherever in the file


def cell_name(row: int, column: int) -> str:
    """C14."""
    return f"{get_column_letter(column)}{row}"


def read_sheets(file: BinaryIO, wanted: frozenset[str] | None, limits: Limits) -> Sheets:
    """The wanted sheets of an .xlsx file, or for None the first visible one that holds something.

    Raises WorkbookRefused when it is no such file.
    """
    data = file.read(LARGEST_FILE + 1)
    _refuse_unless_zip(data)
    try:
        merged = _refuse_dangerous(data, limits)
        return replace(_Reading(data, wanted, limits).sheets(), merged=merged)
    except BROKEN_FILE as error:
        raise _refused(
            _("The workbook is damaged and cannot be read. Open it in Excel and save it again.")
        ) from error


def _refused(message: str) -> WorkbookRefused:
    return WorkbookRefused([Refusal("", "", message)])


def _no_workbook() -> WorkbookRefused:
    return _refused(_("The file is not an Excel workbook. Save it as .xlsx."))


def _bomb() -> WorkbookRefused:
    return _refused(
        _("The file unpacks to far more than we take. Copy the sheets to a new workbook.")
    )


def _macros() -> WorkbookRefused:
    return _refused(_("The workbook has macros. Save it as .xlsx, which has none."))


def _refuse_unless_zip(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        raise _refused(
            _("The file is larger than %(most)d MB. Remove pictures and sheets that are not used.")
            % {"most": LARGEST_FILE // MEGABYTE}
        )
    if data.startswith(OLD_OFFICE):
        raise _refused(
            _("The file is in an older Excel format, or has a password. Save it as .xlsx without.")
        )
    if not zipfile.is_zipfile(BytesIO(data)):
        raise _no_workbook()


def _refuse_dangerous(data: bytes, limits: Limits) -> str:
    """Judge the parts of the file by what they say of themselves, then by what they are.

    Hands back the first merged cell, "" where none is.
    """
    merged = ""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        names = {entry.filename.lower() for entry in entries}
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries) or 1
        if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED:
            raise _bomb()
        if unpacked > MEGABYTE and unpacked / packed > MOST_RATIO:
            raise _bomb()
        if any(entry.flag_bits & 1 for entry in entries):
            raise _refused(_("The file has a password. Save it without one."))
        # Python unpacks other methods without a limit, and Excel never uses them.
        methods = {entry.compress_type for entry in entries}
        if not methods <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise _no_workbook()
        if any(name.endswith("vbaproject.bin") for name in names):
            raise _macros()
        if "[content_types].xml" not in names:
            raise _no_workbook()
        for entry in entries:
            if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                merged = merged or _refuse_bad_part(entry, archive, limits)
    return merged


def _refuse_bad_part(entry: zipfile.ZipInfo, archive: zipfile.ZipFile, limits: Limits) -> str:
    name = entry.filename.lower()
    is_sheet = "/worksheets/" in name or name.endswith("sharedstrings.xml")
    if entry.file_size > (limits.sheet_bytes if is_sheet else LARGEST_OTHER_XML):
        raise _bomb()
    # Reading stops at the declared size, and a part that lies about it fails its checksum.
    part = archive.read(entry)
    if any(sign in part for sign in ENTITY_SIGNS):
        raise _refused(
            _("The file has XML that Excel never writes. Open it in Excel and save it again.")
        )
    if name == "[content_types].xml":
        if b"macroEnabled" in part:
            raise _macros()
        if b"spreadsheetml.sheet.main+xml" not in part:
            raise _no_workbook()
    found = MERGED.search(part) if "/worksheets/" in name else None
    return found[1].decode() if found else ""


@contextmanager
def _opened(data: bytes, *, data_only: bool) -> Iterator[openpyxl.Workbook]:
    """The workbook, open for reading; openpyxl's warnings about styles say nothing to us."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            BytesIO(data), read_only=True, data_only=data_only, keep_links=False
        )
        with closing(book):
            yield book


class _Reading:
    """One reading of a file that has passed the gate."""

    def __init__(self, data: bytes, wanted: frozenset[str] | None, limits: Limits) -> None:
        self.data, self.wanted, self.limits = data, wanted, limits
        self.until = time.monotonic() + limits.seconds
        self.refusals: list[Refusal] = []
        self.notices: list[Notice] = []
        self.formulas: list[tuple[str, int, int]] = []

    def sheets(self) -> Sheets:
        found: dict[str, Sheet] = {}
        others: list[str] = []
        with _opened(self.data, data_only=False) as book:
            for worksheet in book.worksheets:
                title = str(worksheet.title)
                key = title.strip().lower()
                if not self.wants(worksheet, key, found):
                    others.append(title)
                elif key in found:
                    self.refuse(title, "", _("There are two sheets with this name. Remove one."))
                else:
                    found[key] = self.sheet(worksheet, title)
        if self.formulas:
            self.put_results(found)
        return Sheets(found, others, self.refusals, self.notices)

    def wants(self, worksheet: ReadOnlyWorksheet, key: str, found: dict[str, Sheet]) -> bool:
        if self.wanted is not None:
            return key in self.wanted
        return worksheet.sheet_state == "visible" and not any(
            sheet.rows for sheet in found.values()
        )

    def refuse(self, sheet: str, cell: str, message: str) -> None:
        self.refusals.append(Refusal(sheet, cell, message))

    def rows(self, worksheet: ReadOnlyWorksheet) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Each row that the file holds, with its number; stops a file that goes on and on."""
        worksheet.reset_dimensions()  # what the file says of its own size is not to be trusted
        for number, row in enumerate(worksheet.iter_rows(), 1):
            if number > LAST_ROW_OF_EXCEL or time.monotonic() > self.until:
                raise _bomb()
            if row:
                yield number, row

    def sheet(self, worksheet: ReadOnlyWorksheet, title: str) -> Sheet:
        rows: dict[int, dict[int, str]] = {}
        for number, row in self.rows(worksheet):
            cells: dict[int, str] = {}
            for column, cell in enumerate(row, 1):
                if text := self.cell_text(cell, title, number, column):
                    cells[column] = text
            if not cells:
                continue
            rows[number] = cells
            if max(cells) > self.limits.columns:
                message = _("The sheet has more than %(most)d columns. Remove those not used.")
                most = self.limits.columns
                self.refuse(title, cell_name(number, max(cells)), message % {"most": most})
                break
            if len(rows) > self.limits.rows + 1:  # the headings are one more
                message = _("The sheet has more than %(most)d rows. Divide it into several files.")
                self.refuse(title, cell_name(number, 1), message % {"most": self.limits.rows})
                break
        return Sheet(title, rows)

    def cell_text(self, cell: Cell, title: str, row: int, column: int) -> str:
        if cell.value is None:
            return ""
        if cell.data_type == "f":
            self.formulas.append((title, row, column))
        elif cell.data_type == "e":
            message = _("The cell shows the error %(error)s. Write its text instead.")
            self.refuse(title, cell_name(row, column), message % {"error": cell.value})
        return plain_text(cell.value)

    def put_results(self, found: dict[str, Sheet]) -> None:
        """Give each formula's last result in its place; one that never had any stays as text."""
        wanted: dict[str, dict[int, list[int]]] = {}
        for title, number, column in self.formulas:
            wanted.setdefault(title, {}).setdefault(number, []).append(column)
        with _opened(self.data, data_only=True) as book:
            for title, columns in wanted.items():
                sheet = found[title.strip().lower()]
                for number, row in self.rows(book[title]):
                    for column in columns.get(number, []):
                        value = row[column - 1].value if column <= len(row) else None
                        self.put_result(sheet, number, column, value)

    def put_result(self, sheet: Sheet, row: int, column: int, value: object) -> None:
        message = _("The cell holds a formula without a result; the formula is taken as text.")
        if value is not None:
            sheet.rows.setdefault(row, {})[column] = plain_text(value)
            message = _("The cell holds a formula; its last result is used.")
        self.notices.append(Notice(sheet.title, cell_name(row, column), message))


def workbook(sheets: Mapping[str, Rows]) -> BytesIO:
    """A workbook of {title: rows}: the first row of each is its headings, and nothing a formula.

    openpyxl makes all but the rows below the headings: those are written as they come, so that a
    hundred thousand take seconds and no memory.
    """
    book = openpyxl.Workbook(write_only=True)
    others = []
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        rows = iter(rows)
        headings, *measured = islice(rows, ROWS_MEASURED)
        for number, cells in enumerate(zip_longest(headings, *measured), start=1):
            widest = max(len(str(cell or "")) for cell in cells)
            sheet.column_dimensions[get_column_letter(number)].width = min(60, widest + 2)
        sheet.append([_bold(sheet, heading) for heading in headings])
        others.append(_written(chain(measured, rows), _Styles.of(sheet)))
    bare = BytesIO()
    book.save(bare)
    return _with_rows(bare, others)


@dataclass(frozen=True)
class _Styles:
    """The numbers of the styles that a workbook shows days and moments with."""

    day: int
    moment: int

    @classmethod
    def of(cls, sheet) -> "_Styles":
        return cls(*(WriteOnlyCell(sheet, value).style_id for value in (date.max, datetime.max)))


def _with_rows(bare: IO[bytes], sheets: list[Iterator[bytes]]) -> BytesIO:
    """A workbook with these rows at the end of its sheets."""
    rows = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in enumerate(sheets, 1)}
    file = BytesIO()
    with zipfile.ZipFile(bare) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            before, end, after = old.read(name).partition(b"</sheetData>")
            with new.open(name, "w") as part:
                part.write(before)
                part.writelines(rows.get(name, ()))
                part.write(end + after)
    file.seek(0)
    return file


def _written(rows: Iterable[Sequence[CellValue]], styles: _Styles) -> Iterator[bytes]:
    """Rows below the headings, as a sheet has them."""
    for number, row in enumerate(rows, start=2):
        cells = [
            _cell(cell_name(number, place), value, styles) for place, value in enumerate(row, 1)
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _cell(place: str, value: CellValue, styles: _Styles) -> str:
    match value:
        case None | "":
            return ""
        case str():
            text = escape(str(defused(value))[:LONGEST_TEXT_OF_EXCEL], {"\r": "&#13;"})
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        case bool():
            return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
        case date():
            style = styles.moment if isinstance(value, datetime) else styles.day
            return f'<c r="{place}" s="{style}"><v>{to_excel(value)}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def hand_out(file: IO[bytes], *, name: str) -> FileResponse:
    """A workbook to save; it is the person's own, so nobody on the way keeps it."""
    return FileResponse(
        file,
        as_attachment=True,
        filename=name,
        content_type=XLSX,
        headers={"Cache-Control": "private, no-store"},
    )


def _bold(sheet, value: CellValue) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, defused(value))
    cell.font = Font(bold=True)
    return cell


def plain_text(value: object) -> str:
    """A cell's value as a person would type it, without signs that XML cannot hold."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return UNWRITABLE.sub("", lines).strip()
