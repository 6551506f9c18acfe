"""Returning: the address that a letter comes back to when it cannot be delivered.

With MAIL_RETURN=retur@example.org each letter leaves from an address of its own (VERP),
retur+<code>@example.org. The code is the delivery's token and our signature over it: whoever has
seen the letter knows the token, but cannot make the code of somebody else's.
"""

import base64
import binascii
import re
import uuid
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "sekom.outbox.returning"
NAME = "code"  # what a mail provider is told to call it
SIGNATURE_BYTES = 9  # with the token's 16, whole groups of five: no padding
CODE = re.compile(r"(?<![a-z2-7])[a-z2-7]{40}(?![a-z2-7])")
# What stands for something else in such a word, or in none (RFC 3461, 4).
XTEXT = re.compile(r"[^!-*,-<>-~]")


def mailbox() -> str:
    """Where returned mail is read."""
    return settings.MAIL_RETURN or _address_in(settings.DEFAULT_FROM_EMAIL)


@lru_cache(maxsize=2)
def _address_in(sender: str) -> str:
    return parseaddr(sender)[1]


def sender_of(token: uuid.UUID) -> str:
    """The sender on the envelope of the letter with this token."""
    if not settings.MAIL_RETURN:
        return mailbox()
    local, _at, domain = settings.MAIL_RETURN.rpartition("@")
    return f"{local}+{code_of(token)}@{domain}"


def envelope(token: uuid.UUID, address: str, *, is_reporting: bool) -> tuple[str, str]:
    """Sender and receiver as they stand on the envelope of a letter.

    A server that reports (RFC 3461) is told what to call the letter and whom it was meant for, and
    that its head is enough to send back.
    """
    sender, receiver = f"<{sender_of(token)}>", f"<{address}>"
    if is_reporting:
        sender += f" RET=HDRS ENVID={code_of(token)}"
        if address.isascii():
            receiver += f" ORCPT=rfc822;{XTEXT.sub(lambda sign: f'+{ord(sign[0]):02X}', address)}"
    return sender, receiver


def code_of(token: uuid.UUID) -> str:
    """A token as it may stand in an address, in whatever case: signed, letters and digits."""
    return base64.b32encode(token.bytes + _signature(token.bytes)).decode().lower()


def token_in(text: str) -> uuid.UUID | None:
    """The token of the first code in a text that we made; None where there is none."""
    for found in CODE.findall(text.lower()):
        try:
            known = base64.b32decode(found.upper())
        except binascii.Error:
            continue
        token, signature = known[:16], known[16:]
        if constant_time_compare(signature, _signature(token)):
            return uuid.UUID(bytes=token)
    return None


def _signature(token: bytes) -> bytes:
    return salted_hmac(SALT, token, algorithm="sha256").digest()[:SIGNATURE_BYTES]
