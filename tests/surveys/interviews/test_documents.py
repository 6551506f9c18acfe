"""Notes from files: the text alone, and nothing from a file that means harm."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from surveys.interviews import archives, documents

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def packed(parts, *, method=zipfile.ZIP_DEFLATED):
    """A zip archive of {name: content}."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def docx(body, *, types="<Types/>", head="", **more):
    document = f"{head}<w:document {W}><w:body>{body}</w:body></w:document>"
    return packed({"[Content_Types].xml": types, "word/document.xml": document} | more)


def odt(body, **more):
    content = (
        f"<office:document-content {ODF}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    manifest = {"META-INF/manifest.xml": "<manifest/>"}
    mimetype = {"mimetype": "application/vnd.oasis.opendocument.text"}
    return packed(mimetype | manifest | {"content.xml": content} | more)


def paragraph(*runs):
    return "<w:p>" + "".join(f"<w:r>{run}</w:r>" for run in runs) + "</w:p>"


def refusal(file):
    """The code of the refusal."""
    with pytest.raises(ValidationError) as refused:
        documents.read(file)
    return refused.value.code


# --- What is read -------------------------------------------------------------------------------


def test_read_takes_the_text_of_a_word_document_in_order():
    table = f"<w:tbl><w:tr><w:tc>{paragraph('<w:t>I en cell</w:t>')}</w:tc></w:tr></w:tbl>"
    taken_away = "<w:del><w:r><w:delText>struket</w:delText></w:r></w:del>"
    body = (
        paragraph("<w:t>Vad hindrar er?</w:t>")
        + paragraph("<w:t>Tid</w:t>", "<w:tab/><w:t>och</w:t><w:br/><w:t>pengar</w:t>")
        + f"<w:p>{taken_away}<w:r><w:t>Kvar</w:t></w:r></w:p>"
        + table
    )

    assert documents.read(docx(body)) == "Vad hindrar er?\nTid\toch\npengar\nKvar\nI en cell"


def test_read_takes_the_text_of_an_opendocument_without_its_comments():
    body = (
        "<text:tracked-changes><text:p>struket</text:p></text:tracked-changes>"
        "<text:h>Vad hindrar er?</text:h>\n"
        '<text:p>Tid<text:s text:c="2"/>och <text:span>pengar</text:span>, sade de'
        "<office:annotation><text:p>fråga Anna</text:p></office:annotation>.</text:p>"
        "<text:list><text:list-item><text:p>En punkt</text:p></text:list-item></text:list>"
    )

    assert documents.read(odt(body)) == "Vad hindrar er?\nTid  och pengar, sade de.\nEn punkt"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_read_takes_plain_text_in_the_codings_of_windows(coding):
    assert documents.read(io.BytesIO("Ån\r\närlig\r\n".encode(coding))) == "Ån\närlig"


def test_read_composes_letters_and_keeps_emoji():
    assert documents.read(io.BytesIO("A\u030an 🌱 e\u0301".encode())) == "Ån 🌱 é"


# --- What is refused ----------------------------------------------------------------------------


def test_read_refuses_fifty_megabytes_without_reading_them_all():
    file = io.BytesIO(b"a" * 50_000_000)

    assert refusal(file) == "large"
    assert file.tell() == archives.LARGEST_FILE + 1


def test_read_refuses_a_zip_bomb_by_its_ratio_and_by_its_size():
    small = docx(paragraph("<w:t>Hej</w:t>"), **{"word/media/a.bin": b"\0" * 5_000_000})
    large = packed({f"{number}.bin": b"\0" * 30_000_000 for number in range(7)})

    assert [refusal(small), refusal(large)] == ["bomb", "bomb"]


def test_read_refuses_a_part_that_is_larger_than_it_says():
    data = bytearray(docx("<w:p/>" * 2_000).getvalue())
    place = data.rindex(b"PK\x01\x02")  # the last entry of the table of contents: the document
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")  # the size that it says of itself

    assert refusal(io.BytesIO(bytes(data))) == "broken"


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_read_refuses_xml_that_reaches_for_files_or_grows(head):
    assert refusal(docx(paragraph("<w:t>&a;</w:t>"), head=head)) == "entities"


def test_read_refuses_entities_in_another_coding():
    content = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": content.encode("utf-16")}

    assert refusal(packed(parts)) == "entities"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\..\\a.txt", "C:/a.txt"])
def test_read_refuses_names_that_lead_out_of_the_archive(name):
    assert refusal(docx(paragraph("<w:t>Hej</w:t>"), **{name: "x"})) == "broken"


def test_read_refuses_macros_in_word_and_opendocument():
    assert [
        refusal(docx(paragraph(), **{"word/vbaProject.bin": "x"})),
        refusal(docx(paragraph(), types="<Types>application/…macroEnabled.main+xml</Types>")),
        refusal(odt("<text:p>Hej</text:p>", **{"Basic/Standard/Module1.xml": "x"})),
    ] == ["macros", "macros", "macros"]


def test_read_refuses_passwords_and_older_formats():
    locked = odt("<text:p>Hej</text:p>", **{"META-INF/manifest.xml": "<encryption-data/>"})
    old = io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)

    assert [refusal(locked), refusal(old)] == ["password", "old"]


def test_read_refuses_xml_that_nests_without_end():
    deep = "<w:sdt>" * 5_000 + "</w:sdt>" * 5_000

    assert refusal(docx(deep)) == "broken"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7", "kind"),
        (b"{\\rtf1 Hej}", "kind"),
        (b"GIF89a\x00\x01", "kind"),
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"PK\x03\x04 cut off", "broken"),
    ],
)
def test_read_refuses_other_kinds_and_broken_files(content, code):
    assert refusal(io.BytesIO(content)) == code


def test_read_refuses_archives_of_another_kind_and_damaged_documents():
    cut = docx(paragraph("<w:t>Hej</w:t>")).getvalue()

    assert [
        refusal(packed({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<Types/>"})),
        refusal(docx("<w:p>")),
        refusal(io.BytesIO(cut[:-30])),
        refusal(odt("<text:p>")),
    ] == ["kind", "broken", "broken", "broken"]
