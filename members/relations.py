"""What points at a row: every foreign key of every app, the history left aside."""

from typing import Any

from django.db import models
from pghistory.models import Event


def pointing_at(model: type[models.Model]) -> list[models.ForeignKey]:
    """The foreign keys to this model, those of hidden and in-between tables too."""
    relations: list[Any] = model._meta.get_fields(include_hidden=True)
    return [
        relation.field
        for relation in relations
        if relation.auto_created and not relation.concrete and not relation.many_to_many
        if not _is_history(relation.related_model)
    ]


def _is_history(model: type[models.Model]) -> bool:
    return model._meta.app_label == "pghistory" or issubclass(model, Event)


def name_of(field: models.ForeignKey) -> str:
    """members.Holding.person."""
    return f"{field.model._meta.label}.{field.name}"


def image(row: models.Model, names=None) -> dict[str, str | None]:
    """The columns of a row as texts that JSON keeps: {name: text or None}."""
    columns = [column for column in row._meta.concrete_fields if not column.generated]
    return {
        column.attname: None
        if column.value_from_object(row) is None
        else column.value_to_string(row)
        for column in columns
        if (column.attname in names if names is not None else not column.primary_key)
    }


def restored(row: models.Model, texts: dict[str, str | None]) -> None:
    """Give a row the columns of an image."""
    for name, value in texts.items():
        column: Any = row._meta.get_field(name)
        setattr(row, name, column.to_python(value))
