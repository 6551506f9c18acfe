"""What the list of actions costs with few of them and with many."""

from datetime import timedelta

from django.db import connection

from events.models import Action, Responsible
from members.models import Group, Person, today
from sekom.bench.measuring import Row, Size
from sekom.bench.pages import Latency, latency_of

FLOOR = "the same list with 10 actions"
FEW = 10
PAGES = (("Actions", "/atgarder/"), ("Actions, chosen", "/atgarder/?lage=sena&ansvarig=jag"))


def measure_actions(secretary: Person, size: Size) -> list[Row]:
    """The list with few actions and with many, as the secretariat sees it."""
    few = _latencies(FEW, secretary, size)
    many = _latencies(size.actions, secretary, size)
    return [
        Row(
            f"{name}, {size.actions:,} of them",
            FLOOR,
            many[name].seconds / few[name].seconds,
            many[name].beside(few[name]),
        )
        for name, _address in PAGES
    ]


def _latencies(number: int, secretary: Person, size: Size) -> dict[str, Latency]:
    """{page: what it costs} with so many actions."""
    _make_actions(number)
    return {name: latency_of(address, secretary, rounds=size.rounds) for name, address in PAGES}


def _make_actions(number: int) -> None:
    """Let there be so many actions, every other late, each with two who answer for it."""
    Action.objects.all().delete()
    groups = list(Group.objects.all())
    actions = Action.objects.bulk_create(
        Action(title=f"Åtgärd {place}", due_on=today() + timedelta(days=-9 if place % 2 else 9))
        for place in range(number)
    )
    Responsible.objects.bulk_create(
        Responsible(action=action, **who)
        for action in actions
        for who in ({"group": groups[action.pk % len(groups)]}, {"name": "Högskolan"})
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE events_action, events_responsible")
