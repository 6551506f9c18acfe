"""The bench: every row can be measured. How quick anything is depends on the machine."""

import pytest

from sekom.bench import (
    actions,
    compilations,
    counting,
    erasing,
    growing,
    importing,
    journals,
    network,
    pages,
    quotes,
    reports,
    saving,
    searching,
    signups,
    tools,
    workshops,
)
from sekom.bench.everything import measure_all
from sekom.bench.measuring import Size, by_turns

TINY = Size(
    members=12,
    responses=40,
    saves=2,
    rounds=1,
    requests=1,
    report_rounds=1,
    pages=60,
    tools=60,
    actions=20,
    workshops=20,
    imported=20,
    statements=40,
    quotes=20,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def one_factor(settings):
    """As in the demo, over which the bench runs."""
    settings.REQUIRE_TWO_FACTOR = False


def test_every_row_has_a_ratio_and_its_floor_a_name(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = str(tmp_path)

    measured = list(measure_all(TINY))

    assert [floor for floor, _rows in measured] == [
        *(pages.FLOOR, importing.FLOOR, saving.FLOOR, signups.FLOOR),
        *(reports.FLOOR, erasing.FLOOR),
        journals.FLOOR,
        *(counting.FLOOR, compilations.FLOOR, quotes.FLOOR, searching.FLOOR, tools.FLOOR),
        *(workshops.FLOOR, actions.FLOOR, growing.FLOOR),
    ]
    rows = [row for _floor, rows in measured for row in rows]
    assert [row.what for row in rows if not row.ratio > 0 or not row.facts] == []
    assert rows[0].what == "Directory of 12 members on one page"


def test_by_turns_compares_the_middle_of_what_each_took():
    clock = iter([0, 5, 5, 6, 10, 12, 20, 21, 30, 90, 90, 91])

    taken = by_turns(lambda: None, lambda: None, rounds=3, clock=lambda: next(clock))

    assert taken == (5, 1)


def test_the_directory_asks_no_more_than_it_may_whatever_its_length():
    secretary = network.make_network(311)

    cost = pages.cost_of("/medlemmar/?antal=311", secretary, rounds=1, requests=1)

    assert cost.queries <= pages.DIRECTORY_QUERIES
