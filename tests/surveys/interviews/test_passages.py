"""Passages in texts: two ways to count, finding, and following through edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.interviews.passages import (
    Span,
    carry,
    code_points,
    find_all,
    sentences,
    trimmed,
    utf16_units,
)

# å, ä, ö, an emoji beyond plane 0, a family of five signs, a combining ring, a line break.
SIGNS = st.text("aåäöÅ e\u030a\n.😀👨‍👩‍👧𝔸", max_size=40)


@given(SIGNS, st.data())
def test_units_and_points_are_each_other_backwards(text, data):
    points = data.draw(st.integers(0, len(text)))

    units = utf16_units(text, points)

    assert units == len(text[:points].encode("utf-16-le")) // 2
    assert code_points(text, units) == points


def test_half_a_sign_counts_as_a_whole_one():
    assert [code_points("a😀b", units) for units in range(6)] == [0, 1, 2, 2, 3, 3]


def test_a_passage_is_taken_without_the_space_around_it():
    assert trimmed("Vi  vill mer. ", Span(2, 14)) == Span(4, 13)


@pytest.mark.parametrize("span", [Span(2, 2), Span(0, 99), Span(-1, 2), Span(3, 2), Span(2, 4)])
def test_a_passage_outside_the_text_or_of_space_alone_is_none(span):
    assert trimmed("Vi  vill mer.", span) is None


def test_a_quote_is_found_however_its_spaces_are_typed():
    assert find_all("Vi vill\nmer. Vi vill mer!", " Vi  vill mer") == [Span(0, 11), Span(13, 24)]
    assert find_all("Vi vill", "   ") == []


def test_sentences_end_at_stops_and_line_breaks():
    text = "Tåg först. Sedan elbil!\n”Vi kan.” Kl. 9.30 cyklar vi 😀\n\nSist"

    assert [span.of(text) for span in sentences(text)] == [
        "Tåg först.",
        "Sedan elbil!",
        "”Vi kan.”",
        "Kl.",
        "9.30 cyklar vi 😀",
        "Sist",
    ]


OLD = "Vi kör kortare rutter 😀. Vi sparar både bränsle och arbetstid. Ån är vår."


def follow(quote, new):
    (span,) = find_all(OLD, quote)
    (carried,) = carry(OLD, new, [span])
    return carried and carried.of(new)


def test_a_passage_is_followed_past_what_is_written_before_it():
    assert follow("Vi sparar både bränsle", "Åh 👍🏽 ja! " + OLD) == "Vi sparar både bränsle"


def test_a_passage_is_followed_when_words_in_it_are_changed():
    new = OLD.replace("både bränsle och", "både diesel och")
    assert follow("Vi sparar både bränsle och arbetstid.", new) == (
        "Vi sparar både diesel och arbetstid."
    )


def test_a_passage_is_followed_to_another_place():
    assert follow("Vi kör kortare rutter 😀.", "Ån är vår.\nVi kör kortare rutter 😀.") == (
        "Vi kör kortare rutter 😀."
    )


@pytest.mark.parametrize("new", ["", "Något helt annat.", "Ån är vår.", "Vi sparar allt."])
def test_a_passage_that_is_gone_is_lost(new):
    assert follow("Vi sparar både bränsle och arbetstid.", new) is None


@given(SIGNS, SIGNS, SIGNS, SIGNS, st.data())
def test_what_is_written_around_a_passage_never_moves_it_wrong(before, after, more, less, data):
    """An edit before and after leaves the passage what it was, to the sign."""
    passage = "Målet är 😀 rent vatten"
    old, new = before + passage + after, more + passage + less

    (carried,) = carry(old, new, [Span(len(before), len(before) + len(passage))])

    assert carried.of(new) == passage


@given(SIGNS, st.data())
def test_an_unchanged_text_leaves_every_passage_where_it_was(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if start < end:
        assert carry(text, text, [Span(start, end)]) == [Span(start, end)]
