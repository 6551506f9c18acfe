from types import SimpleNamespace

import pytest

from toolbox import stops
from toolbox.models import Step, StepWork

State = StepWork.State


def path_of(*joins):
    """Steps that have never been saved, joined like this, and what was done on them."""
    return [
        Step(pk=number, key=f"s{number}", title=f"Steg {number}", joins=joined)
        for number, joined in enumerate(joins, 1)
    ]


def done(*numbers):
    return [SimpleNamespace(step_id=number, state=State.DONE) for number in numbers]


def test_stops_share_a_number_with_the_one_that_they_are_joined_to():
    found = stops.stops_of(path_of("new", "or", "and", "new"))

    assert [(stop.number, stop.joins) for stop in found] == [
        (1, ""),
        (1, "or"),
        (1, "and"),
        (2, ""),
    ]


@pytest.mark.parametrize(
    ("joins", "did", "expected"),
    [
        (("new", "new"), (), (0, 2)),
        (("new", "new"), (1,), (1, 2)),
        (("new", "or", "new"), (2,), (1, 2)),
        (("new", "and", "new"), (2,), (0, 2)),
        (("new", "and", "new"), (1, 2), (1, 2)),
        (("new", "or", "and"), (2,), (0, 1)),
        (("new", "or", "and"), (2, 3), (1, 1)),
        ((), (), (0, 0)),
    ],
)
def test_count_done_counts_numbers_by_their_ways(joins, did, expected):
    found = stops.stops_of(path_of(*joins), done(*did))

    assert stops.count_done(found) == expected


@pytest.mark.parametrize(
    ("did", "asked", "expected"),
    [
        ((), "", "s1"),
        ((1,), "", "s3"),
        ((1, 3), "", "s1"),
        ((1,), "s2", "s2"),
        ((), "finns-inte", "s1"),
    ],
)
def test_stops_open_the_one_to_do_next_unless_another_is_asked_for(did, asked, expected):
    found = stops.stops_of(path_of("new", "or", "new"), done(*did), open_key=asked)

    assert [stop.step.key for stop in found if stop.is_open] == [expected]
