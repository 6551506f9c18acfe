"""What the toolbox costs with few tools and with many: the list, a tool, the cross-walk."""

import random

from django.db import connection

from sekom.bench.measuring import Row, Size
from sekom.bench.pages import Latency, latency_of
from toolbox.loading import load_frameworks
from toolbox.models import FrameworkItem, Tool, ToolLink

FLOOR = "the same page with 50 tools"
FEW = 50
LINKS = 14  # of a tool, as the example tools have them
PAGES = (
    ("Tool list", "/verktygslada/"),
    ("Tool list, chosen", "/verktygslada/?tid=60&hor=agenda-2030/11"),
    ("Tool", "/verktygslada/verktyg-7/"),
    ("Cross-walk", "/verktygslada/korstabell/?rader=agenda-2030&kolumner=miljokvalitetsmal"),
)


def measure_tools(size: Size) -> list[Row]:
    """Each page with few tools and with many, as a guest sees it."""
    load_frameworks()
    few = _latencies(FEW, size)
    many = _latencies(size.tools, size)
    return [
        Row(
            f"{name}, {size.tools:,} tools",
            FLOOR,
            many[name].seconds / few[name].seconds,
            many[name].beside(few[name]),
        )
        for name, _address in PAGES
    ]


def _latencies(number: int, size: Size) -> dict[str, Latency]:
    """{page: what it costs} with so many tools."""
    _make_tools(number)
    return {name: latency_of(address, None, rounds=size.rounds) for name, address in PAGES}


def _make_tools(number: int) -> None:
    """Make the toolbox one of so many published tools, always the same."""
    Tool.objects.all().delete()
    dealt = random.Random(number)  # noqa: S311
    text = "<p>" + "Ni går igenom verksamheten del för del. " * 8 + "</p>"
    tools = Tool.objects.bulk_create(
        Tool(
            slug=f"verktyg-{place}",
            title=f"Verktyg {place:05}",
            state=Tool.State.PUBLISHED,
            summary="Se var ni står.",
            solves=text,
            when=text,
            result=text,
            minutes=dealt.choice((20, 60, 120, 180)),
            people="4–8 personer",
            steps=[{"title": "Samlas", "text": text}] * 5,
            source="Exempelhögskolan",
        )
        for place in range(number)
    )
    items = list(FrameworkItem.objects.in_use().values_list("pk", flat=True))
    ToolLink.objects.bulk_create(
        ToolLink(tool=tool, item_id=item) for tool in tools for item in dealt.sample(items, LINKS)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE toolbox_tool, toolbox_toollink")
