"""The table of personal data: nothing that tells of people is missing in it."""

import pghistory
import pytest
from django.apps import apps
from django.db import models

from members.models import Person
from sekom import personal_data
from sekom.personal_data import Kept

TABLE = personal_data.table()
EVENTS = set(pghistory.core.event_models())


def points_at_people(model):
    """The columns and many-to-many relations of a model that lead to people."""
    return [
        field.name
        for field in [*model._meta.concrete_fields, *model._meta.local_many_to_many]
        if field.is_relation and field.related_model is Person
    ]


def may_hold_people(model):
    """Whether a model has columns for addresses, phones, addresses in the network or JSON."""
    kinds = (models.EmailField, models.JSONField, models.GenericIPAddressField)
    return any(
        isinstance(field, kinds) or {"email", "phone"} & set(field.name.split("_"))
        for field in model._meta.concrete_fields
    )


def is_judged_alone(model):
    """Whether the table must have its own line: history follows its model, views have no rows."""
    return model._meta.managed and not model._meta.proxy and model not in EVENTS


MODELS = [model for model in apps.get_models(include_auto_created=True) if is_judged_alone(model)]


def test_everything_that_points_at_a_person_is_in_the_table():
    found = {(kept.model, lookup.partition("__")[0]) for kept in TABLE for lookup in kept.people}

    missing = [
        f"{model._meta.label}.{column}"
        for model in MODELS
        for column in points_at_people(model)
        if (model, column) not in found
    ]

    assert missing == []


def test_everything_that_holds_addresses_or_json_is_in_the_table_or_says_why_not():
    judged = {kept.model for kept in TABLE} | set(personal_data.without_people())

    missing = [model._meta.label for model in MODELS if may_hold_people(model)]

    assert [label for label in missing if apps.get_model(label) not in judged] == []


def test_history_is_kept_of_models_in_the_table_only_where_it_holds_people():
    judged = {kept.model for kept in TABLE}

    missing = [
        events._meta.label
        for events in EVENTS
        if points_at_people(events) and events.pgh_tracked_model not in judged
    ]

    assert missing == []


def test_the_test_sees_a_model_that_is_missing():
    class Gossip(models.Model):
        about = models.ForeignKey(Person, on_delete=models.CASCADE)
        details = models.JSONField()

        class Meta:
            app_label = "nowhere"
            managed = False

        def __str__(self):
            return ""

    assert (points_at_people(Gossip), may_hold_people(Gossip)) == (["about"], True)


@pytest.mark.parametrize("kept", TABLE, ids=lambda kept: kept.model._meta.label)
def test_a_line_can_be_followed(kept: Kept, db):
    person = Person.objects.create_person("nobody@example.org", name="Ingen Alls")

    shown = [kept.model._meta.get_field(column).name for column in kept.shows]

    assert len(shown) == len(kept.shows)
    assert bool(kept.shows) != bool(kept.exempt)
    assert kept.rows_of(person).model is kept.model
    if isinstance(kept.erased, personal_data.Scrubbed):
        assert set(kept.erased.columns) <= {f.name for f in kept.model._meta.concrete_fields}
