"""What the register's pages cost when the network is ten times as large."""

from members.models import Person
from sekom.bench.measuring import Row, Size
from sekom.bench.network import grow_network
from sekom.bench.pages import Latency, latency_of

TIMES = 10
FLOOR = "the same page with a tenth of the members"
PAGES = (
    ("Directory", "/medlemmar/"),
    ("Directory on one page", "/medlemmar/?antal=9999"),
    ("Gaps", "/medlemmar/?vy=luckor"),
)


def measure_growth(secretary: Person, size: Size) -> list[Row]:
    """Each page as the secretariat sees it; the network stays as large as it becomes."""
    few = _latencies(secretary, size)
    grow_network((TIMES - 1) * size.members)
    many = _latencies(secretary, size)
    return [
        Row(
            f"{name}, {TIMES * size.members:,} members",
            FLOOR,
            many[name].seconds / few[name].seconds,
            many[name].beside(few[name]),
        )
        for name, _address in PAGES
    ]


def _latencies(secretary: Person, size: Size) -> dict[str, Latency]:
    return {name: latency_of(address, secretary, rounds=size.rounds) for name, address in PAGES}
