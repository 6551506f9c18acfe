"""How it stands among the members: pairs, how fresh they are, mandates, who came and who left."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from members import directory, freshness
from members.directory import BOTH, Row
from members.freshness import Freshness
from members.models import Holding, Member, Person, Seat, today

MANDATES_WITHIN = timedelta(days=92)

# Which contacts, as words of an address.
MANDATE = "mandat"
FRESHNESS_OF_WORD = {
    "farska": Freshness.FRESH,
    "aldre": Freshness.AGEING,
    "gamla": Freshness.STALE,
    "inbjudna": Freshness.INVITED,
    "tysta": Freshness.SILENT,
    "studsar": Freshness.BOUNCING,
}
WORDS = (*FRESHNESS_OF_WORD, MANDATE)

COLUMNS = (
    *("pk", "seat__member", "seat__member__slug", "seat__member__name", "seat__kind"),
    *("person__name", "starts_on", "ends_on", "latest_confirmation", "is_bouncing"),
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who holds a seat of a pair today, at one of today's members."""

    pk: int
    member_id: int
    slug: str
    member: str
    kind: str
    name: str
    starts_on: date
    ends_on: date | None
    confirmed_on: date | None
    is_bouncing: bool

    @property
    def role(self) -> str:
        return str(Seat.Kind(self.kind).label)

    @property
    def freshness(self) -> Freshness:
        return freshness.judge(
            starts_on=self.starts_on, confirmed_on=self.confirmed_on, is_bouncing=self.is_bouncing
        )

    @property
    def is_politician(self) -> bool:
        return self.kind == Seat.Kind.POLITICIAN


@dataclass(frozen=True, slots=True)
class County:
    """How it stands in one county; fresh are the members that have two fresh contacts."""

    code: str
    name: str
    members: int
    both: int
    fresh: int


@dataclass(frozen=True)
class Standing:
    """The members of a day with their contacts, and who came and went that year until then."""

    on: date
    rows: list[Row]
    contacts: list[Contact]
    region_count: int
    joined: list[Member]
    left: list[Member]

    @property
    def total(self) -> int:
        return len(self.rows)

    @cached_property
    def pairs(self) -> dict[str, int]:
        """How many members have a pair in each state of `members.directory`."""
        return directory.counts(self.rows)

    @property
    def doubtful(self) -> int:
        """How many members have both contacts, one of whom does not answer or is not reached."""
        whole = {row.pk for row in self.rows if row.state == BOTH}
        return len(whole & {one.member_id for one in self.contacts if one.freshness.is_gap})

    @cached_property
    def by_freshness(self) -> dict[str, int]:
        """How many contacts are how fresh, by the word of an address."""
        found = Counter(contact.freshness for contact in self.contacts)
        return {word: found[fresh] for word, fresh in FRESHNESS_OF_WORD.items()}

    @property
    def ending(self) -> list[Contact]:
        """The politicians whose mandate ends soon."""
        return _choose(self.contacts, MANDATE)

    @property
    def counties(self) -> list[County]:
        """Each county that has members, in Swedish order."""
        fresh = Counter(
            row.county
            for row in self.rows
            if row.state == BOTH and row.freshness == Freshness.FRESH
        )
        return [
            County(code, name, counts["total"], counts[BOTH], fresh[code])
            for code, name, counts in directory.by_county(self.rows)
        ]


def read(person: Person) -> Standing:
    """How it stands today, in six queries; `person` is who reads it."""
    day = today()
    new_year = day.replace(month=1, day=1)
    return Standing(
        on=day,
        rows=[row for row in directory.read(person) if row.is_member],
        contacts=contacts(),
        region_count=Member.objects.active().regions().count(),
        joined=list(Member.objects.joined_between(new_year, day)),
        left=list(Member.objects.left_between(new_year, day)),
    )


def contacts() -> list[Contact]:
    """Today's contacts of today's members, in Swedish order, by one query."""
    held = Holding.objects.current().of_pairs().of_active_members().with_latest_confirmation()
    ordered = held.with_bounces().order_by("seat__member__sort_key", "-seat__kind")
    return [Contact(*facts) for facts in ordered.values_list(*COLUMNS)]


def chosen(word: str) -> list[Contact]:
    """The contacts behind a number, by its word; those whose mandate ends first come first."""
    return _choose(contacts(), word)


def _choose(contacts: list[Contact], word: str) -> list[Contact]:
    if word == MANDATE:
        last = today() + MANDATES_WITHIN
        ending = [(one.ends_on, one) for one in contacts if one.is_politician and one.ends_on]
        ending.sort(key=lambda pair: pair[0])
        return [one for ends_on, one in ending if ends_on <= last]
    fresh = FRESHNESS_OF_WORD[word]
    return [one for one in contacts if one.freshness == fresh]
