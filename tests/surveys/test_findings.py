"""The sentence that says what a question came to."""

import pytest

from surveys import findings
from surveys.disclosure import Published

LABELS = {"a": "Kontor", "b": "Bolag", "c": "Annat"}


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"a": 6, "b": 3, "c": 1}, "60% answer “Kontor”."),
        ({"a": 4, "b": 3, "c": 3}, "Most common is “Kontor”, 40%."),
        ({"a": 10, "b": 0, "c": 0}, "Everyone answers “Kontor”."),
        ({"a": 5, "b": 5, "c": 0}, "Equally many, 50% each, answer “Kontor” and “Bolag”."),
        ({"a": 0, "b": None, "c": None}, ""),
    ],
)
def test_one_answer_says_the_most_common_and_never_what_nobody_answered(counts, said):
    assert findings.of_one(Published("q", 10, counts), LABELS) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"a": 6, "b": 5, "c": 1}, "Most choose “Kontor”, 60%, and “Bolag”, 50%."),
        ({"a": 6, "b": 3, "c": 3}, "Most choose “Kontor”, 60%."),
        ({"a": 6, "b": 0, "c": 0}, "60% choose “Kontor”."),
        ({"a": 6, "b": None, "c": None}, "60% choose “Kontor”."),
        ({"a": 0, "b": None, "c": None}, ""),
    ],
)
def test_several_answers_say_the_two_most_chosen_and_never_what_nobody_chose(counts, said):
    assert findings.of_several(Published("q", 10, counts), LABELS) == said
