"""First migrations: they make what is not there, draw the models once, and are not undone."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.state import ProjectState

from sekom.migrating import FirstMigration


def migration():
    """One that makes two tables, of which the first points at the second."""
    one = FirstMigration("0001_first", "members")
    target = models.ForeignKey("members.Second", on_delete=models.CASCADE)
    one.operations = [
        migrations.CreateModel(
            "First", [("id", models.AutoField(primary_key=True)), ("to", target)]
        ),
        migrations.CreateModel("Second", [("id", models.AutoField(primary_key=True))]),
    ]
    return one


@pytest.mark.django_db
def test_first_migration_makes_tables_that_point_at_later_ones():
    with connection.schema_editor(atomic=True) as editor:
        state = migration().apply(ProjectState(), editor)

    assert {"members_first", "members_second"} <= set(connection.introspection.table_names())
    assert state.apps.get_model("members", "First")._meta.get_field("to").column == "to_id"


def test_first_migration_is_not_undone():
    with pytest.raises(IrreversibleError):
        migration().unapply(ProjectState(), None)
