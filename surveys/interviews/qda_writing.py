"""A study's themes as a REFI-QDA codebook, and all of a study as a REFI-QDA project."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, tostring

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from members.models import Person
from sekom.excel import UNWRITABLE
from surveys.interviews import qda, wording
from surveys.interviews.models import (
    AnswerText,
    Dimension,
    Interview,
    Link,
    LocalGoal,
    Memo,
    Statement,
    Study,
    Theme,
)
from surveys.interviews.passages import Span
from surveys.interviews.trees import in_tree_order
from toolbox.models import FrameworkItem

ORIGIN = "SEKOM"
LONGEST_NAME = 60


def codebook(study: Study) -> bytes:
    """The tree of themes as XML. Raises ValidationError while there are none."""
    themes = list(in_tree_order(study.themes.all()))
    if not themes:
        raise ValidationError(_("There are no themes to take along yet."), code="none")
    root = Element("CodeBook", {"xmlns": qda.CODEBOOK, "origin": ORIGIN})
    _write_themes(SubElement(root, "Codes"), themes, {})
    return _as_file(root)


def project(study: Study, by: Person) -> bytes:
    """All that this person may read of a study: texts, statements, themes, goals and memos."""
    return _Project(study, by).packed()


class _Project:
    """One project while it is written; its parts stand in the order that the format asks for."""

    def __init__(self, study: Study, by: Person) -> None:
        self.study, self.by = study, by
        links = Link.objects.select_related("theme", "goal__term__member", "item__framework")
        seen = Statement.objects.readable_by(by).filter(interview__study=study, is_blind=False)
        rows = seen.select_related("author").order_by("interview", "start", "pk")
        self.statements = list(
            rows.prefetch_related(Prefetch("links", queryset=links.order_by("pk")))
        )
        self.memos: dict[object, list[Memo]] = {}
        for memo in Memo.objects.readable_by(by).filter(study=study).with_names().order_by("pk"):
            self.memos.setdefault(memo.about, []).append(memo)
        self.users: dict[int, Person] = {}
        self.notes: list[Element] = []
        self.texts: dict[str, str] = {}

    def packed(self) -> bytes:
        file = BytesIO()
        root = self.root()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(qda.PROJECT_FILE, _as_file(root))
            for guid, text in self.texts.items():
                archive.writestr(f"{qda.SOURCES}/{guid}.txt", text.encode())
        return file.getvalue()

    def root(self) -> Element:
        root = Element(
            "Project",
            {
                "xmlns": qda.PROJECT,
                "name": _clean(self.study.title),
                "origin": ORIGIN,
                "creationDateTime": _moment(self.study.created_at),
            },
        )
        sources = list(self.sources())
        parts = [
            ("CodeBook", [self.codes()]),
            ("Variables", self.variables() if sources else []),
            ("Cases", self.cases(sources)),
            ("Sources", [element for _interview, element in sources]),
        ]
        about_all = self.note_refs(None)
        parts = [("Users", list(self.user_elements())), *parts, ("Notes", self.notes)]
        for tag, elements in parts:
            if elements:
                SubElement(root, tag).extend(elements)
        SubElement(root, "Description").text = _clean(self.study.purpose)
        root.extend(about_all)
        return root

    def user_elements(self) -> Iterator[Element]:
        for person in self.users.values():
            yield Element("User", {"guid": qda.guid("user", person.pk), "name": str(person)})

    def made_by(self, row: Statement | Link | Memo) -> dict[str, str]:
        made = {"creationDateTime": _moment(row.at)}
        if row.author:
            self.users[row.author.pk] = row.author
            made = {"creatingUser": qda.guid("user", row.author.pk)} | made
        return made

    # --- Codes ---

    def codes(self) -> Element:
        codes = Element("Codes")
        themes = list(in_tree_order(self.study.themes.all()))
        _write_themes(codes, themes, {theme: self.note_refs(theme) for theme, _depth in themes})
        for group, name, members in self.groups():
            over = _code(codes, qda.guid_of_group(group), name, is_codable=False)
            for guid, title, notes in members:
                _code(over, guid, title).extend(notes)
        return codes

    def groups(self) -> Iterator[tuple[str, str, list[tuple[str, str, list[Element]]]]]:
        """What else is tied to: (group, name, [(identity, name, references to notes)])."""
        names = qda.names_of_groups()
        kinds = Statement.Kind.choices
        yield qda.KIND, names[qda.KIND], [(qda.guid_of_kind(one), str(to), []) for one, to in kinds]
        used = {link.aim for row in self.statements for link in row.links.all()}
        if dimensions := [one for one in Dimension if one in used]:
            sides = [(qda.guid_of(one), str(one.label)) for one in dimensions]
            yield qda.DIMENSION, names[qda.DIMENSION], [(*side, []) for side in sides]
        goals = {one for one in {*used, *self.memos} if isinstance(one, LocalGoal)}
        if goals:
            yield qda.GOAL, names[qda.GOAL], self.members(goals)
        items = {one for one in used if isinstance(one, FrameworkItem)}
        for framework in sorted({one.framework for one in items}, key=lambda one: one.position):
            own = [one for one in items if one.framework == framework]
            yield framework.slug, str(framework), self.members(own)

    def members(
        self, goals: Iterable[LocalGoal | FrameworkItem]
    ) -> list[tuple[str, str, list[Element]]]:
        """The codes of goals or items in their order."""
        rows = sorted(goals, key=lambda one: (one.position, one.pk))
        return [(qda.guid_of(one), str(one), self.note_refs(one)) for one in rows]

    # --- Sources ---

    def variables(self) -> list[Element]:
        names = (("day", _("Day"), "Date"), ("roles", _("Roles"), "Text"))
        return [
            Element(
                "Variable",
                {"guid": qda.guid("variable", key), "name": name, "typeOfVariable": kind},
            )
            for key, name, kind in names
        ]

    def cases(self, sources: list[tuple[Interview, Element]]) -> list[Element]:
        """A case for each department, with its interviews."""
        cases: dict[int, Element] = {}
        for interview, source in sources:
            department = interview.department
            about = {"guid": qda.guid("department", department.pk), "name": _clean(department.name)}
            case = cases.setdefault(department.pk, Element("Case", about))
            SubElement(case, "SourceRef", {"targetGUID": str(source.get("guid"))})
        return list(cases.values())

    def sources(self) -> Iterator[tuple[Interview, Element]]:
        answers: dict[int, list[AnswerText]] = {}
        for answer in AnswerText.objects.newest().filter(interview__study=self.study):
            answers.setdefault(answer.interview_id, []).append(answer)
        said: dict[int, list[Statement]] = {}
        for row in self.statements:
            said.setdefault(row.interview_id, []).append(row)
        for interview in self.study.interviews.select_related("department"):
            text, spans = compose(answers.get(interview.pk, []), said.get(interview.pk, []))
            if text:
                yield interview, self.source(interview, text, spans)

    def source(
        self, interview: Interview, text: str, spans: list[tuple[Statement, Span]]
    ) -> Element:
        guid = qda.guid("interview", interview.pk)
        self.texts[guid] = text
        about = {
            "guid": guid,
            "name": _clean(str(interview)),
            "plainTextPath": f"{qda.INTERNAL}{guid}.txt",
            "creationDateTime": _moment(interview.created_at),
        }
        source = Element("TextSource", about)
        source.extend(self.selection(statement, span) for statement, span in spans)
        source.extend(self.note_refs(interview))
        _value(source, "day", "DateValue", interview.held_on.isoformat())
        _value(source, "roles", "TextValue", _clean(interview.roles))
        return source

    def selection(self, statement: Statement, span: Span) -> Element:
        about = {
            "guid": qda.guid("statement", statement.pk),
            "name": _clean(" ".join(statement.text.split())[:LONGEST_NAME]),
            "startPosition": str(span.start),
            "endPosition": str(span.end),
        }
        made = self.made_by(statement)
        selection = Element("PlainTextSelection", about | made)
        _coding(
            selection, qda.guid("kind of", statement.pk), made, qda.guid_of_kind(statement.kind)
        )
        for link in statement.links.all():
            guid = qda.guid("link", link.pk)
            coding = _coding(selection, guid, self.made_by(link), qda.guid_of(link.aim))
            if link.why:
                coding.append(self.note(qda.guid("why", link.pk), link.why, self.made_by(link)))
        selection.extend(self.note_refs(statement))
        return selection

    # --- Notes ---

    def note_refs(self, about: object) -> list[Element]:
        memos = self.memos.get(about, [])
        return [
            self.note(qda.guid("memo", memo.pk), memo.text, self.made_by(memo)) for memo in memos
        ]

    def note(self, guid: str, text: str, made: dict[str, str]) -> Element:
        """A reference to a note that is written down along with the others."""
        note = Element("Note", {"guid": guid, "name": _clean(" ".join(text.split())[:60])} | made)
        SubElement(note, "PlainTextContent").text = _clean(text)
        self.notes.append(note)
        return Element("NoteRef", {"targetGUID": guid})


def compose(
    answers: Iterable[AnswerText], statements: Iterable[Statement]
) -> tuple[str, list[tuple[Statement, Span]]]:
    """An interview as one text, and where each statement stands in it.

    Each answer stands under its question; what marks no passage of them stands at the end.
    """
    parts: list[str] = []
    begins: dict[int | None, int] = {}
    for answer in answers:
        if answer.text:
            heading = wording.normalised(answer.asked)
            parts += [heading] if heading else []
            begins[answer.pk] = sum(len(part) + 2 for part in parts)
            parts.append(answer.text)
    spans: list[tuple[Statement, Span]] = []
    loose: list[tuple[Statement, str]] = []
    for statement in statements:
        at, span = begins.get(statement.answer_id), statement.span
        words = wording.normalised(statement.text)
        if span and at is not None:
            spans.append((statement, Span(at + span.start, at + span.end)))
        elif words:
            loose.append((statement, words))
    if loose:
        parts.append(_("Written down while coding"))
    for statement, words in loose:
        at = sum(len(part) + 2 for part in parts)
        spans.append((statement, Span(at, at + len(words))))
        parts.append(words)
    return "\n\n".join(parts), spans


def _write_themes(
    codes: Element, themes: list[tuple[Theme, int]], notes: dict[Theme, list[Element]]
) -> None:
    places: dict[int | None, Element] = {None: codes}
    for theme, _depth in themes:
        code = _code(places[theme.parent_id], qda.guid_of(theme), theme.title)
        if theme.text:
            SubElement(code, "Description").text = _clean(theme.text)
        code.extend(notes.get(theme, []))
        places[theme.pk] = code


def _code(parent: Element, guid: str, name: str, *, is_codable: bool = True) -> Element:
    about = {"guid": guid, "name": _clean(name), "isCodable": "true" if is_codable else "false"}
    return SubElement(parent, "Code", about)


def _coding(parent: Element, guid: str, made: dict[str, str], code: str) -> Element:
    coding = SubElement(parent, "Coding", {"guid": guid} | made)
    SubElement(coding, "CodeRef", {"targetGUID": code})
    return coding


def _value(source: Element, key: str, tag: str, value: str) -> None:
    if value:
        held = SubElement(source, "VariableValue")
        SubElement(held, "VariableRef", {"targetGUID": qda.guid("variable", key)})
        SubElement(held, tag).text = value


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return UNWRITABLE.sub("", text)


def _as_file(root: Element) -> bytes:
    return tostring(root, encoding="utf-8", xml_declaration=True)
