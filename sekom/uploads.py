"""Files that people hand in: judged by their content, never their name, and handed out safely."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _
from PIL import Image

MOST_BYTES = 20 * 2**20
LONGEST_NAME = 100
# Where Office and the open formats keep what they would run.
MACROS = re.compile(r"(.*vbaproject\.bin$|basic/|scripts/)", re.IGNORECASE)
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Kind:
    """What a file is: the end of its name and its type."""

    suffix: str
    content_type: str


PDF = Kind(".pdf", "application/pdf")
# The folder that each of Office's own formats keeps its contents in.
OFFICE_KINDS = {
    "word/": Kind(".docx", f"{OFFICE}.wordprocessingml.document"),
    "xl/": Kind(".xlsx", f"{OFFICE}.spreadsheetml.sheet"),
    "ppt/": Kind(".pptx", f"{OFFICE}.presentationml.presentation"),
}
# What a file of the open formats begins with by its own account.
OPEN = "application/vnd.oasis.opendocument"
OPEN_KINDS = {
    kind.content_type: kind
    for kind in (
        Kind(".odt", f"{OPEN}.text"),
        Kind(".ods", f"{OPEN}.spreadsheet"),
        Kind(".odp", f"{OPEN}.presentation"),
    )
}
LONGEST_TYPE = 100
IMAGE_KINDS = {
    "PNG": Kind(".png", "image/png"),
    "JPEG": Kind(".jpg", "image/jpeg"),
    "WEBP": Kind(".webp", "image/webp"),
    "GIF": Kind(".gif", "image/gif"),
}
ACCEPT = ",".join(
    kind.suffix
    for kind in (PDF, *OFFICE_KINDS.values(), *OPEN_KINDS.values(), *IMAGE_KINDS.values())
)


def judge(file: IO[bytes]) -> Kind:
    """What the file is, out of its content. Raises ValidationError for what we do not take."""
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"%PDF-"):
        return PDF
    found = _office_kind(file) if start.startswith(b"PK\x03\x04") else _image_kind(file)
    file.seek(0)
    if found is None:
        raise ValidationError(
            _(
                "We take PDF, Word, Excel, PowerPoint, OpenDocument and images. "
                "Save the file as one of them."
            ),
            code="kind",
        )
    return found


def _office_kind(file: IO[bytes]) -> Kind | None:
    """Told by the table of contents, the open formats by what they say: nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            said = _said_type(archive) if "mimetype" in names else ""
    except zipfile.BadZipFile:
        return None
    if any(MACROS.match(name) for name in names):
        raise ValidationError(
            _("The file holds macros. Save it without macros and try again."), code="macros"
        )
    if said:
        return OPEN_KINDS.get(said)
    if "[Content_Types].xml" not in names:
        return None
    return next(
        (
            kind
            for folder, kind in OFFICE_KINDS.items()
            if any(name.startswith(folder) for name in names)
        ),
        None,
    )


def _said_type(archive: zipfile.ZipFile) -> str:
    place = archive.getinfo("mimetype")
    if place.compress_type != zipfile.ZIP_STORED or place.flag_bits & 1:  # packed or locked
        return ""
    with archive.open(place) as said:
        return said.read(LONGEST_TYPE).decode("ascii", errors="replace")


def _image_kind(file: IO[bytes]) -> Kind | None:
    """Told by what the image says of itself. Raises ValidationError for one that breaks off."""
    try:
        image = Image.open(file, formats=list(IMAGE_KINDS))
    except (OSError, SyntaxError, Image.DecompressionBombError):
        return None
    with image:
        kind = IMAGE_KINDS[str(image.format)]
        try:
            image.verify()
        except (OSError, SyntaxError) as broken:
            raise ValidationError(
                _("The picture cannot be read. Save it anew and try again."), code="broken"
            ) from broken
    return kind


def admit(file: File) -> Kind:
    """The kind of a file that an operation is handed; too large, it is refused as by `judge`."""
    if file.size > MOST_BYTES:
        raise ValidationError(_("The file is larger than 20 MB."), code="too_large")
    return judge(file)


def clean_name(name: str, kind: Kind) -> str:
    """A name that any machine takes: letters, digits, space, dot and dash, and the true ending."""
    stem = PurePosixPath(name.replace("\\", "/")).name
    stem = stem.removesuffix(PurePosixPath(stem).suffix)
    stem = re.sub(r"[^\w .()-]+", " ", stem)
    stem = re.sub(r"\s+", " ", stem).strip(" .")[: LONGEST_NAME - len(kind.suffix)]
    return f"{stem or 'fil'}{kind.suffix}"


class UploadField(forms.FileField):
    """A file that has been judged; the cleaned one carries `kind`, and its name is clean."""

    widget = forms.ClearableFileInput({"accept": ACCEPT})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and file is data:
            if file.size > MOST_BYTES:
                raise ValidationError(
                    _("The file is larger than 20 MB. Make it smaller and try again."), code="size"
                )
            file.kind = judge(file)
            file.name = clean_name(file.name, file.kind)
        return file


def hand_out(file, *, name: str, content_type: str) -> FileResponse:
    """The file to save: never shown inside our pages, never guessed at by the browser."""
    response = FileResponse(
        file.open("rb"), as_attachment=True, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
