"""A REFI-QDA codebook or project from any program, read into a plan; nothing is kept yet.

Nothing in it is trusted: it is a foreign archive with foreign XML, and foreign positions.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sekom.text import say_number
from surveys.interviews import archives, passages, qda, wording
from surveys.interviews.passages import Span
from surveys.interviews.qda_places import Kept, best_count, is_in_words

MOST_CODES = 1_000
MOST_SOURCES = 200
MOST_PASSAGES = 10_000
DEEPEST = 20
LONGEST_PASSAGE = 4_000
LONGEST_NOTE = 4_000
LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Code:
    """A code of the tree; `parent` is the identity of the one it stands under, "" at the top."""

    guid: str
    title: str
    text: str
    parent: str
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Passage:
    """What is marked in a source: its codes with why each is there, "" for no reason given."""

    start: int
    end: int
    codes: dict[str, str]
    notes: list[str]
    is_doubtful: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Source:
    """A text, in the form that texts are kept in; `department` is the case that it belongs to."""

    title: str
    department: str
    text: str
    passages: list[Passage]
    notes: list[str]

    def doubtful(self) -> list[str]:
        """The words of the passages that begin or end inside a word."""
        return [one.span.of(self.text) for one in self.passages if one.is_doubtful]


@dataclass(frozen=True)
class Plan:
    """What a file holds that we can take in, and how much of it we cannot."""

    codes: list[Code]
    sources: list[Source] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    other_sources: int = 0
    whole_codings: int = 0
    left_passages: int = 0


def read(data: bytes) -> Plan:
    """What a .qdc or .qdpx holds.

    Raises ValidationError, which says what is wrong: another kind, too large, dangerous, damaged,
    a source that is missing, a passage outside its text.
    """
    if len(data) > archives.LARGEST_FILE:
        raise archives.too_large()
    if data.startswith((b"PK", archives.OLD_OFFICE)):
        with archives.opened(data) as archive:
            return _project(archive)
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise _other_kind()
    root = archives.read_xml(data)
    if _tag(root) != "CodeBook":
        raise _other_kind()
    return Plan(codes=_codes(root, _no_notes))


def _other_kind() -> ValidationError:
    return ValidationError(_("Choose a REFI-QDA file, .qdc or .qdpx."), code="kind")


def _project(archive: ZipFile) -> Plan:
    names = Counter(archive.namelist())
    if qda.PROJECT_FILE not in names:
        raise _other_kind()
    if max(names.values()) > 1:
        raise archives.damaged()
    root = archives.read_xml(archives.read_part(archive, qda.PROJECT_FILE))
    return _Reader(archive, root).plan()


class _Reader:
    """One project while it is read."""

    def __init__(self, archive: ZipFile, root: Element) -> None:
        self.archive, self.root = archive, root
        self.files = {name.lower(): name for name in archive.namelist()}
        self.notes = {_guid(note): note for note in _children(root, "Notes", "Note")}
        self.departments = {
            _key(ref.get("targetGUID")): case.get("name", "")
            for case in _children(root, "Cases", "Case")
            for ref in _children(case, "SourceRef")
        }
        self.seen: set[str] = set()
        self.count = self.whole = self.left = 0

    def plan(self) -> Plan:
        codes = _codes(self.root, self.notes_of)
        self.seen = {code.guid for code in codes}
        found = [source for box in _children(self.root, "Sources") for source in box]
        texts = [source for source in found if _tag(source) == "TextSource"]
        if len(texts) > MOST_SOURCES:
            raise _too_much()
        sources = [self.source(source) for source in texts]
        return Plan(
            codes=codes,
            sources=[source for source in sources if source.text],
            notes=self.notes_of(self.root),
            other_sources=len(found) - len(texts),
            whole_codings=self.whole,
            left_passages=self.left,
        )

    def source(self, element: Element) -> Source:
        title = " ".join(element.get("name", "").split()) or _("Without a name")
        raw = self.text(element, title)
        kept = Kept(raw)
        if len(kept.text) > wording.LONGEST:
            raise ValidationError(
                _("The text %(title)s is longer than %(most)s signs. Divide it and try again.")
                % {"title": title, "most": say_number(wording.LONGEST)},
                code="long",
            )
        self.whole += len(_children(element, "Coding"))
        return Source(
            title=title,
            department=self.departments.get(_guid(element), ""),
            text=kept.text,
            passages=self.passages(element, title, raw, kept),
            notes=self.notes_of(element),
        )

    def text(self, element: Element, title: str) -> str:
        """The source's own words, out of the project or of a file in the archive."""
        for content in _children(element, "PlainTextContent"):
            return content.text or ""
        path = element.get("plainTextPath", "")
        name = path.removeprefix(qda.INTERNAL).removeprefix("/")
        file = self.files.get(f"{qda.SOURCES}/{name}".lower())
        if file is None or not path.startswith(qda.INTERNAL):
            raise ValidationError(
                _("The text of %(title)s is missing in the file. Export the project anew.")
                % {"title": title},
                code="missing",
            )
        data = archives.read_part(self.archive, file)
        coding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        try:
            return data.decode(coding)
        except UnicodeDecodeError as bad:
            raise archives.damaged() from bad

    def passages(self, element: Element, title: str, raw: str, kept: Kept) -> list[Passage]:
        """The marked passages, in order; one that is marked several times has all the codes."""
        selections = _children(element, "PlainTextSelection")
        self.count += len(selections)
        if self.count > MOST_PASSAGES:
            raise _too_much()
        given = [
            Span(_number(one, "startPosition"), _number(one, "endPosition")) for one in selections
        ]
        found: dict[tuple[Span, str, str], Passage] = {}
        for selection, was in zip(selections, best_count(raw, given), strict=True):
            if not 0 <= was.start <= was.end <= len(raw):
                raise ValidationError(
                    _("A passage is outside the text of %(title)s. Export the project anew.")
                    % {"title": title},
                    code="outside",
                )
            span = passages.trimmed(kept.text, Span(kept.place(was.start), kept.place(was.end)))
            if span is None or span.end - span.start > LONGEST_PASSAGE:
                self.left += 1
                continue
            codes, notes = self.codes_of(selection), self.notes_of(selection)
            is_doubtful = not is_in_words(kept.text, span)
            passage = Passage(span.start, span.end, codes, notes, is_doubtful)
            _join(found, passage, _key(selection.get("creatingUser")))
        return sorted(found.values(), key=lambda one: one.span)

    def codes_of(self, selection: Element) -> dict[str, str]:
        codes = {}
        for coding in _children(selection, "Coding"):
            for ref in _children(coding, "CodeRef"):
                guid = _key(ref.get("targetGUID"))
                if guid not in self.seen:
                    raise archives.damaged()
                codes[guid] = " ".join(" ".join(self.notes_of(coding)).split())
        return codes

    def notes_of(self, element: Element) -> list[str]:
        """The words of the notes that an element refers to; a note that is not there says none."""
        refs = [_key(ref.get("targetGUID")) for ref in _children(element, "NoteRef")]
        said = [self.note(self.notes[guid]) for guid in refs if guid in self.notes]
        return [words[:LONGEST_NOTE] for words in said if words]

    def note(self, note: Element) -> str:
        return wording.normalised(self.text(note, note.get("name", "")))


def _join(found: dict[tuple[Span, str, str], Passage], passage: Passage, by: str) -> None:
    """Some programs mark a passage once for each of its codes: those are one."""
    kinds = qda.names_of_kinds()
    kind = next((kinds[guid] for guid in passage.codes if guid in kinds), "")
    twin = found.setdefault((passage.span, kind, by), passage)
    if twin is not passage:
        twin.codes.update(passage.codes)
        twin.notes.extend(passage.notes)


def _codes(root: Element, notes_of: Callable[[Element], list[str]]) -> list[Code]:
    """The codes of a codebook or of a project, each after the one it stands under."""
    boxes = [root] if _tag(root) == "CodeBook" else _children(root, "CodeBook")
    waiting = [(code, "", 1) for box in boxes for code in reversed(_children(box, "Codes", "Code"))]
    codes: dict[str, Code] = {}
    while waiting:
        element, parent, depth = waiting.pop()
        guid = _guid(element)
        if guid in codes or depth > DEEPEST:
            raise archives.damaged()
        if len(codes) == MOST_CODES:
            raise _too_much()
        text = " ".join(one.text or "" for one in _children(element, "Description"))
        title = " ".join(element.get("name", "").split())
        codes[guid] = Code(guid, title, wording.normalised(text), parent, notes_of(element))
        below = reversed(_children(element, "Code"))
        waiting.extend((child, guid, depth + 1) for child in below)
    return list(codes.values())


def _no_notes(_code: Element) -> list[str]:
    """A codebook has none."""
    return []


def _too_much() -> ValidationError:
    return ValidationError(
        _("The most we take is %(codes)s codes, %(texts)s texts and %(said)s passages.")
        % {
            "codes": say_number(MOST_CODES),
            "texts": say_number(MOST_SOURCES),
            "said": say_number(MOST_PASSAGES),
        },
        code="much",
    )


def _tag(element: Element) -> str:
    """Its name without the namespace, which programs spell in different ways."""
    return element.tag.rpartition("}")[2]


def _children(element: Element, *way: str) -> list[Element]:
    """The elements at the end of the way down from this one."""
    found = [element]
    for tag in way:
        found = [child for one in found for child in one if _tag(child) == tag]
    return found


def _key(guid: str | None) -> str:
    return (guid or "").strip("{} ").lower()


def _guid(element: Element) -> str:
    if not (guid := _key(element.get("guid"))):
        raise archives.damaged()
    return guid


def _span(selection: Element) -> Span:
    return Span(_number(selection, "startPosition"), _number(selection, "endPosition"))


def _number(element: Element, name: str) -> int:
    said = element.get(name, "")
    if not said.isdecimal() or len(said) > LONGEST_NUMBER:
        raise archives.damaged()
    return int(said)
