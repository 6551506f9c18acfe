"""A member's seats as its page shows them: who sits there, who left, who comes, and since when."""

from dataclasses import dataclass
from datetime import date, timedelta

from members import freshness
from members.models import Holding, Member, Seat, today

# A mandate that ends within this time is said to end soon.
SOON = timedelta(days=120)


@dataclass(frozen=True)
class Place:
    """One seat: today's holding, the one before a vacancy, and the next when it is known."""

    seat: Seat
    holding: Holding | None = None
    latest: Holding | None = None
    coming: Holding | None = None

    @property
    def state(self) -> str:
        if self.holding is None:
            return "vacant"
        return "appointed" if getattr(self.holding, "is_confirmed", False) else "invited"

    @property
    def freshness(self) -> str:
        """How fresh today's holding is; "" when there is none."""
        return freshness.of(self.holding) if self.holding else ""

    @property
    def ends_soon(self) -> bool:
        return bool(
            self.holding and self.holding.ends_on and self.holding.ends_on <= today() + SOON
        )

    @property
    def vacant_since(self) -> date | None:
        """The first day without anybody; None when somebody sits there or nobody ever did."""
        if self.holding or not self.latest or not self.latest.ends_on:
            return None
        return self.latest.ends_on + timedelta(days=1)

    @property
    def days_vacant(self) -> int | None:
        return (today() - self.vacant_since).days if self.vacant_since else None


@dataclass(frozen=True)
class Pair:
    """The two seats of a member's contacts."""

    member: Member
    politician: Place
    officer: Place

    @property
    def places(self) -> tuple[Place, Place]:
        return self.politician, self.officer

    @property
    def is_vacant(self) -> bool:
        return not any(place.holding for place in self.places)


def pair_of(member: Member, holdings: list[Holding]) -> Pair:
    """A member's pair, out of all its holdings (with_names)."""
    seats = {seat.kind: seat for seat in member.seats.of_pairs()}
    return Pair(member, *(_place(seats[kind], holdings) for kind in Seat.PAIR))


def other_places(member: Member, holdings: list[Holding]) -> list[Place]:
    """A member's seats beside the pair, out of all its holdings (with_names)."""
    return [_place(seat, holdings) for seat in member.seats.beside_pairs()]


def _place(seat: Seat, holdings: list[Holding]) -> Place:
    """The holdings come the newest first."""
    day = today()
    mine = [holding for holding in holdings if holding.seat_id == seat.pk]
    return Place(
        seat,
        holding=next((holding for holding in mine if holding.is_on(day)), None),
        latest=next((holding for holding in mine if holding.starts_on <= day), None),
        coming=next((holding for holding in reversed(mine) if holding.starts_on > day), None),
    )
