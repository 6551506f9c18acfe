"""The cross-walk: how two frameworks meet in the tools, and where no tool brings them together."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Coalesce

from toolbox.models import Framework, FrameworkItem, Tool, ToolLink


@dataclass(frozen=True)
class Cell:
    """How many tools go with both; none is a gap."""

    column: FrameworkItem
    count: int


@dataclass(frozen=True)
class Row:
    """One item of the first framework against every item of the second."""

    item: FrameworkItem
    cells: list[Cell]

    @property
    def gap_count(self) -> int:
        return sum(cell.count == 0 for cell in self.cells)

    @property
    def met(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.count]


def cross(first: Framework, second: Framework) -> list[Row]:
    """Published tools by first × second, goals with their targets, and with older editions."""
    counts = _counts(first, second)
    items = FrameworkItem.objects.filter(framework__in={first, second}).at_the_top()
    items = list(items.select_related("framework").order_by("position"))
    columns = [item for item in items if item.framework_id == second.pk]
    return [
        Row(row, [Cell(column, counts.get((row.pk, column.pk), 0)) for column in columns])
        for row in items
        if row.framework_id == first.pk
    ]


def _counts(first: Framework, second: Framework) -> dict[tuple[int, int], int]:
    """{(row item, column item): tools}, in one query."""
    links = ToolLink.objects.filter(
        _belongs("item", first),
        _belongs("tool__links__item", second),
        tool__state=Tool.State.PUBLISHED,
    ).annotate(row=_top("item", first), column=_top("tool__links__item", second))
    counted = links.order_by().values("row", "column").annotate(tools=Count("tool", distinct=True))
    return {(found["row"], found["column"]): found["tools"] for found in counted}


def _belongs(item: str, framework: Framework) -> Q:
    """Whether the item, or what became of it, is one of the framework's."""
    return Q(**{f"{item}__framework": framework}) | Q(
        **{f"{item}__became__new__framework": framework}
    )


def _top(item: str, framework: Framework) -> Case:
    """The item at the top: a target's goal; for an older edition's, that of what became of it."""
    now = Coalesce(F(f"{item}__parent"), F(item))
    became = Coalesce(F(f"{item}__became__new__parent"), F(f"{item}__became__new"))
    return Case(When(Q(**{f"{item}__framework": framework}), then=now), default=became)
