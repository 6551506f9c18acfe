"""Import: a register taken in, compared and written, against COPY of the same rows."""

from io import StringIO

from django.db import connection, transaction
from django.utils.http import int_to_base36

from members import importing
from members.models import Person
from sekom.bench.measuring import Row, Size, by_turns

FLOOR = "COPY of the same rows into a table without rules"
HEADINGS = "Kod;Medlem;Påhittad;Politiker namn;Politiker e-post;Politiker telefon;Politiker från"


class _Enough(Exception):
    """Ends a transaction that was only to be measured."""


def measure_import(secretary: Person, size: Size) -> Row:
    """Rows per second from the file to the register, by turns with those of COPY."""
    rows = [
        f"I{int_to_base36(number):0>3};Importby {number};ja;Namn {number};"
        f"namn{number}@import.example;070-{number:06};2026-01-01"
        for number in range(size.imported)
    ]
    data = "\n".join([HEADINGS, *rows]).encode()
    ours, floor = by_turns(
        lambda: _import(data, secretary), lambda: _copy(rows), rounds=size.report_rounds
    )
    return Row(
        f"Import of {size.imported} rows, each a member and a contact, rows per second",
        FLOOR,
        floor / ours,
        (f"{size.imported / ours:.0f} against {size.imported / floor:.0f}", f"{ours:.1f} s"),
    )


def _import(data: bytes, secretary: Person) -> None:
    try:
        with transaction.atomic():
            imported = importing.upload(data, name="bench.csv", by=secretary)
            _table, found = importing.compare(imported)
            done = importing.confirm(imported, digest=found.digest, by=secretary)
            if not done.made_count:
                raise RuntimeError("The import made nothing.")
            raise _Enough
    except _Enough:
        return


def _copy(rows: list[str]) -> None:
    text = StringIO("\n".join(rows))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bench_copy (a text, b text, c text, d text, e text, f text, g date)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY bench_copy FROM STDIN WITH (FORMAT csv, DELIMITER ';')") as copy:
            copy.write(text.read())
