"""Reading notes out of .docx, .odt and .txt: the text alone, judged before it is read."""

from collections.abc import Iterator
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element
from zipfile import ZipFile, is_zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from surveys.interviews import archives, wording

ENDINGS = (".docx", ".odt", ".txt")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
ODT = b"application/vnd.oasis.opendocument.text"

# What is no part of the text: what was taken away, notes in the margin, what fields are made of.
UNSAID_IN_WORD = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", FALLBACK}
UNSAID_IN_ODT = {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{TEXT}note"}
IN_WORD = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
IN_ODT = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
DEEPEST = 200  # no word processor nests further
MOST_SPACES = 80


def read(file: IO[bytes]) -> str:
    """The text of a document, told by its content, in the form that texts are kept in.

    Raises ValidationError: too large, another kind, damaged, a password, macros, dangerous.
    """
    data = file.read(archives.LARGEST_FILE + 1)
    if len(data) > archives.LARGEST_FILE:
        raise archives.too_large()
    is_archive = is_zipfile(BytesIO(data)) or data.startswith((b"PK", archives.OLD_OFFICE))
    text = wording.normalised(_of_archive(data) if is_archive else _plain(data))
    if not text:
        raise ValidationError(_("There is no text in the file."), code="empty")
    return text


def _of_archive(data: bytes) -> str:
    with archives.opened(data) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names and "word/document.xml" in names:
            return _word(archive)
        if "mimetype" in names and archives.read_part(archive, "mimetype").strip() == ODT:
            return _odt(archive)
    raise _other_kind()


def _other_kind() -> ValidationError:
    return ValidationError(
        _("We read .docx, .odt and .txt. Save the notes as one of them, or paste the text."),
        code="kind",
    )


def _plain(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        coding = "utf-16"
    elif b"\x00" in data or data.startswith((b"%PDF", b"{\\rtf")):
        raise _other_kind()
    else:
        coding = "utf-8-sig"
    try:
        return data.decode(coding)
    except UnicodeDecodeError:
        # What Windows wrote before UTF-8; the few signs that it does not know are left out.
        return data.decode("cp1252", errors="ignore")


def _word(archive: ZipFile) -> str:
    if b"macroEnabled" in archives.read_part(archive, "[Content_Types].xml"):
        raise archives.macros()
    root = archives.read_xml(archives.read_part(archive, "word/document.xml"))
    return "".join(_word_pieces(root))


def _odt(archive: ZipFile) -> str:
    if b"encryption-data" in archives.read_part(archive, "META-INF/manifest.xml"):
        raise ValidationError(_("The file has a password. Save it without one."), code="password")
    root = archives.read_xml(archives.read_part(archive, "content.xml"))
    body = root.find(f"{OFFICE}body")
    if body is None:
        raise archives.damaged()
    return "".join(_odt_pieces(body))


def _word_pieces(element: Element, depth: int = 0) -> Iterator[str]:
    """The text of a Word document, in order, a line for each paragraph."""
    _refuse_too_deep(depth)
    if element.tag in UNSAID_IN_WORD:
        return
    yield IN_WORD.get(element.tag, "")
    if element.tag == f"{W}t":
        yield element.text or ""
    for child in element:
        yield from _word_pieces(child, depth + 1)
    if element.tag == f"{W}p":
        yield "\n"


def _odt_pieces(element: Element, depth: int = 0, *, inside: bool = False) -> Iterator[str]:
    """The text of an OpenDocument; what stands between paragraphs is white space of the file."""
    _refuse_too_deep(depth)
    is_paragraph = element.tag in (f"{TEXT}p", f"{TEXT}h")
    inside = inside or is_paragraph
    if element.tag not in UNSAID_IN_ODT:
        yield " " * _spaces(element) if element.tag == f"{TEXT}s" else IN_ODT.get(element.tag, "")
        if inside:
            yield element.text or ""
        for child in element:
            yield from _odt_pieces(child, depth + 1, inside=inside)
            if inside:
                yield child.tail or ""
    if is_paragraph:
        yield "\n"


def _refuse_too_deep(depth: int) -> None:
    if depth > DEEPEST:
        raise archives.damaged()


def _spaces(element: Element) -> int:
    """How many spaces an element stands for, never more than a line has room for."""
    told = element.get(f"{TEXT}c", "1")
    return min(int(told), MOST_SPACES) if told.isdecimal() and len(told) < MOST_SPACES else 1
