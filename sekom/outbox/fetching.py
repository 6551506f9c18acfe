"""Fetching: the mailbox that letters come back to, read over IMAP.

Each message is noted first, then marked as read or moved, then counted as done: after a crash it is
heard once more, which changes nothing. Mail from people stays as it was, unread.
"""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import requests
from django.conf import settings
from django.utils import timezone

from sekom.outbox import hearing, reading
from sekom.outbox.models import ReturnBox

TIMEOUT = 30.0
PORTS = {"imaps": 993, "imap": 143}
MOST_MESSAGES = 500  # at once; the rest next time
LOOK_BACK = timedelta(days=7)  # so a mailbox that is full of old mail is not read from its start


class MailboxDown(Exception):
    """The mailbox cannot be read now: it does not answer, or says no."""


def fetch() -> int:
    """Hear the new messages of the mailbox in the settings; how many were ours.

    Where it cannot be read, that is noted for the secretariat, and the next time goes on.
    """
    if not settings.MAIL_RETURN_IMAP:
        return 0
    address = urlsplit(settings.MAIL_RETURN_IMAP)
    folder = unquote(address.path.strip("/")) or "INBOX"
    box, _is_new = ReturnBox.objects.get_or_create(
        name=f"{unquote(address.username or '')} ({address.hostname}/{folder})"[:200]
    )
    heard, trouble = 0, ""
    try:
        with _logged_in(address) as server:
            _select(server, box, folder)
            for number in _new_numbers(server, box):
                heard += _hear(server, box, number)
    except (MailboxDown, imaplib.IMAP4.error, OSError) as error:
        trouble = _words_of(error)
    box.trouble, box.looked_at = trouble, timezone.now()
    box.save(update_fields=["trouble", "looked_at"])
    return heard


def _words_of(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    words = said.decode(errors="replace") if isinstance(said, bytes) else str(error)
    return words.replace("\0", "").strip()[:300] or type(error).__name__


@contextmanager
def _logged_in(address: SplitResult) -> Iterator[imaplib.IMAP4]:
    host, user = address.hostname or "", unquote(address.username or "")
    port = address.port or PORTS[address.scheme]
    server: imaplib.IMAP4
    if address.scheme == "imaps":
        context = ssl.create_default_context()
        server = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=TIMEOUT)
    else:
        server = imaplib.IMAP4(host, port, timeout=TIMEOUT)
    try:
        if settings.MAIL_RETURN_TOKEN_URL:
            words = f"user={user}\1auth=Bearer {_bearer()}\1\1".encode()
            server.authenticate("XOAUTH2", lambda _challenge: words)
        else:
            server.login(user, unquote(address.password or ""))
        yield server
    finally:
        server.shutdown()


def _bearer() -> str:
    """A key to the mailbox for the portal itself, as Microsoft 365 wants it."""
    answer = requests.post(
        settings.MAIL_RETURN_TOKEN_URL,
        data={
            "grant_type": "client_credentials",
            "client_id": settings.MAIL_RETURN_CLIENT_ID,
            "client_secret": settings.MAIL_RETURN_CLIENT_SECRET,
            "scope": "https://outlook.office365.com/.default",
        },
        timeout=TIMEOUT,
        allow_redirects=False,
    )
    answer.raise_for_status()
    return answer.json()["access_token"]


def _select(server: imaplib.IMAP4, box: ReturnBox, folder: str) -> None:
    """Open the folder. If its numbers are new ones, begin anew."""
    _said(server.select(f'"{folder}"'))
    validity = int(server.response("UIDVALIDITY")[1][0] or 0)
    if box.validity != validity:
        box.validity, box.read_to = validity, 0
        box.save(update_fields=["validity", "read_to"])


def _new_numbers(server: imaplib.IMAP4, box: ReturnBox) -> list[int]:
    since = (timezone.now() - LOOK_BACK).strftime("%d-%b-%Y")
    found = _said(server.uid("SEARCH", f"UID {box.read_to + 1}:*", "SINCE", since))
    numbers = sorted(int(number) for number in (found[0] or b"").split())
    # The last message is always among what is found, however old it is.
    return [number for number in numbers if number > box.read_to][:MOST_MESSAGES]


def _hear(server: imaplib.IMAP4, box: ReturnBox, number: int) -> bool:
    wanted = f"(BODY.PEEK[]<0.{reading.MOST_BYTES}>)"
    found = _said(server.uid("FETCH", str(number), wanted))
    sources = [part[1] for part in found if isinstance(part, tuple)]
    is_ours = any(hearing.hear(source) for source in sources)
    if is_ours:
        _put_away(server, str(number))
    ReturnBox.objects.filter(pk=box.pk, read_to__lt=number).update(read_to=number)
    return is_ours


def _put_away(server: imaplib.IMAP4, number: str) -> None:
    _said(server.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)"))
    if settings.MAIL_RETURN_DONE and "MOVE" in server.capabilities:
        _said(server.uid("MOVE", number, f'"{settings.MAIL_RETURN_DONE}"'))


def _said(answer: tuple[str, list[Any]]) -> list[Any]:
    """What the server says; raises MailboxDown if it says no."""
    state, words = answer
    if state != "OK":
        raise MailboxDown(" ".join(str(word, errors="replace") for word in words if word))
    return words
