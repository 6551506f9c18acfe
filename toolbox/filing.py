"""Files of tools: judged by what they hold, named so that no machine trips over them."""

import io
import re
import zipfile
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from members.models import Person
from sekom.text import slugify_sv
from toolbox.models import Tool, ToolFile
from toolbox.writing import held, save_draft

LARGEST_FILE = 20 * 2**20
MOST_PIXELS = 40_000_000

# What we take: the ending, what it holds, and the part that an Office file must have.
OFFICE = {
    "word/document.xml": (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xl/workbook.xml": (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "ppt/presentation.xml": (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
}
PICTURES = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpg", "image/jpeg"),
    "WEBP": ("webp", "image/webp"),
}


@transaction.atomic
def add_file(
    tool: Tool,
    upload,
    *,
    title: str,
    version: str = "",
    language: str = "sv",
    by: Person | None = None,
    guest: str = "",
) -> ToolFile:
    """Keep a file with a tool; readers reach it once the tool's draft is published.

    Raises ValidationError when it is too large or not of a kind that we hand out.
    """
    if upload.size > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 20 MB."), code="too_large")
    content = upload.read()
    ending, media_type = judge(content)
    stem = slugify_sv(PurePosixPath(upload.name.replace("\\", "/")).stem)[:80]
    file = ToolFile(
        tool=tool,
        name=f"{stem or 'fil'}.{ending}",
        title=title,
        version=version,
        language=language,
        media_type=media_type,
        added_by=by,
    )
    if media_type.startswith("image/"):
        try:
            content = _drawn_anew(content)
        except (OSError, SyntaxError, ValueError) as broken:
            raise ValidationError(
                _("The picture cannot be read. Save it anew and try again."), code="broken"
            ) from broken
    file.size = len(content)
    file.full_clean(exclude=["file", "added_by"])
    file.file.save(file.name, ContentFile(content), save=False)
    file.save()
    put_in_draft(file, is_in=True, by=by, guest=guest)
    return file


@transaction.atomic
def put_in_draft(file: ToolFile, *, is_in: bool, by: Person | None = None, guest: str = "") -> None:
    """Let a file go with the tool's draft, or leave it out; readers see it once published."""
    tool = held(file.tool)
    files = [pk for pk in tool.drafted().get("files", []) if pk != file.pk]
    values = {"files": [*files, file.pk] if is_in else files}
    said = _("File in: %(file)s") if is_in else _("File out: %(file)s")
    note = said % {"file": file.title}
    save_draft(tool, values, version=tool.version, by=by, guest=guest, note=note)


def judge(content: bytes) -> tuple[str, str]:
    """The ending and media type of what a file holds, whatever it calls itself.

    Raises ValidationError when it is of no kind that we hand out.
    """
    if content.startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return _judge_office(content)
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
            if picture.width * picture.height <= MOST_PIXELS:
                return PICTURES[picture.format or ""]
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise _refusal() from None
    raise ValidationError(_("The picture has too many pixels. Make it smaller."), code="too_large")


def _judge_office(content: bytes) -> tuple[str, str]:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _refusal() from None
    if any(re.search(r"vbaProject\.bin$|\.exe$|^customUI/", name) for name in names):
        raise ValidationError(
            _("The file has macros. Save it without them and try again."), code="macros"
        )
    for part, kind in OFFICE.items():
        if part in names:
            return kind
    raise _refusal()


def _drawn_anew(content: bytes) -> bytes:
    """The picture without anything that is not picture: no place, no camera, no hidden text."""
    with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
        kind = picture.format
        out = io.BytesIO()
        plain = picture.convert("RGB") if kind == "JPEG" else picture.copy()
        plain.info = {}
        plain.save(out, kind)
    return out.getvalue()


def _refusal() -> ValidationError:
    return ValidationError(
        _("Files are Word, Excel, PowerPoint, PDF or pictures (PNG, JPEG, WebP)."), code="kind"
    )
