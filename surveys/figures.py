"""Drawing the results: each question's published counts as a chart, a finding and facts.

Nothing here knows the true counts: what is drawn, said and put in tables is what was published.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekom import charts
from sekom.text import say_number
from surveys import findings
from surveys.counting import NOT_TICKED, TICKED
from surveys.disclosure import Numbers, Published
from surveys.questionnaires import Answer, Choice, Item, Kind, Page, Questionnaire, chosen_values

EARLIEST_YEAR, LATEST_YEAR = 1900, 2110

type Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Drawer:
    """Draws the questions of a survey in a language, with one member's own answers marked.

    `edges` says where the intervals of numbers begin; `own` is {key: answer} of `own_name`.
    """

    questionnaire: Questionnaire
    published: Mapping[str, Published]
    edges: Mapping[str, list[float]]
    language: str
    own: Mapping[str, Answer]
    own_name: str = ""

    def label(self, row: Item | Page | Choice) -> str:
        """The words of a row, in which what was answered elsewhere cannot be known."""
        words = self.questionnaire.label(row, self.language)
        return self.questionnaire.piped(words, {}, language=self.language)

    def own_answer(self, item: Item) -> str:
        """What the marked member answered, in words."""
        return self.questionnaire.display(item, self.own.get(item.key), self.language)

    def draw(self, item: Item) -> tuple[charts.Chart, Facts]:
        """The chart of a question that somebody answered, and what more is to say in numbers."""
        published = self.published[item.key]
        if published.spans:
            return self._numbers(item, published)
        if item.kind == Kind.ACKNOWLEDGE:
            labels = {TICKED: _("Ticked"), NOT_TICKED: _("Not ticked")}
            finding = findings.of_tick(published.counts[TICKED], published.base)
            own = [TICKED] if self.own.get(item.key) else []
            return self._bars(item, labels, own, finding), ()
        labels = {choice.value: self.label(choice) for choice in item.choices}
        own = chosen_values(self.own.get(item.key))
        if item.kind == Kind.SELECT_MULTIPLE:
            return self._bars(item, labels, own, findings.of_several(published, labels)), ()
        return self._bars(item, labels, own, findings.of_one(published, labels)), ()

    def draw_matrix(self, rows: list[Item]) -> tuple[str, str, list[charts.StackedRow]]:
        """Statements over one scale: (base, finding, rows)."""
        scale = [(choice.value, self.label(choice)) for choice in rows[0].choices]
        drawn = [self._stacked(row, [value for value, _label in scale]) for row in rows]
        statements = [findings.Statement(self.label(row), self.published[row.key]) for row in rows]
        bases = {of for row in rows if (of := self.published[row.key].base)}
        if len(bases) == 1:
            base = self._percent_of(bases.pop())
        else:
            base = _("Per cent of those who answered each row.")
        has_own = any(row.own is not None for row in drawn)
        return self._marked(base, has_own), findings.of_matrix(statements, scale), drawn

    @property
    def own_label(self) -> str:
        return _("The answer of %(member)s") % {"member": self.own_name} if self.own_name else ""

    def _marked(self, base: str, is_marked: bool) -> str:
        if not is_marked:
            return base
        marked = _("The answer of %(member)s is marked.") % {"member": self.own_name}
        return f"{base} {marked}"

    @staticmethod
    def _percent_of(base: int) -> str:
        words = ngettext("Per cent of %(count)s answer.", "Per cent of %(count)s answers.", base)
        return words % {"count": say_number(base)}

    def _bars(
        self, item: Item, labels: Mapping[str, str], own: list[str], finding: str
    ) -> charts.BarChart:
        published = self.published[item.key]
        base = self._percent_of(published.base or 0)
        if item.kind == Kind.SELECT_MULTIPLE:
            several = _("Several could be chosen.")
            base = f"{base} {several}"
        return charts.BarChart(
            title=self.label(item),
            base=self._marked(base, bool(own)),
            finding=finding,
            bars=[
                _bar(labels[cell], count, published.base, is_own=cell in own)
                for cell, count in published.counts.items()
            ],
            own_label=self.own_label,
        )

    def _stacked(self, row: Item, scale: list[str]) -> charts.StackedRow:
        published = self.published[row.key]
        own = chosen_values(self.own.get(row.key))
        place = scale.index(own[0]) if own and own[0] in scale else None
        if published.has_hidden_cells or not published.base:
            return charts.StackedRow(self.label(row), [0] * len(scale), is_hidden=True, own=place)
        parts = [findings.share(published.counts[value] or 0, published.base) for value in scale]
        return charts.StackedRow(self.label(row), parts, own=place)

    # Numbers

    def _numbers(self, item: Item, published: Published) -> tuple[charts.Chart, Facts]:
        edges = self.edges[item.key]
        say = _say_year if edges[0] >= EARLIEST_YEAR and edges[-1] <= LATEST_YEAR else _say_measure
        own = _place(_measure(self.own.get(item.key)), edges)
        last = str(len(edges) - 2)
        bars = []
        for name, count in published.counts.items():
            span = published.spans[name]
            # Joined intervals at the ends are left open: where they end is one member's answer.
            low = None if span[0] == "0" and len(span) > 1 else edges[int(span[0])]
            high = None if span[-1] == last and len(span) > 1 else edges[int(span[-1]) + 1]
            label = _interval(low, high, item.kind == Kind.DECIMAL, say)
            bars.append(_bar(label, count, published.base, is_own=own in span))
        chart = charts.NumberSummary(
            title=self.label(item),
            base=self._marked(self._percent_of(published.base or 0), own is not None),
            finding=findings.of_numbers(published, say),
            bars=bars,
            own_label=self.own_label,
        )
        return chart, tuple(_facts(published.numbers, say))


def _bar(label: str, count: int | None, base: int | None, *, is_own: bool) -> charts.Bar:
    if count is None:
        return charts.Bar(label, None, is_own=is_own, is_hidden=True)
    return charts.Bar(label, count, findings.share(count, base or 0), is_own)


def _say_measure(number: float) -> str:
    return say_number(round(number, 2))


def _say_year(number: float) -> str:
    return str(round(number))


def _measure(answer: Answer) -> float | None:
    """A stored number as it is, and a stored day as its year."""
    if isinstance(answer, str):
        return float(answer[:4])
    return float(answer) if isinstance(answer, int | float) else None


def _place(number: float | None, edges: list[float]) -> str | None:
    """The name of the interval that a number lies in."""
    if number is None:
        return None
    return next(
        (
            str(place)
            for place in range(len(edges) - 1)
            if edges[place] <= number < edges[place + 1]
        ),
        None,
    )


def _interval(
    low: float | None, high: float | None, is_decimal: bool, say: Callable[[float], str]
) -> str:
    """What an interval holds: 10–19, under 20, 20 or more; the upper end is not in it."""
    if low is None:
        return _("All answers") if high is None else _("Under %(high)s") % {"high": say(high)}
    if high is None:
        return _("%(low)s or more") % {"low": say(low)}
    if is_decimal or not (low.is_integer() and high.is_integer()):
        return _("%(low)s to under %(high)s") % {"low": say(low), "high": say(high)}
    return say(low) if high - low == 1 else f"{say(low)}–{say(high - 1)}"


def _facts(numbers: Numbers | None, say: Callable[[float], str]) -> Iterator[tuple[str, str]]:
    """What is known of how numbers are spread: (what, how much)."""
    if numbers is None:
        return
    if numbers.median is not None:
        yield _("In the middle (median)"), say(numbers.median)
    if numbers.mean is not None:
        yield _("On average"), say(numbers.mean)
    if numbers.quarter is not None and numbers.three_quarters is not None:
        yield _("Half are between"), f"{say(numbers.quarter)}–{say(numbers.three_quarters)}"
    if numbers.low is not None and numbers.high is not None:
        yield _("Lowest and highest"), f"{say(numbers.low)}–{say(numbers.high)}"
