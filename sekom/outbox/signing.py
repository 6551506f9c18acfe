"""Signing: our own DKIM signature (RFC 6376, 8463), for where the mail server makes none.

MAIL_DKIM_KEY is the private key, RSA or Ed25519, as PEM or the path of a file; MAIL_DKIM_SELECTOR
its name in the DNS. What a list is left by is signed too: mail programs heed it only then (RFC
8058). Nothing in the signature depends on the moment: a message sent again is the same one.
"""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sekom.outbox.heading import sender_and_domain

LEAST_BITS = 2048
# Nobody may add another of these to a signed message: each is signed once more than it is there.
GUARDED = ("from", "to", "subject", "reply-to", "list-unsubscribe", "list-unsubscribe-post")
SIGNED = (
    *("date", "message-id", "mime-version", "content-type", "auto-submitted", "list-id"),
    *("list-help", "list-owner", "list-archive", "list-post", "archived-at"),
)
HEADER_BREAK = re.compile(rb"\r\n(?![ \t])")


class Signer:
    """A key, and the name that it has in the DNS of a domain."""

    def __init__(self, domain: str, selector: str, pem: bytes):
        key = load_pem_private_key(pem, password=None)
        if isinstance(key, RSAPrivateKey) and key.key_size < LEAST_BITS:
            raise ImproperlyConfigured(f"MAIL_DKIM_KEY needs at least {LEAST_BITS} bits.")
        if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
            raise ImproperlyConfigured("MAIL_DKIM_KEY must be an RSA or an Ed25519 key.")
        self.domain, self.selector, self.key = domain, selector, key

    @property
    def algorithm(self) -> str:
        return "rsa" if isinstance(self.key, RSAPrivateKey) else "ed25519"

    @property
    def record(self) -> str:
        """What must stand in the DNS at `<selector>._domainkey.<domain>`."""
        public = self.key.public_key()
        if isinstance(self.key, RSAPrivateKey):
            known = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        else:
            known = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"v=DKIM1; k={self.algorithm}; p={base64.b64encode(known).decode()}"

    def signed(self, message: bytes) -> bytes:
        """The message with its signature above it."""
        head, _break, body = message.partition(b"\r\n\r\n")
        headers = dict(map(_canonical, HEADER_BREAK.split(head)))
        names = [name for name in (*GUARDED, *SIGNED) if name in headers] + list(GUARDED)
        body_hash = hashlib.sha256(body.rstrip(b"\r\n") + b"\r\n").digest()
        begun = (
            f"DKIM-Signature: v=1; a={self.algorithm}-sha256; c=relaxed/simple;\r\n"
            f" d={self.domain}; s={self.selector};\r\n"
            f" h={':\r\n  '.join(names)};\r\n"
            f" bh={base64.b64encode(body_hash).decode()};\r\n b="
        ).encode()
        lines = [b"%s:%s\r\n" % (name.encode(), headers.pop(name, b"")) for name in names]
        own_name, own = _canonical(begun)
        said = b"".join(line for line in lines if not line.endswith(b":\r\n"))
        signature = self._signature(said + b"%s:%s" % (own_name.encode(), own))
        return begun + b"\r\n  ".join(_in_lines(base64.b64encode(signature))) + b"\r\n" + message

    def _signature(self, said: bytes) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(said, padding.PKCS1v15(), SHA256())
        return self.key.sign(hashlib.sha256(said).digest())


def signer() -> Signer | None:
    """Who signs, as the settings say; None where the mail server does."""
    if not (settings.MAIL_DKIM_KEY and settings.MAIL_DKIM_SELECTOR):
        return None
    return _signer_of(sender_and_domain()[1], settings.MAIL_DKIM_SELECTOR, settings.MAIL_DKIM_KEY)


@lru_cache(maxsize=2)
def _signer_of(domain: str, selector: str, key: str) -> Signer:
    is_pem = key.lstrip().startswith("-----")
    return Signer(domain, selector, key.encode() if is_pem else Path(key).read_bytes())


def _canonical(header: bytes) -> tuple[str, bytes]:
    name, _colon, value = header.partition(b":")
    return name.strip().lower().decode(), b" ".join(value.split())


def _in_lines(text: bytes) -> list[bytes]:
    return [text[at : at + 72] for at in range(0, len(text), 72)]
