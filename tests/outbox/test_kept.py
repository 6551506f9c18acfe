from types import SimpleNamespace

import pytest
from django.core.mail import EmailMultiAlternatives, mailers
from django.urls import reverse

from sekom.outbox import kept, posting, sending
from tests.outbox.making import KIND, LETTER


@pytest.fixture(autouse=True)
def mailbox(tmp_path, settings):
    """A demo with an empty mailbox of its own."""
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    settings.MAILERS = {"default": {"BACKEND": "sekom.outbox.kept.KeptMail"}}


def keep(subject="Hej", to="anna@example.org", text="Hej Anna", html=""):
    message = EmailMultiAlternatives(subject, text, to=[to])
    if html:
        message.attach_alternative(html, "text/html")
    mailers.default.send_messages([message])
    return kept.newest(most=1)[0].name


def test_newest_comes_first_and_no_more_than_asked_for():
    for number in range(3):
        keep(subject=f"Nummer {number}")

    assert [one.subject for one in kept.newest(most=2)] == ["Nummer 2", "Nummer 1"]


def test_newest_finds_a_receiver_by_a_part_of_name_or_address():
    keep(to="Åsa Öberg <asa@example.org>")
    keep(to="bo@example.org")

    assert [one.to for one in kept.newest(to="öberg", most=9)] == ["Åsa Öberg <asa@example.org>"]
    assert [one.to for one in kept.newest(to="BO@", most=9)] == ["bo@example.org"]


def test_an_empty_mailbox_is_empty():
    assert kept.newest(most=9) == []


def test_half_written_messages_are_not_shown(tmp_path):
    keep()
    (tmp_path / "post" / f"{'9' * 20}-00000000.new").write_bytes(b"Subject: half")

    assert [one.subject for one in kept.newest(most=9)] == ["Hej"]


@pytest.mark.parametrize(
    "name", ["../secret", "..", "1", f"{'1' * 20}-0000000g", f"{'1' * 20}-00000000", "a/../b"]
)
def test_a_name_that_is_none_of_ours_has_no_message(tmp_path, name):
    (tmp_path / "secret.eml").write_text("Subject: secret")

    assert kept.get(name) is None


def test_what_the_outbox_sends_in_the_demo_is_kept(db):
    person = SimpleNamespace(name="Anna", email="anna@example.org")
    posting.post(KIND, to=person, values=LETTER)

    sending.send_due()

    [found] = kept.newest(most=9)
    assert (found.to, found.subject) == ("Anna <anna@example.org>", "Enkäten är öppen")
    assert "Svara tillsammans." in found.body("html")


def test_the_mailbox_lists_messages_to_whoever_looks(client, db):
    name = keep(subject="Din kod")

    page = client.get(reverse("demo:mailbox")).text

    assert reverse("demo:message", args=[name]) in page
    assert "Din kod" in page


def test_a_message_is_shown_as_html_text_and_source(client, db):
    name = keep(html="<p>Hej</p>", text="Hej https://example.org/")

    page = client.get(reverse("demo:message", args=[name])).text

    assert f'src="{reverse("demo:message_body", args=[name])}"' in page
    assert '<a href="https://example.org/"' in page
    assert "Content-Type: multipart/alternative" in page


def test_a_message_with_text_only_has_no_frame(client, db):
    assert "<iframe" not in client.get(reverse("demo:message", args=[keep()])).text


def test_the_html_of_a_message_may_carry_styles_and_nothing_else(client, db):
    name = keep(html='<p style="color: red">Hej</p><script>alert(1)</script>')

    response = client.get(reverse("demo:message_body", args=[name]))

    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    assert '<p style="color: red">Hej</p>' in response.text


@pytest.mark.parametrize("page", ["message", "message_body"])
@pytest.mark.parametrize("name", ["..", "%2e%2e%2fsecret", "1" * 29])
def test_odd_names_are_not_found(client, db, page, name):
    assert client.get(reverse(f"demo:{page}", args=[name])).status_code == 404


def test_there_is_no_mailbox_outside_the_demo(client, db, settings):
    name = keep()
    settings.DEMO = False

    pages = [
        reverse("demo:mailbox"),
        *(reverse(f"demo:{page}", args=[name]) for page in ("message", "message_body")),
    ]

    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
