"""Reaching: how far an issue gets, counted for each organisation and nobody in it.

A visit is counted once a day for each network address and kind of browser: by a digest salted with
what is drawn anew each day, kept in the cache alone and forgotten the day after. Colleagues behind
one address with the same browser are counted as one, so the number is never too high.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import F
from django.utils.translation import gettext as _

from members.models import Member, today
from newsletter.models import Issue, OwnCount, Reach, Subscriber
from sekom import map as country
from sekom import pace
from sekom.excel import CellValue
from sekom.map import Dot
from toolbox import listening

DAY = timedelta(days=1)
MOST_PER_HOUR = 200  # from one network address: a town hall's readers, but no machine's
# Those that fetch pages for others: search engines, previews of links, scanners of mail.
MACHINES = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|scan|headless|monitor|facebookexternal|whatsapp"
    r"|python|curl|wget|java/|go-http|okhttp|axios|lighthouse",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reached:
    """How far it reached at one member: visits, what its contacts told, who subscribes."""

    member: Member
    visit_count: int
    told_count: int
    reader_count: int

    @property
    def spreads(self) -> bool:
        return bool(self.visit_count or self.told_count or self.reader_count)

    @property
    def state(self) -> str:
        """How the map draws it: a full disc where a link was followed, a half where told of."""
        if self.visit_count:
            return "both"
        return "no_politician" if self.spreads else "none"


@dataclass(frozen=True)
class Spread:
    """Who spreads an issue, or all of them: a row for every member, the farthest reach first."""

    rows: list[Reached]
    alone_count: int

    @property
    def spreading(self) -> list[Reached]:
        return [row for row in self.rows if row.spreads]

    @property
    def visit_count(self) -> int:
        return sum(row.visit_count for row in self.rows)

    @property
    def told_count(self) -> int:
        return sum(row.told_count for row in self.rows)

    @property
    def reader_count(self) -> int:
        return sum(row.reader_count for row in self.rows)

    @property
    def dots(self) -> list[Dot]:
        """Every member on the map."""
        drawn = (country.dot(row.member.code, row.state, row.member.name) for row in self.rows)
        return [dot for dot in drawn if dot]

    @property
    def is_on_map(self) -> bool:
        """Whether the map has something to say: one that it knows spreads the newsletter."""
        return any(dot.state != "none" for dot in self.dots)


# --- Counting -----------------------------------------------------------------------------------


def count_visit(issue: Issue, *, member: Member | None, address: str, browser: str) -> bool:
    """Count somebody who reads an issue, by a member's link if any; True when they are new today.

    Machines are not counted, nor who has been here today already, nor too many from one place.
    """
    if not browser or MACHINES.search(browser):
        return False
    if pace.is_too_fast("newsletter-visits", address, most=MOST_PER_HOUR, per=timedelta(hours=1)):
        return False
    visitor = listening.visitor_of(address, browser)
    page = f"{visitor}\n{issue.pk}\n{member.pk if member else 0}"
    # Of its own for each issue and member: nobody can be followed from one to another.
    digest = hashlib.sha256(page.encode()).hexdigest()[:32]
    day = today()
    if not cache.add(f"newsletter-visit:{day}:{digest}", 1, timeout=DAY.total_seconds()):
        return False
    _add_one(issue, member, day)
    return True


def _add_one(issue: Issue, member: Member | None, day: date) -> None:
    row, _is_new = Reach.objects.get_or_create(issue=issue, member=member, on=day)
    Reach.objects.filter(pk=row.pk).update(visitor_count=F("visitor_count") + 1)


# --- Reading ------------------------------------------------------------------------------------


def at(member: Member, issue: Issue) -> Reached:
    """How far an issue has reached at one member; subscribers are those of all issues."""
    visits = Reach.objects.about(issue).filter(member=member).visits_by_member()
    told = OwnCount.objects.about(issue).of_member(member).told_by_member()
    count = Subscriber.objects.colleagues().filter(member=member).count()
    return Reached(member, visits.get(member.pk, 0), told.get(member.pk, 0), count)


def spread_of(issue: Issue | None) -> Spread:
    """How far an issue has reached at every member, or all issues where it is None.

    Subscribers of an issue are those who came by its links; of all, everybody at the member.
    """
    visits = Reach.objects.about(issue).visits_by_member()
    told = OwnCount.objects.about(issue).told_by_member()
    readers = Subscriber.objects.colleagues()
    if issue:
        readers = readers.filter(came_by__issue=issue)
    counted = Counter(readers.values_list("member", flat=True))
    rows = [
        Reached(member, visits.get(member.pk, 0), told.get(member.pk, 0), counted[member.pk])
        for member in Member.objects.active()
    ]
    alone = Reach.objects.about(issue).filter(member=None).values_list("visitor_count", flat=True)
    return Spread(sorted(rows, key=_by_reach), sum(alone))


def sheet_of(rows: Iterable[Reached]) -> list[list[CellValue]]:
    """The same for a workbook, with its headings."""
    headings: list[CellValue] = [
        _("Member"),
        _("County"),
        _("Visits by links"),
        _("Passed on to, by their own account"),
        _("Colleagues who subscribe"),
    ]
    return [headings] + [
        [
            row.member.name,
            row.member.get_county_display(),
            row.visit_count,
            row.told_count,
            row.reader_count,
        ]
        for row in rows
    ]


def _by_reach(row: Reached) -> tuple[int, int, int, str]:
    return -row.visit_count, -row.reader_count, -row.told_count, row.member.sort_key
