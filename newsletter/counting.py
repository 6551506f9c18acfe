"""Counting: how many an issue goes to before it is sent, who they are, and why others are not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Holding
from newsletter import audiences
from newsletter.models import Issue
from sekom.excel import CellValue
from sekom.outbox import freezing, telling
from sekom.outbox.freezing import Audience

# The parts of an audience, in its order: subscribers are people, and addresses of their own.
PARTS = ("contacts", "groups", "subscribers", "subscribers")
# A change of the number of readers that somebody should look at.
LARGE_CHANGE = 0.2
# What becomes of those that an issue is meant for.
REASONS = {
    "queued": gettext_lazy("get the letter"),
    "left": gettext_lazy("have left the newsletter"),
    "paused": gettext_lazy("have paused it"),
    "topic": gettext_lazy("do not want this topic"),
    "frequency": gettext_lazy("have had a letter too recently"),
    "suppressed": gettext_lazy("cannot be reached: the address refuses our letters"),
    "no_address": gettext_lazy("have no address"),
    "duplicate": gettext_lazy("have the same address as somebody else"),
}


@dataclass(frozen=True)
class Counted:
    """How many an issue goes to now, and who does not get it: {reason: how many}."""

    total: int
    by_part: dict[str, int]
    by_reason: dict[str, int]


@dataclass(frozen=True)
class Change:
    """How many an issue goes to, beside the last one about the same topic."""

    last: Issue
    before: int
    now: int

    @property
    def percent(self) -> int:
        """How much more, or less below 0, in whole percent."""
        return round(100 * (self.now - self.before) / self.before)

    @property
    def is_large(self) -> bool:
        return abs(self.now - self.before) > LARGE_CHANGE * self.before


def counted(issue: Issue) -> Counted:
    """How many get the issue if it is sent now: exactly what sending it makes."""
    return count(audiences.resolve(issue))


def count(audience: Audience) -> Counted:
    """How many an audience is, by part and by why the others are left out."""
    by_part = dict.fromkeys(PARTS, 0)
    by_reason = dict.fromkeys(REASONS, 0)
    for (part, reason), number in freezing.count(audience).items():
        by_reason[reason] += number
        if reason == "queued":
            by_part[PARTS[part]] += number
    total = by_reason.pop("queued")
    return Counted(
        total, by_part, {reason: number for reason, number in by_reason.items() if number}
    )


def change_since_last(issue: Issue, counts: Counted) -> Change | None:
    """How the number of readers differs from the last issue about the topic; None without one."""
    last = audiences.last_like(issue)
    before = telling.progress(last.mailing).addressed if last and last.mailing else 0
    return Change(last, before, counts.total) if last and before else None


# --- The list ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Listed:
    """Somebody in the list behind a number, and why they are found."""

    name: str
    email: str
    why: str


@dataclass(frozen=True)
class Readers:
    """Those of an audience with one reason, by name; read only as far as they are shown."""

    audience: Audience
    reason: str
    size: int

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, place: slice) -> list[Listed]:
        start = place.start or 0
        most = None if place.stop is None else place.stop - start
        found = freezing.pick(self.audience, self.reason, start=start, most=most)
        roles = _roles_of([one.person_id for one in found if one.person_id])
        return [
            Listed(one.name, one.email, roles.get(one.person_id or 0, str(_("subscriber"))))
            for one in found
        ]


def readers(audience: Audience, counts: Counted, reason: str) -> Readers:
    """Who is behind a number of the count."""
    size = counts.total if reason == "queued" else counts.by_reason.get(reason, 0)
    return Readers(audience, reason, size)


def sheet_of(found: Readers) -> list[list[CellValue]]:
    """Those in the list as rows under their headings."""
    rows: list[list[CellValue]] = [[_("Name"), _("E-mail"), _("Role")]]
    return rows + [[one.name, one.email, one.why] for one in found[:]]


def _roles_of(people: Sequence[int]) -> dict[int, str]:
    """What each of these sits for today: {person: "contact politician, Granfors kommun"}."""
    held = Holding.objects.current().filter(person__in=people).order_by("seat__member__sort_key")
    roles: dict[int, list[str]] = {}
    for holding in held.select_related("seat__member", "seat__group"):
        roles.setdefault(holding.person_id, []).append(str(holding.seat))
    return {person: "; ".join(said) for person, said in roles.items()}
