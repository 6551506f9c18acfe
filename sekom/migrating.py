"""Migrating: how the first migration of an app makes all its tables in little time."""

from django.db import migrations
from django.db.migrations.exceptions import IrreversibleError


class FirstMigration(migrations.Migration):
    """A migration that only makes what was not there: tables with their rules, and triggers.

    Django draws every model anew after each operation, which takes half a minute for as many as
    ours. Nothing here depends on what was in between, so the models are drawn once, at the end.
    """

    initial = True

    def apply(self, project_state, schema_editor, collect_sql=False):
        state = project_state.clone()
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, project_state, state)
        return state

    def unapply(self, project_state, schema_editor, collect_sql=False):
        raise IrreversibleError("Before the first migration there is no database.")
