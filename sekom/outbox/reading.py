"""Reading: what a message that came back says, for which of our letters, and of which address.

Reports (RFC 3464, 5965, 8098) and what servers write without one, in Swedish and English. Mail
from people is none of our business: of it, `read` says None. Nothing here trusts the message: it
may be forged, cut off, nested without end or in no known encoding.
"""

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr
from html import unescape
from typing import cast

from sekom.outbox import judging, one_click, returning
from sekom.outbox.models import Return

Kind = Return.Kind

MOST_BYTES = 512 * 1024  # of a message; what counts stands before the letter that came back
DEEPEST = 5  # parts within parts
MOST_PARTS = 50
MOST_WORDS = 20_000

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OUR_ID = re.compile(rf"<({UUID})@[^<>\s]*>", re.I)
OUR_ID_LINE = re.compile(rf"^[>\s]*Message-ID:\s*<({UUID})@[^<>\s]*>", re.I | re.M)
ADDRESS = re.compile(r"[\w.!#$%&'*/=?^`{|}~+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
SIGN_OFF = re.compile(r"\bavsluta\s+(\S+)", re.I)
TAG = re.compile(r"<[^<>]{0,2000}>")
XTEXT = re.compile(r"\+([0-9A-F]{2})")

STATUS_REPORTS = ("message/delivery-status", "message/global-delivery-status")
LETTERS = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
SERVERS = ("mailer-daemon", "postmaster", "microsoftexchange", "mailerdaemon", "mail-daemon")
COMPLAINTS = ("abuse", "fraud", "virus", "other", "opt-out", "opt-out-list")

# Here begins, in a message without parts, the letter that came back.
COPY = re.compile(
    r"^.{0,20}(copy of (the|your) message|original message|returned message|message headers follow"
    r"|message header|ursprungligt meddelande|kopia av meddelandet|Return-Path:|Received:)",
    re.I | re.M,
)
WAITS = re.compile(
    r"delayed|will (be retried|keep trying|continue to try)|still (being )?tr(ying|ied)"
    r"|not yet been|no action is required|will be notified|försenad|ännu inte (kunnat )?levere"
    r"|fortsätter (att )?försöka|nya försök",
    re.I,
)
RETURNED = re.compile(
    r"undeliver|delivery (status|failure|failed|report|has failed|delayed|problem|error)"
    r"|failure notice|returned mail|mail delivery|could ?n[o']t be delivered|not be delivered"
    r"|mail system error|nondeliver|non-deliver|wasn't able to deliver|message .{0,40}delayed"
    r"|gick inte att leverera|kunde inte (levereras|skickas)|leverans|returnerat|olevererbart"
    r"|permanent (fatal )?error",
    re.I,
)
AUTOMATIC = re.compile(
    r"^\W*(autosvar|automatiskt (svar|meddelande)|auto(matic|matisk)?[- ]?(reply|response|svar)"
    r"|out of (the )?office|frånvaro|frånvarande|ej på (kontoret|plats|arbetet)"
    r"|inte på (kontoret|plats)|läskvitto|read:|läst:|olästa?:|not read:)",
    re.I,
)
AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply")


@dataclass(frozen=True)
class Verdict:
    """What is said of an address: `addresses` are its names, none where it is not named."""

    kind: Return.Kind
    is_final: bool
    words: str = ""
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Returned:
    """A message from a machine: for the letter with one of these tokens, and what it says.

    `id` is the same when the message comes again. `is_proven` when the letter is named by the code
    that we signed, not only by the number that all who hold it can read.
    """

    id: str
    tokens: frozenset[uuid.UUID]
    verdicts: tuple[Verdict, ...]
    is_proven: bool = False


@dataclass(frozen=True)
class SignOff:
    """A reader's mail program signs off, with the word that stood in the letter's header."""

    signed: str


def read(source: bytes) -> Returned | SignOff | None:
    """What a message says; None for one from people, and for what cannot be understood."""
    source = source[:MOST_BYTES].replace(b"\0", b"")  # in the name of an encoding it is an error
    try:
        message = BytesParser().parsebytes(source)
    except RecursionError:  # parts within parts, as nobody writes them
        return None
    if signed := _signed_in(_header(message, "Subject")):
        return SignOff(signed)
    parts = list(_parts(message))
    verdicts = _verdicts(message, parts)
    if verdicts is None:
        return None
    code = _code(message, source)
    tokens = frozenset({code}) if code else _numbers(message, parts)
    return Returned(_id_of(message, source), tokens, tuple(verdicts), is_proven=code is not None)


def _verdicts(message: Message, parts: list[Message]) -> list[Verdict] | None:
    """What the message says of addresses; None if it is from a person."""
    kinds = {part.get_content_type(): part for part in parts}
    if report := next((kinds[kind] for kind in STATUS_REPORTS if kind in kinds), None):
        return _of_status_report(report, _text(parts))
    if report := kinds.get("message/feedback-report"):
        return _of_feedback(report)
    if "message/disposition-notification" in kinds:
        return [Verdict(Kind.AUTO_REPLY, False)]
    text = _text(parts)
    if _is_from_server(message) and RETURNED.search(f"{_header(message, 'Subject')}\n{text}"):
        return [_of_words(message, text)]
    if _is_automatic(message):
        return [Verdict(Kind.AUTO_REPLY, False)]
    return None


# --- Reports --------------------------------------------------------------------------------


def _of_status_report(report: Message, text: str) -> list[Verdict]:
    verdicts = []
    for block in _blocks(report):
        action = _header(block, "Action").lower().split("(")[0].strip()
        if action not in ("failed", "delayed"):  # delivered, relayed and expanded are no news
            continue
        status, said = _header(block, "Status"), _after_type(_header(block, "Diagnostic-Code"))
        kind = judging.kind_of(said or _intro(text), status)
        if kind == Kind.UNKNOWN:  # the report says little: perhaps what it tells people says more
            kind = judging.kind_of(f"{said} {_intro(text)}", status)
        is_final = action == "failed"
        if not is_final and kind != Kind.FULL:
            kind = Kind.SOFT
        names = ("Final-Recipient", "Original-Recipient", "X-Actual-Recipient")
        addresses = (_address(_header(block, name)) for name in names)
        verdicts.append(
            Verdict(kind, is_final, (said or status)[:300], frozenset(filter(None, addresses)))
        )
    return verdicts


def _of_feedback(report: Message) -> list[Verdict]:
    block = next(_blocks(report), Message())
    if _header(block, "Feedback-Type").lower() not in COMPLAINTS:
        return []
    address = _address(_header(block, "Original-Rcpt-To"))
    return [Verdict(Kind.COMPLAINT, False, "", frozenset({address} - {""}))]


def _blocks(report: Message) -> Iterator[Message]:
    """The groups of fields in a report."""
    for block in _within(report):
        # A report of one group is parsed as a message with a body; of several, as so many.
        yield block
        groups = re.split(r"\r?\n\r?\n", _decoded(block).strip())[:MOST_PARTS]
        yield from (BytesParser().parsebytes(group.encode()) for group in groups if group)


def _after_type(field: str) -> str:
    """A field without the type before its semicolon: "smtp; 550 No"."""
    kind, semicolon, rest = field.partition(";")
    return rest.strip() if semicolon and " " not in kind.strip() else field


def _address(field: str) -> str:
    """The address in a field such as "rfc822; anna@example.org"; "" where there is none."""
    found = ADDRESS.search(XTEXT.sub(lambda sign: chr(int(sign[1], 16)), _after_type(field)))
    return found[0].lower() if found else ""


# --- Words ----------------------------------------------------------------------------------


def _of_words(message: Message, text: str) -> Verdict:
    intro = _intro(text)
    subject = _header(message, "Subject")
    is_final = not WAITS.search(f"{subject}\n{intro}")
    kind = judging.kind_of(intro)
    if not is_final and kind != Kind.FULL:
        kind = Kind.SOFT
    named = _header(message, "X-Failed-Recipients") or intro
    addresses = frozenset(found.lower() for found in ADDRESS.findall(named))
    return Verdict(kind, is_final, _telling_line(intro) or subject[:300], addresses)


def _telling_line(intro: str) -> str:
    """The line that says why."""
    lines = [" ".join(line.split()) for line in intro.splitlines()]
    for pattern in (judging.STATUS, judging.CODE, judging.DEAD, judging.FULL, judging.POLICY):
        for line in lines:
            if pattern.search(line.lower()):
                return line[:300]
    return ""


def _intro(text: str) -> str:
    """What is said before the letter that came back."""
    copy = COPY.search(text)
    return text[: copy.start()] if copy else text


def _is_from_server(message: Message) -> bool:
    local = parseaddr(_header(message, "From"))[1].lower().partition("@")[0]
    return local.startswith(SERVERS) or "X-Failed-Recipients" in message


def _is_automatic(message: Message) -> bool:
    automatic = _header(message, "Auto-Submitted").lower()
    precedence = _header(message, "Precedence").lower()
    return (
        (automatic != "" and not automatic.startswith("no"))
        or precedence in ("auto_reply", "auto-reply")
        or any(name in message for name in AUTOMATIC_HEADERS)
        or bool(AUTOMATIC.match(_header(message, "Subject")))
    )


# --- Whose letter ---------------------------------------------------------------------------


def _code(message: Message, source: bytes) -> uuid.UUID | None:
    """The token of our letter that the message is about, by its code: nobody else can make it."""
    return returning.token_in("\n".join(map(str, message.values()))) or returning.token_in(
        source.decode(errors="replace")
    )


def _numbers(message: Message, parts: list[Message]) -> frozenset[uuid.UUID]:
    """The tokens by the numbers of the letters, from where it is hardest to write others."""
    found = [_header(letter, "Message-ID") for letter in _letters(parts)]
    if ids := _ids(OUR_ID, found):
        return ids
    if ids := _ids(OUR_ID_LINE, (_decoded(part) for part in parts)):
        return ids
    for name in ("In-Reply-To", "References"):
        if ids := _ids(OUR_ID, [_header(message, name)]):
            return ids
    return frozenset()


def _letters(parts: list[Message]) -> Iterator[Message]:
    """The letters of ours that came back with the message."""
    for part in parts:
        if part.get_content_type() in LETTERS:
            yield from _within(part)[:1]


def _ids(pattern: re.Pattern, texts: Iterable[str]) -> frozenset[uuid.UUID]:
    return frozenset(uuid.UUID(found) for text in texts for found in pattern.findall(text))


def _id_of(message: Message, source: bytes) -> str:
    known = _header(message, "Message-ID").encode() or source
    return hashlib.sha256(known).hexdigest()


def _signed_in(subject: str) -> str:
    found = SIGN_OFF.search(subject)
    return found[1] if found and one_click.read(found[1]) else ""


# --- Parts and letters ----------------------------------------------------------------------


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a message, not those of messages within it."""
    waiting, number = [(message, 0)], 0
    while waiting and number < MOST_PARTS:
        part, depth = waiting.pop(0)
        number += 1
        if part.get_content_maintype() != "multipart":
            yield part
        elif depth < DEEPEST:
            waiting.extend((one, depth + 1) for one in _within(part))


def _within(part: Message) -> list[Message]:
    """The messages and parts that a part is made of; none where it is text."""
    if not part.is_multipart():  # text is not asked for so: it may say any encoding
        return []
    return cast("list[Message]", part.get_payload())[:MOST_PARTS]


def _text(parts: list[Message]) -> str:
    """What the message tells people, plain before HTML."""
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    html = [part for part in parts if part.get_content_type() == "text/html"]
    if text := "\n".join(map(_decoded, plain)).strip():
        return text[:MOST_WORDS]
    return unescape(TAG.sub("\n", "\n".join(map(_decoded, html)))).strip()[:MOST_WORDS]


def _decoded(part: Message) -> str:
    """The text of a part, whatever encoding it says or is in; "" for one that is none."""
    payload = part.get_payload(decode=True)
    return _readable(payload) if isinstance(payload, bytes) else ""


def _header(message: Message, name: str) -> str:
    """A header on one line, decoded; "" where there is none."""
    field = message.get(name, "")
    try:
        pieces = decode_header(field)
    except HeaderParseError:
        pieces = [(str(field), None)]
    words = (_readable(piece) if isinstance(piece, bytes) else piece for piece, _charset in pieces)
    return " ".join("".join(words).split())


def _readable(text: bytes) -> str:
    try:
        return text.decode().replace("\0", "")
    except UnicodeDecodeError:
        return text.decode("cp1252", errors="replace").replace("\0", "")
