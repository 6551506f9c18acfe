"""Mail that stays on the machine: for the example network, read at /demo/post/."""

import email
import email.policy
import itertools
import re
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"\d{20}-[0-9a-f]{8}")
MOST_SEARCHED = 5000


def folder() -> Path:
    """Where the messages are kept, one file each, the newest last by name."""
    return Path(settings.DATA_DIR) / "post"


class KeptMail(BaseEmailBackend):
    """Keep each message as a file instead of sending it."""

    def send_messages(self, email_messages) -> int:
        kept = folder()
        kept.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns():020}-{uuid.uuid4().hex[:8]}"
            making = kept / f"{name}.new"
            making.write_bytes(message.message().as_bytes())
            making.rename(kept / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Kept:
    """A message that was kept, known by the name of its file."""

    name: str
    source: bytes

    @cached_property
    def mail(self) -> EmailMessage:
        return email.message_from_bytes(self.source, policy=email.policy.default)

    @cached_property
    def headers(self) -> EmailMessage:
        """What stands above the text, which takes a hundredth of the time to read."""
        return BytesHeaderParser(policy=email.policy.default).parsebytes(self.source)

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(int(self.name[:20]) / 1e9, tz=UTC)

    @property
    def to(self) -> str:
        return str(self.headers["To"] or "")

    @property
    def subject(self) -> str:
        return str(self.headers["Subject"] or "")

    @property
    def head(self) -> str:
        """All that stands above the text, a line for each."""
        return "\n".join(map(str, self.headers.values()))

    def body(self, subtype: str) -> str:
        """The text of one version, "plain" or "html"; "" where the message has none."""
        part = self.mail.get_body((subtype,))
        return part.get_content() if part else ""


def newest(*, to: str = "", most: int) -> list[Kept]:
    """The last messages, the newest first; with `to`, those to an address or name that holds it."""
    return list(itertools.islice(_found(to.strip().lower()), most))


def _found(to: str) -> Iterator[Kept]:
    names = sorted((path.stem for path in folder().glob("*.eml")), reverse=True)
    for name in names[:MOST_SEARCHED]:
        kept = get(name)
        if kept and to in kept.to.lower():
            yield kept


def get(name: str) -> Kept | None:
    """The message of this name; None when there is none, or the name is none of ours."""
    if not NAME.fullmatch(name):
        return None
    try:
        return Kept(name, (folder() / f"{name}.eml").read_bytes())
    except FileNotFoundError:
        return None


def forget(is_about: Callable[[str], bool]) -> int:
    """Delete the messages whose head or text tells of what must be forgotten; says how many."""
    forgotten = 0
    for path in folder().glob("*.eml"):
        kept = get(path.stem)
        if kept and any(map(is_about, (kept.head, kept.body("plain"), kept.body("html")))):
            path.unlink(missing_ok=True)
            forgotten += 1
    return forgotten
