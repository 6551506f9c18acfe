"""Heading: what stands above a letter: who writes to whom, and for a list how to leave it.

A letter of its own whose source names a `list` goes to a list (RFC 2369, 2919, 5064, 8058). Its
source says where: `unsubscribe`, with `{signed}` for the reader's own word (see one_click), `help`,
`archive` and `archived_at`, each one web address.
"""

import base64
import uuid
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any, Protocol

from django.conf import settings

from sekom.outbox import one_click, returning

LONGEST_LINE = 76
WORD_BYTES = 42  # of text in an encoded word: with the header's name it fills a line


class Reader(Protocol):
    """A delivery, or what is known of one."""

    email: str
    name: str
    token: uuid.UUID
    values: dict


class Written(Protocol):
    """A mailing, or what is known of one."""

    pk: Any
    kind: str
    values: dict
    source: dict

    @property
    def dated_at(self) -> datetime: ...


class Head:
    """The head of a mailing's messages: what all of them share, and what is one reader's own."""

    def __init__(self, mailing: Written):
        self.mailing = mailing
        sender, self.domain = sender_and_domain()
        self.address = sender[1]
        self.is_of_list = bool(mailing.source.get("list"))
        self.shared = {
            "From": address_of(*sender),
            "Date": format_datetime(mailing.dated_at),
            "Auto-Submitted": "auto-generated",
            "List-Id": list_id(mailing.source.get("list") or "portal"),
            **(self._of_list() if self.is_of_list else {}),
            "MIME-Version": "1.0",
        }

    def of(self, reader: Reader) -> dict[str, str]:
        """What is this reader's own; all of it is the same when the message is sent again.

        `same_as` among the values is the token of a message that the reader may have got already.
        """
        own = {"Message-ID": f"<{reader.values.get('same_as') or reader.token}@{self.domain}>"}
        if reply_to := (self.mailing.values | reader.values).get("reply_to"):
            own["Reply-To"] = on_one_line(reply_to)  # one person wrote to another: that person
        if self.is_of_list:
            own["List-Unsubscribe"] = self._ways_out(one_click.sign(reader.token))
        return own

    def _of_list(self) -> dict[str, str]:
        source = self.mailing.source
        return {
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Help": f"<{source['help']}>",
            "List-Owner": f"<mailto:{self.address}>",
            "List-Archive": f"<{source['archive']}>",
            "List-Post": "NO",
            "Archived-At": f"<{source['archived_at']}>",
        }

    def _ways_out(self, signed: str) -> str:
        web = self.mailing.source["unsubscribe"].replace("{signed}", signed)
        return f"<{web}>, <mailto:{returning.mailbox()}?subject=avsluta%20{signed}>"


def headers_of(mailing: Written, reader: Reader) -> dict[str, str]:
    """What Django is told to put into the head of a message that it makes itself."""
    head = Head(mailing)
    made_by_django = ("From", "MIME-Version")
    shared = {name: head.shared[name] for name in head.shared if name not in made_by_django}
    return head.of(reader) | shared


def lines_of(headers: Mapping[str, str]) -> str:
    """Headers as they go over the wire."""
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items())


# --- Who writes to whom ---------------------------------------------------------------------


def sender_and_domain() -> tuple[tuple[str, str], str]:
    """Name and address that letters come from, and the domain of the address."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return sender, sender[1].rpartition("@")[2]


def list_id(name: str) -> str:
    """What mail programs sort our letters by."""
    (sender, _address), domain = sender_and_domain()
    return f"{encoded(sender)} <{name}.{domain}>"


def address_of(name: str, mailbox: str) -> str:
    """Name and address as they stand in a head."""
    name = on_one_line(name)
    if not name:
        return mailbox
    if stands_for_itself(name):
        return formataddr((name, mailbox))
    words = encoded(name)
    is_short = len(words) + len(mailbox) < LONGEST_LINE - len("To:  <>")
    return f"{words} <{mailbox}>" if is_short else f"{words}\r\n <{mailbox}>"


def named(name: str, address: str) -> str:
    """Name and address as Django's messages take them."""
    name = on_one_line(name)
    return formataddr((name, address)) if name else address


# --- Encoding -------------------------------------------------------------------------------


def encoded(text: str) -> str:
    """Text as it may stand in a head: as it is, or in encoded words."""
    text = on_one_line(text)
    if stands_for_itself(text):
        return text
    data, words = text.encode(), []
    while data:
        end = WORD_BYTES
        while end < len(data) and data[end] & 0xC0 == 0x80:  # within a letter
            end -= 1
        words.append(f"=?utf-8?b?{base64.b64encode(data[:end]).decode()}?=")
        data = data[end:]
    return "\r\n ".join(words)


def stands_for_itself(text: str) -> bool:
    """Whether text may stand in a head as it is."""
    return text.isascii() and "=?" not in text and len(text) < LONGEST_LINE - len("Subject: ")


def on_one_line(text: str) -> str:
    """Text on one line, without control characters: a line of its own would be another header."""
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())
