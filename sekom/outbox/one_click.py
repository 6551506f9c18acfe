"""One click: the word in a letter's header that its reader's mail program signs off with.

It stands in the header alone, never in the letter, so whoever is forwarded the letter cannot make
it of what they see: neither of the links in the foot nor of the Message-ID.
"""

import base64
import binascii
import uuid

from django.core.signing import BadSignature, Signer

SALT = "sekom.outbox.one-click"


def sign(token: uuid.UUID, *, salt: str = SALT) -> str:
    """The word for the delivery with this token, as it may stand in an address."""
    return _signer(salt).sign(base64.urlsafe_b64encode(token.bytes).rstrip(b"=").decode())


def read(signed: str, *, salt: str = SALT) -> uuid.UUID | None:
    """The token of the delivery that the word was made for; None if we did not make it."""
    try:
        return uuid.UUID(bytes=base64.urlsafe_b64decode(f"{_signer(salt).unsign(signed)}=="))
    except (BadSignature, binascii.Error, ValueError):
        return None


def _signer(salt: str) -> Signer:
    # A point divides what is signed from its signature; neither holds one.
    return Signer(salt=salt, sep=".")
