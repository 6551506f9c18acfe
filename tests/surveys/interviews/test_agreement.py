"""How well two coders agree: against the package `krippendorff`, and by the definitions."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.interviews.agreement import Agreement

# What krippendorff 0.9.0 says of two coders with nominal data, for the counts in front.
BY_THE_PACKAGE = [
    ((1, 0, 1, 1), 0.4444444444444444),
    ((2, 0, 0, 1), 1.0),
    ((6, 2, 0, 1), 0.3928571428571428),
    ((1, 1, 0, 18), 0.6486486486486487),
    ((5, 1, 0, 14), 0.877742946708464),
    ((12, 1, 1, 6), 0.7857142857142857),
    ((20, 1, 1, 38), 0.9273504273504274),
    ((37, 2, 0, 21), 0.9288277511961722),
    ((11, 2, 2, 185), 0.8358700123406005),
    ((127, 7, 11, 55), 0.7937155330882353),
    ((35, 13, 10, 942), 0.7407570298447711),
    ((278, 34, 40, 648), 0.8286108214575367),
]


@pytest.mark.parametrize(("counts", "alpha"), BY_THE_PACKAGE)
def test_alpha_is_what_the_package_says(counts, alpha):
    assert Agreement(*counts).alpha == pytest.approx(alpha, abs=1e-9)


def test_kappa_is_what_the_textbook_says():
    # 50 proposals, two readers: 20 yes from both, 15 no from both, 5 and 10 split.
    assert Agreement(20, 5, 10, 15).kappa == pytest.approx(0.4, abs=1e-12)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_both_measures_are_what_their_definitions_say(pairs):
    first, second = zip(*pairs, strict=True)

    agreement = Agreement.of(first, second)

    assert agreement.passages == len(pairs)
    assert agreement.kappa == pytest.approx(kappa_by_definition(pairs), abs=1e-9)
    assert agreement.alpha == pytest.approx(alpha_by_definition(pairs), abs=1e-9)


def test_nothing_is_measured_where_nothing_varies():
    assert (Agreement(0, 0, 0, 9).kappa, Agreement(0, 0, 0, 9).alpha) == (None, None)
    assert (Agreement(9, 0, 0, 0).kappa, Agreement(9, 0, 0, 0).alpha) == (None, None)
    assert (Agreement(0, 0, 0, 0).kappa, Agreement(0, 0, 0, 0).alpha) == (None, None)


def kappa_by_definition(pairs):
    observed = sum(one == other for one, other in pairs) / len(pairs)
    expected = (
        sum(
            sum(one is value for one, _ in pairs) * sum(other is value for _, other in pairs)
            for value in (True, False)
        )
        / len(pairs) ** 2
    )
    return None if expected == 1 else (observed - expected) / (1 - expected)


def alpha_by_definition(pairs):
    values = [value for pair in pairs for value in pair]
    observed = sum(one != other for one, other in pairs) / len(pairs)
    drawn = list(permutations(values, 2))
    expected = sum(one != other for one, other in drawn) / len(drawn)
    return None if expected == 0 else 1 - observed / expected
