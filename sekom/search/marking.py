"""The triggers by which the database itself marks what has changed since it was indexed."""

from django.db import connections

from sekom.search.kinds import all_kinds

INSTALLED_SQL = "select tgname, tgrelid::regclass::text from pg_trigger where tgname like %s"


def install(using: str = "default", **_rest) -> None:
    """Put a trigger on every model that is searched, and take away those of models that are not.

    Runs after migrate; a second time it changes nothing.
    """
    wanted = dict(_wanted())
    with connections[using].cursor() as cursor:
        cursor.execute(INSTALLED_SQL, ["search\\_mark\\_%"])
        installed = dict(cursor.fetchall())
        for name in installed.keys() - wanted.keys():
            cursor.execute(f'drop trigger "{name}" on {installed[name]}')
        for name in wanted.keys() - installed.keys():
            table, kind, column = wanted[name]
            cursor.execute(
                f'create trigger "{name}" after insert or update or delete on "{table}"'
                f" for each row execute function search_mark(%s, %s)",
                [kind, column],
            )


def _wanted():
    """(name, (table, kind, column)) of each trigger."""
    for kind in all_kinds():
        sources = [(kind.model, "id"), *((watch.model, watch.column) for watch in kind.watches)]
        for model, column in sources:
            table = model._meta.db_table
            yield f"search_mark_{kind.key}_{table}_{column}"[:63], (table, kind.key, column)
