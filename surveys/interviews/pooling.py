"""The shared studies together: how many members speak of each goal, dimension and theme.

Every figure counts members, goes through the same gate as the surveys' figures, and stands in an
edition. A new edition is made only when the members whose studies have joined, left or changed are
as many as the smallest group, counted from each earlier edition: who lays two editions side by side
sees what so many did together, and never what one did.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from members.models import Person
from surveys import disclosure
from surveys.interviews.compiling import AGENDA_2030
from surveys.interviews.models import Dimension, Link, NetworkComparison, Statement, Study, Theme
from toolbox.models import FrameworkItem

SMALLEST_GROUP = 5
GOAL, DIMENSION, THEME = "goal", "dimension", "theme"

type Spoken = dict[int, dict[str, int]]


def spoken_of(studies: QuerySet[Study]) -> Spoken:
    """{member: {thing: how many of its statements}} in studies, of what counts. Four queries.

    A thing is a global goal ("goal:13"), a dimension ("dimension:social") or the name of a theme
    ("theme:resor"), which has what stands beneath it too.
    """
    counted = Statement.objects.counted().filter(interview__study__in=studies.order_by())
    links = Link.objects.filter(statement__in=counted)
    member = "statement__interview__study__member"
    number = Count("statement", distinct=True)
    goals = (
        links.filter(item__framework__slug=AGENDA_2030)
        .values_list(member, Coalesce("item__parent__code", "item__code"))
        .annotate(number)
    )
    dimensions = (
        links.filter(dimension__isnull=False).values_list(member, "dimension").annotate(number)
    )
    found: Spoken = {}
    for kind, rows in ((GOAL, goals), (DIMENSION, dimensions)):
        for whose, key, count in rows.order_by():
            found.setdefault(whose, {})[f"{kind}:{key}"] = count
    for whose, theme, count in _themes(studies, links):
        found.setdefault(whose, {})[theme] = count
    return found


def _themes(studies: QuerySet[Study], links: QuerySet[Link]) -> Iterable[tuple[int, str, int]]:
    """(member, theme, how many statements stand under it or beneath it)."""
    rows = Theme.objects.filter(study__in=studies.order_by())
    themes = {row.pk: row for row in rows.select_related("study")}
    statements: dict[tuple[int, str], set[int]] = {}
    for theme_id, statement in links.filter(theme__in=themes).values_list("theme", "statement"):
        over = themes.get(theme_id)
        while over is not None:
            key = (over.study.member_id, theme_key(over.title))
            statements.setdefault(key, set()).add(statement)
            over = themes.get(over.parent_id) if over.parent_id else None
    return ((member, theme, len(found)) for (member, theme), found in statements.items())


def theme_key(title: str) -> str:
    """What themes of the same name have in common, however it is written."""
    return f"{THEME}:{' '.join(title.split()).casefold()}"


# --- The editions -----------------------------------------------------------------------------


@transaction.atomic
def make_edition() -> NetworkComparison | None:
    """A new edition of the comparison, or None when it must not or need not be made.

    Run twice, it makes one.
    """
    spoken = spoken_of(Study.objects.shared())
    behind = {str(member): _fingerprint(things) for member, things in spoken.items()}
    if not _may_be_told(behind):
        return None
    newest = NetworkComparison.objects.first()
    edition = NetworkComparison(
        number=newest.number + 1 if newest else 1,
        members_count=len(spoken),
        figures=_figures(spoken),
        names={},
        behind=behind,
    )
    edition.names = _names(edition.figures)
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError:  # another worker made it at the same time
        return None
    return edition


def _fingerprint(things: Iterable[str]) -> str:
    return hashlib.sha256(json.dumps(sorted(things)).encode()).hexdigest()


def _may_be_told(behind: Mapping[str, str]) -> bool:
    """Whether enough members stand behind the figures, and behind what sets each edition apart."""
    if len(behind) < SMALLEST_GROUP:
        return False
    earlier = list(NetworkComparison.objects.values_list("behind", flat=True))
    if earlier and earlier[0] == behind:
        return False
    changes = [
        sum(behind.get(member) != before.get(member) for member in behind.keys() | before.keys())
        for before in earlier
    ]
    return not any(0 < count < SMALLEST_GROUP for count in changes)


def _figures(spoken: Spoken) -> dict[str, int | None]:
    """How many members speak of each thing, through the gate; a theme only by a name of many."""
    counts = Counter(thing for things in spoken.values() for thing in things)
    table = disclosure.Table("spoken", len(spoken), counts, is_exclusive=False)
    gate = disclosure.published(
        {"spoken": table}, counted=len(spoken), smallest_group=SMALLEST_GROUP
    )
    return {
        thing: count
        for thing, count in sorted(gate["spoken"].counts.items())
        if count is not None or not thing.startswith(THEME)
    }


def _names(figures: Iterable[str]) -> dict[str, str]:
    """{theme: how most write its name}."""
    titles = Theme.objects.filter(study__in=Study.objects.shared().order_by())
    written: dict[str, Counter[str]] = {}
    for title in titles.order_by("title").values_list("title", flat=True):
        written.setdefault(theme_key(title), Counter())[" ".join(title.split())] += 1
    return {
        thing: written[thing].most_common(1)[0][0] for thing in figures if thing.startswith(THEME)
    }


# --- As people read it ------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A thing with how many members speak of it (None: hidden), and how much one's own do."""

    title: str
    count: int | None
    own: int = 0
    sign: FrameworkItem | None = None

    @property
    def is_silent(self) -> bool:
        return self.count == 0 and not self.own


@dataclass(frozen=True)
class Comparison:
    """An edition beside one's own shared studies; `silent` are the goals nobody speaks of."""

    edition: NetworkComparison
    goals: list[Line]
    silent: list[Line]
    dimensions: list[Line]
    themes: list[Line]


def comparison_for(reader: Person) -> Comparison | None:
    """The newest edition with the reader's own statements beside; None before the first."""
    edition = NetworkComparison.objects.first()
    if edition is None:
        return None
    own = Counter[str]()
    for things in spoken_of(Study.objects.readable_by(reader).shared()).values():
        own.update(things)

    def line(thing: str, title: str, sign: FrameworkItem | None = None) -> Line:
        return Line(title, edition.figures.get(thing, 0), own[thing], sign)

    agenda = FrameworkItem.objects.filter(framework__slug=AGENDA_2030, parent__isnull=True)
    goals = [line(f"{GOAL}:{goal.code}", goal.title, goal) for goal in agenda.order_by("position")]
    themes = [line(thing, name) for thing, name in edition.names.items()]
    return Comparison(
        edition,
        goals=[goal for goal in goals if not goal.is_silent],
        silent=[goal for goal in goals if goal.is_silent],
        dimensions=[
            line(f"{DIMENSION}:{value}", str(label).capitalize())
            for value, label in Dimension.choices
        ],
        themes=sorted(themes, key=lambda line: (-(line.count or 0), line.title.casefold())),
    )
