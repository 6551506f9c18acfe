"""Foreign files that are zip archives, judged before anything in them is unpacked.

Only the parts that are asked for are read, each up to a limit; nothing is ever written to disk.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
from defusedxml import DefusedXmlException
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sekom.excel import ENTITY_SIGNS, OLD_OFFICE

MEGABYTE = 1_000_000
LARGEST_FILE = 20 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
LARGEST_PART = 20 * MEGABYTE
MOST_ENTRIES = 2_000
MOST_RATIO = 200
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
MACROS = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("basic/", "scripts/")


def refused(message: str, code: str) -> ValidationError:
    return ValidationError(message, code=code)


def damaged() -> ValidationError:
    return refused(
        _("The file is damaged and cannot be read. Save it anew and try again."), "broken"
    )


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive, judged and open for reading.

    Raises ValidationError: too large, older Office, no archive, a bomb, a password, macros, or
    names that lead out of the archive.
    """
    if len(data) > LARGEST_FILE:
        raise too_large()
    if data.startswith(OLD_OFFICE):
        raise refused(
            _("The file is in an older Word format, or has a password. Save it as .docx without."),
            "old",
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_dangerous(archive)
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        KeyError,
        NotImplementedError,
    ) as bad:
        raise damaged() from bad


def too_large() -> ValidationError:
    return refused(
        _("The file is larger than %(most)d MB. Remove its pictures and try again.")
        % {"most": LARGEST_FILE // MEGABYTE},
        "large",
    )


def bomb() -> ValidationError:
    return refused(
        _("The file unpacks to far more than we take. Copy its text to a new document."), "bomb"
    )


def macros() -> ValidationError:
    return refused(_("The file holds macros. Save it without macros and try again."), "macros")


def _refuse_dangerous(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED:
        raise bomb()
    if unpacked > MEGABYTE and unpacked / packed > MOST_RATIO:
        raise bomb()
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused(_("The file has a password. Save it without one."), "password")
    names = [entry.filename for entry in entries]
    if {entry.compress_type for entry in entries} - METHODS or any(map(_leads_out, names)):
        raise damaged()
    small = [name.lower() for name in names]
    if any(name.endswith(MACROS) or name.startswith(MACRO_FOLDERS) for name in small):
        raise macros()


def _leads_out(name: str) -> bool:
    """Whether a name would be written outside the archive's own folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part of an archive. Raises ValidationError when it is missing, too large or damaged."""
    try:
        entry = archive.getinfo(name)
    except KeyError as missing:
        raise damaged() from missing
    if entry.file_size > LARGEST_PART:
        raise bomb()
    # Reading stops at the declared size, and a part that lies about it fails its checksum.
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as bad:
        raise damaged() from bad


def read_xml(data: bytes) -> Element:
    """The root of foreign XML. Raises ValidationError when it defines entities or is no XML."""
    if any(sign in data for sign in ENTITY_SIGNS):
        raise refused(
            _("The file has XML that no word processor writes. Save it anew and try again."),
            "entities",
        )
    try:
        return defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except (SyntaxError, ValueError, DefusedXmlException, LookupError) as bad:
        raise damaged() from bad
