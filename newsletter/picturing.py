"""Pictures of letters and articles: made small once, without what the camera noted, and kept."""

import io
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from members.models import Person
from newsletter.models import Picture
from sekom import uploads

# Twice the width of a letter, for sharp screens.
WIDEST = 1200
MOST_BYTES = 200_000
MOST_PIXELS = 40_000_000
DRAWN = ("PNG", "GIF")
QUALITIES = (85, 75, 65, 55, 45, 35)


@transaction.atomic
def add_picture(upload, *, alt: str, by: Person | None = None) -> Picture:
    """Keep a picture that was handed in, at most 1,200 pixels wide and 200 kB.

    Handed in twice it is kept once. Raises ValidationError when it is no picture, too large, or
    nobody says what it shows.
    """
    kind = uploads.admit(upload)
    if not kind.content_type.startswith("image/"):
        raise ValidationError(_("Choose a picture: PNG, JPEG, WebP or GIF."), code="kind")
    content, image = _made_small(upload)
    is_png = image.format == "PNG"
    picture = Picture(
        content_type="image/png" if is_png else "image/jpeg",
        width=image.width,
        height=image.height,
        alt=" ".join(alt.split()),
        added_by=by,
    )
    picture.full_clean(exclude=["file", "added_by"])
    told = {name: getattr(picture, name) for name in ("content_type", "width", "height", "alt")}
    for kept in Picture.objects.filter(**told):
        with kept.file.open("rb") as stored:
            if stored.read() == content:
                return kept
    picture.file.save(f"bild.{'png' if is_png else 'jpg'}", ContentFile(content), save=False)
    picture.save()
    return picture


def with_picture(given: dict[str, Any], *, by: Person) -> dict[str, Any]:
    """What was written of an article, with the picture that was handed in as the one it has.

    Raises ValidationError as `add_picture` does.
    """
    file, alt, chosen = (given.pop(name) for name in ("file", "alt", "picture_id"))
    picture = add_picture(file, alt=alt, by=by) if file else chosen
    return given | {"picture_id": picture.pk if picture else None}


def _made_small(upload) -> tuple[bytes, Image.Image]:
    """The bytes and the picture that they are. Raises ValidationError where it is hopeless."""
    try:
        with Image.open(upload) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError(
                    _("The picture has too many pixels. Make it smaller and try again."),
                    code="pixels",
                )
            is_drawn = opened.format in DRAWN
            image = ImageOps.exif_transpose(opened)
            image.thumbnail((WIDEST, WIDEST * 4))
            for content in _tries(image, is_drawn):
                if len(content) <= MOST_BYTES:
                    return content, Image.open(io.BytesIO(content))
    except (OSError, SyntaxError) as broken:
        raise ValidationError(
            _("The picture cannot be read. Save it anew and try again."), code="broken"
        ) from broken
    raise ValidationError(
        _("The picture cannot be made small enough for a letter. Choose a simpler one."),
        code="heavy",
    )


def _tries(image: Image.Image, is_drawn: bool) -> Iterator[bytes]:
    """The picture in ways that weigh less and less; what is drawn keeps its edges if it can."""
    whole = image.convert("RGBA")
    if is_drawn:
        yield _saved(whole if _is_clear(whole) else image.convert("RGB"), "PNG")
    if _is_clear(whole):
        yield _saved(whole.quantize(256), "PNG")
    flat = Image.new("RGB", image.size, "white")
    flat.paste(whole, mask=whole.getchannel("A"))
    for quality in QUALITIES:
        yield _saved(flat, "JPEG", quality=quality, progressive=True)


def _is_clear(image: Image.Image) -> bool:
    """Whether one sees through the picture somewhere."""
    return image.getchannel("A").histogram()[255] < image.width * image.height


def _saved(image: Image.Image, kind: str, **how) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, optimize=True, **how)
    return file.getvalue()
