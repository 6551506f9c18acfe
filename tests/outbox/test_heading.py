"""The head of a letter to a list, over a real mail server, and of the backends of Django."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.core import mail

from sekom.outbox import foot, one_click, sending
from sekom.outbox.models import Mailing
from tests.outbox.making import make_leaving

pytestmark = pytest.mark.django_db

ANNA, BO = "anna@example.org", "bo@example.org"
TOKEN = uuid.UUID("11111111-2222-3333-4444-555555555555")
SITE = "https://portal.example.org"
LIST = {
    "list": "nyhetsbrev",
    "unsubscribe": f"{SITE}/nyhetsbrev/avsluta/{{signed}}/",
    "help": f"{SITE}/nyhetsbrev/prenumerera/",
    "archive": f"{SITE}/nyhetsbrev/",
    "archived_at": f"{SITE}/nyhetsbrev/oktober/",
    "subject": "Oktober: åtgärder",
    "text": "Hej {{ name }}!\n",
    "html": f'<p>Hej {{{{ name }}}}!</p><img src="{SITE}/bilder/1/mote.jpg" alt="Ett möte">'
    f'<a href="{SITE}/nyhetsbrev/mina-val/{{{{ token }}}}/">Mina val</a>'
    '<a href="https://example.net/rapport/">Rapporten</a>',
}
GOLDEN = """\
To: Anna <anna@example.org>
Message-ID: <11111111-2222-3333-4444-555555555555@example.org>
List-Unsubscribe: <https://portal.example.org/nyhetsbrev/avsluta/{signed}/>, \
<mailto:kansli@example.org?subject=avsluta%20{signed}>
Subject: =?utf-8?b?T2t0b2Jlcjogw6V0Z8OkcmRlcg==?=
From: Sveriges Ekokommuner <kansli@example.org>
Date: Thu, 08 Oct 2026 08:00:00 +0000
Auto-Submitted: auto-generated
List-Id: Sveriges Ekokommuner <nyhetsbrev.example.org>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
List-Help: <https://portal.example.org/nyhetsbrev/prenumerera/>
List-Owner: <mailto:kansli@example.org>
List-Archive: <https://portal.example.org/nyhetsbrev/>
List-Post: NO
Archived-At: <https://portal.example.org/nyhetsbrev/oktober/>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_part"

--=_part
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Hej=20=
Anna=
!

--=_part
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<p>Hej=20=
Anna=
!</p><img src=3D"https://portal.example.org/bilder/1/mote.jpg" alt=3D"Ett m=
=C3=B6te"><a href=3D"https://portal.example.org/nyhetsbrev/mina-val/=
{foot}=
/">Mina val</a><a href=3D"https://example.net/rapport/">Rapporten</a>
--=_part--
"""


@pytest.fixture
def leaving():
    mailing = make_leaving("Anna", "Bo", source=LIST)
    moment = datetime(2026, 10, 8, 8, tzinfo=UTC)
    Mailing.objects.filter(pk=mailing.pk).update(approved_at=moment)
    mailing.deliveries.filter(email=ANNA).update(token=TOKEN)
    return mailing


def test_a_letter_to_a_list_is_this_message_byte_for_byte(server, leaving):
    sending.send_due()

    [source] = server.sources(ANNA)
    golden = GOLDEN.replace("{signed}", one_click.sign(TOKEN)).replace("{foot}", foot.sign(TOKEN))
    assert source.decode("ascii").split("\r\n") == golden.split("\n")


def test_each_reader_leaves_by_a_word_of_their_own_that_stands_in_the_head_alone(server, leaving):
    sending.send_due()

    words = {}
    for address in (ANNA, BO):
        [source], [message] = server.sources(address), server.messages(address)
        in_head = re.findall(r"avsluta(?:/|%20)([\w.-]+)", message["List-Unsubscribe"])
        words[address] = [one_click.read(word) for word in in_head]
        assert in_head[0].encode() not in source.partition(b"\r\n\r\n")[2]
    tokens = dict(leaving.deliveries.values_list("email", "token"))
    assert words == {address: [tokens[address]] * 2 for address in tokens}


def test_letters_of_a_mailing_load_the_same_pictures_and_lead_straight_to_where_they_say(
    server, leaving
):
    """Nothing in a letter tells the sender who opened it, or who followed what."""
    sending.send_due()

    loaded, linked = [], []
    for address in (ANNA, BO):
        html = server.messages(address)[0].get_body(("html",)).get_content()
        loaded.append(re.findall(r'(?:src|background|srcset|url\()="?([^"]+)', html))
        linked.append(re.findall(r'href="([^"]+)"', html))
    tokens = dict(leaving.deliveries.values_list("email", "token"))
    assert loaded == [[f"{SITE}/bilder/1/mote.jpg"]] * 2
    assert linked == [
        [
            f"{SITE}/nyhetsbrev/mina-val/{foot.sign(tokens[address])}/",
            "https://example.net/rapport/",
        ]
        for address in (ANNA, BO)
    ]


def test_a_backend_of_django_is_told_the_same_head_and_folds_no_address(leaving):
    sending.send_due()

    [first, _second] = mail.outbox
    source = first.message().as_bytes()
    signed = one_click.sign(TOKEN)
    wanted = GOLDEN.replace("{signed}", signed).partition("MIME-Version")[0].splitlines()
    assert set(wanted) - set(source.decode().splitlines()) == {
        "Subject: =?utf-8?b?T2t0b2Jlcjogw6V0Z8OkcmRlcg==?="
    }
    assert first.subject == "Oktober: åtgärder"


def test_a_letter_to_one_person_is_no_letter_to_a_list(server):
    make_leaving("Anna")

    sending.send_due()

    [message] = server.messages(ANNA)
    listed = [name for name in message if name.startswith(("List-", "Archived"))]
    assert listed == ["List-Id"]
