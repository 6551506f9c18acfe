"""What may be shown of the figures: the one gate between true counts and members or the public.

A `Table` holds true counts and is never given to a template; a `Published` is what came through the
gate. The gate assumes a reader who knows this file, subtracts what is shown from every total that
is shown, and plays a size class against the whole and against the other classes. Members can divide
the answers in one way only, by size class: two ways could be played against each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, combinations

NAMED, FROM_SMALLEST_GROUP, SECRETARIAT = "named", "k", "secretariat"

# With more cells than this in a question that decides another, the other is simply not shown.
MOST_CELLS_COMBINED = 12


@dataclass(frozen=True)
class Numbers:
    """How numbers are spread; None for what is not known or not shown."""

    mean: float | None = None
    low: float | None = None
    quarter: float | None = None
    median: float | None = None
    three_quarters: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Table:
    """The true counts of one question: of those who answered, how many stand in each cell.

    In an exclusive table each answer stands in one cell. In an ordered one the cells are intervals
    and neighbours may be joined. `sources` are the questions that decide whether it is asked, and
    `classes` the same table for each size class.
    """

    key: str
    base: int
    counts: Mapping[str, int]
    is_exclusive: bool = True
    is_ordered: bool = False
    share: str = FROM_SMALLEST_GROUP
    sources: frozenset[str] = frozenset()
    numbers: Numbers | None = None
    classes: Mapping[str, "Table"] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """What may be shown of a question: None for a hidden count.

    `spans` says which cells of an ordered table each shown cell joins. A withheld question shows
    nothing, not even how many answered it.
    """

    key: str
    base: int | None
    counts: Mapping[str, int | None]
    spans: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Numbers | None = None
    is_withheld: bool = False

    @property
    def shows_nothing(self) -> bool:
        """Whether there is no count to draw, although somebody answered."""
        counts = self.counts.values()
        return self.is_withheld or (bool(counts) and all(count is None for count in counts))

    @property
    def has_hidden_cells(self) -> bool:
        return self.is_withheld or None in self.counts.values()


def published(
    tables: Mapping[str, Table], *, counted: int, smallest_group: int, size_class: str = ""
) -> dict[str, Published]:
    """What people may see of a round's figures: {key: Published}, in the order of the tables.

    `counted` is how many responses there are. A smallest group of 0 shows everything: the
    secretariat's view. With a size class, what may be seen of that class alone.
    """
    if smallest_group == 0:
        whole = {key: _in_full(table) for key, table in tables.items()}
        chosen = {key: table.classes.get(size_class) for key, table in tables.items()}
        if not size_class:
            return whole
        return {key: _in_full(chosen[key] or _emptied(tables[key])) for key in tables}
    shown: dict[str, Published] = {}
    for key, table in tables.items():
        shown[key] = _of_everyone(table, counted, smallest_group, tables, shown)
    if not size_class:
        return shown
    of_class: dict[str, Published] = {}
    for key, table in tables.items():
        # How many were asked in the class says what they answered in the question that decides.
        is_told = all(
            source in of_class and not of_class[source].is_withheld for source in table.sources
        )
        of_class[key] = (
            _of_class(table, shown[key], smallest_group, size_class)
            if is_told
            else _withheld(table)
        )
    return of_class


def _in_full(table: Table) -> Published:
    spans = {cell: (cell,) for cell in table.counts} if table.is_ordered else {}
    return Published(table.key, table.base, dict(table.counts), spans, table.numbers)


def _emptied(table: Table) -> Table:
    return replace(table, base=0, counts=dict.fromkeys(table.counts, 0), numbers=None, classes={})


def _withheld(table: Table) -> Published:
    return Published(table.key, None, dict.fromkeys(table.counts), is_withheld=True)


# --- Of everyone ------------------------------------------------------------------------------


def _of_everyone(
    table: Table,
    counted: int,
    smallest: int,
    tables: Mapping[str, Table],
    shown: Mapping[str, Published],
) -> Published:
    if table.share == SECRETARIAT:
        return _withheld(table)
    if table.share == NAMED:
        return _in_full(table)
    if 0 < table.base < smallest or _gives_sources_away(table, counted, smallest, tables, shown):
        return _withheld(table)
    return _guarded(table, smallest)


def _guarded(table: Table, smallest: int) -> Published:
    """The table with what is small hidden, or joined with its neighbours in an ordered one."""
    if table.is_ordered:
        spans = dict(_joined(table, smallest))
        joined = {name: sum(table.counts[cell] for cell in span) for name, span in spans.items()}
        numbers = _averaged(table.numbers, table.base, smallest)
        return Published(table.key, table.base, joined, spans, numbers)
    hide = _hidden_parts if table.is_exclusive else _hidden_choices
    hidden = hide(table, smallest)
    counts: dict[str, int | None] = {
        cell: None if cell in hidden else count for cell, count in table.counts.items()
    }
    return Published(table.key, table.base, counts)


def _is_small(count: int, smallest: int) -> bool:
    return 0 < count < smallest


def _hidden_parts(table: Table, smallest: int) -> set[str]:
    """The cells to hide where all add up to the base.

    The small ones, and then the next larger until what is hidden is together no small group, is
    more than one cell and is not all alike. Equal cells are hidden together, so that which cell
    was hidden along says nothing of the others: any two hidden ones could change places.
    """
    counts = table.counts
    hidden = {cell for cell, count in counts.items() if _is_small(count, smallest)}
    while hidden and len(hidden) < len(counts):
        values = [counts[cell] for cell in hidden]
        if len(hidden) > 1 and sum(values) >= smallest and len(set(values)) > 1:
            break
        left = [count for cell, count in counts.items() if cell not in hidden]
        # A zero hides nothing: with it alone beside a small cell, the sum tells the small one.
        following = min((count for count in left if count), default=0)
        hidden |= {cell for cell, count in counts.items() if count == following}
    # With only zeros left, showing them would tell that each of the others is not one.
    is_all = hidden and not any(count for cell, count in counts.items() if cell not in hidden)
    return set(counts) if is_all else hidden


def _hidden_choices(table: Table, smallest: int) -> set[str]:
    """The cells to hide where each has its own remainder: those who did not choose it."""
    return {
        cell
        for cell, count in table.counts.items()
        if _is_small(count, smallest) or _is_small(table.base - count, smallest)
    }


def _joined(table: Table, smallest: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Neighbouring intervals joined until none is small: (name, the cells that it joins)."""
    spans: list[list[str]] = []
    sums: list[int] = []
    for cell, count in table.counts.items():
        if spans and sums[-1] < smallest:
            spans[-1].append(cell)
            sums[-1] += count
        else:
            spans.append([cell])
            sums.append(count)
    if len(spans) > 1 and sums[-1] < smallest:
        last = spans.pop()
        spans[-1].extend(last)
    return ((f"{span[0]}–{span[-1]}", tuple(span)) for span in spans)


def _averaged(numbers: Numbers | None, base: int, smallest: int) -> Numbers | None:
    """The measures with enough answers on each side; lowest and highest are one member's own."""
    if numbers is None:
        return None
    return Numbers(
        mean=numbers.mean,
        median=numbers.median if base >= 2 * smallest else None,
        quarter=numbers.quarter if base >= 4 * smallest else None,
        three_quarters=numbers.three_quarters if base >= 4 * smallest else None,
    )


# --- Questions that depend on others ----------------------------------------------------------


def _gives_sources_away(
    table: Table,
    counted: int,
    smallest: int,
    tables: Mapping[str, Table],
    shown: Mapping[str, Published],
) -> bool:
    """Whether how many answered tells how few answered something else in another question."""
    if not table.sources:
        return False
    if table.base == 0:
        return any(key not in shown or shown[key].has_hidden_cells for key in table.sources)
    if _is_small(counted - table.base, smallest):
        return True
    if len(table.sources) > 1:
        return table.base != counted
    (source,) = table.sources
    if source not in shown or shown[source].is_withheld:
        return True
    if not shown[source].has_hidden_cells:
        return False
    return any(
        _is_small(abs(table.base - known), smallest)
        for known in _known_sums(tables[source], shown[source])
    )


def _known_sums(table: Table, shown: Published) -> Iterable[int]:
    """What can be added up from the cells that are shown, with the hidden ones as one and without.

    Too many to add up: every number there is.
    """
    values = [count for count in shown.counts.values() if count is not None]
    if len(values) > MOST_CELLS_COMBINED:
        return range(table.base + 1)
    if not table.is_exclusive:
        return chain([table.base], values, (table.base - value for value in values))
    hidden = table.base - sum(values)
    sums = {sum(some) for length in range(len(values) + 1) for some in combinations(values, length)}
    return sums | {known + hidden for known in sums}


# --- Of one size class ------------------------------------------------------------------------


def _of_class(table: Table, whole: Published, smallest: int, size_class: str) -> Published:
    if table.share == NAMED:
        return _in_full(table.classes.get(size_class) or _emptied(table))
    if whole.has_hidden_cells or size_class not in open_classes(table, whole, smallest):
        return _withheld(table)
    part = table.classes[size_class]
    counts = _cells(part, whole)
    return Published(
        table.key, part.base, counts, whole.spans, _averaged(part.numbers, part.base, smallest)
    )


def open_classes(table: Table, whole: Published, smallest: int) -> set[str]:
    """The size classes that may be shown by themselves.

    Each must have no small cell and no small remainder, and neither may all the classes that are
    not shown, taken together: they are what is left when the shown ones are subtracted.
    """
    if table.base == 0 or not table.classes:
        return set()
    is_open = {
        name
        for name, part in table.classes.items()
        if part.base >= smallest and _is_safe(part, whole, smallest)
    }
    while is_open:
        rest = [part for name, part in table.classes.items() if name not in is_open]
        if _is_safe(_together(table, rest), whole, smallest):
            break
        least = min(table.classes[name].base for name in is_open)
        is_open -= {name for name in is_open if table.classes[name].base == least}
    return is_open


def _cells(part: Table, whole: Published) -> dict[str, int | None]:
    """The counts of a class in the cells of the whole."""
    if not whole.spans:
        return dict(part.counts)
    return {name: sum(part.counts[cell] for cell in span) for name, span in whole.spans.items()}


def _is_safe(part: Table, whole: Published, smallest: int) -> bool:
    counts = [count or 0 for count in _cells(part, whole).values()]
    if not part.is_exclusive:
        counts += [part.base - count for count in counts]
    return not any(_is_small(count, smallest) for count in [part.base, *counts])


def _together(table: Table, parts: list[Table]) -> Table:
    counts = {cell: sum(part.counts[cell] for part in parts) for cell in table.counts}
    return replace(table, base=sum(part.base for part in parts), counts=counts, classes={})
