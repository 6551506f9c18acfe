"""Files that people hand in: what is taken, what is refused, and what they are called."""

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from sekom import uploads

PDF = b"%PDF-1.7\n%%EOF\n"


def image(image_format):
    file = BytesIO()
    Image.new("RGB", (4, 4)).save(file, image_format)
    return file.getvalue()


def sheet():
    file = BytesIO()
    Workbook().save(file)
    return file.getvalue()


def open_document(said, *names, packing=zipfile.ZIP_STORED):
    """A file of the open formats, by its own account."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("mimetype", said, packing)
        for name in names:
            made.writestr(name, "x")
    return file.getvalue()


def archive(*names):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (PDF, ".pdf"),
        (sheet(), ".xlsx"),
        (archive("[Content_Types].xml", "word/document.xml"), ".docx"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), ".pptx"),
        (open_document(f"{uploads.OPEN}.text", "content.xml"), ".odt"),
        (open_document(f"{uploads.OPEN}.spreadsheet"), ".ods"),
        (open_document(f"{uploads.OPEN}.presentation"), ".odp"),
        (image("PNG"), ".png"),
        (image("JPEG"), ".jpg"),
        (image("WEBP"), ".webp"),
        (image("GIF"), ".gif"),
    ],
)
def test_a_file_is_what_its_content_says(content, suffix):
    assert uploads.judge(BytesIO(content)).suffix == suffix


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 a program",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"PK\x03\x04 no archive",
        archive("readme.txt"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        open_document(f"{uploads.OPEN}.text", "Basic/Standard/script.xml"),
        open_document(f"{uploads.OPEN}.text", packing=zipfile.ZIP_DEFLATED),
        open_document("application/epub+zip"),
        open_document("x" * 10_000),
        image("PNG")[:20],
        image("BMP"),
    ],
)
def test_what_is_no_document_and_no_image_is_refused(content):
    with pytest.raises(ValidationError):
        uploads.judge(BytesIO(content))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Beslut KS 2026.pdf", "Beslut KS 2026.pdf"),
        ("Miljöprogram.exe", "Miljöprogram.pdf"),
        ("..\\..\\hemligt\\beslut.pdf", "beslut.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ('a"b;c\r\nSet-Cookie: x.pdf', "a b c Set-Cookie x.pdf"),
        ("", "fil.pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_the_content_says(name, clean):
    assert uploads.clean_name(name, uploads.PDF) == clean


@given(st.text(max_size=300))
def test_no_name_leads_elsewhere_or_grows_long(name):
    clean = uploads.clean_name(name, uploads.PDF)

    assert clean.endswith(".pdf")
    assert len(clean) <= uploads.LONGEST_NAME
    assert not set(clean) & set('/\\"\r\n;\0')


def test_a_field_takes_a_file_by_its_content_and_refuses_one_too_large(monkeypatch):
    field = uploads.UploadField()

    file = field.clean(SimpleUploadedFile("beslut.doc", PDF))
    assert (file.name, file.kind) == ("beslut.pdf", uploads.PDF)

    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    with pytest.raises(ValidationError) as refusal:
        field.clean(SimpleUploadedFile("beslut.pdf", PDF))
    assert refusal.value.code == "size"
