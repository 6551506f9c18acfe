import pytest
from django.utils import translation

from surveys import results
from surveys.counting import Filters, SizeClass
from surveys.questionnaires import Kind
from surveys.results import CountyRate, Reader, Written
from tests.factories import make_expert, make_member, make_pair, make_secretary
from tests.survey_factories import choices, item, make_response, make_round, make_version

pytestmark = pytest.mark.django_db

EVERYTHING = Reader(sees_all=True)
A_MEMBER = Reader()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def answer(round, *homes, **columns):
    """A counted response for each, with that answer to "home"."""
    for home in homes:
        member = make_member(**columns)
        make_response(round, member, answers={"home": home}, accepted="Vakant")


def found(made):
    """{key: result} of a page of results."""
    return {result.key: result for section in made.sections for result in section.results}


def bars(result):
    """(label, count, whether it is one's own) of a bar chart."""
    return [(bar.label, bar.value, bar.is_own) for bar in result.figure.chart.bars]


def test_results_come_in_the_survey_s_own_order_and_pages():
    round = make_round()
    answer(round, "kontor")

    made = results.results(round, reader=EVERYTHING)

    assert [(section.title, [one.key for one in section.results]) for section in made.sections] == [
        ("Arbetet", ["home", "forum", "share", "budget", "adopted"]),
        ("Åsikter", ["agree", "wish", "read"]),
    ]


def test_a_figure_has_counts_base_and_finding():
    round = make_round()
    answer(round, *["kontor"] * 6, *["bygg"] * 3, "skola")

    home = found(results.results(round, reader=EVERYTHING))["home"]

    assert bars(home) == [("Kontor", 6, False), ("Bygg", 3, False), ("Skola", 1, False)]
    assert (home.base, home.figure.chart.finding) == (
        "Per cent of 10 answers.",
        "60% answer “Kontor”.",
    )


def test_members_get_small_groups_hidden_and_the_secretariat_everything():
    round = make_round(closed=True)
    answer(round, *["kontor"] * 20, *["bygg"] * 6, *["skola"] * 2)

    theirs = found(results.results(round, reader=A_MEMBER))["home"]
    ours = found(results.results(round, reader=EVERYTHING))["home"]

    assert bars(theirs) == [("Kontor", 20, False), ("Bygg", None, False), ("Skola", None, False)]
    assert bars(ours) == [("Kontor", 20, False), ("Bygg", 6, False), ("Skola", 2, False)]


def test_members_see_whole_groups_while_answers_come_in_and_all_when_it_has_closed():
    version = make_version()
    round, closed = make_round(version), make_round(version, closed=True)
    for one in (round, closed):
        answer(one, *["kontor"] * 12)

    live = results.results(round, reader=A_MEMBER)
    final = results.results(closed, reader=A_MEMBER)

    assert [(live.is_batched, live.counted), (final.is_batched, final.counted)] == [
        (True, 5),
        (False, 12),
    ]


def test_too_few_answers_show_no_figure():
    round = make_round(closed=True)
    answer(round, "kontor", "bygg")

    made = results.results(round, reader=A_MEMBER)

    assert made.is_withheld
    assert {one.note for one in found(made).values()} == {
        "Too few answers to be shown.",
        "Nobody has answered this question.",
    }


def test_a_question_with_every_cell_hidden_is_no_chart():
    round = make_round(closed=True)
    answer(round, *["kontor"] * 20, *["bygg"] * 2)

    home = found(results.results(round, reader=A_MEMBER))["home"]

    assert (home.figure, home.note) == (None, "Too few answers to be shown.")


def test_a_contact_s_own_answers_are_marked():
    round = make_round(closed=True)
    answer(round, *["kontor"] * 9, *["bygg"] * 6)
    member = make_member("Granfors")
    politician, _officer = make_pair(member)
    make_response(round, member, answers={"home": "bygg", "share": 12}, signed="both")

    reader = results.reader_of(politician, round)
    home = found(results.results(round, reader=reader))["home"]

    assert reader == Reader(own=member.responses.get())
    assert bars(home) == [("Kontor", 9, False), ("Bygg", 7, True), ("Skola", 0, False)]
    assert home.base == "Per cent of 16 answers. The answer of Granfors is marked."
    assert (home.own, found(results.results(round, reader=reader))["share"].own) == ("", "12")


def test_the_secretariat_and_the_expert_group_read_everything():
    round = make_round()

    readers = [results.reader_of(person, round) for person in (make_secretary(), make_expert())]

    assert readers == [EVERYTHING, EVERYTHING]


def test_texts_are_for_those_who_read_everything_unless_the_question_says_otherwise():
    named = item("named", Kind.TEXT, extra={"share": "named"})
    home = item("home", Kind.SELECT_ONE, choices=choices("kontor", other=True), has_other=True)
    round = make_round(make_version([item("wish", Kind.TEXT), named, home]), closed=True)
    given = {
        "wish": "Mer tid",
        "named": "Gärna",
        "home": {"choice": "other", "text": "Rådhuset"},
    }
    member = make_member("Granfors")
    make_response(round, member, answers=given, signed="both")

    ours = found(results.results(round, reader=EVERYTHING))
    theirs = found(results.results(round, reader=A_MEMBER))

    assert {key: one.texts for key, one in ours.items()} == {
        "wish": (Written("Granfors kommun", "Mer tid"),),
        "named": (Written("Granfors kommun", "Gärna"),),
        "home": (Written("Granfors kommun", "Rådhuset"),),
    }
    assert {key: one.texts for key, one in theirs.items()} == {
        "wish": (),
        "named": (Written("Granfors kommun", "Gärna"),),
        "home": (),
    }


def test_texts_come_first_by_the_alphabet_and_the_rest_is_counted(monkeypatch):
    monkeypatch.setattr(results, "MOST_TEXTS", 2)
    round = make_round(make_version([item("wish", Kind.TEXT)]))
    for name in ("Östby", "Åby", "Alby"):
        make_response(round, make_member(name), answers={"wish": name}, signed="both")

    wish = found(results.results(round, reader=EVERYTHING))["wish"]

    assert ([one.text for one in wish.texts], wish.text_count, wish.more_texts) == (
        ["Alby", "Åby"],
        3,
        1,
    )


def test_a_matrix_is_one_figure_of_all_its_rows():
    round = make_round()
    for goals, tools in [("helt", "inte"), ("helt", "helt"), ("delvis", "inte"), ("helt", None)]:
        make_response(round, answers={"goals": goals, "tools": tools}, signed="both")

    agree = found(results.results(round, reader=EVERYTHING))["agree"]

    assert agree.figure.chart.scale_labels == ["Inte", "Delvis", "Helt"]
    assert [(row.label, list(row.parts)) for row in agree.figure.chart.rows] == [
        ("Goals?", [0, 25, 75]),
        ("Tools?", [200 / 3, 0, 100 / 3]),
    ]
    assert (agree.base, agree.figure.chart.finding) == (
        "Per cent of those who answered each row.",
        "Most answer “Helt” to “Goals?”, 75%; fewest to “Tools?”, 33%.",
    )


def test_numbers_are_drawn_as_intervals_with_their_middle_in_words():
    round = make_round()
    for share in (10, 20, 30, 60):
        make_response(round, answers={"share": share, "adopted": "2019-05-01"}, signed="both")

    made = found(results.results(round, reader=EVERYTHING))

    assert [label for label, _count, _own in bars(made["share"])] == [
        "10–19", "20–29", "30–39", "40–49", "50–59", "60–69",
    ]  # fmt: skip
    assert made["share"].figure.chart.finding == (
        "The one in the middle answers 25; half are between 17.5 and 37.5."
    )
    assert made["share"].facts == (
        ("In the middle (median)", "25"),
        ("On average", "30"),
        ("Half are between", "17.5–37.5"),
        ("Lowest and highest", "10–60"),
    )
    assert bars(made["adopted"]) == [("2019", 4, False)]


def test_joined_intervals_at_the_ends_do_not_tell_where_they_end():
    round = make_round(closed=True)
    for share in (1, 12, 13, 14, 15, 16, 24, 25, 26, 35, 58):
        make_response(round, answers={"share": share}, signed="both")

    share = found(results.results(round, reader=A_MEMBER))["share"]

    assert bars(share) == [("Under 20", 6, False), ("20 or more", 5, False)]


def test_members_divide_by_size_class_alone():
    round = make_round(closed=True)
    answer(round, *["kontor"] * 8, *["bygg"] * 6, inhabitants=9_000)
    answer(round, *["kontor"] * 7, *["bygg"] * 5, inhabitants=90_000, county="12")

    large = found(results.results(round, reader=A_MEMBER, filters=Filters(size=SizeClass.LARGE)))
    county = found(results.results(round, reader=A_MEMBER, filters=Filters(county="12")))

    assert bars(large["home"]) == [("Kontor", 7, False), ("Bygg", 5, False), ("Skola", 0, False)]
    assert bars(county["home"]) == [("Kontor", 15, False), ("Bygg", 11, False), ("Skola", 0, False)]


def test_divisions_are_those_that_divide_who_was_asked():
    round = make_round()
    answer(round, "kontor", inhabitants=9_000, county="12")
    answer(round, "kontor", inhabitants=90_000, county="10")

    assert results.divisions(round, EVERYTHING) == {
        "size": [
            ("small", "Under 15,000 inhabitants"),
            ("large", "50,000 inhabitants or more"),
        ],
        "county": [("10", "Blekinge län"), ("12", "Skåne län")],
    }
    assert list(results.divisions(round, A_MEMBER)) == ["size"]


def test_rates_by_county_count_who_was_asked_and_who_answered():
    round = make_round()
    answer(round, "kontor", "bygg", county="12")
    make_response(round, make_member(county="12"), answers={"home": "bygg"}, signed="officer")
    make_response(round, make_member(county="10"))

    rates = results.rates_by_county(round)

    assert rates == [CountyRate("Blekinge län", 1, 0), CountyRate("Skåne län", 3, 2)]
    assert [rate.percent for rate in rates] == [0, pytest.approx(200 / 3)]


@pytest.mark.parametrize("count", [1, 3])
def test_results_take_as_many_queries_for_one_response_as_for_three(
    count, django_assert_num_queries
):
    round = make_round()
    for _number in range(count):
        make_response(round, answers={"home": "kontor", "share": 3, "wish": "Tid"}, signed="both")
    round.questionnaire()

    with django_assert_num_queries(6):
        results.results(round, reader=EVERYTHING)
