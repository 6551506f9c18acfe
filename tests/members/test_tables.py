"""Reading somebody's sheet: every way it may be written, and what is refused in which words."""

import io
import zipfile

import openpyxl
import pytest

from members import tables
from members.headings import guess_columns, role_called
from members.tables import TableRefused, read_table

HEADINGS = "Kod;Medlem;Politiker namn"
TEXT = f"{HEADINGS}\n2514;Kalix kommun;Åsa Öberg\n"
AS_READ = {1: "2514", 2: "Kalix kommun", 3: "Åsa Öberg"}


def workbook(*rows, change=lambda book: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refused(data):
    with pytest.raises(TableRefused) as refusal:
        read_table(data)
    return refusal.value.messages


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_whatever_its_separator_and_encoding(separator, coding):
    table = read_table(TEXT.replace(";", separator).encode(coding))

    assert table.headings == {1: "Kod", 2: "Medlem", 3: "Politiker namn"}
    assert table.rows == [(2, AS_READ)]
    is_told = table.notices == [
        "Filen är läst som Windows-1252. Kontrollera att å, ä och ö ser rätt ut."
    ]
    assert is_told == (coding == "cp1252")


def test_csv_keeps_separators_within_quotes_and_skips_empty_rows():
    table = read_table(b'Medregister 2026\n\nKod,Medlem\n2514,"Kalix, kommun"\n,\n')

    assert table.rows == [(4, {1: "2514", 2: "Kalix, kommun"})]


def test_workbook_is_read_with_its_row_numbers_and_results_of_formulas():
    def change(book):
        book.active["B4"] = "=A1"

    table = read_table(workbook(["Register"], ["Kod", "Medlem"], [2514, "Kalix"], change=change))

    assert (table.headings, table.rows) == (
        {1: "Kod", 2: "Medlem"},
        [(3, {1: "2514", 2: "Kalix"}), (4, {2: "=A1"})],
    )
    assert table.notices == [
        "Sheet!B4: Cellen har en formel utan resultat. Formeln läses som text."
    ]


def test_workbook_tells_of_merged_cells_and_of_sheets_that_are_not_read():
    def change(book):
        book.active.merge_cells("A2:A3")
        hidden = book.create_sheet("Dolt", 0)
        hidden.append(["Kod", "Medlem"])
        hidden.sheet_state = "hidden"

    table = read_table(
        workbook(["Kod", "Medlem"], ["2514", "Kalix"], [None, "Boden"], change=change)
    )

    assert [cells[2] for _row, cells in table.rows] == ["Kalix", "Boden"]
    assert table.notices == [
        "Bara bladet Sheet är läst. Inte lästa: Dolt.",
        "Arbetsboken har sammanfogade celler, de första vid A2. Bara den övre vänstra av dem har "
        "texten. De andra är lästa som tomma.",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b" \n", "Filen är tom. Välj filen med registret."),
        (b";;\n;;", "Filen är tom. Välj filen med registret."),
        (b"Kod;Medlem\n", "Det finns rubriker men inga rader under dem."),
        (
            b"a;b;c\n1;2;3\n",
            "Det finns ingen rad med rubriker. Skriv ovanför varje kolumn vad den innehåller: "
            "Kod, Medlem, Politiker namn, Politiker e-post.",
        ),
        (
            b"%PDF-1.7\x00\x01",
            "Filen är varken en Excelarbetsbok eller CSV. Spara den som .xlsx.",
        ),
        (
            TEXT.encode().decode("cp1252").encode(),
            "å, ä och ö är förvanskade i filen. Spara den som .xlsx, eller som CSV i UTF-8.",
        ),
        (
            TEXT.replace("Åsa Öberg", "Pär").encode("mac-roman"),
            "å, ä och ö är förvanskade i filen. Spara den som .xlsx, eller som CSV i UTF-8.",
        ),
        (
            b"Kod;Medlem\n2514;\x81",
            "Texten i filen går inte att läsa. Spara den som .xlsx, eller som CSV i UTF-8.",
        ),
        (
            f"{HEADINGS}\n2514{';x' * 200}".encode(),
            "Rad 2 har fler än 200 kolumner. Ta bort dem som inte används.",
        ),
        (
            HEADINGS.encode() + b"\n2514;K;P" * 20_001,
            "Filen har fler än 20000 rader. Dela upp den på flera filer.",
        ),
        (
            b'Kod;Medlem\n2514;"' + b"x" * 140_000 + b'"',
            "Filen går inte att läsa som CSV. Öppna den i Excel och spara den som .xlsx.",
        ),
        (
            b"x" * 10_000_001,
            "Filen är större än 10 MB. Dela upp den på flera filer.",
        ),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600,
            "Filen är i ett äldre Excelformat eller har lösenord. Spara den som .xlsx utan "
            "lösenord.",
        ),
    ],
    ids=map(str, range(13)),
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data, message):
    assert refused(data) == [message]


def test_workbook_with_too_many_columns_or_nothing_to_see_is_refused():
    wide = workbook(["Kod", "Medlem", *range(199)], ["2514"])
    empty = workbook()

    assert refused(wide) == [
        "Sheet!GS1: Bladet har fler än 200 kolumner. Ta bort dem som inte används."
    ]
    assert refused(empty) == ["Arbetsboken har inget synligt blad med något i."]


def test_zip_bomb_is_refused_by_what_it_says_of_its_size():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", b"spreadsheetml.sheet.main+xml")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 45_000_000)

    assert refused(file.getvalue()) == [
        "Filen packas upp till mycket mer än vi tar emot. Kopiera bladen till en ny arbetsbok."
    ]


def test_guess_columns_knows_other_words_and_misspelt_ones():
    headings = [
        "KOMMUNKOD", "Kommun", "Folkmängd", "Kontaktpolitiker", "E-post politiker",
        "Kontakttjänsteman: mobil", "Tjänstpersonens mejl", "Invannare", "Anteckning",
    ]  # fmt: skip

    assert guess_columns(dict(enumerate(headings))) == {
        0: "code",
        1: "name",
        2: "inhabitants",
        3: "politician.name",
        4: "politician.email",
        5: "officer.phone",
        6: "officer.email",
    }


def test_guess_columns_reads_a_sheet_of_contacts_by_its_role_column():
    headings = ["Kommun", "Roll", "Namn", "Mejl", "Status", "Fr.o.m."]

    assert list(guess_columns(dict(enumerate(headings))).values()) == [
        "name",
        "role",
        "contact.name",
        "contact.email",
        "seat_status",
        "contact.starts_on",
    ]
    assert guess_columns({1: "Namn", 2: "Kod"}) == {1: "name", 2: "code"}


def test_role_called_knows_what_people_call_the_seats():
    assert [role_called(words) for words in ("Kontaktpolitiker", "tjänsteman", "kung")] == [
        "politician",
        "officer",
        "",
    ]


def test_limits_are_those_that_the_page_names():
    assert (tables.LIMITS.rows, tables.LIMITS.columns) == (20_000, 200)
