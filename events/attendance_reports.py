"""Reports of attendance as Teams writes them: who was there, whatever language and encoding.

A report is text in columns: some lines that sum up, then the participants under headings, then
what each of them did. Only the participants are read.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST = 2_000_000
MOST_PARTICIPANTS = 5_000
LONGEST_CELL = 300
NAMES = {"name", "full name", "namn", "fullständigt namn"}
ADDRESSES = ("email", "e-mail", "e-post", "e-postadress")
# The name that one logs in with, which is most often the address.
ACCOUNTS = ("participant id (upn)", "deltagar-id (upn)", "upn")
NEXT_PART = re.compile(r"\d+\. ")  # 3. In-Meeting Activities


@dataclass(frozen=True)
class Participant:
    """Somebody in a report; the address is "" where Teams did not know it."""

    name: str
    email: str


def read(data: bytes) -> list[Participant]:
    """Everybody in a report, once. Raises ValidationError for what is no report."""
    if len(data) > LARGEST:
        raise ValidationError(
            _("The file is larger than 2 MB. An attendance report never is: choose another file."),
            code="size",
        )
    rows = _rows(_text(data))
    headings = next((row for row in rows if row and row[0].casefold() in NAMES), None)
    if headings is None:
        raise ValidationError(
            _(
                "This is no attendance report from Teams: there is no list with the heading "
                "“Name”. Download the report from the meeting again, as CSV."
            ),
            code="kind",
        )
    found = dict.fromkeys(_participants(rows, [heading.casefold() for heading in headings]))
    if not found:
        raise ValidationError(_("The report has no participants."), code="empty")
    return list(found)


def _text(data: bytes) -> str:
    """The text of a file, by its mark, else by how it looks."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    start = data[:2000]
    if start.count(0) > len(start) / 4:
        is_little = start[1::2].count(0) >= start[::2].count(0)
        return data.decode("utf-16-le" if is_little else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _rows(text: str) -> Iterator[list[str]]:
    """The rows of the table, each cell on one line and no longer than one can be."""
    lines = text.replace("\0", "").splitlines()
    delimiter = max("\t;,", key=text.count)
    # Teams puts names into a table of tabs as they are, with whatever quotation marks they have.
    if delimiter == "\t":
        rows = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        rows = csv.reader(lines, delimiter=delimiter)
    try:
        for row in rows:
            yield [" ".join(cell.strip('"').split())[:LONGEST_CELL] for cell in row]
    except csv.Error as error:
        raise ValidationError(
            _("The report cannot be read. Download it from the meeting again, as CSV."),
            code="broken",
        ) from error


def _participants(rows: Iterator[list[str]], headings: list[str]) -> Iterator[Participant]:
    """The rows under the headings, down to the next part of the report."""
    columns = [headings.index(name) for name in (*ADDRESSES, *ACCOUNTS) if name in headings]
    for number, row in enumerate(rows):
        if not any(row) or NEXT_PART.match(row[0]):
            return
        if number == MOST_PARTICIPANTS:
            raise ValidationError(_("The report has too many participants."), code="many")
        cells = [row[column] for column in columns if column < len(row)]
        email = next((cell for cell in cells if "@" in cell), "")
        if row[0]:
            yield Participant(row[0], email.lower())
