"""Files of tools: judged by what they hold, named so that no machine trips over them."""

import io
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from members.models import Person
from sekom import uploads
from sekom.text import slugify_sv
from sekom.uploads import Kind
from toolbox.models import Tool, ToolFile
from toolbox.writing import held, save_draft

MOST_PIXELS = 40_000_000


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
    kind, content = taken_in(upload)
    stem = slugify_sv(PurePosixPath(upload.name.replace("\\", "/")).stem)[:80]
    file = ToolFile(
        tool=tool,
        name=f"{stem or 'fil'}{kind.suffix}",
        title=title,
        version=version,
        language=language,
        media_type=kind.content_type,
        added_by=by,
    )
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


def taken_in(upload) -> tuple[Kind, bytes]:
    """The kind and the content of a file that was handed in, a picture drawn anew.

    Raises ValidationError when it is too large or not of a kind that we hand out.
    """
    kind, content = uploads.admit(upload), upload.read()
    return kind, _drawn_anew(content) if kind.content_type.startswith("image/") else content


def _drawn_anew(content: bytes) -> bytes:
    """The picture without anything that is not picture: no place, no camera, no hidden text.

    Raises ValidationError when it is too large to be drawn, or broken further in.
    """
    with Image.open(io.BytesIO(content)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(
                _("The picture has too many pixels. Make it smaller."), code="too_large"
            )
        kind = picture.format
        out = io.BytesIO()
        try:
            plain = picture.convert("RGB") if kind == "JPEG" else picture.copy()
        except (OSError, SyntaxError) as broken:
            raise ValidationError(
                _("The picture cannot be read. Save it anew and try again."), code="broken"
            ) from broken
        plain.info = {}
        plain.save(out, kind)
    return out.getvalue()
