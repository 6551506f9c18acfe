"""The form that texts are kept in, how notes are divided, and what may identify somebody."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from surveys.interviews import wording
from surveys.interviews.identifying import Kind, signs
from surveys.interviews.splitting import split

QUESTIONS = ["Vad har ni gjort hittills?", "Hur ser ni på arbetet framåt?", "Vad hindrar er?"]


def test_normalised_composes_letters_and_ends_lines_alike():
    assert wording.normalised("  A\u030a \r\nA\u0308\rO\u0308\u2028🌱\x00\n\n\n\nslut \n") == (
        "Å\nÄ\nÖ\n🌱\n\nslut"
    )


@given(st.text(max_size=60))
def test_normalised_twice_is_normalised_once(text):
    once = wording.normalised(text)

    assert wording.normalised(once) == once


def test_kept_refuses_a_text_that_is_too_long():
    with pytest.raises(ValidationError) as refused:
        wording.kept("a" * (wording.LONGEST + 1))

    assert (refused.value.code, len(wording.kept("a" * wording.LONGEST))) == ("long", 100_000)


def test_split_finds_questions_by_their_words_their_number_and_nearly():
    notes = """Vi sågs i rådhuset.

1. Vad har ni gjort hittills
Mycket.

Mer.
Fråga 2
Vi vill mer:
1. först
2. sedan
Vad hindra er?
Tiden."""

    assert split(notes, QUESTIONS) == {
        None: "Vi sågs i rådhuset.",
        0: "Mycket.\n\nMer.",
        1: "Vi vill mer:\n1. först\n2. sedan",
        2: "Tiden.",
    }


def test_split_takes_an_answer_on_the_same_line_and_a_question_that_comes_twice():
    notes = "Vad hindrar er? Tiden.\nVad har ni gjort hittills?\nMycket.\nVad hindrar er?\nPengar."

    assert split(notes, QUESTIONS) == {2: "Tiden.\nPengar.", 0: "Mycket."}


def test_split_without_headings_keeps_all_as_one():
    assert split("Bara text.\nPå två rader.", QUESTIONS) == {None: "Bara text.\nPå två rader."}


def test_split_leaves_out_questions_without_an_answer():
    assert split("Vad har ni gjort hittills?\n\nVad hindrar er?\nTid", QUESTIONS) == {2: "Tid"}


@given(st.text(alphabet="aå1?\n Vd", max_size=80))
def test_split_loses_no_line_of_a_text_without_questions(text):
    plain = wording.normalised(text)

    assert "".join(split(plain, ["Något helt annat som ingen skriver?"]).values()) == plain


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Skriv till anna@example.org i dag", [(Kind.EMAIL, "anna@example.org")]),
        (
            "Ring 070-123 45 67 eller 08-12 34 56",
            [(Kind.PHONE, "070-123 45 67"), (Kind.PHONE, "08-12 34 56")],
        ),
        ("Född 19800101-1234.", [(Kind.PERSONAL_NUMBER, "19800101-1234")]),
        ("Det sade Anna Svensson på enheten", [(Kind.NAME, "Anna Svensson")]),
        ("Fråga Karin om det", [(Kind.NAME, "Karin")]),
        ("Bo kvar hemma, sade Bo Ek", [(Kind.NAME, "Bo Ek")]),
        (
            "Chefen Bergström och en Andersson",
            [(Kind.NAME, "Chefen Bergström"), (Kind.NAME, "Andersson")],
        ),
        ("Förvaltningschefen och tre enhetschefer, 2023–2026, 50 000 kronor", []),
        ("Vi följer Agenda 2030 och mål 16.6 sedan 2026-11-22 kl. 08.00", []),
        ("Barn- och utbildningsförvaltningen i Västra Götaland", []),
    ],
)
def test_signs_are_addresses_numbers_and_names(text, found):
    assert [(sign.kind, sign.text) for sign in signs(text)] == found


def test_signs_tell_where_they_stand_and_look_for_names_that_are_known():
    text = "🌱 Åsa och Kommunalrådet Xerxes"

    assert [(sign.text, text[sign.start : sign.end]) for sign in signs(text, names=["xerxes"])] == [
        ("Åsa", "Åsa"),
        ("Xerxes", "Xerxes"),
    ]
