import email
import email.policy
import re
import uuid
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekom.outbox import compiling, foot, letters
from sekom.outbox.compiling import Compiled
from sekom.outbox.letters import Attached

SOURCE = {
    "subject": "Nyheter till {{ name }}",
    "text": "Hej {{ name }}!\n.\n..två punkter\nFrån {{ town }}.\n{{ end }}",
    "html": '<p title="{{ name }}">Hej {{ name }} å = {{ town }} '
    "{% if role == 'politiker' %}<b>{{ town }}</b>{% else %}{{ town|upper }}{% endif %}\n"
    '<a href="https://example.org/?t={{ token }}&amp;e={{ email }}">' + "lång " * 40 + "</a></p>",
}


def make_mailing(*attached, **given):
    facts = {"pk": 1, "kind": "", "values": {}, "source": SOURCE} | given
    at = datetime(2026, 10, 8, 8, tzinfo=UTC)
    return SimpleNamespace(dated_at=at, attached=lambda: attached, **facts)


def make_reader(name="Åsa Öberg", **values):
    return SimpleNamespace(
        email="asa@example.org", name=name, token=uuid.UUID(int=7), values=values
    )


def parsed(source):
    return email.message_from_bytes(source, policy=email.policy.default)


def assert_as_the_template(mailing, reader):
    """The message, decoded, is what the templates give, byte for byte; it may go over the wire."""
    source = Compiled(mailing).source(reader, reader.email)
    message = parsed(source)
    plain, html = message.iter_parts()
    letter = letters.write(
        mailing.kind,
        mailing.values | reader.values,
        name=reader.name,
        email=reader.email,
        token=foot.sign(reader.token),
        source=mailing.source,
    )
    wanted = [
        re.sub("\r?\n", "\r\n", text).encode(errors="surrogatepass")
        for text in (letter.text, letter.html)
    ]
    assert [plain.get_payload(decode=True), html.get_payload(decode=True)] == wanted
    assert " ".join(message["Subject"].split()) == letter.subject
    assert Compiled(mailing).letter(reader) == letter
    lines = source.split(b"\r\n")
    assert not any(line.startswith(b".") or b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 78
    assert source.endswith(b"\r\n")


@pytest.mark.parametrize(
    "name",
    [
        *("Anna", "Åsa Öberg", "<script>alert('1')</script>", ".", "a=b", "", " two  words "),
        *("Anna\r\nBcc: spion@example.org", "x" * 300, "Å" * 120, "=?utf-8?q?a?="),
    ],
)
@pytest.mark.parametrize("role", ["politiker", "tjänsteperson"])
def test_a_message_is_what_the_template_gives(name, role):
    assert_as_the_template(make_mailing(), make_reader(name, town=".Örebro", role=role, end="."))


@given(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=80))
def test_a_message_is_what_the_template_gives_for_any_words(words):
    assert_as_the_template(make_mailing(), make_reader("Anna", town=words, role="", end=words))


@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=400))
def test_quoted_printable_reads_back_as_it_was(text):
    quoted = compiling.quoted(text)

    part = parsed(b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted.encode())
    assert part.get_payload(decode=True) == text.replace("\n", "\r\n").encode()
    assert all(len(line) <= 76 and line[:1] != "." for line in quoted.split("\r\n"))


def test_readers_of_one_wording_share_one_compiled_message():
    compiled = Compiled(make_mailing())

    for number in range(40):
        role = ("politiker", "tjänsteperson")[number % 2]
        reader = make_reader(f"Person {number}", town="Växjö", role=role, end="slut")
        compiled.source(reader, reader.email)

    assert len(compiled.variants) == 2


def test_the_same_letter_makes_the_same_message_byte_for_byte():
    reader = make_reader(town="Lund", role="", end="slut")

    first, second = (Compiled(make_mailing()).source(reader, reader.email) for _time in "12")

    assert first == second


def test_a_name_with_line_breaks_makes_no_header_of_its_own():
    reader = make_reader('Anna\r\nBcc: spion@example.org, "A" <x@example.org>', end="slut")

    message = parsed(Compiled(make_mailing()).source(reader, reader.email))

    assert message["Bcc"] is None
    assert [one.addr_spec for one in message["To"].addresses] == ["asa@example.org"]


def test_an_answer_goes_to_who_wrote():
    mailing = make_mailing(values={"reply_to": "bo@example.org\r\nBcc: spion@example.org"})
    reader = make_reader(end="slut")

    message = parsed(Compiled(mailing).source(reader, reader.email))

    assert message["Bcc"] is None
    assert str(message["Reply-To"]).startswith("bo@example.org")


def test_a_letter_with_words_alone_is_one_part():
    mailing = make_mailing(source=SOURCE | {"html": ""})
    reader = make_reader(town="Lund", end="slut")

    message = parsed(Compiled(mailing).source(reader, reader.email))

    assert message.get_content_type() == "text/plain"
    assert message.get_payload(decode=True).endswith("Från Lund.\r\nslut\r\n".encode())


def test_an_invitation_goes_along_as_a_part_of_its_own():
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Möte\r\nEND:VCALENDAR\r\n"
    reader = make_reader(end="slut", calendar=calendar)

    message = parsed(Compiled(make_mailing()).source(reader, reader.email))

    *_words, invitation = message.iter_parts()
    assert invitation["Content-Type"].params["method"] == "REQUEST"
    assert invitation.get_payload(decode=True) == calendar.encode()


# --- Files that go along ------------------------------------------------------------------------

NAMES = [
    "dagordning.pdf",
    "Årsmöte på Öland.pdf",
    'a"b\\c;d=e.pdf',
    "Å" * 96 + ".pdf",
    "\U0001f33f" * 100 + ".pdf",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("html", [SOURCE["html"], ""])
def test_a_file_goes_along_byte_for_byte_under_its_name(name, html):
    content = bytes(range(256)) * 20 + b"\r\n--=_whole\r\n.\r\n"
    mailing = make_mailing(
        Attached(name, "application/pdf", content), source=SOURCE | {"html": html}
    )
    bare = make_mailing(source=mailing.source)
    reader = make_reader(town="Lund", role="", end="slut\n")

    source = Compiled(mailing).source(reader, reader.email)

    message = parsed(source)
    words, file = message.iter_parts()
    alone = parsed(Compiled(bare).source(reader, reader.email))
    assert [part.get_content() for part in words.walk() if not part.is_multipart()] == [
        part.get_content() for part in alone.walk() if not part.is_multipart()
    ]
    assert (file.get_content_type(), file.get_content_disposition()) == (
        "application/pdf",
        "attachment",
    )
    assert (file.get_filename(), file.get_content()) == (name, content)
    assert not any(part.defects for part in message.walk())
    lines = source.split(b"\r\n")
    assert not any(line.startswith(b".") or b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 78


def test_readers_share_one_copy_of_the_files():
    file = Attached("rapport.pdf", "application/pdf", b"x" * 10_000)
    compiled = Compiled(make_mailing(file, file))

    for role in ("politiker", "tjänsteperson"):
        reader = make_reader(town="Växjö", role=role, end="slut")
        message = parsed(compiled.source(reader, reader.email))
        assert [part.get_content() for part in message.iter_attachments()] == [file.content] * 2

    assert len(compiled.variants) == 2
    assert {id(variant.pieces[-1]) for variant in compiled.variants.values()} == {id(compiled.tail)}
