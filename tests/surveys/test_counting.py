from collections import Counter
from datetime import timedelta
from statistics import mean, median

import pytest
from django.utils import timezone

from members.models import Member
from surveys import counting
from surveys.counting import Filters, SizeClass
from surveys.disclosure import Numbers
from surveys.models import Response
from surveys.questionnaires import Kind
from tests.factories import make_member
from tests.survey_factories import choices, item, make_response, make_round, make_version

pytestmark = pytest.mark.django_db

ANSWERS = [
    {"home": "kontor", "forum": ["grupp", "nätverk"], "share": 10, "budget": 1.5},
    {"home": "kontor", "forum": ["grupp"], "share": 20, "adopted": "2019-05-01"},
    {"home": "bygg", "forum": {"choices": ["grupp", "other"], "text": "Rådet"}, "share": 30},
    {"home": "skola", "goals": "helt", "tools": "inte", "adopted": "2023-01-31", "share": 60},
    {"wish": "Mer tid", "read": True},
]


@pytest.fixture
def round():
    return make_round()


def counted(round, filters=None, **options):
    """The figures of a round, {key: table}."""
    responses = counting.responses_of(round, filters)
    return counting.count(responses, round.questionnaire(), **options)


def test_count_gives_how_many_answered_and_how_many_chose_each(round):
    for answers in ANSWERS:
        make_response(round, answers=answers, signed="both")

    result = counted(round)

    assert result.responses == 5
    assert {key: (table.base, table.counts) for key, table in result.tables.items()} == {
        "home": (4, {"kontor": 2, "bygg": 1, "skola": 1}),
        "forum": (3, {"grupp": 3, "nätverk": 1, "other": 1}),
        "share": (4, {"0": 1, "1": 1, "2": 1, "3": 0, "4": 0, "5": 1}),
        "budget": (1, {"0": 1}),
        "adopted": (2, {"0": 1, "1": 0, "2": 0, "3": 0, "4": 1}),
        "goals": (1, {"inte": 0, "delvis": 0, "helt": 1}),
        "tools": (1, {"inte": 1, "delvis": 0, "helt": 0}),
        "wish": (1, {}),
        "read": (5, {"ticked": 1, "not_ticked": 4}),
    }
    assert result.edges == {
        "share": [10, 20, 30, 40, 50, 60, 70],
        "budget": [1, 2],
        "adopted": [2019, 2020, 2021, 2022, 2023, 2024],
    }


def test_count_sums_up_numbers_and_the_years_of_days(round):
    for answers in ANSWERS:
        make_response(round, answers=answers, signed="both")

    tables = counted(round).tables

    assert tables["share"].numbers == Numbers(30, 10, 17.5, 25, 37.5, 60)
    assert tables["adopted"].numbers == Numbers(2021, 2019, 2020, 2021, 2022, 2023)
    assert tables["home"].numbers is None


def test_count_leaves_out_responses_that_the_round_does_not_take(round):
    make_response(round, answers={"home": "kontor"}, signed="both")
    make_response(round, answers={"home": "bygg"}, accepted="Vakant")
    make_response(round, answers={"home": "skola"}, signed="officer")
    make_response(make_round(round.version), answers={"home": "skola"}, signed="both")

    result = counted(round)

    assert (result.responses, result.tables["home"].counts) == (
        2,
        {"kontor": 1, "bygg": 1, "skola": 0},
    )


def test_count_leaves_out_answers_that_became_irrelevant():
    follower = item("then", Kind.INTEGER, relevant="${home} = 'kontor'")
    home = item("home", Kind.SELECT_ONE, choices=choices("kontor", "bygg"))
    round = make_round(make_version([home, follower]))
    make_response(round, answers={"home": "kontor", "then": 4}, signed="both")
    make_response(round, answers={"home": "bygg", "then": 8}, signed="both")

    table = counted(round).tables["then"]

    assert (table.base, table.numbers.high, table.sources) == (1, 4, frozenset({"home"}))


def test_count_leaves_out_answers_that_were_taken_away(round):
    make_response(round, answers={"home": None, "share": None}, signed="both")

    tables = counted(round).tables

    assert [tables["home"].base, tables["share"].base] == [0, 0]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(county="09"), {"kontor": 1, "bygg": 0, "skola": 0}),
        (Filters(size=SizeClass.LARGE), {"kontor": 0, "bygg": 1, "skola": 0}),
        (Filters(kind=Member.Kind.REGION), {"kontor": 0, "bygg": 0, "skola": 1}),
        (Filters(county="12", kind=Member.Kind.MUNICIPALITY), {"kontor": 0, "bygg": 1, "skola": 0}),
        (Filters(), {"kontor": 1, "bygg": 1, "skola": 1}),
    ],
)
def test_filters_choose_the_members(round, filters, expected):
    small = make_member(county="09", inhabitants=14_999)
    large = make_member(county="12", inhabitants=50_000)
    region = make_member(county="12", kind=Member.Kind.REGION, inhabitants=1_000_000)
    for member, home in [(small, "kontor"), (large, "bygg"), (region, "skola")]:
        make_response(round, member, answers={"home": home}, signed="both")

    assert counted(round, filters).tables["home"].counts == expected


def test_count_divides_the_figures_by_size_class(round):
    for inhabitants, home in [(9_000, "kontor"), (9_000, "bygg"), (20_000, "bygg"), (None, "bygg")]:
        member = make_member(inhabitants=inhabitants)
        make_response(round, member, answers={"home": home, "share": 5}, signed="both")

    result = counted(round, size_class=SizeClass.SMALL)

    assert {name: part.counts for name, part in result.tables["home"].classes.items()} == {
        "middle": {"kontor": 0, "bygg": 1, "skola": 0},
        "small": {"kontor": 1, "bygg": 1, "skola": 0},
        "unknown": {"kontor": 0, "bygg": 1, "skola": 0},
    }
    assert result.tables["share"].classes["small"].numbers == Numbers(5, 5, 5, 5, 5, 5)


def test_whole_batches_hold_back_the_latest_group(round):
    for _number in range(11):
        make_response(round, signed="both")
    first = list(round.responses.order_by("pk").values_list("pk", flat=True))
    for minute, pk in enumerate(first):
        at = timezone.now() + timedelta(minutes=minute)
        Response.objects.filter(pk=pk).update(submitted_at=at)

    batches = counting.in_whole_batches(counting.responses_of(round), 5)

    assert [response.pk for response in batches] == first[:5]
    assert counting.count(batches, round.questionnaire()).responses == 5


def test_count_asks_as_often_for_one_response_as_for_many(round, django_assert_num_queries):
    for _number in range(3):
        make_response(round, answers=ANSWERS[0] | ANSWERS[3], signed="both")
    round.questionnaire()

    with django_assert_num_queries(4):
        result = counted(round)

    assert result.responses == 3


def test_count_agrees_with_counting_by_hand_on_many_responses(round):
    stored = [
        {
            "home": ("kontor", "bygg", "skola")[number % 3],
            "forum": [
                name for step, name in enumerate(("grupp", "nätverk")) if number % (step + 2)
            ],
            "share": number * number % 97,
        }
        for number in range(60)
    ]
    for answers in stored:
        make_response(round, answers=answers, accepted="Vakant")

    tables = counted(round).tables

    assert tables["home"].counts == Counter(answers["home"] for answers in stored)
    assert tables["forum"].counts == {"other": 0} | Counter(
        name for answers in stored for name in answers["forum"]
    )
    shares = [answers["share"] for answers in stored]
    assert (tables["share"].numbers.mean, tables["share"].numbers.median) == (
        pytest.approx(mean(shares)),
        median(shares),
    )
    assert list(tables["share"].counts.values()) == [
        sum(low <= share < low + 20 for share in shares) for low in range(0, 100, 20)
    ]


def test_share_is_said_by_the_question_or_the_group_it_stands_in():
    group = item("work", Kind.GROUP, extra={"share": "secretariat"})
    rows = [
        group,
        item("home", Kind.TEXT, parent="work"),
        item("where", Kind.TEXT, parent="work", extra={"share": "named"}),
        item("wish", Kind.TEXT),
    ]
    questionnaire = make_version(rows).questionnaire()

    shares = {row.key: counting.share_of(row, questionnaire) for row in rows}

    assert shares == {"work": "secretariat", "home": "secretariat", "where": "named", "wish": "k"}
