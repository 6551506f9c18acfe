"""Charts for page, mail and PDF from one call: an accessible SVG, and the same figures as a table.

A chart says its finding; its heading is the question, its base the number of answers. Colours come
from a palette, since style sheets reach an SVG on a page but not one in a PDF or a mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sekom.drawing import LINE_HEIGHT, Drawing, Palette, width_of, wrapped
from sekom.text import say_number, say_percent

# --- What a chart is made of ------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """One answer: how many gave it, and what share that is."""

    label: str
    value: float | Decimal | None
    share_percent: float | Decimal | None = None
    is_own: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class BarChart:
    """Bars that lie down, one for each answer; the value is written at the end of each."""

    title: str
    base: str
    finding: str
    bars: Sequence[Bar]
    unit: str = "%"
    own_label: str = ""
    others_label: str = ""


@dataclass(frozen=True)
class NumberSummary:
    """How numbers are spread: a bar for each interval, few and without gaps between them."""

    title: str
    base: str
    finding: str
    bars: Sequence[Bar]
    unit: str = "%"
    own_label: str = ""
    others_label: str = ""


@dataclass(frozen=True)
class StackedRow:
    """One statement: the share of each step of the scale in percent; own is a step's place."""

    label: str
    parts: Sequence[float | Decimal]
    is_hidden: bool = False
    own: int | None = None


@dataclass(frozen=True)
class LikertChart:
    """Statements over one scale from low to high, each row a hundred percent."""

    title: str
    base: str
    finding: str
    scale_labels: Sequence[str]
    rows: Sequence[StackedRow]
    own_label: str = ""


@dataclass(frozen=True)
class SharePart:
    """One state and how many are in it; the rest is drawn in a quiet colour."""

    label: str
    count: int
    is_rest: bool = False


@dataclass(frozen=True)
class ShareBar:
    """How a whole is divided: one bar, its parts named under it."""

    title: str
    base: str
    finding: str
    parts: Sequence[SharePart]


type Chart = BarChart | NumberSummary | LikertChart | ShareBar


@dataclass(frozen=True)
class Table:
    """The figures of a chart in words; the first cell of a row names it."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


SCALES = {
    1: ("d5",),
    2: ("d1", "d5"),
    3: ("d1", "d3", "d5"),
    4: ("d1", "d2", "d4", "d5"),
    5: ("d1", "d2", "d3", "d4", "d5"),
}
CATEGORIES = ("c1", "c2", "c3", "c4")

type Width = Literal["wide", "middle", "narrow", "page"]
WIDTHS: dict[Width, int] = {"wide": 1136, "middle": 540, "narrow": 320, "page": 643}

GAP = 10
POINTER = 10  # room over a bar for what points at one's own answer


def render(chart: Chart, *, palette: Palette, width: Width) -> SafeString:
    """The chart as inline SVG. Bars are never wider than 540; "page" fills a PDF's page."""
    if not isinstance(chart, LikertChart | ShareBar) and width == "wide":
        width = "middle"
    drawing = Drawing(palette, WIDTHS[width])
    match chart:
        case BarChart():
            _draw_bars(drawing, chart, gap=12)
        case NumberSummary():
            _draw_bars(drawing, chart, gap=4)
        case LikertChart():
            _draw_likert(drawing, chart)
        case ShareBar():
            _draw_shares(drawing, chart)
    return drawing.finish(chart.finding or chart.title, _in_words(chart))


def table(chart: Chart) -> Table:
    """The same figures as a plain table, for the page and the PDF."""
    match chart:
        case BarChart() | NumberSummary():
            return _bar_table(chart)
        case LikertChart():
            head = (gettext("Statement"), *(f"{label}, %" for label in chart.scale_labels))
            return Table(head, tuple(_likert_cells(row, chart) for row in chart.rows))
        case ShareBar():
            whole = sum(part.count for part in chart.parts)
            return Table(
                (gettext("State"), gettext("Number"), gettext("Share")),
                tuple(
                    (part.label, say_number(part.count), _share(part.count, whole))
                    for part in chart.parts
                ),
            )


@dataclass(frozen=True)
class Figure:
    """A chart with all that stands around it, for `charts/_figure.html` and its PDF sister."""

    chart: Chart
    key: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether it has a drawing of its own for a whole page's width."""
        return isinstance(self.chart, LikertChart | ShareBar)

    @cached_property
    def wide(self) -> SafeString:
        return render(self.chart, palette=Palette.WEB, width="wide")

    @cached_property
    def middle(self) -> SafeString:
        return render(self.chart, palette=Palette.WEB, width="middle")

    @cached_property
    def narrow(self) -> SafeString:
        return render(self.chart, palette=Palette.WEB, width="narrow")

    @cached_property
    def page(self) -> SafeString:
        return render(self.chart, palette=Palette.PRINT, width="page")

    @cached_property
    def table(self) -> Table:
        return table(self.chart)


def even_edges(lowest: float, highest: float, most: int = 6) -> list[float]:
    """Round numbers that cut a span into at most so many intervals; the last one is past the end.

    [0, 20, 40, 60] means 0 to under 20, 20 to under 40, 40 to under 60.
    """
    step = Decimal(1)
    span = Decimal(str(highest)) - Decimal(str(lowest))
    while span / step < 1 and step > Decimal("0.001") and span:
        step /= 10
    factors = (Decimal(2), Decimal("2.5"), Decimal(2))
    turn = 0
    while True:
        first = (Decimal(str(lowest)) // step) * step
        count = int((Decimal(str(highest)) - first) // step) + 1
        if count <= most:
            return [float(first + step * number) for number in range(count + 1)]
        step *= factors[turn % 3]
        turn += 1


# --- The words of a chart ---------------------------------------------------------------------


def hidden_words() -> str:
    """What stands in the place of a figure that could give somebody away."""
    return gettext("not shown")


def _said(bar: Bar, unit: str) -> str:
    """A bar's value as it is written at its end."""
    if bar.is_hidden or bar.value is None:
        return hidden_words()
    if unit == "%":
        return say_percent(_length(bar, unit))
    return f"{say_number(bar.value)}\u00a0{unit}".strip("\u00a0")


def _length(bar: Bar, unit: str) -> float:
    """What a bar's length stands for."""
    if bar.is_hidden:
        return 0
    length = bar.share_percent if unit == "%" else bar.value
    return float(length or 0)


def _share(count: int, whole: int) -> str:
    return say_percent(100 * count / whole) if whole else say_percent(0)


def _bar_table(chart: BarChart | NumberSummary) -> Table:
    has_shares = any(bar.share_percent is not None for bar in chart.bars)
    head = [gettext("Answer"), gettext("Number") if chart.unit == "%" else chart.unit]
    if has_shares:
        head.append(gettext("Share"))
    rows = []
    for bar in chart.bars:
        label = f"{bar.label} ({_own(chart)})" if bar.is_own else bar.label
        if bar.is_hidden or bar.value is None:
            cells = [hidden_words()] * (len(head) - 1)
        else:
            cells = [say_number(bar.value)]
            if has_shares:
                cells.append(say_percent(bar.share_percent or 0))
        rows.append((label, *cells))
    return Table(tuple(head), tuple(rows))


def _likert_cells(row: StackedRow, chart: LikertChart) -> tuple[str, ...]:
    if row.is_hidden:
        return (row.label, *[hidden_words()] * len(chart.scale_labels))
    cells = [say_number(part, 0) for part in row.parts]
    if row.own is not None:
        cells[row.own] += f" ({_own(chart)})"
    return (row.label, *cells)


def _own(chart: BarChart | NumberSummary | LikertChart) -> str:
    return chart.own_label or gettext("Your answer")


def _in_words(chart: Chart) -> str:
    """Every figure of the chart in one text, for those who hear it."""
    made = table(chart)
    rows = (f"{name}: {', '.join(cells)}" for name, *cells in made.rows)
    return f"{', '.join(made.headers)}. {'; '.join(rows)}."


# --- Bars -------------------------------------------------------------------------------------


def _draw_bars(drawing: Drawing, chart: BarChart | NumberSummary, gap: int) -> None:
    has_own = any(bar.is_own for bar in chart.bars)
    longest = 100.0
    if chart.unit != "%":
        longest = max((_length(bar, chart.unit) for bar in chart.bars), default=0) or 1
    draw = _bar_under_label if drawing.is_narrow else _bar_beside_label
    beside = _label_column(drawing, [bar.label for bar in chart.bars])
    said = [_said(bar, chart.unit) for bar in chart.bars if not bar.is_hidden]
    after = max([width_of(value) for value in said] or [0]) + GAP
    for bar in chart.bars:
        colour = "c1" if bar.is_own or not has_own else "s5"
        length = _length(bar, chart.unit) / longest
        draw(drawing, bar, _said(bar, chart.unit), colour, length, beside, after)
        drawing.y += gap
    if has_own:
        keys = [("c1", _own(chart)), ("s5", chart.others_label or gettext("Other answers"))]
        drawing.legend(keys)


def _bar_beside_label(drawing, bar, said, colour, length, beside, after) -> None:
    """The label to the left, the bar after it and the value at its end."""
    lines = wrapped(bar.label, beside)
    height = max(20, LINE_HEIGHT * len(lines))
    middle = drawing.y + height / 2
    drawing.text(lines, beside, middle, anchor="end", is_bold=bar.is_own)
    left = beside + GAP
    track = drawing.width - left - after
    if bar.is_hidden:
        drawing.text(wrapped(said, track), left, middle, colour="muted")
    else:
        drawing.rect(left, middle - 10, track, 20, "surface-2", corner=3)
        drawing.rect(left, middle - 10, _seen(track * length), 20, colour, corner=3)
        drawing.text([said], left + track + GAP, middle, is_bold=True)
    drawing.y += height


def _bar_under_label(drawing, bar, said, colour, length, beside, after) -> None:
    """The label and the value on a line of their own, the bar under them."""
    if bar.is_hidden:
        lines = wrapped(bar.label, drawing.width) + wrapped(said, drawing.width)
        split = len(wrapped(bar.label, drawing.width))
        drawing.lines(lines[:split], is_bold=bar.is_own)
        drawing.lines(lines[split:], colour="muted")
        return
    lines = wrapped(bar.label, drawing.width - after)
    first = drawing.y + LINE_HEIGHT / 2
    drawing.text([said], drawing.width, first, anchor="end", is_bold=True)
    drawing.lines(lines, is_bold=bar.is_own)
    drawing.rect(0, drawing.y + 2, drawing.width, 16, "surface-2", corner=3)
    drawing.rect(0, drawing.y + 2, _seen(drawing.width * length), 16, colour, corner=3)
    drawing.y += 20


def _seen(length: float) -> float:
    """A bar that is not nothing can be seen."""
    return max(length, 3) if length > 0 else 0


# --- Statements over a scale ------------------------------------------------------------------


def _draw_likert(drawing: Drawing, chart: LikertChart) -> None:
    colours = _scale_colours(len(chart.scale_labels))
    drawing.legend(list(zip(colours, chart.scale_labels, strict=True)))
    drawing.y += GAP
    beside = _label_column(drawing, [row.label for row in chart.rows])
    for row in chart.rows:
        left = 0 if drawing.is_narrow else beside + GAP
        height = 30
        has_pointer = row.own is not None and not row.is_hidden
        if has_pointer and not drawing.is_narrow:
            drawing.y += POINTER
        if drawing.is_narrow:
            drawing.lines(wrapped(row.label, drawing.width))
            drawing.y += POINTER if has_pointer else 2
        else:
            lines = wrapped(row.label, beside)
            height = max(height, LINE_HEIGHT * len(lines))
            drawing.text(lines, beside, drawing.y + height / 2, anchor="end")
        _stacked(drawing, row, colours, left, drawing.y + (height - 30) / 2)
        drawing.y += height + 12
    if any(row.own is not None for row in chart.rows):
        drawing.pointer(6, drawing.y + 13)
        drawing.text([_own(chart)], 20, drawing.y + LINE_HEIGHT / 2)
        drawing.y += LINE_HEIGHT


def _scale_colours(steps: int) -> list[str]:
    """A colour for each step; a longer scale shares the middle colours between neighbours."""
    if steps in SCALES:
        return list(SCALES[steps])
    return [SCALES[5][round(4 * number / (steps - 1))] for number in range(steps)]


def _stacked(drawing: Drawing, row: StackedRow, colours: list[str], left: float, top: float):
    """One row of a hundred percent, with the numbers that have room inside their part."""
    room = drawing.width - left
    whole = float(sum(row.parts))
    if row.is_hidden or not whole:
        drawing.text(wrapped(hidden_words(), room), left, top + 15, colour="muted")
        return
    for number, (part, colour) in enumerate(zip(row.parts, colours, strict=True)):
        length = room * float(part) / whole
        if length:
            drawing.rect(left, top, max(length - 2, 1), 30, colour, corner=3)
            said = say_number(part, 0)
            if width_of(said) + 2 <= length - 2:
                ink = "on-d-ends" if colour in ("d1", "d5") else "on-d-middle"
                drawing.text(
                    [said], left + length / 2 - 1, top + 15, ink, anchor="middle", is_bold=True
                )
        if number == row.own:
            drawing.pointer(left + length / 2 - 1, top - 2)
        left += length


# --- Parts of a whole -------------------------------------------------------------------------


def _draw_shares(drawing: Drawing, chart: ShareBar) -> None:
    parts = _at_most_four(chart.parts)
    whole = sum(part.count for part, _colour in parts) or 1
    left = 0.0
    drawing.rect(0, 0, drawing.width, 16, "surface-2", corner=3)
    for part, colour in parts:
        length = drawing.width * part.count / whole
        if length:
            drawing.rect(left, 0, max(length - 2, 2), 16, colour, corner=3)
        left += length
    drawing.y = 16 + GAP
    drawing.legend([(colour, f"{part.label} {say_number(part.count)}") for part, colour in parts])


def _at_most_four(parts: Sequence[SharePart]) -> list[tuple[SharePart, str]]:
    """Each part with its colour; what there is no colour for is put together."""
    named = [part for part in parts if not part.is_rest]
    rest = [part for part in parts if part.is_rest]
    if len(named) > len(CATEGORIES):
        rest = [*named[len(CATEGORIES) :], *rest]
        named = named[: len(CATEGORIES)]
    coloured = list(zip(named, CATEGORIES, strict=False))
    if len(rest) > 1:
        rest = [SharePart(gettext("Other"), sum(part.count for part in rest), is_rest=True)]
    return coloured + [(replace(part, is_rest=True), "c0") for part in rest]


def _label_column(drawing: Drawing, labels: Sequence[str]) -> float:
    """How much of the width goes to the labels: two fifths at most, more for a long word."""
    longest = max((width_of(label) for label in labels), default=0)
    longest_word = max((width_of(word) for label in labels for word in label.split()), default=0)
    return min(longest, max(drawing.width * 0.4, min(longest_word, drawing.width * 0.46)))
