"""Compiling: a letter as a message in bytes, made once; each reader's own values are joined in.

What leaves is what the template gives, byte for byte once it is decoded, and the same each time.
Bodies are quoted-printable: a soft line break on both sides of a value lets any value stand there,
and since no line begins with a dot, the message needs no second look before it goes to the server.
"""

import itertools
import json
import re
import secrets
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Protocol

from django.utils.html import escape

from sekom.outbox import foot, letters, signing
from sekom.outbox.heading import Head, Reader, Written, address_of, encoded, lines_of
from sekom.outbox.letters import CALENDAR_METHOD, Attached, Letter
from sekom.outbox.marking import uses_of

MOST_VARIANTS = 64  # kept at once, so that memory is the same for any number of readers
LONGEST_LINE = 76
# Neither quoted-printable nor base64 ever has "=_" in it.
BOUNDARY, WHOLE = "=_part", "=_whole"
MARK = f"q{secrets.token_hex(8)}q%dq"
MARKS = re.compile(MARK.replace("%d", r"(\d+)"))
# Stands for itself in quoted-printable, wherever on a line.
PLAIN_LINE = re.compile(r"(?!\.)[!-<>-~ ]*[!-<>-~]")
QUOTED = [
    chr(byte) if 32 <= byte <= 126 and byte != ord("=") else f"={byte:02X}" for byte in range(256)
]
SEAM = "=\r\n"


class Variant:
    """One wording of a letter, with marks for what differs from reader to reader."""

    def __init__(self, letter: Letter, names: list[str], head: str, tail: bytes = b""):
        self.letter, self.names, self.head = letter, names, head
        self.subject = None if MARKS.search(letter.subject) else encoded(letter.subject)
        self.pieces: list[bytes] = []
        self.joins: dict[tuple[str, bool], list[int]] = {}  # (name, is in HTML): places
        body = self._with_files() if tail else self._body()
        for piece in _merged(body):
            if isinstance(piece, tuple):
                self.joins.setdefault(piece, []).append(len(self.pieces))
                piece = ""
            self.pieces.append(piece.encode())
        self.pieces.append(tail)

    def fill(self, values: Mapping[str, str]) -> Letter:
        """The letter in words, as the reader with these values gets it."""
        words, html = self._filled(values, str), self._filled(values, escape)
        letter = self.letter
        subject, text = words(letter.subject), words(letter.text)
        return replace(letter, subject=subject, text=text, html=html(letter.html))

    def source(self, head: str, values: Mapping[str, str]) -> bytes:
        """The message to one reader, under a head of their own."""
        subject = self.subject
        if subject is None:
            subject = encoded(self._filled(values, str)(self.letter.subject))
        pieces = self.pieces.copy()
        for (name, is_html), places in self.joins.items():
            joined = _joined(values[name], is_html)
            for place in places:
                pieces[place] = joined
        return b"".join([f"{head}Subject: {subject}\r\n{self.head}".encode(), *pieces])

    def _filled(self, values: Mapping[str, str], dress):
        return lambda text: MARKS.sub(lambda mark: dress(values[self.names[int(mark[1])]]), text)

    def _with_files(self) -> Iterator[str | tuple[str, bool]]:
        yield f'Content-Type: multipart/mixed; boundary="{WHOLE}"\r\n\r\n--{WHOLE}\r\n'
        yield from self._body()
        yield "\r\n"

    def _body(self) -> Iterator[str | tuple[str, bool]]:
        letter = self.letter
        parts = [("text/plain", letter.text)]
        if letter.html:
            parts.append(("text/html", letter.html))
        if letter.calendar:
            [method] = CALENDAR_METHOD.findall(letter.calendar)
            parts.append((f"text/calendar; method={method}", letter.calendar))
        if len(parts) == 1:
            yield from self._part(*parts[0])
            yield "" if letter.text.endswith("\n") else "\r\n"
            return
        yield f'Content-Type: multipart/alternative; boundary="{BOUNDARY}"\r\n\r\n'
        for kind, content in parts:
            yield f"--{BOUNDARY}\r\n"
            yield from self._part(kind, content)
            yield "\r\n"
        yield f"--{BOUNDARY}--\r\n"

    def _part(self, kind: str, content: str) -> Iterator[str | tuple[str, bool]]:
        yield f'Content-Type: {kind}; charset="utf-8"\r\n'
        yield "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        pieces = MARKS.split(content)  # text, mark, text, mark, …, text
        for text, mark in itertools.zip_longest(pieces[::2], pieces[1::2]):
            done = quoted(text)
            yield done
            if mark is not None:
                if done and not done.endswith("\r\n"):
                    yield SEAM
                yield self.names[int(mark)], kind == "text/html"
                yield SEAM


class Sendable(Written, Protocol):
    """A mailing with the files that go along with its letters."""

    def attached(self) -> tuple[Attached, ...]: ...


class Compiled:
    """The letter of a mailing, ready to be joined with the values of its readers."""

    def __init__(self, mailing: Sendable):
        self.mailing = mailing
        self.attached = mailing.attached()
        self.tail = _tail(self.attached)
        self.uses = uses_of(*letters.templates_of(mailing.kind, mailing.source or None))
        self.variants: OrderedDict[tuple, Variant] = OrderedDict()
        self.head = Head(mailing)
        self.signer = signing.signer()

    def letter(self, reader: Reader) -> Letter:
        """The letter in words, as this reader gets it."""
        variant, values = self._variant(reader)
        return variant.fill(values)

    def source(self, reader: Reader, mailbox: str) -> bytes:
        """The message to this reader as it goes over the wire, all but the final dot."""
        variant, values = self._variant(reader)
        own = {"To": address_of(reader.name, mailbox)} | self.head.of(reader)
        source = variant.source(lines_of(own), values)
        return self.signer.signed(source) if self.signer else source

    def _variant(self, reader: Reader) -> tuple[Variant, dict[str, str]]:
        shared, uses = self.mailing.values, self.uses
        own = {"name": reader.name, "email": reader.email}
        if uses.mentions("token"):
            own["token"] = foot.sign(reader.token)
        own = {name: own[name] for name in own if name not in shared} | reader.values
        joined, deciding = {}, {}
        for name, value in own.items():
            if uses.decides(name) or (name in uses.shown and not _can_be_joined(value)):
                deciding[name] = value
            elif name in uses.shown:
                joined[name] = value
        key = (*joined, *((name, _key_of(value)) for name, value in deciding.items()))
        if key in self.variants:
            self.variants.move_to_end(key)
        else:
            self.variants[key] = self._compile(shared | deciding, list(joined))
            if len(self.variants) > MOST_VARIANTS:
                self.variants.popitem(last=False)
        return self.variants[key], joined

    def _compile(self, values: dict, names: list[str]) -> Variant:
        marks = {name: MARK % number for number, name in enumerate(names)}
        letter = letters.write(
            self.mailing.kind, values | marks, source=self.mailing.source or None
        )
        letter = replace(letter, attached=self.attached)
        return Variant(letter, names, lines_of(self.head.shared), self.tail)


def _tail(attached: tuple[Attached, ...]) -> bytes:
    """What follows the words of a message: the same bytes for every reader, kept once."""
    if not attached:
        return b""
    opening = f"--{WHOLE}\r\n".encode()
    parts = [line for file in attached for line in (opening, file.as_part, b"\r\n")]
    return b"".join([*parts, f"--{WHOLE}--\r\n".encode()])


def _key_of(value: Any) -> Any:
    return value if isinstance(value, str) else (json.dumps(value, sort_keys=True),)


@lru_cache(maxsize=1024)
def _joined(value: str, is_html: bool) -> bytes:
    """A value as it stands between two seams; many readers share some of theirs."""
    return _quoted_line(escape(value) if is_html else value).encode()


def _can_be_joined(value: Any) -> bool:
    """Whether a value stands the same wherever it is shown: words on one line."""
    return isinstance(value, str) and value != "" and " ".join(value.split()) == value


def _merged(pieces: Iterator[str | tuple[str, bool]]) -> Iterator[str | tuple[str, bool]]:
    """The same with neighbouring texts as one."""
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        else:
            yield text
            yield piece
            text = ""
    yield text


# --- Encoding -------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """Text as quoted-printable; its line ends become those of mail."""
    return "\r\n".join(map(_quoted_line, text.replace("\r\n", "\n").split("\n")))


def _quoted_line(line: str) -> str:
    if not line or (len(line) < LONGEST_LINE and PLAIN_LINE.fullmatch(line)):
        return line
    atoms = [QUOTED[byte] for byte in line.encode()]
    whole = "".join(atoms)
    if len(whole) < LONGEST_LINE and line[-1] != " " and line[0] != ".":
        return whole
    if line[-1] == " ":
        atoms[-1] = "=20"
    lines: list[str] = []
    now: list[str] = []
    length = 0
    for atom in atoms:
        if length + len(atom) >= LONGEST_LINE:
            lines.append("".join(now) + "=")
            now, length = [], 0
        if not now and atom == ".":
            atom = "=2E"
        now.append(atom)
        length += len(atom)
    return "\r\n".join([*lines, "".join(now)])
