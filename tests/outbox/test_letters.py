import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.template import TemplateDoesNotExist

from sekom.outbox import letters, posting, sending
from tests.outbox.making import KIND, LETTER, make_recipients

EVIL = '<script>alert("1")</script>'


def write(**values):
    return letters.write(KIND, LETTER | values)


def test_a_letter_has_its_subject_on_the_first_line_and_the_text_after_it():
    letter = write()

    assert letter.subject == "Enkäten är öppen"
    assert letter.text == "Svara tillsammans.\n\nSveriges Ekokommuner, Karlskrona\n"


def test_markup_in_a_value_is_shown_as_it_was_typed():
    letter = write(text=EVIL)

    assert EVIL in letter.text
    assert "<script" not in letter.html
    assert "&lt;script&gt;" in letter.html


def test_a_letter_says_which_language_it_is_in():
    swedish, english = write().html, write(language="en").html

    assert re.findall(r'<html lang="(\w+)"', swedish + english) == ["sv", "en"]


def test_a_letter_to_each_in_their_own_language_says_so(db):
    readers = make_recipients("Anna", "Bo")
    readers[1] = replace(readers[1], values={"language": "en"})
    mailing = posting.prepare(KIND, recipients=readers, audience="Två", values=LETTER)

    pages = [sending.letter_of(delivery).html for delivery in mailing.deliveries.order_by("email")]

    assert [re.search(r'<html lang="(\w+)"', page)[1] for page in pages] == ["sv", "en"]


def test_a_subject_is_one_line_whatever_is_in_it():
    letter = write(subject="Hej\r\nBcc: alla@example.org")

    assert letter.subject == "Hej"
    assert "Bcc" not in str(message_of(letter)["Subject"])
    assert message_of(letter)["Bcc"] is None


def test_the_styles_of_a_letter_stand_in_its_tags():
    assert 'class="head" style="' in write().html


def test_a_letter_with_something_to_open_has_one_button():
    letter = write(url="https://example.org/svara/", button="Svara")

    assert letter.html.count('href="https://example.org/svara/"') == 1
    assert "Svara:\nhttps://example.org/svara/" in letter.text


def test_a_letter_of_an_unknown_kind_is_refused_where_it_is_made():
    with pytest.raises(TemplateDoesNotExist):
        letters.write("outbox/unknown", {})


def test_values_that_are_no_json_are_refused_where_they_are_given(db):
    person = SimpleNamespace(name="Anna", email="anna@example.org")

    with pytest.raises(TypeError):
        posting.post(KIND, to=person, values=LETTER | {"somebody": person})


def test_a_name_with_line_breaks_makes_no_header_of_its_own(server, db):
    person = SimpleNamespace(
        name='Anna\r\nBcc: spion@example.org, "A" <x@example.org>', email="anna@example.org"
    )
    mailing = posting.post(KIND, to=person, values=LETTER)

    sending.send_due()

    [message] = server.messages("anna@example.org")
    assert server.addresses() == ["anna@example.org"]
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["anna@example.org"]
    assert mailing.deliveries.get().name == 'Anna Bcc: spion@example.org, "A" <x@example.org>'


def test_the_same_letter_makes_the_same_message_byte_for_byte():
    assert message_of(write()).as_bytes() == message_of(write()).as_bytes()


def test_an_invitation_goes_along_as_a_part_whose_method_is_its_own():
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Möte\r\nEND:VCALENDAR\r\n"

    message = message_of(write(calendar=calendar))

    assert message.get_content_type() == "multipart/alternative"
    *words, invitation = message.iter_parts()
    assert [part.get_content_type() for part in words] == ["text/plain", "text/html"]
    assert invitation.get_content_type() == "text/calendar"
    assert invitation["Content-Type"].params["method"] == "REQUEST"
    assert invitation.get_content().replace("\n", "\r\n") == calendar


def test_a_file_goes_along_and_the_message_is_the_same_each_time():
    file = letters.Attached("Årsmöte.pdf", "application/pdf", bytes(range(256)) * 9)
    letter = replace(write(), attached=(file, file))

    message = message_of(letter)

    words, *files = message.iter_parts()
    assert words.get_content_type() == "multipart/alternative"
    assert [(one.get_filename(), one.get_content()) for one in files] == [
        ("Årsmöte.pdf", file.content)
    ] * 2
    assert message.as_bytes() == message_of(letter).as_bytes()


def message_of(letter):
    headers = {"Message-ID": "<one@example.org>", "Date": "Thu, 08 Oct 2026 10:00:00 +0200"}
    return letter.message(to="anna@example.org", headers=headers).message()
