"""A copy of everything that is kept of one person: to read, and as a file for other programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sekom import changes, personal_data
from sekom.personal_data import Kept

# As many rows of a kind as the page shows; the file has them all.
SHOWN = 50


@dataclass(frozen=True)
class Section:
    """One kind of rows: their headings, the first of them in words, and how many there are."""

    kept: Kept
    name: str
    headings: list[str]
    rows: list[list[str]]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """The rows with each value beside its heading."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]

    @property
    def only(self) -> list[tuple[str, str]]:
        """The first row, where there is no more than one."""
        return self.cells[0]


def sections(person) -> list[Section]:
    """What is kept of a person, in words: only what there is something of."""
    found = []
    for kept in personal_data.table():
        rows = _rows(kept, person)
        count = rows.count() if kept.shows else 0
        if count:
            lines = [[_say(row, column) for column in _columns(kept)] for row in rows[:SHOWN]]
            headings = [changes.heading(column) for column in _columns(kept)]
            found.append(Section(kept, kept.name, headings, lines, count))
    return found


def copy_of(person) -> dict[str, Any]:
    """Everything, for a file: {"about": …, "data": {model: [{column: value}]}, "history": …}.

    `not_included` says of what there is no copy, and why.
    """
    table = personal_data.table()
    data: dict[str, list] = {}
    history: dict[str, list] = {}
    for kept in table:
        label = kept.model._meta.label
        if kept.shows:
            data.setdefault(label, []).extend(_values(_rows(kept, person), kept.shows))
        events = kept.history_of(person)
        if kept.shows and events is not None:
            history.setdefault(label, []).extend(_events(events, kept.shows))
    return {
        "about": {
            "person": person.name,
            "made_at": timezone.now(),
            "purposes": {
                str(purpose.what): {
                    "why": str(purpose.why),
                    "basis": str(purpose.basis.label),
                    "kept": str(purpose.period),
                    "models": sorted({kept.model._meta.label for kept in lines}),
                }
                for purpose, lines in personal_data.purposes().items()
            },
        },
        "data": data,
        "history": history,
        "not_included": {kept.model._meta.label: str(kept.exempt) for kept in table if kept.exempt},
    }


def _rows(kept: Kept, person) -> QuerySet:
    """The rows, with what their columns lead to: a copy costs the same for one row and for many."""
    leads = [
        lookup
        for column in _columns(kept)
        if isinstance(column, models.ForeignKey)
        for lookup in changes.leads_of(column)
    ]
    # None: without names it would follow every column.
    return kept.rows_of(person).select_related(*leads or (None,))


def _say(row: models.Model, column: Any) -> str:
    """The value in words; what only a program can read is left to the file."""
    value = None if column.is_relation else getattr(row, column.name)
    items = value if isinstance(value, list) else [value]
    if value and any(isinstance(item, dict) for item in items):
        return _("in the file")
    return changes.say(row, column)


def _columns(kept: Kept) -> list[Any]:
    return [kept.model._meta.get_field(name) for name in kept.shows]


def _values(rows: QuerySet, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for row in rows.iterator(chunk_size=1000):
        yield {name: _plain(row, name) for name in names}


def _events(events: QuerySet, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The earlier states of the rows: when, and what their columns held; rows by their number."""
    model: Any = events.model
    there = {field.name: field.attname for field in model._meta.concrete_fields}
    columns = [there[name] for name in names if name in there]
    yield from events.order_by("pgh_id").values("pgh_created_at", "pgh_label", *columns)


def _plain(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    return str(value) if isinstance(value, models.Model | models.fields.files.FieldFile) else value
