"""Pictures: made small enough for a letter, without what the camera noted."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from newsletter import picturing
from newsletter.models import Picture
from tests.newsletter_factories import make_picture, picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def test_a_picture_is_at_most_twice_as_wide_as_a_letter():
    picture = make_picture(width=3000, height=1500, kind="JPEG")

    assert (picture.width, picture.height) == (1200, 600)


def test_a_picture_that_is_handed_in_twice_is_kept_once_with_what_it_shows():
    first, again, other = (make_picture(alt=alt) for alt in ("En äng", "En äng", "En annan"))

    assert (again, other == first) == (first, False)


def test_a_heavy_picture_is_made_light(tmp_path):
    noise = Image.effect_noise((700, 700), 60).convert("RGB")
    file = io.BytesIO()
    noise.save(file, "PNG")

    picture = picturing.add_picture(SimpleUploadedFile("brus.png", file.getvalue()), alt="Brus")

    assert picture.content_type == "image/jpeg"
    assert picture.file.size <= picturing.MOST_BYTES


def test_nothing_is_kept_of_what_the_camera_noted():
    file = io.BytesIO()
    noted = Image.Exif()
    noted[0x010F] = "Hemlig kamera"
    Image.new("RGB", (30, 20)).save(file, "JPEG", exif=noted)

    picture = picturing.add_picture(SimpleUploadedFile("a.jpg", file.getvalue()), alt="A")

    with picture.file.open() as kept:
        assert b"Hemlig" not in kept.read()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("x.png", b"<svg onload='x'/>"),
        SimpleUploadedFile("x.pdf", b"%PDF-1.4 text"),
        SimpleUploadedFile("x.png", picture_file().read()[:40]),
    ],
    ids=["svg", "pdf", "broken"],
)
def test_what_is_no_picture_is_refused(upload):
    with pytest.raises(ValidationError):
        picturing.add_picture(upload, alt="Något")

    assert Picture.objects.count() == 0


def test_a_picture_needs_words():
    with pytest.raises(ValidationError):
        picturing.add_picture(picture_file(), alt="  ")


def test_a_picture_is_there_for_everybody_at_its_own_address_only(client):
    picture = make_picture()

    answer = client.get(picture.get_absolute_url())

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert "immutable" in answer["Cache-Control"]
    assert client.get(f"/bilder/{picture.pk}/gissat.png").status_code == 404
