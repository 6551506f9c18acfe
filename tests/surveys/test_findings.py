import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import findings
from surveys.disclosure import Numbers, Published, Table, published
from surveys.findings import Statement

LABELS = {"a": "Alltid", "b": "Bara ibland", "c": "Aldrig"}
SCALE = [("1", "Inte"), ("2", "Delvis"), ("3", "Helt")]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def seen(*counts, base=None, keys="abc"):
    """Published counts; None for a hidden one."""
    named = dict(zip(keys, counts, strict=False))
    return Published("q", base or sum(count or 0 for count in counts), named)


@pytest.mark.parametrize(
    ("counts", "base", "said"),
    [
        ((20, 0, 0), 20, "Everyone answers “Alltid”."),
        ((12, 5, 3), 20, "60% answer “Alltid”."),
        ((9, 6, 5), 20, "Most common is “Alltid”, 45%."),
        ((8, 8, 4), 20, "Equally many, 40% each, answer “Alltid” and “Bara ibland”."),
        ((8, None, None), 20, "40% answer “Alltid”."),  # one of the hidden may be more common
        ((0, None, None), 20, ""),  # what nobody answered is no finding
        ((None, None, None), 20, ""),
        ((0, 0, 0), 0, ""),
    ],
)
def test_one_answer_is_summed_up_by_what_most_answer(counts, base, said):
    assert findings.of_one(seen(*counts, base=base), LABELS) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((15, 10, 5), "Most choose “Alltid”, 75%, and “Bara ibland”, 50%."),
        ((15, 5, 5), "Most choose “Alltid”, 75%."),
        ((5, 5, 5), ""),
        ((15, 0, 0), "75% choose “Alltid”."),
        ((15, None, 5), "75% choose “Alltid”."),  # nearly everyone may have chosen what is hidden
        ((0, None, None), ""),
    ],
)
def test_several_answers_are_summed_up_by_the_two_that_most_choose(counts, said):
    assert findings.of_several(seen(*counts, base=20), LABELS) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            {"Mål": (2, 3, 15), "Mod": (10, 5, 5)},
            "Most answer “Helt” to “Mål”, 75%; fewest to “Mod”, 25%.",
        ),
        ({"Mål": (2, 3, 15), "Mod": (2, 3, 15)}, ""),
        ({"Mål": (2, 3, 15), "Mod": (None, None, 5)}, ""),
    ],
)
def test_statements_are_summed_up_by_where_most_and_fewest_agree(rows, said):
    statements = [
        Statement(label, seen(*counts, base=20, keys="123")) for label, counts in rows.items()
    ]

    assert findings.of_matrix(statements, SCALE) == said


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (Numbers(mean=12.5), "On average 12.5."),
        (Numbers(mean=12.5, median=12), "The one in the middle answers 12."),
        (
            Numbers(mean=12.5, quarter=8, median=12, three_quarters=20),
            "The one in the middle answers 12; half are between 8 and 20.",
        ),
        (None, ""),
    ],
)
def test_numbers_are_summed_up_by_their_middle_as_far_as_it_may_be_told(numbers, said):
    whole = Published("q", 20, {"0–1": 20}, numbers=numbers)

    assert findings.of_numbers(whole, lambda number: f"{number:g}") == said


@pytest.mark.parametrize(
    ("ticked", "said"),
    [
        (20, "Everyone has ticked the box."),
        (0, "Nobody has ticked the box."),
        (15, "75% have ticked the box."),
        (None, ""),
    ],
)
def test_a_box_is_summed_up_by_how_many_ticked_it(ticked, said):
    assert findings.of_tick(ticked, 20) == said


@given(st.lists(st.integers(0, 40), min_size=3, max_size=3), st.sampled_from([0, 3, 5]))
@settings(max_examples=300, deadline=None)
def test_what_is_said_to_be_most_common_is_so_among_the_true_answers(counts, smallest):
    true = dict(zip("abc", counts, strict=True))
    table = Table("q", sum(counts), true)
    shown = published({"q": table}, counted=sum(counts), smallest_group=smallest)["q"]

    with translation.override("en"):
        said = findings.of_one(shown, LABELS)

    named = [LABELS[cell] for cell, count in true.items() if count == max(counts)]
    if said.startswith(("Most common", "Everyone")):
        assert named == [said.split("“")[1].split("”")[0]]
