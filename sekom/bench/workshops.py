"""What the list of workshops and the page of one cost with few of them and with many."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from events.models import Event, EventTool, ProgrammeItem, Signup, Speaker
from sekom.bench.measuring import Row, Size
from sekom.bench.pages import Latency, latency_of
from toolbox.models import Tool

FLOOR = "the same page with 10 workshops"
FEW = 10
ROWS, SIGNUPS = 5, 5  # of each workshop
PAGES = (
    ("Workshops", "/evenemang/"),
    ("Workshops, chosen", "/evenemang/?plats=nat&verktyg=verktyg-7"),
    ("Workshop", "/evenemang/workshop-7/"),
)


def measure_workshops(size: Size) -> list[Row]:
    """Each page with few workshops and with many, as a guest sees it."""
    few = _latencies(FEW, size)
    many = _latencies(size.workshops, size)
    return [
        Row(
            f"{name}, {size.workshops:,} of them",
            FLOOR,
            many[name].seconds / few[name].seconds,
            many[name].beside(few[name]),
        )
        for name, _address in PAGES
    ]


def _latencies(number: int, size: Size) -> dict[str, Latency]:
    """{page: what it costs} with so many workshops."""
    _make_workshops(number)
    return {name: latency_of(address, None, rounds=size.rounds) for name, address in PAGES}


def _make_workshops(number: int) -> None:
    """Let there be so many workshops, one an hour from tomorrow on, with all that goes along."""
    Signup.objects.all().delete()
    Event.objects.all().delete()
    now = timezone.now()
    events = Event.objects.bulk_create(
        Event(
            slug=f"workshop-{place}",
            title=f"Workshop {place:05}",
            summary="Ni provar ett verktyg.",
            starts_at=now + timedelta(days=1, hours=place),
            ends_at=now + timedelta(days=1, hours=place + 1),
            places=30,
            state=Event.State.PUBLISHED,
            published_at=now,
        )
        for place in range(number)
    )
    tools = list(Tool.objects.order_by("pk")[:50])
    EventTool.objects.bulk_create(
        EventTool(event=event, tool=tools[place % len(tools)]) for place, event in enumerate(events)
    )
    Speaker.objects.bulk_create(Speaker(event=event, name="Talare") for event in events)
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(event=event, minutes=row * 10, title=f"Del {row}")
        for event in events
        for row in range(ROWS)
    )
    Signup.objects.bulk_create(
        Signup(
            event=event, name="Deltagare", email=f"d{row}@example.org", state="confirmed",
            confirmed_at=now,
        )
        for event in events
        for row in range(SIGNUPS)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE events_event, events_signup, events_eventtool, events_programmeitem"
        )
