"""Erasure: a contact taken out of every text of the database, against reading it all once."""

import io
from datetime import timedelta

from django.db import connection
from psycopg import sql

from members import erasing
from members.models import Holding, Member, Person, Seat, today
from sekom.bench.measuring import Row, Size, by_turns, say_ms

FLOOR = "COPY of every table out of the database once"


def measure_erasure(secretary: Person, size: Size) -> Row:
    """Erasing people who have left, one a turn; then a dump is searched for all of them."""
    leavers = [_leaver(number) for number in range(size.report_rounds + 1)]
    told = [word for person in leavers for word in (person.name, person.email, person.phone)]
    left = iter(leavers)
    ours, floor = by_turns(
        lambda: erasing.erase(next(left), by=secretary), dump, rounds=size.report_rounds
    )
    for person in left:
        erasing.erase(person, by=secretary)
    found = dump().lower()
    traces = sum(found.count(word.lower()) for word in told)
    if traces:
        raise RuntimeError(f"{traces} traces of erased people are left in the database.")
    return Row(
        f"Erasure of a contact, {len(found) / 2**20:.0f} MB of tables",
        FLOOR,
        ours / floor,
        (f"{say_ms(ours)} against {say_ms(floor)}", "0 traces in a dump"),
    )


def dump() -> str:
    """Every row of every table as text."""
    out = io.BytesIO()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as rows:
                for row in rows:
                    out.write(row)
    return out.getvalue().decode()


def _leaver(number: int) -> Person:
    """Somebody whose only seat has ended, with their name in a reason too."""
    member = Member.objects.earliest("pk")
    person = Person.objects.create_person(
        f"utgangen{number}@erasure.example",
        name=f"Utgångne Exempelsson {number}",
        phone=f"070-174 99 {number:02}",
    )
    Holding.objects.create(
        seat=Seat.objects.create(member=member, kind=Seat.Kind.SUBSTITUTE, number=number + 1),
        person=person,
        starts_on=today() - timedelta(days=400),
        ends_on=today() - timedelta(days=1),
        reason=f"Efter {person.name}",
    )
    return person
