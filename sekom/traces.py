"""What gives a person away in text, and wiping it out of every column of the database.

Erasure knows the columns that are made for names and addresses. People write names elsewhere too:
in comments, reasons, subjects of letters, imported sheets. Here every text of every table is read.
"""

import contextlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pgtrigger
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

# Fewer digits than this may be anything; people are called by numbers that are longer.
LEAST_DIGITS = 7
INLAND = re.compile(r"\+46|0046|0")
APART = r"[\s()/.–-]*"
TEXTS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      AND t.typname IN ('text', 'varchar', 'json', 'jsonb')
      AND c.relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
      AND NOT EXISTS (
        SELECT FROM pg_index i
        WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)
      )
    ORDER BY c.relname, a.attnum
"""


@dataclass(frozen=True)
class Traces:
    """What somebody is or was known by. Names of one word are too common to be looked for."""

    names: frozenset[str]
    addresses: frozenset[str]
    phones: frozenset[str]

    @cached_property
    def pattern(self) -> str:
        """One expression for all of it, as PostgreSQL and Python both read it; "" for nothing."""
        return "|".join(sorted({*self._names(), *self._addresses(), *self._phones()}))

    def are_in(self, text: str) -> bool:
        """Whether the text gives the person away."""
        return bool(self.pattern and re.search(self.pattern, text, re.IGNORECASE))

    def _names(self) -> Iterator[str]:
        for name in self.names:
            words = name.split()
            if len(words) > 1:
                for written in {tuple(words), tuple(json.dumps(word)[1:-1] for word in words)}:
                    yield rf"(?<!\w){r'\s+'.join(map(_escape, written))}(?!\w)"

    def _addresses(self) -> Iterator[str]:
        for address in self.addresses:
            yield rf"(?<![\w.+-]){_escape(address)}(?![\w-])"

    def _phones(self) -> Iterator[str]:
        for phone in self.phones:
            digits = re.sub(r"[^\d+]", "", phone)
            if len(digits) < LEAST_DIGITS:
                continue
            if inland := INLAND.match(digits):
                # However it was written: 070-123 45 67, +46 (0)70 123 45 67.
                start, digits = rf"(?:\+46{APART}(?:\(0\))?|0046|0)", digits[inland.end() :]
            else:
                start, digits = re.escape(digits[0]), digits[1:]
            yield rf"(?<!\d){start}{APART}{APART.join(digits)}(?!\d)"


def _escape(text: str) -> str:
    """Text as itself in an expression; both cases of letters that a C locale knows no case of."""
    return "".join(_escape_sign(sign) for sign in text)


def _escape_sign(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isalnum() or sign == "_" else f"\\{sign}"
    return f"[{sign.lower()}{sign.upper()}]" if sign.isalpha() else sign


def wipe(traces: Traces) -> int:
    """Put "[erased]" where the traces stand, in all tables; says how many rows had any."""
    if not traces.pattern:
        return 0
    wiped = 0
    with without_guards(), connection.cursor() as cursor:
        for table, columns in _texts().items():
            # Positional: what ignores triggers puts a value of its own before them.
            values = [traces.pattern, _("[erased]")] * len(columns)
            cursor.execute(_update(table, columns), values + [traces.pattern] * len(columns))
            wiped += cursor.rowcount
    return wiped


def count(traces: Traces) -> dict[str, int]:
    """{table: how many of its rows hold traces}, for tables that have any."""
    if not traces.pattern:
        return {}
    counts = {}
    with connection.cursor() as cursor:
        for table, columns in _texts().items():
            query = sql.SQL("SELECT count(*) FROM {} WHERE {}")
            words = query.format(sql.Identifier(table), _where(columns)).as_string()
            cursor.execute(words, [traces.pattern] * len(columns))
            if number := cursor.fetchone()[0]:
                counts[table] = number
    return counts


@contextlib.contextmanager
def without_guards() -> Iterator[None]:
    """Let rows be changed that triggers hold unchanged; what writes history still does.

    The guards stand before a change, the history is written after it.
    """
    guards = [
        f"{model._meta.label}:{trigger.name}"
        for model, trigger in pgtrigger.registered()
        if trigger.when == pgtrigger.Before
    ]
    with pgtrigger.ignore(*guards):
        yield


def _texts() -> dict[str, dict[str, str]]:
    """{table: {column: type}} of all that can hold text."""
    found: dict[str, dict[str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(TEXTS)
        for table, column, kind in cursor.fetchall():
            found.setdefault(table, {})[column] = kind
    return found


def _update(table: str, columns: dict[str, str]) -> str:
    # The type with its length: a text that grows is cut off instead of refused.
    wiped = sql.SQL(", ").join(
        sql.SQL("{0} = CAST(regexp_replace({0}::text, %s, %s, 'gi') AS {1})").format(
            sql.Identifier(column), sql.SQL(kind)
        )
        for column, kind in columns.items()
    )
    update = sql.SQL("UPDATE {} SET {} WHERE {}")
    return update.format(sql.Identifier(table), wiped, _where(columns)).as_string()


def _where(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(" OR ").join(
        sql.SQL("{}::text ~* %s").format(sql.Identifier(column)) for column in columns
    )
