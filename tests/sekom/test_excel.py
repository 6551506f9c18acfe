"""Workbooks of ours: what is written is what a spreadsheet reads, and nothing runs."""

from datetime import date, datetime

from openpyxl import load_workbook

from sekom import excel


def read(sheets):
    """The rows of each sheet, as a spreadsheet reads them: {title: [row, …]}."""
    book = load_workbook(excel.workbook(sheets))
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book}


def test_each_kind_of_value_is_read_as_it_was_written():
    day, moment = date(2026, 11, 23), datetime(2026, 11, 23, 5, 7, 9)
    row = [
        "Åsa & <Bo>",
        7,
        0.25,
        True,
        day,
        moment,
        None,
        " med\nrad ",
        "#N/A",
        "\ud800a\x00\uffff",
    ]

    rows = read({"Blad": [["Rubrik"] * len(row), row]})["Blad"]

    assert rows[1] == [
        *("Åsa & <Bo>", 7, 0.25, True, datetime(2026, 11, 23), moment, None),
        *(" med\nrad ", "#N/A", "a"),
    ]


def test_nothing_is_a_formula_and_headings_stand_out():
    book = load_workbook(excel.workbook({"Blad": [["=A", "B"], ["=1+1", "\r@x"]]}))
    sheet = book["Blad"]

    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["'=A", "B"],
        ["'=1+1", "'\r@x"],
    ]
    assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "inlineStr"}
    assert [cell.font.bold for cell in sheet["A"]] == [True, False]
    assert sheet.freeze_panes == "A2"


def test_rows_may_come_one_by_one_to_several_sheets_and_be_many():
    many = ([str(number), number] for number in range(3 * excel.ROWS_MEASURED))

    sheets = read({"Få": [["Namn"], ["Anna"]], "Många": many, "Inga": [["Namn"]]})

    assert sheets["Få"] == [["Namn"], ["Anna"]]
    assert sheets["Många"] == [[str(number), number] for number in range(3 * excel.ROWS_MEASURED)]
    assert sheets["Inga"] == [["Namn"]]


def test_a_text_too_long_for_a_cell_is_cut_and_wide_columns_end_somewhere():
    book = load_workbook(excel.workbook({"Blad": [["A", "B"], ["x" * 40_000, "yy"]]}))
    sheet = book["Blad"]

    assert len(sheet["A2"].value) == 32_767
    assert [round(sheet.column_dimensions[name].width) for name in "AB"] == [60, 4]
