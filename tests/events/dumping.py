"""Looking through the whole database, as through a dump of it."""

from django.db import connection
from psycopg.sql import SQL, Identifier, Literal


def tables_with(text):
    """The names of all tables, history included, that hold this text anywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [row[0] for row in cursor.fetchall()]
        one = SQL("(SELECT {name} FROM {table} AS t WHERE t::text LIKE {text} LIMIT 1)")
        asked = SQL(" UNION ALL ").join(
            one.format(name=Literal(name), table=Identifier(name), text=Literal(f"%{text}%"))
            for name in names
        )
        cursor.execute(asked)
        return {row[0] for row in cursor.fetchall()}
