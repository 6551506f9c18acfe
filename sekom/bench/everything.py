"""Everything that the bench measures, one after the other, over one network."""

from collections.abc import Iterator

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
from sekom.bench.measuring import Row, Size


def measure_all(size: Size) -> Iterator[tuple[str, list[Row]]]:
    """(floor, rows measured against it), over a network that is made in an empty database."""
    secretary = network.make_network(size.members)
    version = network.make_version(secretary)
    round = network.open_round(version, secretary)
    done = network.answered_round(version, slug="besvarad", responses=size.members)

    directory = pages.measure_directory(secretary, size)
    yield pages.FLOOR, [directory, *pages.measure_pages(secretary, round, done, size)]
    yield importing.FLOOR, [importing.measure_import(secretary, size)]
    yield saving.FLOOR, [saving.measure_saving(round, size)]
    yield signups.FLOOR, [signups.measure_signups(size)]
    yield reports.FLOOR, [reports.measure_report(done, secretary, size)]
    yield erasing.FLOOR, [erasing.measure_erasure(secretary, size)]
    yield journals.FLOOR, [journals.measure_journal(secretary, size)]

    long = network.make_long_version()
    few = network.answered_round(long, slug="fa", responses=size.responses // 10)
    many = network.answered_round(long, slug="manga", responses=size.responses)
    yield counting.FLOOR, [counting.measure_results(few, many, size)]
    yield compilations.FLOOR, compilations.measure_matrices(size)
    yield quotes.FLOOR, [quotes.measure_quotes(size)]
    yield searching.FLOOR, [searching.measure_search(size)]
    yield tools.FLOOR, tools.measure_tools(size)
    yield workshops.FLOOR, workshops.measure_workshops(size)
    yield actions.FLOOR, actions.measure_actions(secretary, size)
    yield growing.FLOOR, growing.measure_growth(secretary, size)
