"""The directory: every member in one reading, then counted, searched and sorted for its reader."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from members import freshness
from members.freshness import Freshness
from members.models import County, Holding, Member, Seat, today
from sekom import map as country
from sekom import related
from sekom.text import sv_sort_key

# How a pair can be, in the order of the bar: both, one missing, the other missing, both missing.
BOTH, NO_POLITICIAN, NO_OFFICER, NONE = "both", "no_politician", "no_officer", "none"
STATES = (BOTH, NO_POLITICIAN, NO_OFFICER, NONE)
STATE_OF_WORD = {
    "bada": BOTH,
    "politiker": NO_POLITICIAN,
    "tjansteperson": NO_OFFICER,
    "ingen": NONE,
}
COLUMNS = (
    "pk",
    "slug",
    "name",
    "county",
    "code",
    "status",
    "inhabitants",
)
# The freshness of a pair is that of the worse of the two.
WORSE = list(Freshness).index
# Sizes by number of inhabitants: {word: (from, to but not including)}.
SIZES = {
    "liten": (0, 10_000),
    "mellan": (10_000, 30_000),
    "stor": (30_000, 100_000),
    "storst": (100_000, 100_000_000),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A member as the directory shows it."""

    pk: int
    slug: str
    name: str
    county: str
    code: str
    status: str
    inhabitants: int | None
    politician: str
    officer: str
    confirmed_on: date | None
    freshness: Freshness | None

    @property
    def county_name(self) -> str:
        return County(self.county).label

    @property
    def is_member(self) -> bool:
        return self.status == Member.Status.MEMBER

    @property
    def state(self) -> str:
        lacks = (self.politician == "vacant", self.officer == "vacant")
        return {
            (False, False): BOTH,
            (True, False): NO_POLITICIAN,
            (False, True): NO_OFFICER,
            (True, True): NONE,
        }[lacks]


def read(person) -> list[Row]:
    """All that this person sees in the directory, in Swedish order, by two queries."""
    members = Member.objects.visible_to(person).in_directory()
    held = _held_seats()
    rows = []
    for facts in members.values(*COLUMNS):
        rows.append(Row(**_pair(held.get(facts["pk"], {})), **facts))
    return rows


@dataclass(frozen=True, slots=True)
class Held:
    """Today's holding of a seat: the day it was last confirmed, or None, and how fresh it is."""

    confirmed_on: date | None
    freshness: Freshness


def _held_seats() -> dict[int, dict[str, Held]]:
    """{member id: {kind of seat: who holds it}}."""
    holdings = Holding.objects.current().of_pairs().with_latest_confirmation().with_bounces()
    day = today()
    held: dict[int, dict[str, Held]] = {}
    for member, kind, starts_on, confirmed_on, is_bouncing in holdings.order_by().values_list(
        "seat__member", "seat__kind", "starts_on", "latest_confirmation", "is_bouncing"
    ):
        fresh = freshness.judge(
            starts_on=starts_on, confirmed_on=confirmed_on, is_bouncing=is_bouncing, on=day
        )
        held.setdefault(member, {})[kind] = Held(confirmed_on, fresh)
    return held


def _pair(held: dict[str, Held]) -> dict:
    """The states of the two, when somebody last confirmed either, and the less fresh of both."""
    days = [one.confirmed_on for one in held.values() if one.confirmed_on]
    return {
        "politician": _state(held.get(Seat.Kind.POLITICIAN)),
        "officer": _state(held.get(Seat.Kind.OFFICER)),
        "confirmed_on": max(days, default=None),
        "freshness": max((one.freshness for one in held.values()), key=WORSE, default=None),
    }


def _state(held: Held | None) -> str:
    if held is None:
        return "vacant"
    return "appointed" if held.confirmed_on else "invited"


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many members have a pair in each state: {state: number}."""
    found = Counter(row.state for row in rows if row.is_member)
    return {state: found[state] for state in STATES}


def counties(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """The counties that have members, in Swedish order: [(code, name)]."""
    codes = {row.county for row in rows}
    names = [(code, County(code).label) for code in codes]
    return sorted(names, key=lambda county: sv_sort_key(county[1]))


def by_county(rows: list[Row]) -> list[tuple[str, str, dict[str, int]]]:
    """How it stands in each county: [(code, name, {state: number, "total": number})]."""
    found = []
    for code, name in counties(rows):
        here = counts(row for row in rows if row.county == code)
        found.append((code, name, here | {"total": sum(here.values())}))
    return found


def choose(
    rows: list[Row], *, sok: str = "", lan: str = "", storlek: str = "", par: str = "", person
) -> list[Row]:
    """The rows that were asked for; people are searched for by those who may see them."""
    if lan:
        rows = [row for row in rows if row.county == lan]
    if storlek:
        smallest, limit = SIZES[storlek]
        rows = [row for row in rows if row.inhabitants and smallest <= row.inhabitants < limit]
    if par:
        state = STATE_OF_WORD[par]
        rows = [row for row in rows if row.is_member and row.state == state]
    if sok:
        words = sok.casefold()
        meant = _represented_by_somebody_like(sok, person) | related.members_with(sok, person)
        rows = [
            row
            for row in rows
            if words in row.name.casefold()
            or words in row.county_name.casefold()
            or row.pk in meant
        ]
    return rows


def _represented_by_somebody_like(text: str, person) -> set[int]:
    """The ids of members whose politician or officer has this in their name or title."""
    if not (person.is_authenticated and person.may_see_contacts()):
        return set()
    holdings = Holding.objects.current().of_pairs().of_people_described(text)
    return set(holdings.values_list("seat__member_id", flat=True))


def sort(rows: list[Row], order: str) -> list[Row]:
    """By name as they come; "-namn" backwards; by confirmation, the oldest or "-" newest first."""
    if order == "-namn":
        return rows[::-1]
    if order in ("bekraftad", "-bekraftad"):
        return sorted(
            rows,
            key=lambda row: row.confirmed_on or date.min,
            reverse=order.startswith("-"),
        )
    return rows


def dots(rows: Iterable[Row]) -> list[country.Dot]:
    """The members on the map; made-up ones are on no map."""
    found = (country.dot(row.code, row.state) for row in rows if row.is_member)
    return [dot for dot in found if dot]
