"""Reading a survey from an XLSForm workbook: all of it, or a list of what to change and where.

The subset is ours; what is outside it is refused in words or kept with a notice, never dropped in
silence. pyxform, ODK's own checker, has the last word on what we would take.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from sekom.excel import Limits, Notice, Refusal, Sheet, WorkbookRefused, cell_name, read_sheets
from surveys.expressions import LONGEST, NAME, Expression, ExpressionError, parse
from surveys.items import OTHER, Choice, Item, Kind, clean_default
from surveys.questionnaires import CircularRelevance, Questionnaire, pipes_in

__all__ = ["Notice", "Refusal", "Workbook", "WorkbookRefused", "read_workbook"]

SHEETS = frozenset({"survey", "choices", "settings"})
LIMITS = Limits(rows=2_000, columns=100, seconds=3)
DEEPEST = 3
LONGEST_NAME = 64
LONGEST_VALUE = 100
LONGEST_TITLE = 120
LONGEST_APPEARANCE = 80

TRANSLATED = frozenset({"label", "hint", "required_message", "constraint_message"})
SURVEY_COLUMNS = TRANSLATED | {
    "type", "name", "required", "relevant", "constraint", "appearance", "default", "disabled"
}  # fmt: skip
OWN_COLUMNS = frozenset({"role", "share", "sdg", "goal", "objective", "compare_key", "warn"})
OWN_PREFIX = "sekom::"
OWN_VALUES = {"role": ("politician", "officer", "both"), "share": ("named", "k", "secretariat")}
# These change what is asked, so a survey that uses them would not be the same without them.
REFUSED_COLUMNS = frozenset(
    {"calculation", "choice_filter", "repeat_count", "read_only", "trigger", "save_to"}
)
CHOICE_COLUMNS = frozenset({"list_name", "name", "label"})
SETTINGS = frozenset({"form_title", "form_id", "version", "default_language"})
REFUSED_SETTINGS = frozenset({"public_key", "submission_url"})
ALIASES = {
    "relevance": "relevant", "caption": "label", "command": "type", "tag": "name",
    "constraining_message": "constraint_message", "requiredmsg": "required_message",
    "calculate": "calculation", "readonly": "read_only",
}  # fmt: skip
CHOICE_ALIASES = {"value": "name", "listname": "list_name", "caption": "label"}
SETTING_ALIASES = {"title": "form_title", "set_form_title": "form_title", "id_string": "form_id",
                   "set_form_id": "form_id"}  # fmt: skip

PLAIN_TYPES = {
    "text": Kind.TEXT, "string": Kind.TEXT, "integer": Kind.INTEGER, "int": Kind.INTEGER,
    "decimal": Kind.DECIMAL, "date": Kind.DATE, "note": Kind.NOTE,
    "acknowledge": Kind.ACKNOWLEDGE, "trigger": Kind.ACKNOWLEDGE,
}  # fmt: skip
METADATA = frozenset(
    {"start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username",
     "email", "audit", "start-geopoint", "imei"}
)  # fmt: skip
NOT_TAKEN = frozenset(
    {"calculate", "hidden", "rank", "range", "file", "image", "photo", "audio", "video", "time",
     "datetime", "geopoint", "geotrace", "geoshape", "barcode", "osm", "csv-external",
     "xml-external", "background-audio", "background-geopoint", "select_one_from_file",
     "select_multiple_from_file", "select_one_external", "cascading_select", "include"}
)  # fmt: skip
SELECT = re.compile(
    r"(?P<kind>select[_ ]one(?: from)?|select1|select[_ ]multiple(?: from)?|"
    r"select all that apply(?: from)?)(?: (?P<list>\S+?))??"
    r"(?P<other> or[_ ]other| or specify other)?",
    re.IGNORECASE,
)
BRACKET = re.compile(r"(?P<side>begin|end)[_ ](?P<what>group|repeat|loop)(?: .*)?", re.IGNORECASE)
YES = frozenset({"yes", "true", "true()", "1", "ja"})
NO = frozenset({"", "no", "false", "false()", "0", "nej"})
RESERVED = frozenset({"meta", "instanceid", "instancename", "data", "csrfmiddlewaretoken"})
KNOWN_LANGUAGES = {"svenska": "sv", "swedish": "sv", "english": "en", "engelska": "en"}


@dataclass(frozen=True)
class Workbook:
    """A survey as its workbook has it; `languages` are codes, the survey's own first."""

    items: tuple[Item, ...]
    title: str
    form_id: str
    version: str
    default_language: str
    languages: tuple[str, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Column:
    """A column as its heading is understood; `language` is None where the heading names none."""

    place: int
    heading: str
    name: str
    language: str | None = None


@dataclass
class Row:
    """A row of a sheet, read by what its columns mean."""

    number: int
    sheet: Sheet
    columns: dict[tuple[str, str | None], Column]

    def text(self, name: str) -> str:
        column = self.columns.get((name, None))
        return self.sheet.text(self.number, column.place) if column else ""

    def cell(self, name: str) -> str:
        """The cell of a column; of the first in the sheet when there is no such column."""
        places = [column.place for (other, _l), column in self.columns.items() if other == name]
        return cell_name(self.number, min(places, default=1))

    def translations(self, name: str) -> Iterator[tuple[Column, str]]:
        for (other, _language), column in self.columns.items():
            if other == name and (text := self.sheet.text(self.number, column.place)):
                yield column, text


@dataclass
class Draft:
    """An item on its way: with the row it came from and the name of its list of choices."""

    item: Item
    row: Row
    list_name: str = ""
    mended: dict[int, str] = field(default_factory=dict)


def read_workbook(file: BinaryIO, *, name: str) -> Workbook:
    """The survey in a workbook; `name` is the file's, used where the survey has none.

    Raises WorkbookRefused with everything that has to be changed.
    """
    return _Reader(file, name).workbook()


def language_code(words: str) -> str:
    """sv for “Svenska (sv)”, “sv” and “Swedish”."""
    found = re.search(r"\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,4})?)\s*\)\s*$", words)
    plain = (found[1] if found else words).strip().lower()
    return KNOWN_LANGUAGES.get(plain, plain)[:8]


class _Reader:
    """One reading of one workbook; gathers refusals and notices as it goes."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.sheets = read_sheets(file, SHEETS, LIMITS)
        self.file_name = PurePath(name).stem
        self.refusals = list(self.sheets.refusals)
        self.notices = list(self.sheets.notices)
        self.survey = self.sheets.found.get("survey")
        self.choices = self.sheets.found.get("choices")
        self.settings = self.sheets.found.get("settings")
        self.settings_texts: dict[str, str] = {}
        self.own_language = "sv"
        self.lists: dict[str, list[Choice]] = {}
        self.drafts: list[Draft] = []

    def refuse(self, sheet: Sheet | None, cell: str, message: str) -> None:
        self.refusals.append(Refusal(sheet.title if sheet else "", cell, message))

    def notice(self, sheet: Sheet | None, cell: str, message: str) -> None:
        self.notices.append(Notice(sheet.title if sheet else "", cell, message))

    def workbook(self) -> Workbook:
        for title in self.sheets.others:
            self.notices.append(Notice(title, "", _("This sheet is not read.")))
        if self.survey is None:
            self.refuse(None, "", _("The workbook has no sheet called “survey”. Name it so."))
            raise WorkbookRefused(self.refusals)
        self.read_settings()
        self.read_choices()
        self.read_survey(self.survey)
        self.check_expressions()
        self.check_order()
        if not self.refusals:
            self.ask_pyxform()
        if self.refusals:
            raise WorkbookRefused(self.refusals)
        return self.finished()

    def finished(self) -> Workbook:
        texts = self.settings_texts
        languages = dict.fromkeys([self.own_language])
        for draft in self.drafts:
            languages.update(dict.fromkeys(draft.item.labels))
        return Workbook(
            items=tuple(draft.item for draft in self.drafts),
            title=texts["form_title"],
            form_id=texts["form_id"],
            version=texts.get("version", ""),
            default_language=self.own_language,
            languages=tuple(languages),
            notices=tuple(self.notices),
        )

    # Headings

    def headings(
        self, sheet: Sheet, aliases: dict[str, str], translated: frozenset[str]
    ) -> tuple[int, dict[tuple[str, str | None], Column]]:
        """The number of the row with headings, and its columns by name and language."""
        top = min(sheet.rows, default=0)
        columns: dict[tuple[str, str | None], Column] = {}
        for place, heading in sheet.rows.get(top, {}).items():
            column = _column(place, heading, aliases, translated)
            language = column.language
            if column.name in translated and language is None and self.own_language:
                language = self.own_language
            if (column.name, language) in columns:
                self.refuse(
                    sheet,
                    cell_name(top, place),
                    _("The column “%(heading)s” is there twice. Remove one.")
                    % {"heading": heading},
                )
                continue
            columns[column.name, language] = Column(place, heading, column.name, language)
        return top, columns

    def rows(self, sheet: Sheet, top: int, columns: dict) -> Iterator[Row]:
        for number in sheet.rows:
            if number > top:
                yield Row(number, sheet, columns)

    def has_columns(self, sheet: Sheet, top: int, columns: dict, needed: tuple[str, ...]) -> bool:
        names = {name for name, _language in columns}
        for name in needed:
            if name not in names:
                self.refuse(
                    sheet,
                    cell_name(top or 1, 1),
                    _("The sheet has no column called “%(name)s”. Add it.") % {"name": name},
                )
        return names.issuperset(needed)

    def uses(self, sheet: Sheet, top: int, column: Column) -> bool:
        return any(column.place in cells for row, cells in sheet.rows.items() if row > top)

    def note_unknown(self, sheet: Sheet, top: int, columns: dict, known: frozenset[str]) -> None:
        for column in columns.values():
            if column.name not in known and self.uses(sheet, top, column):
                self.notice(
                    sheet,
                    cell_name(top, column.place),
                    _("The column “%(heading)s” is kept, but has no effect here.")
                    % {"heading": column.heading},
                )

    def note_untranslated(self, sheet: Sheet, columns: dict, rows: list[Row]) -> None:
        """One notice for each column of labels that has gaps where another language has words."""
        for (name, language), column in columns.items():
            if name != "label" or language is None:
                continue
            gaps = [
                row
                for row in rows
                if not row.sheet.text(row.number, column.place)
                and any(True for _found in row.translations("label"))
            ]
            if gaps:
                self.notice(
                    sheet,
                    cell_name(gaps[0].number, column.place),
                    ngettext(
                        "%(count)d text is missing in “%(heading)s”, here.",
                        "%(count)d texts are missing in “%(heading)s”, the first one here.",
                        len(gaps),
                    )
                    % {"count": len(gaps), "heading": column.heading},
                )

    # The sheet of settings

    def read_settings(self) -> None:
        texts: dict[str, tuple[str, str]] = {}
        sheet = self.settings
        if sheet and sheet.rows:
            top, *rest = sheet.rows
            below = rest[0] if rest else top + 1
            for place, heading in sheet.rows[top].items():
                name = _normal(heading)
                name = SETTING_ALIASES.get(name, name)
                self.read_setting(name, heading, sheet, below, place, texts)
            for row in rest[1:]:
                self.notice(sheet, cell_name(row, 1), _("Only the first row of settings is read."))
        self.settings_texts = {name: text for name, (text, _cell) in texts.items()}
        self.take_title(texts)
        self.take_form_id(texts)
        self.take_language()

    def read_setting(
        self, name: str, heading: str, sheet: Sheet, row: int, place: int, texts: dict
    ) -> None:
        text, cell = sheet.text(row, place), cell_name(row, place)
        if not text:
            return
        if name in REFUSED_SETTINGS:
            self.refuse(
                sheet,
                cell,
                _("The setting “%(name)s” cannot be followed here. Remove it.") % {"name": heading},
            )
        elif name in SETTINGS:
            texts[name] = (text, cell)
        else:
            self.notice(
                sheet,
                cell,
                _("The setting “%(name)s” has no effect here.") % {"name": heading},
            )

    def take_title(self, texts: dict[str, tuple[str, str]]) -> None:
        title, cell = texts.get("form_title", ("", ""))
        if len(title) > LONGEST_TITLE:
            self.refuse(
                self.settings,
                cell,
                _("The title has %(length)d characters. Shorten it to at most %(most)d.")
                % {"length": len(title), "most": LONGEST_TITLE},
            )
        if not title:
            title = (self.file_name or "survey")[:LONGEST_TITLE]
            self.notice(
                self.settings,
                "",
                _("The survey has no form_title in “settings”; the file's name is used."),
            )
        self.settings_texts["form_title"] = title

    def take_form_id(self, texts: dict[str, tuple[str, str]]) -> None:
        form_id, cell = texts.get("form_id", ("", ""))
        if form_id and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", form_id):
            self.refuse(
                self.settings,
                cell,
                _("Write form_id with at most 64 letters a–z, digits, hyphens and underscores."),
            )
        if not form_id:
            form_id = slugify(self.file_name)[:64] or "survey"
            self.notice(
                self.settings,
                "",
                _("The survey has no form_id in “settings”; “%(form_id)s” is used.")
                % {"form_id": form_id},
            )
        self.settings_texts["form_id"] = form_id

    def take_language(self) -> None:
        """The survey's own language: as set, else that of its first label, else Swedish."""
        stated = self.settings_texts.get("default_language", "")
        if stated:
            self.own_language = language_code(stated)
            return
        rows = self.survey.rows if self.survey else {}
        headings = rows.get(min(rows, default=0), {})
        columns = [_column(place, text, ALIASES, TRANSLATED) for place, text in headings.items()]
        labels = [column.language for column in columns if column.name == "label"]
        if labels and None not in labels:
            self.own_language = str(labels[0])

    # The sheet of choices

    def read_choices(self) -> None:
        sheet = self.choices
        if sheet is None:
            return
        top, columns = self.headings(sheet, CHOICE_ALIASES, frozenset({"label"}))
        if not self.has_columns(sheet, top, columns, ("list_name", "name", "label")):
            return
        self.note_unknown(sheet, top, columns, CHOICE_COLUMNS)
        rows = list(self.rows(sheet, top, columns))
        for row in rows:
            self.read_choice(row)
        self.note_untranslated(sheet, columns, rows)

    def read_choice(self, row: Row) -> None:
        name, value = row.text("list_name"), row.text("name")
        labels = {str(column.language): text for column, text in row.translations("label")}
        if not name:
            self.refuse(row.sheet, row.cell("list_name"), _("Write which list the choice is in."))
            return
        choices = self.lists.setdefault(name, [])
        if not value:
            self.refuse(row.sheet, row.cell("name"), _("Write a name for the choice."))
            return
        if len(value) > LONGEST_VALUE or re.search(r"\s", value):
            self.refuse(
                row.sheet,
                row.cell("name"),
                _("The name of a choice has no spaces and at most %(most)d characters.")
                % {"most": LONGEST_VALUE},
            )
        if value in {choice.value for choice in choices}:
            self.refuse(
                row.sheet,
                row.cell("name"),
                _("The list “%(list)s” already has a choice called “%(name)s”. Rename one.")
                % {"list": name, "name": value},
            )
        if not labels:
            self.refuse(row.sheet, row.cell("label"), _("Write the words of the choice."))
        choices.append(Choice(value, labels))

    # The sheet of questions

    def read_survey(self, sheet: Sheet) -> None:
        top, columns = self.headings(sheet, ALIASES, TRANSLATED)
        if not self.has_columns(sheet, top, columns, ("type", "name", "label")):
            return
        self.look_at_columns(sheet, top, columns)
        rows = list(self.rows(sheet, top, columns))
        groups: list[Draft] = []
        for row in rows:
            self.read_row(row, groups)
        for group in groups:
            self.refuse(
                sheet,
                group.row.cell("type"),
                _("The group “%(name)s” is never closed. Add a row of type end_group.")
                % {"name": group.item.key},
            )
        if not any(draft.item.takes_answer for draft in self.drafts) and not self.refusals:
            self.refuse(sheet, cell_name(top + 1, 1), _("The survey asks nothing. Add a question."))
        self.check_matrices()
        self.check_lists()
        self.note_untranslated(sheet, columns, rows)

    def look_at_columns(self, sheet: Sheet, top: int, columns: dict) -> None:
        known = SURVEY_COLUMNS | REFUSED_COLUMNS | {OWN_PREFIX + name for name in OWN_COLUMNS}
        self.note_unknown(sheet, top, columns, known)
        for column in columns.values():
            if column.name not in REFUSED_COLUMNS:
                continue
            for row, cells in sheet.rows.items():
                text = cells.get(column.place, "")
                if row > top and text.lower() not in (NO if column.name == "read_only" else {""}):
                    self.refuse(
                        sheet,
                        cell_name(row, column.place),
                        _("The column “%(heading)s” cannot be followed here. Empty the cell.")
                        % {"heading": column.heading},
                    )

    def read_row(self, row: Row, groups: list[Draft]) -> None:
        kind_text = " ".join(row.text("type").split())
        if row.text("disabled").lower() in YES:
            self.notice(row.sheet, row.cell("disabled"), _("The row is disabled and is not read."))
        elif not kind_text:
            self.read_untyped(row)
        elif kind_text.lower() in METADATA:
            self.notice(
                row.sheet,
                row.cell("type"),
                _("“%(type)s” is not collected here; the row is left out.") % {"type": kind_text},
            )
        elif bracket := BRACKET.fullmatch(kind_text):
            self.read_bracket(row, bracket, groups)
        elif kind_text.lower() in PLAIN_TYPES:
            self.add(row, PLAIN_TYPES[kind_text.lower()], groups)
        elif select := SELECT.fullmatch(kind_text):
            self.read_select(row, select, groups)
        else:
            self.refuse(row.sheet, row.cell("type"), _unknown_type(kind_text))

    def read_untyped(self, row: Row) -> None:
        if row.text("name") or any(True for _found in row.translations("label")):
            self.refuse(row.sheet, row.cell("type"), _("Write the type of the question."))
        else:
            self.notice(row.sheet, row.cell("type"), _("The row has no type and is not read."))

    def read_bracket(self, row: Row, bracket: re.Match[str], groups: list[Draft]) -> None:
        if bracket["what"].lower() != "group":
            if bracket["side"].lower() == "begin":
                self.refuse(
                    row.sheet,
                    row.cell("type"),
                    _(
                        "Repeated groups are not taken in this version. "
                        "Write the questions out as many times as they are needed."
                    ),
                )
        elif bracket["side"].lower() == "begin":
            is_matrix = "table-list" in row.text("appearance").split()
            self.add(row, Kind.MATRIX if is_matrix else Kind.GROUP, groups)
            groups.append(self.drafts[-1])
            if len(groups) > DEEPEST:
                self.refuse(
                    row.sheet,
                    row.cell("type"),
                    _("Groups stand inside each other at most %(most)d deep. Move this one out.")
                    % {"most": DEEPEST},
                )
        elif groups:
            groups.pop()
        else:
            self.refuse(
                row.sheet,
                row.cell("type"),
                _("This end_group closes no group. Remove it, or add the begin_group."),
            )

    def read_select(self, row: Row, select: re.Match[str], groups: list[Draft]) -> None:
        is_one = "one" in select["kind"].lower() or "1" in select["kind"]
        list_name = select["list"] or ""
        if not list_name:
            self.refuse(
                row.sheet,
                row.cell("type"),
                _("Write the name of the list after the type, as in “select_one colours”."),
            )
        self.add(
            row,
            Kind.SELECT_ONE if is_one else Kind.SELECT_MULTIPLE,
            groups,
            list_name=list_name,
            has_other=bool(select["other"]),
        )

    def add(
        self,
        row: Row,
        kind: str,
        groups: list[Draft],
        *,
        list_name: str = "",
        has_other: bool = False,
    ) -> None:
        texts = {
            name: {str(column.language): text for column, text in row.translations(name)}
            for name in TRANSLATED
        }
        item = Item(
            key=self.key(row, kind),
            kind=kind,
            parent=groups[-1].item.key if groups else None,
            labels=texts["label"],
            hints=texts["hint"],
            is_required=self.is_required(row, kind),
            required_messages=texts["required_message"],
            relevant=row.text("relevant"),
            constraint=self.constraint(row, kind),
            constraint_messages=texts["constraint_message"],
            default=row.text("default") if kind in Kind.ANSWERED else "",
            choices=self.choices_of(list_name, has_other=has_other),
            has_other=has_other,
            appearance=row.text("appearance"),
            extra=self.further_columns(row),
            sheet_row=row.number,
        )
        self.check_words(row, item)
        self.drafts.append(Draft(item, row, list_name))

    def key(self, row: Row, kind: str) -> str:
        key = row.text("name")
        if not key and kind == Kind.NOTE:
            return f"note_{row.number}"
        if not re.fullmatch(NAME, key) or len(key) > LONGEST_NAME:
            message = _(
                "“%(name)s” cannot be a name. Begin with a letter, go on with letters, digits, "
                "_ and -, no spaces, at most %(most)d characters."
            ) % {"name": key[:LONGEST_NAME], "most": LONGEST_NAME}
            message = message if key else _("Write a name for the row, such as “q1”.")
            self.refuse(row.sheet, row.cell("name"), message)
        elif key.lower() in RESERVED:
            self.refuse(
                row.sheet,
                row.cell("name"),
                _("The name “%(name)s” is taken by the system. Choose another.") % {"name": key},
            )
        for draft in self.drafts:
            taken = {draft.item.key}
            if draft.item.has_other:
                taken.add(f"{draft.item.key}_{OTHER}")
            if key and key in taken:
                self.refuse(
                    row.sheet,
                    row.cell("name"),
                    _("The name “%(name)s” is already used in row %(row)d. Rename one of them.")
                    % {"name": key, "row": draft.row.number},
                )
        return key

    def is_required(self, row: Row, kind: str) -> bool:
        text = row.text("required").lower()
        if text not in YES | NO:
            self.refuse(
                row.sheet,
                row.cell("required"),
                _("Write yes or no. Use relevant for questions that are asked only sometimes."),
            )
        if text in YES and kind not in Kind.ANSWERED:
            self.notice(
                row.sheet,
                row.cell("required"),
                _("This row takes no answer, so that it cannot be required."),
            )
        return text in YES and kind in Kind.ANSWERED

    def constraint(self, row: Row, kind: str) -> str:
        text = row.text("constraint")
        if text and kind not in Kind.ANSWERED:
            self.notice(
                row.sheet,
                row.cell("constraint"),
                _("This row takes no answer, so that the constraint has no effect."),
            )
            return ""
        return text

    def choices_of(self, list_name: str, *, has_other: bool) -> tuple[Choice, ...]:
        choices = self.lists.get(list_name, [])
        if has_other and OTHER not in {choice.value for choice in choices}:
            choices = [*choices, Choice(OTHER, _other_labels())]
        return tuple(choices)

    def further_columns(self, row: Row) -> dict[str, str]:
        """Our own columns without their prefix, and unknown ones under their headings."""
        kept: dict[str, str] = {}
        for (name, _language), column in row.columns.items():
            text = row.sheet.text(row.number, column.place)
            if not text or name in SURVEY_COLUMNS | REFUSED_COLUMNS:
                continue
            own = name.removeprefix(OWN_PREFIX)
            is_own = name.startswith(OWN_PREFIX) and own in OWN_COLUMNS
            kept[own if is_own else column.heading] = text
            allowed = OWN_VALUES.get(own, ()) if is_own else ()
            if allowed and text not in allowed:
                self.refuse(
                    row.sheet,
                    cell_name(row.number, column.place),
                    _("Write one of %(allowed)s.") % {"allowed": ", ".join(allowed)},
                )
        return kept

    def check_words(self, row: Row, item: Item) -> None:
        if not item.labels and item.kind not in Kind.CONTAINERS:
            self.refuse(row.sheet, row.cell("label"), _("Write the words of the question."))
        if not item.labels and item.kind in Kind.CONTAINERS and item.parent is None:
            self.notice(row.sheet, row.cell("label"), _("The group has no heading."))
        if len(item.appearance) > LONGEST_APPEARANCE:
            self.refuse(
                row.sheet,
                row.cell("appearance"),
                _("The text has %(length)d characters. Shorten it to at most %(most)d.")
                % {"length": len(item.appearance), "most": LONGEST_APPEARANCE},
            )
        if item.kind in Kind.SELECTS and {"label", "list-nolabel"} & set(item.appearance.split()):
            self.refuse(
                row.sheet,
                row.cell("appearance"),
                _("Make a table by writing table-list as the appearance of its group."),
            )

    # What only the whole can tell

    def check_lists(self) -> None:
        for draft in self.drafts:
            item, row = draft.item, draft.row
            if draft.list_name and not self.lists.get(draft.list_name):
                self.refuse(
                    row.sheet,
                    row.cell("type"),
                    _("The list “%(list)s” has no choices. Add them to the sheet “choices”.")
                    % {"list": draft.list_name},
                )
            elif item.default:
                try:
                    clean_default(item)
                except ValidationError as refusal:
                    self.refuse(row.sheet, row.cell("default"), " ".join(refusal.messages))
        used = {draft.list_name for draft in self.drafts}
        for name in self.lists:
            if name not in used and self.choices:
                self.notice(
                    self.choices,
                    "",
                    _("The list “%(list)s” is not used by any question.") % {"list": name},
                )

    def check_matrices(self) -> None:
        lists: dict[str, str] = {}
        for draft in self.drafts:
            item, row = draft.item, draft.row
            parent = next((d.item for d in self.drafts if d.item.key == item.parent), None)
            if parent is None or parent.kind != Kind.MATRIX:
                continue
            if item.kind != Kind.SELECT_ONE or item.has_other:
                self.refuse(
                    row.sheet,
                    row.cell("type"),
                    _("A table takes only rows of type select_one. Move this one out of it."),
                )
            elif lists.setdefault(parent.key, draft.list_name) != draft.list_name:
                self.refuse(
                    row.sheet,
                    row.cell("type"),
                    _("All rows of a table use the same list, here “%(list)s”.")
                    % {"list": lists[parent.key]},
                )

    def check_expressions(self) -> None:
        names = {draft.item.key: draft.item.takes_answer for draft in self.drafts}
        for draft in self.drafts:
            for column in ("relevant", "constraint"):
                if source := getattr(draft.item, column):
                    self.check_expression(draft, column, source, names)
            for column in TRANSLATED:
                for place, text in draft.row.translations(column):
                    cell = cell_name(draft.row.number, place.place)
                    self.check_names(draft.row, cell, pipes_in(text), names)

    def check_expression(
        self, draft: Draft, column: str, source: str, names: dict[str, bool]
    ) -> None:
        row, cell = draft.row, draft.row.cell(column)
        try:
            expression = parse(source)
        except ExpressionError as error:
            self.refuse(row.sheet, cell, str(error))
            return
        if expression.mended:
            self.note_mended(draft, column, expression)
        self.check_names(row, cell, sorted(expression.references), names)

    def note_mended(self, draft: Draft, column: str, expression: Expression) -> None:
        draft.mended[draft.row.columns[column, None].place] = expression.source[:LONGEST]
        self.notice(
            draft.row.sheet,
            draft.row.cell(column),
            _("Typographic quotation marks or dashes were read as plain ones."),
        )

    def check_names(self, row: Row, cell: str, found: list[str], names: dict[str, bool]) -> None:
        for name in dict.fromkeys(found):
            if name not in names:
                close = difflib.get_close_matches(name, names, n=1)
                message = _("There is no question called “%(name)s”.") % {"name": name}
                if close:
                    message += " " + _("Do you mean “%(close)s”?") % {"close": close[0]}
                self.refuse(row.sheet, cell, message)
            elif not names[name]:
                self.refuse(
                    row.sheet,
                    cell,
                    _("“%(name)s” takes no answer, so that nothing can depend on it.")
                    % {"name": name},
                )

    def check_order(self) -> None:
        try:
            Questionnaire(draft.item for draft in self.drafts)
        except CircularRelevance as ring:
            rows = {draft.item.key: draft.row for draft in self.drafts if draft.item.relevant}
            first = next((key for key in ring.keys if key in rows), None)
            if first is not None:
                self.refuse(
                    self.survey,
                    rows[first].cell("relevant"),
                    _("These decide in a ring whether they are asked: %(ring)s. Break the ring.")
                    % {"ring": str(ring)},
                )

    # ODK's checker

    def ask_pyxform(self) -> None:
        """Let pyxform judge what we have read; its refusal becomes ours."""
        sheets: dict[str, list[dict[str, str | None]]] = {}
        for key, sheet in self.sheets.found.items():
            if not sheet.rows:
                continue
            top = min(sheet.rows)
            heading = sheet.rows[top]
            mended = self.mended_rows(sheet) if key == "survey" else {}
            sheets[f"{key}_header"] = [dict.fromkeys(heading.values())]
            sheets[key] = [
                {
                    heading[place]: text
                    for place, text in mended.get(number, sheet.rows.get(number, {})).items()
                    if place in heading
                }
                for number in range(top + 1, max(sheet.rows) + 1)
            ]
        try:
            convert(xlsform=sheets, validate=False, form_name="data")
        except PyXFormError as error:
            self.refusals.append(self.from_pyxform(str(error)))

    def mended_rows(self, sheet: Sheet) -> dict[int, dict[int, str]]:
        """The rows as we understood them: types in small letters, plain quotation marks."""
        rows = {number: dict(cells) for number, cells in sheet.rows.items()}
        for place, heading in sheet.rows[min(sheet.rows)].items():
            if _column(place, heading, ALIASES, TRANSLATED).name == "type":
                for cells in rows.values():
                    words = cells.get(place, "").split()
                    cells[place] = " ".join(
                        word if word in self.lists else word.lower() for word in words
                    )
        for draft in self.drafts:
            rows[draft.row.number].update(draft.mended)
        return rows

    def from_pyxform(self, message: str) -> Refusal:
        """Its English sentence, with the cell where it names one."""
        row = re.search(r"\[row\s*:\s*(\d+)\]", message)
        sheet = self.choices if "'choices'" in message and self.choices else self.survey
        cell = ""
        if row and sheet:
            column = re.search(r"the '(\w+)' value", message)
            top = min(sheet.rows)
            place = 1
            for other, heading in sheet.rows[top].items():
                if column and _normal(heading).split(":")[0] == column[1]:
                    place = other
                    break
            cell = cell_name(int(row[1]) + top - 1, place)
        return Refusal(
            sheet.title if sheet and (row or cell) else "",
            cell,
            _("ODK's checker does not accept this: %(message)s") % {"message": message},
        )


def _normal(heading: str) -> str:
    return re.sub(r"\s+", "_", heading.strip().lower())


def _column(
    place: int, heading: str, aliases: dict[str, str], translated: frozenset[str]
) -> Column:
    """What a heading means: label::Svenska (sv) is the label in sv."""
    base, colons, rest = heading.partition(":")
    base = aliases.get(_normal(base), _normal(base))
    if base in translated and colons:
        return Column(place, heading, base, language_code(rest.strip(": ")))
    name = re.sub(r"\s*::\s*", "::", _normal(heading))
    return Column(place, heading, aliases.get(name, name))


def _unknown_type(text: str) -> str:
    word = text.split()[0].lower()
    if word in NOT_TAKEN or text.lower() in NOT_TAKEN:
        return _("The type “%(type)s” is not taken in this version. Remove or rewrite the row.") % {
            "type": word
        }
    known = [*PLAIN_TYPES, "select_one", "select_multiple", "begin_group", "end_group"]
    message = _("There is no type called “%(type)s”.") % {"type": text[:LONGEST_VALUE]}
    if close := difflib.get_close_matches(word, known, n=1):
        message += " " + _("Do you mean “%(close)s”?") % {"close": close[0]}
    return message


def _other_labels() -> dict[str, str]:
    """The words of the choice that or_other adds, in our own languages."""
    labels = {}
    for code in ("sv", "en"):
        with override(code):
            labels[code] = pgettext("alternative", "Other")
    return labels
