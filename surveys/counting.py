"""Counting the answers of a round: true figures, worked out by the database.

The cost follows the questions, not the responses: a few queries, whose rows are cells, not answers.
What comes out is for the secretariat, or for `surveys.disclosure` to judge.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Aggregate,
    Avg,
    Case,
    Count,
    F,
    FloatField,
    Func,
    IntegerField,
    JSONField,
    Q,
    QuerySet,
    TextChoices,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from members.models import Member
from sekom import charts
from surveys.disclosure import FROM_SMALLEST_GROUP, Numbers, Table
from surveys.models import Answer, SurveyRound
from surveys.questionnaires import Item, Kind, Questionnaire, chosen_values

TICKED, NOT_TICKED = "ticked", "not_ticked"
MEASURED = (Kind.INTEGER, Kind.DECIMAL, Kind.DATE)
MOST_INTERVALS = 6


class SizeClass(TextChoices):
    """How members are divided when figures are compared; regions stand by themselves."""

    SMALL = "small", _("Under 15,000 inhabitants")
    MIDDLE = "middle", _("15,000 to 49,999 inhabitants")
    LARGE = "large", _("50,000 inhabitants or more")
    UNKNOWN = "unknown", _("Municipalities of unknown size")
    REGION = "region", _("Regions")


@dataclass(frozen=True)
class Filters:
    """Which members' answers to count; empty for all."""

    county: str = ""
    size: str = ""
    kind: str = ""

    def __bool__(self) -> bool:
        return bool(self.county or self.size or self.kind)


@dataclass(frozen=True)
class Counted:
    """The true figures of some responses; `edges` are where the intervals of numbers begin."""

    responses: int
    tables: Mapping[str, Table]
    edges: Mapping[str, list[float]]


def size_class_of(prefix: str = "") -> Case:
    """The size class of the member that the prefix leads to, as a column."""
    inhabitants = f"{prefix}inhabitants"
    return Case(
        When(Q((f"{prefix}kind", Member.Kind.REGION)), then=Value(SizeClass.REGION)),
        When(Q((f"{inhabitants}__isnull", True)), then=Value(SizeClass.UNKNOWN)),
        When(Q((f"{inhabitants}__lt", 15_000)), then=Value(SizeClass.SMALL)),
        When(Q((f"{inhabitants}__lt", 50_000)), then=Value(SizeClass.MIDDLE)),
        default=Value(SizeClass.LARGE),
        output_field=TextField(),
    )


def responses_of(round: SurveyRound, filters: Filters | None = None) -> QuerySet:
    """The responses that the round takes, of the members that the filters let through."""
    filters = filters or Filters()
    found = round.responses.counted()
    if filters.county:
        found = found.filter(member__county=filters.county)
    if filters.kind:
        found = found.filter(member__kind=filters.kind)
    if filters.size:
        found = found.annotate(size=size_class_of("member__")).filter(size=filters.size)
    return found


def in_whole_batches(responses: QuerySet, smallest_group: int) -> QuerySet:
    """The earliest responses, as many as can be shown while more are coming in.

    Who reads before and after a response would see what it says by subtracting. So they are let in
    a group at a time, and the latest group waits until the next is whole or the round has closed.
    """
    batches = max(0, responses.count() // smallest_group - 1)
    in_order = responses.order_by(Coalesce("submitted_at", "accepted_at"), "pk")
    return in_order[: batches * smallest_group]


def count(responses: QuerySet, questionnaire: Questionnaire, *, size_class: str = "") -> Counted:
    """The figures of these responses. With a size class, its numbers are summed up apart too."""
    total = responses.count()
    answers = Answer.objects.filter(response__in=responses.values("pk"), is_relevant=True).exclude(
        Q(value__isnull=True) | Q(value=Value(None, JSONField()))
    )
    cells = _cells(answers, questionnaire)
    numbers = _numbers(answers, questionnaire)
    edges = {key: _edges(questionnaire.item(key), spread) for key, spread in numbers.items()}
    if edges:
        cells |= _intervals(answers, questionnaire, edges)
    of_class = {}
    if size_class and numbers:
        part = answers.annotate(size=size_class_of("response__member__")).filter(size=size_class)
        of_class = _numbers(part, questionnaire)
    tables = {
        question.item.key: _table(
            question.item,
            questionnaire,
            cells.get(question.item.key, Counter()),
            edges.get(question.item.key),
            total,
            numbers.get(question.item.key),
            {size_class: of_class.get(question.item.key)},
        )
        for question in questionnaire.questions
    }
    return Counted(total, tables, edges)


# --- Asking the database ----------------------------------------------------------------------

type Cells = Counter[tuple[str, str | None]]  # (size class, cell) → how many; None for the base


class _Chosen(Func):
    """What was chosen in a stored answer, without the words of "other": a value or a list."""

    template = (
        "CASE jsonb_typeof(%(expressions)s) WHEN 'object' THEN "
        "coalesce(%(expressions)s -> 'choices', %(expressions)s -> 'choice') "
        "ELSE %(expressions)s END"
    )
    output_field = JSONField()


class _Year(Func):
    """The year of a stored day."""

    template = "left(%(expressions)s #>> '{}', 4)"
    output_field = TextField()


class _Spread(Aggregate):
    """The lowest number, the quartiles and the highest."""

    template = (
        "percentile_cont(ARRAY[0, 0.25, 0.5, 0.75, 1]) WITHIN GROUP (ORDER BY %(expressions)s)"
    )
    output_field = ArrayField(FloatField())


def _cells(answers: QuerySet, questionnaire: Questionnaire) -> dict[str, Cells]:
    """{key: cells} of all questions: how many answered, and how many chose each alternative.

    The database counts each set of choices that was given; what they have in common is added up
    here, row by row.
    """
    selects = [row.key for row in questionnaire.items if row.kind in Kind.SELECTS]
    rows = (
        answers.annotate(
            size=size_class_of("response__member__"),
            chosen=Case(When(key__in=selects, then=_Chosen("value")), output_field=JSONField()),
        )
        .values_list("key", "size", "chosen")
        .annotate(answers=Count("pk"))
    )
    found: dict[str, Cells] = {}
    for key, size, chosen, number in rows.iterator():
        cells = found.setdefault(key, Counter())
        cells[size, None] += number
        for value in chosen_values(chosen):
            cells[size, value] += number
    return found


def _number(questionnaire: Questionnaire) -> Case:
    """A stored number as a number, and a stored day as its year."""
    of_kind = {
        kind: [row.key for row in questionnaire.items if row.kind == kind] for kind in MEASURED
    }
    plain = of_kind[Kind.INTEGER] + of_kind[Kind.DECIMAL]
    return Case(
        When(key__in=plain, then=Cast("value", FloatField())),
        When(key__in=of_kind[Kind.DATE], then=Cast(_Year("value"), FloatField())),
        output_field=FloatField(),
    )


def _numbers(answers: QuerySet, questionnaire: Questionnaire) -> dict[str, Numbers]:
    """{key: how its numbers are spread}, of the questions that somebody answered."""
    measured = [row.key for row in questionnaire.items if row.kind in MEASURED]
    if not measured:
        return {}
    rows = (
        answers.filter(key__in=measured)
        .annotate(measure=_number(questionnaire))
        .values("key")
        .annotate(mean=Avg("measure"), spread=_Spread(F("measure")))
    )
    return {row["key"]: Numbers(row["mean"], *row["spread"]) for row in rows}


def _intervals(
    answers: QuerySet, questionnaire: Questionnaire, edges: Mapping[str, list[float]]
) -> dict[str, Cells]:
    """{key: cells} of the numbers: how many answered, and how many lie in each interval."""
    place = Case(
        *(
            When(
                key=key,
                then=Func(
                    F("measure"),
                    Cast(Value(begins[:-1]), ArrayField(FloatField())),
                    function="width_bucket",
                ),
            )
            for key, begins in edges.items()
        ),
        output_field=IntegerField(),
    )
    rows = (
        answers.filter(key__in=edges)
        .annotate(
            measure=_number(questionnaire), size=size_class_of("response__member__"), place=place
        )
        .values("key", "size", "place")
        .annotate(answers=Count("pk"))
    )
    found: dict[str, Cells] = {}
    for row in rows:
        cells = found.setdefault(row["key"], Counter())
        cells[row["size"], str(row["place"] - 1)] += row["answers"]
        cells[row["size"], None] += row["answers"]
    return found


def _edges(item: Item, numbers: Numbers) -> list[float]:
    return charts.even_edges(numbers.low or 0, numbers.high or 0, MOST_INTERVALS)


# --- Putting the rows together ----------------------------------------------------------------


def _table(
    item: Item,
    questionnaire: Questionnaire,
    cells: Cells,
    edges: list[float] | None,
    total: int,
    numbers: Numbers | None,
    class_numbers: Mapping[str, Numbers | None],
) -> Table:
    sizes = sorted({size for size, _cell in cells})
    whole: Cells = Counter()
    for (_size, cell), answers in cells.items():
        whole["", cell] += answers
    table = Table(
        key=item.key,
        base=whole["", None],
        counts=_counts(item, whole, "", edges),
        is_exclusive=item.kind != Kind.SELECT_MULTIPLE,
        is_ordered=edges is not None,
        share=share_of(item, questionnaire),
        sources=sources_of(item, questionnaire),
        numbers=numbers,
    )
    if item.kind == Kind.ACKNOWLEDGE:
        return _of_ticks(table, total)
    classes = {
        size: replace(
            table,
            base=cells[size, None],
            counts=_counts(item, cells, size, edges),
            numbers=class_numbers.get(size),
        )
        for size in sizes
    }
    return replace(table, classes=classes)


def _counts(item: Item, cells: Cells, size: str, edges: list[float] | None) -> dict[str, int]:
    if edges is not None:
        names = [str(place) for place in range(len(edges) - 1)]
    else:
        names = [choice.value for choice in item.choices]
    return {name: cells[size, name] for name in names}


def _of_ticks(table: Table, total: int) -> Table:
    """A tick has no other answer: if all are asked, those who did not tick are the rest."""
    if table.sources:
        return replace(table, counts={TICKED: table.base})
    counts = {TICKED: table.base, NOT_TICKED: total - table.base}
    return replace(table, base=total, counts=counts)


def share_of(item: Item, questionnaire: Questionnaire) -> str:
    """Who may see the question's figures: what it says itself, or a group that it stands in."""
    for row in (item, *questionnaire.ancestors(item)):
        if row.extra.get("share"):
            return str(row.extra["share"])
    return FROM_SMALLEST_GROUP


def sources_of(item: Item, questionnaire: Questionnaire) -> frozenset[str]:
    """The questions whose answers decide whether this one is asked."""
    found: set[str] = set()
    for row in (item, *questionnaire.ancestors(item)):
        rule = questionnaire.rules[row.key].relevant
        found |= rule.references if rule else frozenset()
    return frozenset(found & questionnaire.by_key.keys() - {item.key})
