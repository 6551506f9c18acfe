"""Words that Django and allauth say, and we say better."""

from pathlib import Path

import allauth
import django
import polib
from allauth.core.context import request_context
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import override

from members.logging_in import AccountAdapter
from sekom import borrowed_words


def said_by(package, folder: str) -> dict[str, str]:
    """{English: Swedish} as the package itself has it."""
    catalogue = Path(package.__file__).parent / folder / "sv/LC_MESSAGES/django.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue))}


def test_borrowed_words_are_still_words_of_their_packages():
    own = said_by(django, "conf/locale") | said_by(allauth, "locale")

    borrowed = {*borrowed_words.DJANGO, *borrowed_words.ALLAUTH}

    assert sorted(borrowed - own.keys()) == []


def test_a_letter_with_a_code_is_in_our_own_swedish(rf):
    request = rf.get("/")

    with override("sv"), request_context(request):
        letter = AccountAdapter(request).render_mail(
            "account/email/login_code", "a@example.org", {"code": "AB-12"}
        )

    assert (letter.subject, letter.body) == (
        "Din kod för att logga in",
        "Hej!\n\n"
        "Här är din kod. Skriv den i fönstret där du loggar in. Den gäller i tio minuter.\n\n"
        "AB-12\n\n"
        "Har du inte bett om det här kan du bortse från mejlet.\n\n"
        "Vänliga hälsningar från kansliet på Sveriges Ekokommuner",
    )


def test_a_refusal_of_django_says_what_to_do():
    refusal = None

    with override("sv"):
        try:
            MaxLengthValidator(3)("abcd")
        except ValidationError as error:
            refusal = error.messages

    assert refusal == ["Texten har 4 tecken. Korta den till högst 3."]
