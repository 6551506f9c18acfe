"""The results of a round as people read them: for each question a figure, a finding, a table.

Who reads decides what there is to read: members and the report get what passed
`surveys.disclosure`, the secretariat and the expert group everything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from members.models import County, Group, Member, Person
from sekom import charts
from sekom.text import say_number, sv_sort_key
from surveys import counting, disclosure, following
from surveys.counting import Filters, SizeClass
from surveys.figures import Drawer, Facts
from surveys.findings import share
from surveys.items import Answer as Value
from surveys.models import Answer, Response, SurveyRound
from surveys.questionnaires import Item, Kind, Questionnaire, other_text

MOST_TEXTS = 100


@dataclass(frozen=True)
class Reader:
    """Somebody who reads results: all of them, or what may be shown to members."""

    sees_all: bool = False
    own: Response | None = None

    def smallest_group(self, round: SurveyRound) -> int:
        """Under how many answers a figure is hidden from this reader; 0 hides none."""
        return 0 if self.sees_all else round.smallest_group


@dataclass(frozen=True)
class Written:
    """What a member wrote in words."""

    member: str
    text: str


@dataclass(frozen=True)
class Result:
    """One question's figure, or a note why there is none; `facts` are (what, how much).

    `texts` are the first of `text_count`.
    """

    key: str
    title: str
    base: str = ""
    figure: charts.Figure | None = None
    note: str = ""
    facts: Facts = ()
    texts: tuple[Written, ...] = ()
    text_count: int = 0
    own: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether it needs the whole width of a page."""
        return self.figure is not None and self.figure.is_wide

    @property
    def more_texts(self) -> int:
        return self.text_count - len(self.texts)


@dataclass(frozen=True)
class Section:
    """A page of the survey, with its results."""

    key: str
    title: str
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Results:
    """A round's results for one reader; `counted` is how many responses the figures stand on."""

    round: SurveyRound
    tally: following.Tally
    counted: int
    smallest_group: int
    sections: tuple[Section, ...] = ()
    is_batched: bool = False

    @property
    def is_withheld(self) -> bool:
        """Whether there are answers, but too few to show a single figure."""
        results = [result for section in self.sections for result in section.results]
        return bool(self.tally.counted) and not any(
            result.figure or result.texts for result in results
        )


def reader_of(person: Person, round: SurveyRound) -> Reader:
    """What this person may read; for a contact, with their own member's response."""
    sees_all = person.is_staff or person.sits_in(Group.Kind.EXPERT_GROUP)
    own = Response.objects.of(person).filter(round=round).select_related("member").first()
    return Reader(sees_all=sees_all, own=own)


def results(round: SurveyRound, *, reader: Reader, filters: Filters | None = None) -> Results:
    """All of a round's figures for a reader, in as many queries whatever their number.

    Members divide the answers by size class alone, and see the latest ones when the next group is
    whole or the round has closed.
    """
    filters = filters or Filters()
    smallest = reader.smallest_group(round)
    questionnaire = round.questionnaire()
    responses = counting.responses_of(round, filters if reader.sees_all else None)
    is_batched = not reader.sees_all and round.takes_answers
    if is_batched:
        responses = counting.in_whole_batches(responses, smallest)
    size = "" if reader.sees_all else filters.size
    counted = counting.count(responses, questionnaire, size_class=size)
    published = disclosure.published(
        counted.tables, counted=counted.responses, smallest_group=smallest, size_class=size
    )
    drawer = Drawer(
        questionnaire,
        published,
        counted.edges,
        get_language() or "sv",
        own_answers(reader),
        reader.own.member.short_name if reader.own else "",
    )
    texts = written(responses, questionnaire, reader)
    return Results(
        round=round,
        tally=following.tally(round),
        counted=counted.responses,
        smallest_group=smallest,
        sections=tuple(sections_of(drawer, texts)) if counted.responses else (),
        is_batched=is_batched,
    )


def own_answers(reader: Reader) -> dict[str, Value]:
    """{key: answer} of the reader's own member, without those that do not count."""
    if reader.own is None:
        return {}
    return dict(reader.own.answers.filter(is_relevant=True).values_list("key", "value"))


def sections_of(drawer: Drawer, texts: Mapping[str, "Words"]) -> Iterator[Section]:
    for page in drawer.questionnaire.pages:
        made = tuple(_results(drawer, page.items, texts))
        if made:
            yield Section(page.key, drawer.label(page), made)


def _results(
    drawer: Drawer, items: tuple[Item, ...], texts: Mapping[str, "Words"]
) -> Iterator[Result]:
    in_matrix: dict[str, list[Item]] = {
        item.key: [row for row in items if row.parent == item.key and row.takes_answer]
        for item in items
        if item.kind == Kind.MATRIX
    }
    for item in items:
        if in_matrix.get(item.key):
            yield _matrix(drawer, item, in_matrix[item.key])
        elif item.takes_answer and item.parent not in in_matrix:
            yield _result(drawer, item, texts.get(item.key, Words()))


def _result(drawer: Drawer, item: Item, words: "Words") -> Result:
    published = drawer.published[item.key]
    result = Result(
        item.key,
        drawer.label(item),
        texts=words.first,
        text_count=words.count,
        own=drawer.own_answer(item),
    )
    if published.shows_nothing:
        return replace(result, note=_("Too few answers to be shown."))
    if not published.base:
        return replace(result, note=_("Nobody has answered this question."))
    if item.kind == Kind.TEXT:
        base = ngettext("%(count)s answer.", "%(count)s answers.", published.base)
        note = "" if words.first else _("What was written is read by the secretariat.")
        return replace(result, base=base % {"count": say_number(published.base)}, note=note)
    chart, facts = drawer.draw(item)
    # Bars mark one's own answer themselves.
    own = "" if isinstance(chart, charts.BarChart) else result.own
    return replace(
        result, base=chart.base, figure=charts.Figure(chart, item.key), facts=facts, own=own
    )


def _matrix(drawer: Drawer, matrix: Item, rows: list[Item]) -> Result:
    title = drawer.label(matrix)
    published = [drawer.published[row.key] for row in rows]
    if all(row.shows_nothing or not row.base for row in published):
        some = any(row.shows_nothing for row in published)
        note = (
            _("Too few answers to be shown.") if some else _("Nobody has answered this question.")
        )
        return Result(matrix.key, title, note=note)
    base, finding, drawn = drawer.draw_matrix(rows)
    scale = [drawer.label(choice) for choice in rows[0].choices]
    chart = charts.LikertChart(title, base, finding, scale, drawn, drawer.own_label)
    return Result(matrix.key, title, base, figure=charts.Figure(chart, matrix.key))


# --- What was written -------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """What was written to one question: how many, and the first of them."""

    count: int = 0
    first: tuple[Written, ...] = ()


def written(responses: QuerySet, questionnaire: Questionnaire, reader: Reader) -> dict[str, Words]:
    """{key: what was written}, as far as the reader may read it, by the members' alphabet.

    Members may read the words of questions that say so (share: named).
    """
    readable = [
        item
        for item in questionnaire.items
        if (item.kind == Kind.TEXT or item.has_other)
        and (reader.sees_all or counting.share_of(item, questionnaire) == disclosure.NAMED)
    ]
    if not readable:
        return {}
    texts = [item.key for item in readable if item.kind == Kind.TEXT]
    others = [item.key for item in readable if item.has_other]
    rows = (
        Answer.objects.filter(
            Q(key__in=texts) | Q(key__in=others, value__has_key="text"),
            response__in=responses.values("pk"),
            is_relevant=True,
        )
        .exclude(value__isnull=True)
        .annotate(
            place=Window(
                RowNumber(), partition_by=F("key"), order_by=F("response__member__sort_key").asc()
            ),
            in_all=Window(Count("pk"), partition_by=F("key")),
        )
        .filter(place__lte=MOST_TEXTS)
        .order_by("key", "place")
        .values_list("key", "value", "in_all", "response__member__name")
    )
    found: dict[str, Words] = {}
    for key, value, in_all, member in rows:
        text = other_text(value) if isinstance(value, dict) else str(value)
        before = found.get(key, Words())
        found[key] = Words(in_all, (*before.first, Written(member, text)))
    return found


# --- Around the figures -----------------------------------------------------------------------


@dataclass(frozen=True)
class CountyRate:
    """How many members of a county were asked, and how many of them have answered."""

    name: str
    asked: int
    answered: int

    @property
    def percent(self) -> float:
        return share(self.answered, self.asked)

    @property
    def bar(self) -> str:
        """The percent as the length of a bar, spelt alike in all languages."""
        return f"{self.percent:.1f}"


def rates_by_county(round: SurveyRound) -> list[CountyRate]:
    """The response rate of each county in which somebody was asked, in alphabetical order."""
    counted = Q(submitted_at__isnull=False) | Q(accepted_at__isnull=False)
    rows = (
        round.responses.order_by()
        .values("member__county")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=counted))
    )
    rates = [
        CountyRate(County(row["member__county"]).label, row["asked"], row["answered"])
        for row in rows
    ]
    return sorted(rates, key=lambda rate: sv_sort_key(rate.name))


type Alternatives = list[tuple[str, str]]


def divisions(round: SurveyRound, reader: Reader) -> dict[str, Alternatives]:
    """What the reader can divide the answers by: {filter: [(value, words), …]}.

    Only what somebody who was asked falls under, and no filter that divides nothing.
    """
    asked = round.responses.order_by()
    rows = asked.values_list(
        counting.size_class_of("member__"), "member__kind", "member__county"
    ).distinct()
    sizes, kinds, counties = ({row[place] for row in rows} for place in range(3))
    found: dict[str, Alternatives] = {
        "size": [(size.value, str(size.label)) for size in SizeClass if size in sizes]
    }
    if reader.sees_all:
        found["kind"] = [
            (kind.value, str(kind.label).capitalize()) for kind in Member.Kind if kind in kinds
        ]
        found["county"] = sorted(
            ((county.value, str(county.label)) for county in County if county in counties),
            key=lambda county: sv_sort_key(county[1]),
        )
    return {name: words for name, words in found.items() if len(words) > 1}
