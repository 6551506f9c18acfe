"""Our own DKIM signature, judged by somebody else's reading of the standard."""

import base64
import re

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured

from sekom import checks
from sekom.outbox import sending, signing
from sekom.outbox.letters import Attached
from sekom.outbox.signing import LEAST_BITS
from tests.outbox.making import make_leaving
from tests.outbox.test_heading import LIST

ANNA = "anna@example.org"


def pem_of(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


KEYS = {
    "rsa": pem_of(rsa.generate_private_key(65537, 2048)),
    "ed25519": pem_of(ed25519.Ed25519PrivateKey.generate()),
}


@pytest.fixture(params=["rsa", "ed25519"])
def signed(request, server, db, settings):
    """A message as the mail server got it."""
    settings.MAIL_DKIM_SELECTOR, settings.MAIL_DKIM_KEY = "portal", KEYS[request.param]
    source = LIST | {"text": "Hej {{ name }}!\n.\nFrån oss.\n\n\n"}
    make_leaving("Anna", source=source, attached=[Attached("Bil.pdf", "application/pdf", b"%PDF-")])
    sending.send_due()
    [source] = server.sources(ANNA)
    return source


def is_genuine(message):
    """What a receiver finds who looks the key up in the DNS."""
    asked = []

    def answer(name, timeout):
        asked.append(name)
        return signing.signer().record.encode()

    verdict = dkim.verify(message, dnsfunc=answer)
    assert asked == [b"portal._domainkey.example.org."]
    return verdict


def test_a_signed_message_is_found_genuine(signed):
    assert is_genuine(signed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Hej=20", b"Nej=20"),
        (b"Subject: ", b"Subject: x"),
        (b"nyhetsbrev/avsluta/", b"nyhetsbrev/annat/"),
        (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=No-Click"),
        (b"From: ", b"From: x@example.net\r\nFrom: "),
        (b"List-Help: ", b"List-Unsubscribe: <https://example.net/>\r\nList-Help: "),
        (b"To: ", b"Reply-To: x@example.net\r\nTo: "),
    ],
)
def test_a_message_that_somebody_has_changed_is_not(signed, old, new):
    assert old in signed
    assert not is_genuine(signed.replace(old, new, 1))


def test_what_a_list_is_left_by_is_signed(signed):
    names = re.search(rb"h=([^;]+);", signed)[1].split(b":")

    assert {b"list-unsubscribe", b"list-unsubscribe-post"} <= {name.strip() for name in names}


def test_a_message_signed_again_is_the_same(signed):
    message = signed[signed.index(b"\r\nTo: ") + 2 :]

    assert signing.signer().signed(message) == signed


def test_a_key_may_be_a_file(settings, tmp_path):
    path = tmp_path / "key.pem"
    path.write_text(KEYS["ed25519"])
    settings.MAIL_DKIM_SELECTOR, settings.MAIL_DKIM_KEY = "portal", str(path)

    public = signing.signer().key.public_key().public_bytes_raw()
    assert signing.signer().record == (f"v=DKIM1; k=ed25519; p={base64.b64encode(public).decode()}")


def test_a_short_key_is_refused():
    short = pem_of(rsa.generate_private_key(65537, LEAST_BITS - 8)).encode()

    with pytest.raises(ImproperlyConfigured, match="2048"):
        signing.Signer("example.org", "portal", short)


def test_a_key_of_another_kind_is_refused():
    other = pem_of(ec.generate_private_key(ec.SECP256R1())).encode()

    with pytest.raises(ImproperlyConfigured, match="Ed25519"):
        signing.Signer("example.org", "portal", other)


@pytest.mark.parametrize(
    ("key", "complaints"),
    [("", []), (KEYS["rsa"], []), ("/no/such/file", ["sekom.E001"]), ("-----no", ["sekom.E001"])],
)
def test_a_key_that_cannot_be_used_is_said_at_start(settings, key, complaints):
    settings.MAIL_DKIM_SELECTOR, settings.MAIL_DKIM_KEY = "portal", key

    assert [complaint.id for complaint in checks.letters_can_be_signed(None)] == complaints
