from collections import defaultdict
from dataclasses import replace
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.disclosure import (
    NAMED,
    SECRETARIAT,
    Numbers,
    Published,
    Table,
    open_classes,
    published,
)


def table(*counts, **columns):
    """An exclusive table whose cells are called a, b, c …"""
    named = dict(zip("abcdefgh", counts, strict=False))
    return Table(**({"key": "q", "base": sum(counts), "counts": named} | columns))


def shown(*tables, counted=None, smallest=5, size_class=""):
    """What is published of tables, {key: Published}."""
    return published(
        {one.key: one for one in tables},
        counted=max(one.base for one in tables) if counted is None else counted,
        smallest_group=smallest,
        size_class=size_class,
    )


def counts(*numbers, **columns):
    """What is published of the counts of one table."""
    return tuple(shown(table(*numbers, **columns))["q"].counts.values())


def divided(*classes, **columns):
    """A table with its size classes, each given by its counts."""
    parts = {f"class-{number}": table(*part, **columns) for number, part in enumerate(classes)}
    whole = table(*(sum(column) for column in zip(*classes, strict=True)), **columns)
    return replace(whole, classes=parts)


# --- One question -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("true", "seen"),
    [
        ((30, 20, 0), (30, 20, 0)),
        ((30, 20, 3), (30, None, None)),  # alone, the small one would be the base minus the rest
        ((30, 20, 3, 2), (30, 20, None, None)),  # together a group, and either may be either
        ((30, 20, 1, 1), (30, None, None, None)),  # together two: both would be one
        ((30, 20, 4, 4), (30, None, None, None)),  # all alike: both would be half
        ((48, 2), (None, None)),
        ((10, 10, 3), (None, None, None)),  # equal ones go together
        ((50, 0, 0), (50, 0, 0)),
        ((8, 4, 0, 0), (None, None, None, None)),  # zeros alone would tell that the rest are none
        ((30, 8, 4, 0), (30, None, None, 0)),
    ],
)
def test_small_cells_are_hidden_with_what_would_tell_them(true, seen):
    assert counts(*true) == seen


def test_a_question_with_few_answers_is_withheld_whole():
    result = shown(table(3, 1), counted=50)["q"]

    assert result == Published("q", None, {"a": None, "b": None}, is_withheld=True)


def test_a_choice_of_several_is_hidden_with_what_few_did_not_choose():
    several = table(47, 20, 3, 0, is_exclusive=False, base=50)

    assert shown(several)["q"].counts == {"a": None, "b": 20, "c": None, "d": 0}


def test_neighbouring_intervals_are_joined_until_none_is_small():
    spread = table(2, 4, 0, 9, 1, 0, is_ordered=True, numbers=Numbers(9, 1, 2, 3, 4, 5))

    result = shown(spread)["q"]

    assert result.counts == {"a–b": 6, "c–f": 10}
    assert result.spans == {"a–b": ("a", "b"), "c–f": ("c", "d", "e", "f")}


@pytest.mark.parametrize(
    ("base", "seen"),
    [
        (5, Numbers(mean=9)),
        (10, Numbers(mean=9, median=3)),
        (20, Numbers(mean=9, quarter=2, median=3, three_quarters=4)),
    ],
)
def test_measures_are_shown_with_enough_answers_on_each_side_and_extremes_never(base, seen):
    spread = table(base, is_ordered=True, numbers=Numbers(9, 1, 2, 3, 4, 5))

    assert shown(spread)["q"].numbers == seen


def test_the_question_says_who_may_see_it():
    named, closed = table(3, 1, share=NAMED), table(30, 20, share=SECRETARIAT)

    assert shown(named)["q"].counts == {"a": 3, "b": 1}
    assert shown(closed)["q"].is_withheld


def test_the_secretariat_sees_all():
    small = table(3, 1, share=SECRETARIAT, numbers=Numbers(9, 1, 2, 3, 4, 5))

    assert shown(small, smallest=0)["q"] == Published(
        "q", 4, {"a": 3, "b": 1}, numbers=Numbers(9, 1, 2, 3, 4, 5)
    )


# --- Questions that decide others -------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "asked", "is_withheld"),
    [
        (table(30, 20), 20, False),
        (table(48, 2), 48, True),  # the two who were not asked answered b
        (table(30, 15, 3, 2), 33, True),  # a and c were asked
        (table(30, 15, 3, 2), 30, False),
        (table(30, 15, 3, 2), 35, False),  # a and all that is hidden
        (table(47, 20, 3, base=50, is_exclusive=False), 23, True),
        (table(30, 20, share=SECRETARIAT), 20, True),
    ],
)
def test_how_many_were_asked_gives_no_small_cell_away(source, asked, is_withheld):
    follower = table(asked, key="then", sources=frozenset({"q"}))

    assert shown(source, follower, counted=50)["then"].is_withheld == is_withheld


def test_a_question_that_two_others_decide_is_shown_when_all_were_asked():
    first, second = table(30, 20), table(25, 25, key="r")
    both = frozenset({"q", "r"})

    few = shown(first, second, table(20, key="then", sources=both))["then"]
    all_of_them = shown(first, second, table(50, key="then", sources=both))["then"]

    assert [few.is_withheld, all_of_them.is_withheld] == [True, False]


# --- Size classes -----------------------------------------------------------------------------


def test_a_class_is_shown_when_neither_it_nor_the_others_have_a_small_cell():
    whole = divided((10, 10), (12, 8))

    result = shown(whole, size_class="class-0")["q"]

    assert (result.base, result.counts) == (20, {"a": 10, "b": 10})


def test_a_class_is_withheld_when_subtracting_it_leaves_a_small_cell():
    whole = divided((10, 10), (12, 3))

    assert [shown(whole, size_class=f"class-{n}")["q"].is_withheld for n in (0, 1)] == [True, True]


def test_the_smallest_class_is_withheld_along_when_one_alone_would_be_left_over():
    whole = divided((10, 10), (20, 20), (12, 3))

    shown_classes = open_classes(whole, shown(whole)["q"], 5)

    assert shown_classes == {"class-1"}


def test_no_class_is_shown_of_a_question_with_hidden_cells():
    whole = divided((10, 10, 0), (20, 20, 2))

    assert shown(whole, size_class="class-0")["q"].is_withheld


def test_a_follower_is_withheld_in_a_class_in_which_what_decides_it_is():
    deciding = divided((10, 2), (30, 20))
    follower = replace(divided((10,), (30,)), key="then", sources=frozenset({"q"}))

    result = shown(deciding, follower, counted=62, size_class="class-0")

    assert [result["q"].is_withheld, result["then"].is_withheld] == [True, True]


# --- Attacks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("smallest", [3, 5])
@pytest.mark.parametrize("is_exclusive", [True, False])
def test_a_reader_who_knows_the_rules_cannot_work_out_a_small_cell(smallest, is_exclusive):
    """Every table of three cells and up to 14 answers: those that look the same, side by side."""
    alike = defaultdict(list)
    for base, *true in product(range(15), repeat=4):
        if sum(true) == base if is_exclusive else max(true) <= base:
            one = table(*true, base=base, is_exclusive=is_exclusive)
            seen = shown(one, counted=14, smallest=smallest)["q"]
            alike[seen.base, tuple(seen.counts.values())].append(true)

    told = [
        (seen, cell)
        for seen, tables in alike.items()
        for cell in range(3)
        if len(values := {true[cell] for true in tables}) == 1 and 0 < min(values) < smallest
    ]

    assert told == []


@st.composite
def networks(draw):
    """A small network: members in classes, and what each answered to one question."""
    classes = draw(st.integers(2, 4))
    alternatives = draw(st.integers(2, 3))
    members = draw(
        st.lists(
            st.tuples(st.integers(0, classes - 1), st.integers(0, alternatives - 1)),
            min_size=1,
            max_size=60,
        )
    )
    cells = [
        [sum(member == (number, answer) for member in members) for answer in range(alternatives)]
        for number in range(classes)
    ]
    return divided(*cells)


@given(networks(), st.sampled_from([3, 5]))
@settings(max_examples=400, deadline=None)
def test_adding_and_subtracting_classes_and_totals_finds_no_small_cell(whole, smallest):
    everyone = shown(whole, smallest=smallest)["q"]
    views = {
        name: view
        for name in whole.classes
        if not (view := shown(whole, smallest=smallest, size_class=name)["q"]).is_withheld
    }

    for cell, total in everyone.counts.items():
        for some in chain.from_iterable(combinations(views, n) for n in range(len(views) + 1)):
            known = [views[name].counts[cell] for name in some]
            assert not any(0 < count < smallest for count in known)
            if total is not None:
                assert not 0 < total - sum(known) < smallest
            else:
                assert known == []


@given(networks(), st.sampled_from([3, 5]))
@settings(max_examples=200, deadline=None)
def test_a_hidden_cell_could_be_as_many_as_the_smallest_group(whole, smallest):
    """Linear reasoning over one table: what a hidden cell can at most be, by subtraction."""
    seen = shown(whole, smallest=smallest)["q"]
    if seen.base is None:
        return
    hidden = [cell for cell, count in seen.counts.items() if count is None]
    left = seen.base - sum(count or 0 for count in seen.counts.values())

    assert hidden == [] or (len(hidden) > 1 and left >= smallest)
    assert hidden != [] or left == 0
