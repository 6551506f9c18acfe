"""What has changed in some rows: field, old, new, who and by which door, out of their history.

The rows of history are written by database triggers (sekom/history.py). Here the events of several
models are merged by time and told in words, a page at a time, by as many queries for one as for
many.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pghistory
from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import F, Prefetch, Q, Value, Window
from django.db.models.functions import Lag
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekom.text import say_day, say_list, say_moment

PAGE = 50
DOORS = {
    "web": gettext_lazy("the web"),
    "link": gettext_lazy("a link in a mail"),
    "import": gettext_lazy("an import"),
    "api": gettext_lazy("the API"),
}
SYSTEM = gettext_lazy("the system")


@dataclass(frozen=True)
class Field:
    """One field that changed; "" where there was or is nothing."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One row that was made or changed: which, what of it, when, by whom, by which door and why."""

    at: datetime
    thing: str
    row: str
    is_new: bool
    fields: list[Field]
    who: str
    door: str
    reason: str


def changes(
    sources: Iterable[tuple[type[models.Model], Q]], *, page: int, hidden: Collection[str] = ()
) -> Page:
    """A page of the changes in some rows, the newest first: `sources` says of which models.

    The conditions are asked of the events, which have the models' columns and `pgh_obj`. `hidden`
    names columns that are not told.
    """
    found = [
        (pghistory.core.event_models(tracks_model=model)[0], condition)
        for model, condition in sources
    ]
    heads = [_heads(number, *source) for number, source in enumerate(found)]
    merged = (
        heads[0].union(*heads[1:], all=True).order_by("-pgh_created_at", "-pgh_source", "-pgh_id")
    )
    shown = Paginator(merged, PAGE).get_page(page)
    lines = list(shown.object_list)
    events = {}
    for number, (model, _condition) in enumerate(found):
        mine = [line for line in lines if line["pgh_source"] == number]
        keys = {line[key] for line in mine for key in ("pgh_id", "pgh_previous")} - {None}
        for event in _with_names(model).filter(pk__in=keys):
            events[number, event.pk] = event
    contexts = [events[line["pgh_source"], line["pgh_id"]].pgh_context for line in lines]
    names = _names_of(contexts)
    shown.object_list = [
        _tell(
            events[line["pgh_source"], line["pgh_id"]],
            events.get((line["pgh_source"], line["pgh_previous"])),
            names,
            hidden,
        )
        for line in lines
    ]
    return shown


def _heads(number: int, model: Any, condition: Q) -> models.QuerySet:
    """The events by number and time, each with the one before it of the same row."""
    previous = Window(Lag("pgh_id"), partition_by=F("pgh_obj_id"), order_by=F("pgh_id").asc())
    events = model._base_manager.filter(condition).order_by()
    return events.annotate(pgh_previous=previous, pgh_source=Value(number)).values(
        "pgh_id", "pgh_previous", "pgh_created_at", "pgh_source"
    )


def _with_names(model: Any) -> models.QuerySet:
    """The events with what their columns lead to; never joined, as history outlives its rows."""
    leads = [
        Prefetch(field.name, _named(field.related_model))
        for field in _columns(model)
        if isinstance(field, models.ForeignKey)
    ]
    return model._base_manager.select_related("pgh_context").prefetch_related(*leads)


def _named(model: Any) -> models.QuerySet:
    """Rows with what their own names are made of."""
    columns = [field for field in model._meta.concrete_fields if field.is_relation]
    leads = [lead for column in columns for lead in leads_of(column)]
    # None: without names it would follow every column.
    return model._base_manager.select_related(*leads or (None,))


def leads_of(field: Any, depth: int = 3) -> Iterator[str]:
    """The lookups to the row that a column leads to, and on to those that it is named by."""
    yield field.name
    if depth > 1:
        for further in field.related_model._meta.concrete_fields:
            if further.is_relation:
                yield from (f"{field.name}__{lead}" for lead in leads_of(further, depth - 1))


def _columns(model: Any) -> list[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if not field.name.startswith("pgh_") and field.name != "id"
    ]


def _names_of(contexts: Iterable[Any]) -> dict[int, str]:
    """{person id: name} of those who are named in the contexts."""
    people = {context.metadata.get("user") for context in contexts if context} - {None}
    known = get_user_model()._default_manager.filter(pk__in=people)
    return {person.pk: str(person) for person in known}


def _tell(event: Any, previous: Any, names: dict[int, str], hidden: Collection[str]) -> Change:
    facts = event.pgh_context.metadata if event.pgh_context else {}
    fields = [
        Field(heading(field), say(previous, field) if previous else "", new)
        for field in _columns(type(event))
        if field.name not in hidden
        and (new := say(event, field)) != (say(previous, field) if previous else "")
    ]
    return Change(
        at=event.pgh_created_at,
        thing=capfirst(str(event.pgh_tracked_model._meta.verbose_name)),
        row=_name_of(event),
        is_new=previous is None,
        fields=fields,
        who=names.get(facts.get("user", 0), ""),
        door=str(DOORS.get(facts.get("door", ""), SYSTEM)),
        reason=str(facts.get("reason", "")),
    )


def _name_of(event: Any) -> str:
    """What the row was called then."""
    row = event.pgh_tracked_model()
    for field in _columns(type(event)):
        value = _lead(event, field) if field.is_relation else getattr(event, field.name)
        if not field.is_relation or value is not None:
            setattr(row, field.name, value)
    row.pk = event.pgh_obj_id
    return str(row)


def _lead(row: Any, field: models.Field) -> Any:
    """What a column leads to; None also where that is gone, as history may outlive it."""
    return row._state.fields_cache.get(field.name)


def heading(field: Any) -> str:
    """The name of a column; of one that leads to a row, where it has none, the row's kind."""
    words = field.verbose_name
    if field.is_relation and words == field.name.replace("_", " "):
        words = field.related_model._meta.verbose_name
    return capfirst(str(words))


def say(row: Any, field: Any) -> str:
    """The value of a column in words."""
    if field.is_relation:
        found = _lead(row, field)
        return "" if found is None else str(found)
    value = getattr(row, field.name)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value or ""))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return say_moment(value)
    if isinstance(value, date):
        return say_day(value)
    if isinstance(value, list):
        return say_list(value)
    return "" if value in (None, "", {}) else str(value)
