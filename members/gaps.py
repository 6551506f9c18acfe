"""The gaps in the network: who is missing where, since when, and whom to ask for a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from members import freshness
from members.directory import NO_OFFICER, NO_POLITICIAN, NONE
from members.freshness import Freshness
from members.models import Holding, Reminder, Seat, today

# A member with both contacts, of whom one does not answer for the seat, or cannot be reached.
DOUBTFUL = "doubtful"
STATES = (NO_POLITICIAN, NO_OFFICER, NONE, DOUBTFUL)
LACKS: dict[tuple[str, ...], str] = {
    (Seat.Kind.POLITICIAN,): NO_POLITICIAN,
    (Seat.Kind.OFFICER,): NO_OFFICER,
    Seat.PAIR: NONE,
    (): DOUBTFUL,
}

HELD_COLUMNS = (
    *("seat_id", "pk", "starts_on", "ends_on", "latest_confirmation", "is_bouncing"),
    *("person_id", "person__name", "person__title", "person__email", "person__phone"),
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A holding of a pair's seat, with its person."""

    seat_id: int
    pk: int
    starts_on: date
    ends_on: date | None
    confirmed_on: date | None
    is_bouncing: bool
    person_id: int
    name: str
    title: str
    email: str
    phone: str

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    def freshness_on(self, day: date) -> Freshness:
        return freshness.judge(
            starts_on=self.starts_on,
            confirmed_on=self.confirmed_on,
            is_bouncing=self.is_bouncing,
            on=day,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """One seat of a pair: who sits there; else since when nobody does, and who comes when."""

    seat_id: int
    kind: str
    contact: Contact | None
    freshness: Freshness | None = None
    vacant_since: date | None = None
    filled_from: date | None = None

    @property
    def days_vacant(self) -> int | None:
        return (today() - self.vacant_since).days if self.vacant_since else None

    @property
    def is_doubtful(self) -> bool:
        return self.freshness is not None and self.freshness.is_gap


@dataclass(frozen=True, slots=True)
class Gap:
    """A member whose pair is not whole, or not to be relied on."""

    member_id: int
    slug: str
    name: str
    places: tuple[Place, ...]
    reminder: Reminder | None = None

    @property
    def state(self) -> str:
        return LACKS[tuple(place.kind for place in self.places if place.contact is None)]

    @property
    def ask(self) -> Place | None:
        """Whom to ask: a contact whose address works, the surest first; None when there is none."""
        reached = [
            place
            for place in self.places
            if place.contact and place.freshness != Freshness.BOUNCING
        ]
        return min(reached, key=lambda place: place.is_doubtful, default=None)


def read(*, with_reminders: bool = False, only: list[int] | None = None) -> list[Gap]:
    """The members of today that have a gap, in Swedish order; three queries at most.

    `only` leaves out all members but these, by id.
    """
    seats = Seat.objects.of_pairs().of_active_members(only)
    held = _held(only)
    reminders = _reminders() if with_reminders else {}
    found, day = [], today()
    columns = ("member_id", "member__slug", "member__name", "pk", "kind")
    for facts, rows in groupby(seats.values_list(*columns), key=lambda row: row[:3]):
        kinds = {kind: pk for *_facts, pk, kind in rows}
        places = tuple(
            _place(kinds[kind], kind, held.get(kinds[kind], []), day) for kind in Seat.PAIR
        )
        if any(place.contact is None or place.is_doubtful for place in places):
            member_id, slug, name = facts
            found.append(Gap(member_id, slug, name, places, reminders.get(member_id)))
    return found


def by_state(gaps: list[Gap]) -> Iterator[tuple[str, list[Gap]]]:
    """(state, its gaps) for each state that there is."""
    for state in STATES:
        if found := [gap for gap in gaps if gap.state == state]:
            yield state, found


def _held(only: list[int] | None) -> dict[int, list[Contact]]:
    """{seat id: its holdings, the first first}."""
    holdings = Holding.objects.of_pairs().of_active_members(only).with_latest_confirmation()
    held: dict[int, list[Contact]] = {}
    for row in holdings.with_bounces().order_by("starts_on").values_list(*HELD_COLUMNS):
        held.setdefault(row[0], []).append(Contact(*row))
    return held


def _place(seat_id: int, kind: str, contacts: list[Contact], day: date) -> Place:
    """The contacts come in the order of their days, which never overlap."""
    now = next((contact for contact in contacts if contact.is_on(day)), None)
    if now:
        return Place(seat_id, kind, now, now.freshness_on(day))
    ended = [contact.ends_on for contact in contacts if contact.ends_on and contact.ends_on < day]
    coming = next((contact.starts_on for contact in contacts if contact.starts_on > day), None)
    since = ended[-1] + timedelta(days=1) if ended else None
    return Place(seat_id, kind, None, vacant_since=since, filled_from=coming)


def _reminders() -> dict[int, Reminder]:
    return {reminder.member_id: reminder for reminder in Reminder.objects.latest_of_each()}
