"""Which workbooks are taken, what becomes of them, and what is said of those that are not."""

import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import surveys
from surveys.items import Choice, Item, Kind
from surveys.questionnaires import Questionnaire
from surveys.workbooks import WorkbookRefused, language_code, read_workbook

ORGANISATION_SURVEY = Path(surveys.__file__).parent / "data" / "organisation_survey.xlsx"
HEADINGS = ["type", "name", "label", "relevant", "constraint"]
COLOURS = [["list_name", "name", "label"], ["colours", "red", "Röd"], ["colours", "blue", "Blå"]]
SETTINGS = [["form_title", "form_id", "version"], ["Enkät", "enkat", "1"]]
DAMAGED = "The workbook is damaged and cannot be read. Open it in Excel and save it again."
NO_WORKBOOK = "The file is not an Excel workbook. Save it as .xlsx."
BOMB = "The file unpacks to far more than we take. Copy the sheets to a new workbook."
STRANGE_XML = "The file has XML that Excel never writes. Open it in Excel and save it again."


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def make(survey=(), choices=COLOURS, settings=SETTINGS, headings=HEADINGS, **sheets):
    """The bytes of a workbook; `survey` are the rows under the headings, None is no such sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    if survey is not None:
        survey = [headings, *survey] if headings else survey
    for title, rows in {
        "survey": survey,
        "choices": choices,
        "settings": settings,
        **sheets,
    }.items():
        if rows is not None:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read(data, name="enkat.xlsx"):
    return read_workbook(BytesIO(data), name=name)


def refusals(data):
    with pytest.raises(WorkbookRefused) as refused:
        read(data)
    return [(refusal.place, refusal.message) for refusal in refused.value.refusals]


def attempt(data):
    """The workbook, or None and the reasons."""
    try:
        return read(data), []
    except WorkbookRefused as refused:
        return None, refused.messages


def notices(data):
    return [(notice.place, notice.message) for notice in read(data).notices]


def repacked(data, *, add=(), replace=(), method=zipfile.ZIP_DEFLATED):
    """The workbook's parts in a new zip, some added and some replaced."""
    file = BytesIO()
    replace = dict(replace)
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, replace.get(name, old.read(name)))
        for name, part in add:
            new.writestr(name, part)
    return file.getvalue()


QUESTION = ["text", "q1", "Vad?"]
SMALL = make([QUESTION])


# What is taken


def test_the_organisation_survey_is_taken_whole():
    with ORGANISATION_SURVEY.open("rb") as file:
        workbook = read_workbook(file, name="organisation_survey.xlsx")

    assert (workbook.title, workbook.form_id, workbook.version) == (
        "Så organiserar vi hållbarhetsarbetet (exempelenkät)", "sekom_organisation", "2026112201"
    )  # fmt: skip
    assert (workbook.default_language, workbook.languages) == ("sv", ("sv", "en"))
    assert [(notice.place, notice.message) for notice in workbook.notices] == [
        ("survey!A2", "“start” is not collected here; the row is left out."),
        ("survey!A3", "“end” is not collected here; the row is left out."),
    ]
    questionnaire = Questionnaire(workbook.items)
    assert [(page.key, len(page.items)) for page in questionnaire.pages] == [
        ("intro", 1), ("g1", 10), ("g2", 5), ("g3", 4), ("g4", 4), ("g5", 4), ("x1_bada", 1)
    ]  # fmt: skip
    kinds = [item.kind for item in workbook.items]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        Kind.NOTE: 1, Kind.GROUP: 5, Kind.SELECT_ONE: 14, Kind.SELECT_MULTIPLE: 8, Kind.TEXT: 5,
        Kind.INTEGER: 1,
    }  # fmt: skip
    assert len(questionnaire.questions) == 28
    assert sum(len(item.choices) for item in workbook.items) == 127
    assert {frozenset(item.labels) for item in workbook.items} == {frozenset({"sv", "en"})}


def test_the_organisation_survey_is_judged_as_its_author_meant():
    with ORGANISATION_SURVEY.open("rb") as file:
        questionnaire = Questionnaire(read_workbook(file, name="x.xlsx").items)
    values = {
        "k1_placering": "annat",
        "o2_styrdok": ["inget"],
        "o3_ar": 1990,
        "n1_spridning": ["inte"],
    }

    empty, some = questionnaire.judge({}), questionnaire.judge(values)
    programme = questionnaire.judge({"o2_styrdok": ["program"], "o3_ar": 1990})
    none = questionnaire.judge({"o1_forum": ["inget", "styrgrupp"]})

    assert (empty.asked, len(empty.missing), empty.errors) == (24, 21, {})
    assert "k1_annat" in some.missing
    assert some.relevant & {"o3_ar", "n2_antal"} == set()
    assert programme.errors == {"o3_ar": "Skriv ett årtal mellan 1995 och 2035."}
    assert list(questionnaire.judge({"o1_forum": ["inget"]}).errors) == []
    assert list(none.errors) == ["o1_forum"]


def test_every_column_comes_along():
    headings = [
        "type", "name", "label::Svenska (sv)", "label::English (en)", "hint::Svenska (sv)",
        "required", "required_message::Svenska (sv)", "relevant", "constraint",
        "constraint_message::English (en)", "default", "appearance", "sekom::role", "sekom::sdg",
        "our own",
    ]  # fmt: skip
    choices = [["list_name", "name", "label::Svenska (sv)"], ["colours", 1, "Röd"]]
    row = [
        "select_one colours", "q1", "Vad?", "What?", "Tips", "yes", "Svara.", "1 = 1", ". = '1'",
        "No.", 1, "minimal", "politician", "11.3", "x",
    ]  # fmt: skip

    workbook = read(make([row], choices, headings=headings))

    assert workbook.items == (
        Item(
            key="q1",
            kind=Kind.SELECT_ONE,
            labels={"sv": "Vad?", "en": "What?"},
            hints={"sv": "Tips"},
            is_required=True,
            required_messages={"sv": "Svara."},
            relevant="1 = 1",
            constraint=". = '1'",
            constraint_messages={"en": "No."},
            default="1",
            choices=(Choice("1", {"sv": "Röd"}),),
            appearance="minimal",
            extra={"role": "politician", "sdg": "11.3", "our own": "x"},
            sheet_row=2,
        ),
    )
    assert [notice.place for notice in workbook.notices] == ["survey!O1"]


def test_every_kind_of_row_is_taken():
    rows = [
        ["text", "a", "A"], ["integer", "b", "B"], ["decimal", "c", "C"], ["date", "d", "D"],
        ["select_one colours", "e", "E"], ["select_multiple colours", "f", "F"],
        ["note", None, "G"], ["acknowledge", "h", "H"], ["begin group", "g1", "Grupp"],
        ["Select_One colours or_other", "i", "I"], ["end group"],
    ]  # fmt: skip

    items = read(make(rows)).items

    assert [(item.key, item.kind, item.parent) for item in items] == [
        ("a", "text", None), ("b", "integer", None), ("c", "decimal", None), ("d", "date", None),
        ("e", "select_one", None), ("f", "select_multiple", None), ("note_8", "note", None),
        ("h", "acknowledge", None), ("g1", "group", None), ("i", "select_one", "g1"),
    ]  # fmt: skip
    assert [choice.value for choice in items[-1].choices] == ["red", "blue", "other"]
    assert items[-1].choices[-1].labels["en"] == "Other"
    assert [item.has_other for item in items] == [False] * 9 + [True]


def test_matrix_is_a_group_that_looks_like_a_table():
    rows = [
        ["begin_group", "m", "Hur väl?", "table-list"], ["select_one colours", "m1", "Ett"],
        ["select_one colours", "m2", "Två"], ["end_group"],
    ]  # fmt: skip

    items = read(make(rows, headings=["type", "name", "label", "appearance"])).items

    assert [(item.key, item.kind, item.parent) for item in items] == [
        ("m", "matrix", None), ("m1", "select_one", "m"), ("m2", "select_one", "m")
    ]  # fmt: skip


def test_script_and_formula_in_labels_are_just_text():
    label = "<script>alert(1)</script> & \"x\" '${q2}'"
    choices = [*COLOURS, ["colours", "evil", "<img src=x onerror=alert(1)>"]]
    rows = [["select_one colours", "q1", label], ["text", "q2", "=cmd()"]]

    workbook = read(make(rows, choices))

    assert [item.labels for item in workbook.items] == [{"sv": label}, {"sv": "=cmd()"}]
    assert workbook.items[0].choices[-1].labels == {"sv": "<img src=x onerror=alert(1)>"}
    assert [(notice.place, notice.message) for notice in workbook.notices] == [
        ("survey!C3", "The cell holds a formula without a result; the formula is taken as text.")
    ]


def test_formula_with_a_result_gives_its_result():
    sheet = "xl/worksheets/sheet1.xml"
    data = make([["text", "q1", "=1+1"]], choices=None)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read(sheet).replace(b"<v></v>", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>")
        xml = xml.replace(b"<v />", b"<v>2</v>")

    workbook = read(repacked(data, replace={sheet: xml}.items()))

    assert workbook.items[0].labels == {"sv": "2"}
    assert [notice.message for notice in workbook.notices] == [
        "The cell holds a formula; its last result is used."
    ]


def test_cells_are_read_as_people_typed_them():
    headings = ["type", "name", "label", "required", "default"]
    rows = [
        ["integer", "a", 2010, True, 3.0], ["decimal", "b", 0.5, False, 0.5],
        ["date", "c", "  Blank\u00a0\x7fx ", "no", "2026-06-05"],
    ]  # fmt: skip

    items = read(make(rows, headings=headings)).items

    assert [(item.labels["sv"], item.is_required, item.default) for item in items] == [
        ("2010", True, "3"), ("0.5", False, "0.5"), ("Blank\u00a0x", False, "2026-06-05")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [("Svenska (sv)", "sv"), ("English (en)", "en"), ("sv", "sv"), ("Swedish", "sv"),
     ("Engelska", "en"), ("Finska (FI)", "fi"), ("Meänkieli", "meänkiel")],
)  # fmt: skip
def test_language_code_is_short(words, code):
    assert language_code(words) == code


# What is taken with a notice


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([QUESTION, ["deviceid", "d"]],
         [("survey!A3", "“deviceid” is not collected here; the row is left out.")]),
        ([["text", "q1", "Vad?", "1 = ’1’"]],
         [("survey!D2", "Typographic quotation marks or dashes were read as plain ones.")]),
        ([QUESTION, ["note", "n", "Hej", "", "1 = 1"]],
         [("survey!E3", "This row takes no answer, so that the constraint has no effect.")]),
        ([["begin group", "g"], QUESTION, ["end group"]],
         [("survey!C2", "The group has no heading.")]),
    ],
)  # fmt: skip
def test_row_is_taken_with_a_notice(rows, expected):
    assert notices(make(rows, choices=None)) == expected


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("comment", "x", [("survey!D1", "The column “comment” is kept, but has no effect here.")]),
        ("media::image", "x.png",
         [("survey!D1", "The column “media::image” is kept, but has no effect here.")]),
        ("sekom::colour", "x",
         [("survey!D1", "The column “sekom::colour” is kept, but has no effect here.")]),
        ("comment", None, []),
        ("sekom::share", "named", []),
        ("read_only", "no", []),
        ("disabled", "yes", [("survey!D3", "The row is disabled and is not read.")]),
    ],
)  # fmt: skip
def test_column_is_taken_with_a_notice(heading, text, expected):
    rows = [["text", "q0", "Vad?"], ["text", "q1", "Vad?", text]]

    found = notices(make(rows, choices=None, headings=["type", "name", "label", heading]))

    assert found == expected


def test_gaps_in_a_language_are_counted():
    headings = ["type", "name", "label::Svenska (sv)", "label::English (en)"]
    choices = [["list_name", "name", "label::Svenska (sv)", "label::English (en)"],
               ["colours", "red", "Röd", "Red"], ["colours", "blue", "Blå"]]  # fmt: skip
    rows = [["text", "a", "A", "A"], ["select_one colours", "b", "B"], ["text", "c", "C"]]

    assert notices(make(rows, choices, headings=headings)) == [
        ("choices!D3", "1 text is missing in “label::English (en)”, here."),
        ("survey!D3", "2 texts are missing in “label::English (en)”, the first one here."),
    ]


def test_what_is_not_read_is_said():
    data = make(
        [QUESTION],
        [[*COLOURS[0], "filter"], [*COLOURS[1], "x"]],
        [[*SETTINGS[0], "style"], [*SETTINGS[1], "pages"], ["again"]],
        notes=[["hello"]],
    )

    assert notices(data) == [
        ("notes", "This sheet is not read."),
        ("settings!D2", "The setting “style” has no effect here."),
        ("settings!A3", "Only the first row of settings is read."),
        ("choices!D1", "The column “filter” is kept, but has no effect here."),
        ("choices", "The list “colours” is not used by any question."),
    ]


def test_survey_without_settings_is_called_after_its_file():
    workbook = read(make([QUESTION], None, None), name="Min enkät 2026.xlsx")

    assert (workbook.title, workbook.form_id, workbook.version) == (
        "Min enkät 2026", "min-enkat-2026", ""
    )  # fmt: skip
    assert [notice.message for notice in workbook.notices] == [
        "The survey has no form_title in “settings”; the file's name is used.",
        "The survey has no form_id in “settings”; “min-enkat-2026” is used.",
    ]


def test_own_language_is_that_of_the_first_label():
    headings = ["type", "name", "label::English (en)", "label::Svenska (sv)"]

    assert read(make([QUESTION], None, headings=headings)).default_language == "en"


# What is refused in the survey


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["text", "1q", "Vad?"]],
         [("survey!B2", "“1q” cannot be a name. Begin with a letter, go on with letters, digits, "
           "_ and -, no spaces, at most 64 characters.")]),
        ([["text", None, "Vad?"]], [("survey!B2", "Write a name for the row, such as “q1”.")]),
        ([["text", "Meta", "Vad?"]],
         [("survey!B2", "The name “Meta” is taken by the system. Choose another.")]),
        ([QUESTION, ["note", "q1", "Hej"]],
         [("survey!B3", "The name “q1” is already used in row 2. Rename one of them.")]),
        ([["select_one colours or_other", "q1", "Vad?"], ["text", "q1_other", "Vad?"]],
         [("survey!B3", "The name “q1_other” is already used in row 2. Rename one of them.")]),
        ([["text", "q1"]], [("survey!C2", "Write the words of the question.")]),
        ([[None, "q1", "Vad?"]], [("survey!A2", "Write the type of the question.")]),
        ([["tekst", "q1", "Vad?"]],
         [("survey!A2", "There is no type called “tekst”. Do you mean “text”?")]),
        ([["calculate", "q1", "Vad?"]],
         [("survey!A2",
           "The type “calculate” is not taken in this version. Remove or rewrite the row.")]),
        ([["select_one_from_file a.csv", "q1", "Vad?"]],
         [("survey!A2", "The type “select_one_from_file” is not taken in this version. "
           "Remove or rewrite the row.")]),
        ([["begin repeat", "r", "Om"], QUESTION, ["end repeat"]],
         [("survey!A2", "Repeated groups are not taken in this version. "
           "Write the questions out as many times as they are needed.")]),
        ([["select_one", "q1", "Vad?"]],
         [("survey!A2",
           "Write the name of the list after the type, as in “select_one colours”.")]),
        ([["select_one shapes", "q1", "Vad?"]],
         [("survey!A2",
           "The list “shapes” has no choices. Add them to the sheet “choices”.")]),
        ([["begin group", "g", "Grupp"], QUESTION],
         [("survey!A2", "The group “g” is never closed. Add a row of type end_group.")]),
        ([QUESTION, ["end group"]],
         [("survey!A3", "This end_group closes no group. Remove it, or add the begin_group.")]),
        ([*[["begin group", f"g{n}", "Grupp"] for n in range(4)], QUESTION, *[["end group"]] * 4],
         [("survey!A5",
           "Groups stand inside each other at most 3 deep. Move this one out.")]),
        ([["text", "q1", "Vad?", "${q1x} = 1"]],
         [("survey!D2", "There is no question called “q1x”. Do you mean “q1”?")]),
        ([["text", "q1", "Vad om ${nobody}?"]],
         [("survey!C2", "There is no question called “nobody”.")]),
        ([["note", "n", "Hej"], ["text", "q1", "Vad?", "${n} = 1"]],
         [("survey!D3", "“n” takes no answer, so that nothing can depend on it.")]),
        ([["text", "q1", "Vad?", "foo("]],
         [("survey!D2", "There is no function called foo(). (character 1)")]),
        ([["text", "q1", "Vad?", "", ". = "]],
         [("survey!E2", "The expression ends too early; a bracket or a value is missing. "
           "(character 4)")]),
        ([["text", "q1", "Vad?", "1" * 10_000]],
         [("survey!D2",
           "The expression has 10000 characters; at most 2000 are taken. (character 2001)")]),
        ([["text", "q1", "Vad?", "(" * 900 + ")" * 900]],
         [("survey!D2",
           "The expression has too many brackets inside each other. (character 51)")]),
        ([["text", "a", "A", "${b} = 1"], ["text", "b", "B", "${a} = 1"]],
         [("survey!D2",
           "These decide in a ring whether they are asked: a → b → a. Break the ring.")]),
        ([["note", "n", "Hej"]], [("survey!A2", "The survey asks nothing. Add a question.")]),
        ([], [("survey!A2", "The survey asks nothing. Add a question.")]),
    ],
)  # fmt: skip
def test_survey_is_refused_with_cell_and_remedy(rows, expected):
    assert refusals(make(rows)) == expected


@pytest.mark.parametrize(
    ("heading", "text", "message"),
    [
        ("required", "${q0} = 1",
         "Write yes or no. Use relevant for questions that are asked only sometimes."),
        ("calculation", "1 + 1",
         "The column “calculation” cannot be followed here. Empty the cell."),
        ("choice_filter", "a = 1",
         "The column “choice_filter” cannot be followed here. Empty the cell."),
        ("read_only", "yes", "The column “read_only” cannot be followed here. Empty the cell."),
        ("sekom::role", "king", "Write one of politician, officer, both."),
        ("sekom::share", "all", "Write one of named, k, secretariat."),
        ("default", "tre", "Write a whole number, with digits only."),
        ("appearance", "x" * 81, "The text has 81 characters. Shorten it to at most 80."),
    ],
)  # fmt: skip
def test_column_is_refused_with_its_cell(heading, text, message):
    rows = [["text", "q0", "Vad?"], ["integer", "q1", "Vad?", text]]

    found = refusals(make(rows, headings=["type", "name", "label", heading]))

    assert found == [("survey!D3", message)]


def test_table_takes_only_rows_of_one_list():
    choices = [*COLOURS, ["shapes", "round", "Rund"]]
    rows = [
        ["begin group", "m", "Hur?", "table-list"], ["select_one colours", "a", "A"],
        ["select_one shapes", "b", "B"], ["text", "c", "C"], ["end group"],
        ["select_one colours", "d", "D", "list-nolabel"],
    ]  # fmt: skip

    found = refusals(make(rows, choices, headings=["type", "name", "label", "appearance"]))

    assert found == [
        ("survey!D7", "Make a table by writing table-list as the appearance of its group."),
        ("survey!A4", "All rows of a table use the same list, here “colours”."),
        ("survey!A5", "A table takes only rows of type select_one. Move this one out of it."),
    ]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([["list_name", "name"], ["colours", "red"]],
         [("choices!A1", "The sheet has no column called “label”. Add it."),
          ("survey!A2", "The list “colours” has no choices. Add them to the sheet “choices”.")]),
        (None,
         [("survey!A2", "The list “colours” has no choices. Add them to the sheet “choices”.")]),
        ([*COLOURS, ["colours", "red", "Rött"]],
         [("choices!B4",
           "The list “colours” already has a choice called “red”. Rename one.")]),
        ([*COLOURS, ["colours", "dark red", "Rött"]],
         [("choices!B4", "The name of a choice has no spaces and at most 100 characters.")]),
        ([*COLOURS, ["colours", None, "Rött"]], [("choices!B4", "Write a name for the choice.")]),
        ([*COLOURS, ["colours", "green"]], [("choices!C4", "Write the words of the choice.")]),
        ([*COLOURS, [None, "green", "Grön"]],
         [("choices!A4", "Write which list the choice is in.")]),
        ([COLOURS[0], ["colours"]],
         [("choices!B2", "Write a name for the choice."),
          ("survey!A2", "The list “colours” has no choices. Add them to the sheet “choices”.")]),
    ],
)  # fmt: skip
def test_choices_are_refused_with_cell_and_remedy(choices, expected):
    assert refusals(make([["select_one colours", "q1", "Vad?"]], choices)) == expected


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("form_title", "x" * 121, "The title has 121 characters. Shorten it to at most 120."),
        ("form_id", "min enkät",
         "Write form_id with at most 64 letters a–z, digits, hyphens and underscores."),
        ("public_key", "abc", "The setting “public_key” cannot be followed here. Remove it."),
    ],
)  # fmt: skip
def test_setting_is_refused_with_its_cell(name, text, message):
    data = make([QUESTION], settings=[["version", name], ["1", text]])

    assert refusals(data) == [("settings!B2", message)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (make(None), [("", "The workbook has no sheet called “survey”. Name it so.")]),
        (make([QUESTION], headings=["type", "name"]),
         [("survey!A1", "The sheet has no column called “label”. Add it.")]),
        (make([], headings=[]),
         [("survey!A1", "The sheet has no column called “type”. Add it."),
          ("survey!A1", "The sheet has no column called “name”. Add it."),
          ("survey!A1", "The sheet has no column called “label”. Add it.")]),
        (make([QUESTION], headings=["type", "name", "label", "label"]),
         [("survey!D1", "The column “label” is there twice. Remove one.")]),
        (make([QUESTION], **{"Survey ": [["x"]]}),
         [("Survey ", "There are two sheets with this name. Remove one.")]),
        (make([["text", "q1", "#REF!"]]),
         [("survey!C2", "The cell shows the error #REF!. Write its text instead.")]),
        (make([["text", f"q{n}", "Vad?"] for n in range(2_001)]),
         [("survey!A2002", "The sheet has more than 2000 rows. Divide it into several files.")]),
        (make([[*QUESTION, *[None] * 97, "x"]]),
         [("survey!CW2", "The sheet has more than 100 columns. Remove those not used.")]),
    ],
)  # fmt: skip
def test_sheets_are_refused_with_their_place(data, expected):
    assert refusals(data)[: len(expected)] == expected


def test_all_faults_are_told_at_once():
    rows = [["tekst", "q1", "A"], ["text", "1", "B"], ["text", "c"], ["text", "d", "D", "("]]

    assert [place for place, _message in refusals(make(rows))] == [
        "survey!A2", "survey!B3", "survey!C4", "survey!D5"
    ]  # fmt: skip


def test_refusal_reads_as_one_error_with_a_line_for_each_fault():
    with pytest.raises(WorkbookRefused) as refused:
        read(make([["text", "q1"]]))

    assert refused.value.messages == ["survey!C2: Write the words of the question."]


def test_refusal_by_odks_own_checker_is_passed_on():
    rows = [["text", "q1", "A"], ["text", "xml", "B", "${q1} = 1"], ["text", "Q1", "C"]]
    data = make([["begin group", "g", "G"], *rows, ["end group"]],
                settings=[["form_title", "form_id", "name"], ["E", "e", "1 2"]])  # fmt: skip

    found = refusals(data)

    assert len(found) == 1
    assert found[0][1].startswith("ODK's checker does not accept this: ")


# What is refused before it is read


def with_macros():
    types = "[Content_Types].xml"
    with zipfile.ZipFile(BytesIO(SMALL)) as archive:
        content = archive.read(types)
    return content.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )


def entity(name):
    with zipfile.ZipFile(BytesIO(SMALL)) as archive:
        part = archive.read(name)
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    head, _end, body = part.rpartition(b"?>")
    return name, head + (_end or b"") + bomb + body


MACROS = "The workbook has macros. Save it as .xlsx, which has none."
OLD = "The file is in an older Excel format, or has a password. Save it as .xlsx without."
SHEET1 = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", NO_WORKBOOK),
        (b"type,name,label\ntext,q1,Vad?\n", NO_WORKBOOK),
        (b"PK\x03\x04 no zip at all", NO_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000, OLD),
        (b"x" * 10_000_001, "The file is larger than 10 MB. "
         "Remove pictures and sheets that are not used."),
        (repacked(SMALL, add=[("xl/vbaProject.bin", b"x")]), MACROS),
        (repacked(SMALL, replace=[("[Content_Types].xml", with_macros())]), MACROS),
        (repacked(SMALL, replace=[("[Content_Types].xml", b"<Types/>")]), NO_WORKBOOK),
        (repacked(SMALL, replace=[("xl/workbook.xml", b"<nonsense")]), DAMAGED),
        (repacked(SMALL, replace=[("xl/workbook.xml", b"")]), DAMAGED),
        (repacked(SMALL, replace=[(SHEET1, b"<worksheet>")]), DAMAGED),
        (repacked(SMALL, replace=[entity(SHEET1)]), STRANGE_XML),
        (repacked(SMALL, replace=[entity("xl/workbook.xml")]), STRANGE_XML),
        (repacked(SMALL, method=zipfile.ZIP_BZIP2), NO_WORKBOOK),
        (repacked(SMALL, add=[(f"x{n}", b"") for n in range(200)]), BOMB),
        (repacked(SMALL, add=[("x.bin", b"\0" * 2_000_000)]), BOMB),
        (SMALL[: len(SMALL) // 2], NO_WORKBOOK),
    ],
    ids=range(17),
)  # fmt: skip
def test_file_is_refused_by_its_content(data, message):
    assert refusals(data) == [("", message)]


def test_zip_bomb_is_refused_without_being_unpacked():
    file = BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb,
        bomb.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _megabyte in range(60):
            part.write(b"\0" * 1_000_000)
    began = time.monotonic()

    found = refusals(file.getvalue())

    assert found == [("", BOMB)]
    assert time.monotonic() - began < 1


def test_bomb_that_lies_about_its_size_is_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", b"spreadsheetml.sheet.main+xml")
        bomb.writestr("xl/worksheets/sheet1.xml", b"\0" * 3_000_000)
    lie = (3_000_000).to_bytes(4, "little")

    assert refusals(file.getvalue().replace(lie, (1_000).to_bytes(4, "little"))) == [("", DAMAGED)]


def test_sheet_that_claims_a_million_rows_is_read_in_no_time():
    with zipfile.ZipFile(BytesIO(SMALL)) as archive:
        xml = archive.read(SHEET1)
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    xml = xml.replace(b'<dimension ref="A1:E2"', b'<dimension ref="A1:XFD1048576"')
    began = time.monotonic()

    workbook = read(repacked(SMALL, replace=[(SHEET1, xml.replace(b"</sheetData>", far))]))

    assert b"XFD1048576" in xml
    assert [item.key for item in workbook.items] == ["q1"]
    assert time.monotonic() - began < 3


def test_sheet_of_endless_rows_is_stopped():
    with zipfile.ZipFile(BytesIO(SMALL)) as archive:
        xml = archive.read(SHEET1)
    far = b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>'
    began = time.monotonic()

    found = refusals(repacked(SMALL, replace=[(SHEET1, xml.replace(b"</sheetData>", far))]))

    assert found == [("", BOMB)]
    assert time.monotonic() - began < 5


def test_large_survey_is_read_within_seconds():
    rows = [["select_one colours", f"q{n}", f"Fråga {n}", f"${{q{n - 1}}} != 'red'" if n else ""]
            for n in range(1_999)]  # fmt: skip
    data = make(rows)
    began = time.monotonic()

    workbook = read(data)

    assert len(workbook.items) == 1_999
    assert time.monotonic() - began < 5


CELLS = st.sampled_from(
    ["text", "integer", "select_one colours", "select_multiple colours or_other", "begin group",
     "end group", "note", "begin_group", "q1", "q2", "g", "Vad?", "${q1}", "${q1} = 'a'", "yes",
     "table-list", "<b>", "& ${q2} <x", "]]>", "jr:choice-name(${q1}, '${q1}')", "", "name", "sv",
     "today()", "regex(., '[a-z]+')"]
) | st.text(max_size=12) | st.integers() | st.booleans() | st.none()  # fmt: skip
FREE_HEADINGS = ["type", "name", "label", "hint", "relevant", "constraint", "appearance", "default"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(
        st.tuples(CELLS, st.sampled_from(["a", "b", "c", "d", "q1", "q2"]), CELLS, CELLS, CELLS,
                  CELLS, CELLS, CELLS),
        max_size=6, unique_by=lambda row: row[1],
    )
)  # fmt: skip
def test_any_rows_are_taken_or_refused(rows):
    illegal = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE
    rows = [[illegal.sub("", c) if isinstance(c, str) else c for c in row] for row in rows]
    try:
        data = make(rows, headings=FREE_HEADINGS)
    except UnicodeEncodeError:
        return
    workbook, said = attempt(data)

    assert workbook is None or Questionnaire(workbook.items).judge({}).errors == {}
    assert workbook or said


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, len(SMALL) - 1), junk=st.binary(min_size=1, max_size=4))
def test_damaged_file_is_taken_or_refused(place, junk):
    damaged = SMALL[:place] + junk + SMALL[place + len(junk) :]
    workbook, said = attempt(damaged)

    assert workbook or said
