"""What may be answered, which questions stand, and how answers read."""

import time
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import questionnaires
from surveys.items import chosen_values, other_text
from surveys.questionnaires import (
    Choice,
    CircularRelevance,
    Count,
    Item,
    Kind,
    Questionnaire,
    clean,
)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


ALFA = Choice("a", {"sv": "Alfa", "en": "Alpha"})
BETA = Choice("b", {"sv": "Beta"})
OTHER = Choice("other", {"sv": "Annat", "en": "Other"})


def ask(key, kind=Kind.TEXT, **more):
    if kind in Kind.SELECTS:
        more.setdefault("choices", (ALFA, BETA))
    return Item(key, kind, labels={"sv": f"Fråga {key}"}, **more)


ONE = ask("q", Kind.SELECT_ONE)
SEVERAL = ask("q", Kind.SELECT_MULTIPLE)
ONE_OR_OTHER = ask("q", Kind.SELECT_ONE, choices=(ALFA, OTHER), has_other=True)
SEVERAL_OR_OTHER = ask("q", Kind.SELECT_MULTIPLE, choices=(ALFA, OTHER), has_other=True)


@pytest.mark.parametrize(
    ("item", "raw", "stored"),
    [
        (ask("q"), "", None),
        (ask("q"), None, None),
        (ask("q"), [], None),
        (ask("q"), " \n ", None),
        (ask("q"), " ett\r\ntvå ", "ett\ntvå"),
        (ask("q"), "a\0b\x07\ud800c\td", "abc\td"),
        (ask("q"), ["ett"], "ett"),
        (ask("q"), "<script>=cmd()", "<script>=cmd()"),
        (ask("q"), "x" * 10_000, "x" * 10_000),
        (ask("q", Kind.INTEGER), "2010", 2010),
        (ask("q", Kind.INTEGER), "-3", -3),
        (ask("q", Kind.INTEGER), "−3", -3),
        (ask("q", Kind.INTEGER), "1\u00a0284", 1284),
        (ask("q", Kind.INTEGER), "007", 7),
        (ask("q", Kind.INTEGER), 7, 7),
        (ask("q", Kind.DECIMAL), "3,1", 3.1),
        (ask("q", Kind.DECIMAL), "3.1", 3.1),
        (ask("q", Kind.DECIMAL), "1 284,5", 1284.5),
        (ask("q", Kind.DECIMAL), "-0", 0.0),
        (ask("q", Kind.DECIMAL), 1e-7, 1e-7),
        (ask("q", Kind.DECIMAL), 1e14, 1e14),
        (ask("q", Kind.DATE), "2026-06-05", "2026-06-05"),
        (ask("q", Kind.DATE), "5 juni 2026", "2026-06-05"),
        (ONE, "a", "a"),
        (ONE, ["b"], "b"),
        (ONE, [""], None),
        (SEVERAL, "b", ["b"]),
        (SEVERAL, ["b", "a", "b"], ["a", "b"]),
        (SEVERAL, [""], None),
        (ask("q", Kind.ACKNOWLEDGE), "on", True),
        (ask("q", Kind.ACKNOWLEDGE), True, True),
        (ask("q", Kind.ACKNOWLEDGE), "", None),
        (ONE_OR_OTHER, "a", "a"),
        (ONE_OR_OTHER, {"choice": "other", "text": " Eget "}, {"choice": "other", "text": "Eget"}),
        (SEVERAL_OR_OTHER, ["a"], ["a"]),
        (
            SEVERAL_OR_OTHER,
            {"choices": ["other", "a"], "text": "x"},
            {"choices": ["a", "other"], "text": "x"},
        ),
    ],
)
def test_clean_stores_what_was_meant(item, raw, stored):
    found = clean(item, raw)

    assert (type(found), found) == (type(stored), stored)
    assert clean(item, found) == found


def test_clean_takes_the_words_of_other_from_their_own_field():
    assert ONE_OR_OTHER.other_field == "q:other"
    assert clean(ONE_OR_OTHER, "other", other="Eget") == {"choice": "other", "text": "Eget"}
    assert clean(ONE_OR_OTHER, "other") == {"choice": "other", "text": ""}
    assert clean(ONE_OR_OTHER, "a", other="Eget") == "a"
    assert clean(SEVERAL_OR_OTHER, ["other"], other="Eget") == {
        "choices": ["other"],
        "text": "Eget",
    }


WHOLE = "Write a whole number, with digits only."
NUMBER = "Write a number with digits, for example 12 or 12,5."
LONG = "The number is too long. Write at most 15 digits."


@pytest.mark.parametrize(
    ("item", "raw", "message"),
    [
        (ask("q"), "x" * 10_001,
         "The text has 10001 characters. Shorten it to at most 10000."),
        (ask("q"), ["a", "b"], "Give one answer only."),
        (ask("q", Kind.INTEGER), "3,5", WHOLE),
        (ask("q", Kind.INTEGER), "tre", WHOLE),
        (ask("q", Kind.INTEGER), "1e3", WHOLE),
        (ask("q", Kind.INTEGER), "٣", WHOLE),
        (ask("q", Kind.INTEGER), "12 34", WHOLE),
        (ask("q", Kind.INTEGER), "1" * 16, LONG),
        (ask("q", Kind.DECIMAL), "1.234,5", NUMBER),
        (ask("q", Kind.DECIMAL), "inf", NUMBER),
        (ask("q", Kind.DECIMAL), "nan", NUMBER),
        (ask("q", Kind.DECIMAL), ",", NUMBER),
        (ask("q", Kind.DECIMAL), "0," + "1" * 16, LONG),
        (ask("q", Kind.DATE), "31 februari 2026",
         "Write the date like 2026-06-05 or 5 juni 2026."),
        (ONE, "c", "Choose one of the alternatives listed."),
        (ONE, ["a", "b"], "Give one answer only."),
        (ONE, "other", "Choose one of the alternatives listed."),
        (SEVERAL, ["a", "c"], "Choose among the alternatives listed."),
        (ask("q", Kind.ACKNOWLEDGE), "maybe", "Tick the box, or leave it."),
        (ask("q", Kind.NOTE), "x", "This row takes no answer."),
        (ask("q", Kind.GROUP), "x", "This row takes no answer."),
    ],
)  # fmt: skip
def test_clean_refuses_and_says_what_to_do(item, raw, message):
    with pytest.raises(ValidationError) as refusal:
        clean(item, raw)

    assert refusal.value.messages == [message]


KINDS = sorted(Kind.ANSWERED)
RAW = st.none() | st.text(max_size=30) | st.integers() | st.floats() | st.booleans() | (
    st.lists(st.sampled_from(["a", "b", "other", "", "c"]) | st.text(max_size=3), max_size=4)
) | st.fixed_dictionaries({"choice": st.text(max_size=3), "text": st.text(max_size=5)})  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(kind=st.sampled_from(KINDS), raw=RAW, other=st.text(max_size=5), has_other=st.booleans())
def test_whatever_is_posted_is_stored_or_refused_and_what_is_stored_stays(
    kind, raw, other, has_other
):
    item = ask("q", kind, choices=(ALFA, BETA, OTHER), has_other=has_other)
    try:
        stored = clean(item, raw, other=other)
    except ValidationError:
        return

    assert clean(item, stored) == stored
    questionnaire = Questionnaire([item])
    assert isinstance(questionnaire.display(item, stored, "sv"), str)
    assert questionnaire.judge({"q": stored}).asked == 1


def small():
    """Two pages and loose questions around them; a matrix on the second page."""
    return Questionnaire(
        [
            Item("intro", Kind.NOTE, labels={"sv": "Hej"}),
            Item("g1", Kind.GROUP, labels={"sv": "Ett", "en": "One"}),
            ask("place", Kind.SELECT_ONE, parent="g1", is_required=True),
            ask("why", parent="g1", relevant="${place} = 'b'", is_required=True,
                required_messages={"sv": "Skriv varför ${place}.", "en": "Say why."}),
            Item("inner", Kind.GROUP, parent="g1", relevant="${why} != ''"),
            ask("deep", Kind.INTEGER, parent="inner", constraint=". > 3",
                constraint_messages={"sv": "Mer än tre."}),
            ask("between"),
            Item("g2", Kind.GROUP, labels={"sv": "Två"}, relevant="${deep} > 5"),
            Item("m", Kind.MATRIX, parent="g2"),
            ask("row1", Kind.SELECT_ONE, parent="m"),
            ask("row2", Kind.SELECT_ONE, parent="m", relevant="selected(${row1}, 'a')"),
            ask("last", Kind.ACKNOWLEDGE),
        ]
    )  # fmt: skip


def test_pages_are_the_groups_and_what_stands_between_them():
    pages = [(page.key, [item.key for item in page.items]) for page in small().pages]

    assert pages == [
        ("intro", ["intro"]),
        ("g1", ["place", "why", "inner", "deep"]),
        ("between", ["between"]),
        ("g2", ["m", "row1", "row2"]),
        ("last", ["last"]),
    ]
    assert [small().label(page, "en") for page in small().pages] == [
        "Before you start", "One", "More questions", "Två", "Finally"
    ]  # fmt: skip
    assert [small().label(page, "en") for page in Questionnaire([ask("x")]).pages] == ["Questions"]
    assert Questionnaire([]).pages == ()


def test_matrix_at_the_top_stands_among_the_loose_questions():
    questionnaire = Questionnaire(
        [Item("m", Kind.MATRIX), ask("row", Kind.SELECT_ONE, parent="m"), ask("x")]
    )

    assert [(page.key, len(page.items)) for page in questionnaire.pages] == [("m", 3)]


def test_questions_are_numbered_and_a_matrix_has_one_number():
    numbers = [(question.item.key, question.number) for question in small().questions]

    assert numbers == [
        ("place", 1), ("why", 2), ("deep", 3), ("between", 4), ("row1", 5), ("row2", 5),
        ("last", 6),
    ]  # fmt: skip


def test_judge_of_nothing_asks_what_needs_no_answer_first():
    judgement = small().judge({})

    assert judgement.relevant == {"intro", "g1", "place", "between", "last"}
    assert judgement.errors == {}
    assert judgement.missing == {"place": "This question needs an answer."}
    assert judgement.answers == {}
    assert (judgement.answered, judgement.asked, judgement.is_complete) == (0, 3, False)


def test_judge_follows_the_answers_through_groups():
    values = {"place": "b", "why": "Därför", "deep": 7, "row1": "a", "last": True}

    judgement = small().judge(values)

    assert judgement.relevant == {item.key for item in small().items}
    assert judgement.pages == {
        "intro": Count(0, 0),
        "g1": Count(3, 3),
        "between": Count(0, 1),
        "g2": Count(1, 2),
        "last": Count(1, 1),
    }
    assert judgement.count == Count(5, 7)
    assert judgement.is_complete is True


def test_answer_that_no_longer_stands_counts_for_nobody():
    values = {"place": "a", "why": "Kvar", "deep": 7, "row1": "a", "row2": "b"}

    judgement = small().judge(values)

    assert judgement.relevant == {"intro", "g1", "place", "between", "last"}
    assert judgement.answers == {"place": "a"}
    assert (judgement.errors, judgement.missing) == ({}, {})


def test_answer_that_no_longer_stands_is_not_quoted():
    questionnaire = Questionnaire(
        [ask("x", relevant="1 = 2"), ask("y", is_required=True, required_messages={"sv": "${x}?"})]
    )

    assert questionnaire.judge({"x": "gammalt"}).missing == {"y": "…?"}


def test_judge_gives_the_authors_words_in_the_language_asked_for():
    values = {"place": "b", "deep": 1}

    swedish = small().judge(values, language="sv")
    english = small().judge({**values, "why": "x"}, language="en")

    assert swedish.missing == {"why": "Skriv varför Beta."}
    assert small().judge(values, language="en").missing == {"why": "Say why."}
    assert english.errors == {"deep": "Mer än tre."}


def test_constraint_is_not_tried_on_an_empty_answer():
    questionnaire = Questionnaire([ask("x", Kind.INTEGER, constraint=". > 3")])

    assert questionnaire.judge({}).errors == {}
    assert questionnaire.judge({"x": 3}).errors == {
        "x": "The answer is not one that this question takes."
    }
    assert questionnaire.judge({"x": 4}).errors == {}


def test_expression_that_cannot_be_read_hides_nothing():
    questionnaire = Questionnaire([ask("x", relevant="((", constraint="nonsense(")])

    assert questionnaire.judge({"x": "a"}).relevant == {"x"}
    assert questionnaire.judge({"x": "a"}).errors == {}


def test_dates_are_compared_as_dates():
    questionnaire = Questionnaire(
        [ask("x", Kind.DATE, constraint=". < today()"), ask("y", relevant="${x} > '2026-01-01'")]
    )
    today = date(2026, 6, 5)

    judged = [questionnaire.judge({"x": x}, today=today) for x in ("2026-06-04", "2026-06-05")]

    assert [list(judgement.errors) for judgement in judged] == [[], ["x"]]
    assert "y" in judged[0].relevant
    assert "y" not in questionnaire.judge({"x": "2025-12-31"}, today=today).relevant
    assert "y" not in questionnaire.judge({"x": "garbage"}, today=today).relevant


@pytest.mark.parametrize("item", [ONE_OR_OTHER, SEVERAL_OR_OTHER])
def test_other_must_be_stated_and_can_be_asked_about(item):
    questionnaire = Questionnaire([item, ask("then", relevant="selected(${q}, 'other')")])
    stated = clean(item, "other", other="Eget")
    unstated = clean(item, "other")

    assert questionnaire.judge({"q": stated}).relevant == {"q", "then"}
    assert questionnaire.judge({"q": stated}).errors == {}
    assert questionnaire.judge({"q": unstated}).errors == {
        "q": "Write what “other” stands for, or choose another alternative."
    }
    assert questionnaire.piped("Ni skrev ${q}.", {"q": stated}) == "Ni skrev Annat: Eget."
    assert (chosen_values(stated), other_text(stated)) == (["other"], "Eget")


def test_acknowledge_is_ok_as_in_odk():
    questionnaire = Questionnaire(
        [ask("x", Kind.ACKNOWLEDGE), ask("y", relevant="${x} = 'OK'"), ask("z", relevant="${x}")]
    )

    assert questionnaire.judge({"x": True}).relevant == {"x", "y", "z"}
    assert questionnaire.judge({}).relevant == {"x"}


@pytest.mark.parametrize(
    ("rules", "ring"),
    [
        ({"a": "${a} = 1"}, ["a", "a"]),
        ({"a": ". = 1"}, ["a", "a"]),
        ({"a": "${b} = 1", "b": "${a} = 1"}, {"a", "b"}),
        ({"a": "${b} = 1", "b": "${c} = 1", "c": "${a} = 1"}, {"a", "b", "c"}),
    ],
)
def test_circular_relevance_is_refused(rules, ring):
    items = [ask(key, relevant=rule) for key, rule in rules.items()]

    with pytest.raises(CircularRelevance) as refusal:
        Questionnaire(items)

    assert refusal.value.keys[0] == refusal.value.keys[-1]
    assert set(refusal.value.keys) == set(ring)


def test_group_cannot_depend_on_what_is_inside_it():
    items = [Item("g", Kind.GROUP, relevant="${x} = 1"), ask("x", parent="g")]

    with pytest.raises(CircularRelevance) as refusal:
        Questionnaire(items)

    assert set(refusal.value.keys) == {"g", "x"}


def test_depends_names_all_that_may_change():
    questionnaire = small()

    assert questionnaire.depends("place") == {
        "why", "inner", "deep", "g2", "m", "row1", "row2"
    }  # fmt: skip
    assert questionnaire.depends("row1") == {"row2"}
    assert questionnaire.depends("last") == set()


def test_depends_sees_piping_and_constraints():
    questionnaire = Questionnaire(
        [ask("x"), Item("y", Kind.NOTE, labels={"sv": "${x}"}), ask("z", constraint=". != ${x}")]
    )

    assert questionnaire.depends("x") == {"y", "z"}


def test_piped_shows_words_and_not_codes():
    questionnaire = Questionnaire(
        [ask("one", Kind.SELECT_ONE), ask("many", Kind.SELECT_MULTIPLE), ask("day", Kind.DATE),
         ask("share", Kind.DECIMAL), ask("free")]
    )  # fmt: skip
    values = {
        "one": "a", "many": ["a", "b"], "day": "2026-06-05", "share": 3.1, "free": "<b>${one}</b>"
    }  # fmt: skip
    words = "${one}, ${ many }, ${day}, ${share}, ${free}, ${nobody}, $5 {x}"

    assert questionnaire.piped(words, values) == (
        "Alfa, Alfa, Beta, 5 juni 2026, 3,1, <b>${one}</b>, …, $5 {x}"
    )
    assert questionnaire.piped("${one} ${share}", values, language="en") == "Alpha 3.1"
    assert questionnaire.piped("${one}!", {}) == "…!"


@pytest.mark.parametrize(
    ("item", "value", "shown"),
    [
        (ask("q"), None, ""),
        (ask("q"), "hej\ndu", "hej\ndu"),
        (ask("q", Kind.INTEGER), 2010, "2010"),
        (ask("q", Kind.DECIMAL), 3.0, "3"),
        (ask("q", Kind.DECIMAL), 1284.5, "1284,5"),
        (ask("q", Kind.DECIMAL), 1e-7, "0,0000001"),
        (ask("q", Kind.DECIMAL), 100, "100"),
        (ask("q", Kind.DATE), "2026-06-05", "5 juni 2026"),
        (ONE, "b", "Beta"),
        (ONE, "gone", "gone"),
        (SEVERAL, ["a", "b"], "Alfa, Beta"),
        (ONE_OR_OTHER, {"choice": "other", "text": "Eget"}, "Annat: Eget"),
        (ONE_OR_OTHER, {"choice": "other", "text": ""}, "Annat"),
        (SEVERAL_OR_OTHER, {"choices": ["a", "other"], "text": "Eget"}, "Alfa, Annat: Eget"),
    ],
)
def test_display_reads_like_a_person_wrote_it(item, value, shown):
    assert Questionnaire([item]).display(item, value, "sv") == shown


def test_display_of_a_tick_is_yes_in_the_language_asked_for():
    tick = ask("q", Kind.ACKNOWLEDGE)

    assert Questionnaire([tick]).display(tick, True, "en") == "Yes"


def test_label_falls_back_to_the_surveys_language_then_to_any_then_to_the_key():
    questionnaire = Questionnaire([ask("q")], default_language="sv")

    assert questionnaire.label(ALFA, "en") == "Alpha"
    assert questionnaire.label(BETA, "en") == "Beta"
    assert questionnaire.label(Choice("x", {"fi": "Yksi", "sv": ""}), "en") == "Yksi"
    assert questionnaire.label(Choice("x", {}), "en") == "x"
    assert questionnaire.hint(ask("q"), "en") == ""


def test_defaults_are_ready_answers():
    questionnaire = Questionnaire(
        [ask("a", default="text med ord"), ask("b", Kind.INTEGER, default="3"),
         ask("c", Kind.SELECT_MULTIPLE, default="b a"), ask("d")]
    )  # fmt: skip

    assert questionnaire.defaults == {"a": "text med ord", "b": 3, "c": ["a", "b"]}


def test_module_gives_all_that_the_apps_need():
    assert [name for name in questionnaires.__all__ if not hasattr(questionnaires, name)] == []


def test_thousand_questions_are_judged_in_the_blink_of_an_eye():
    items = [ask("q0", Kind.INTEGER)]
    for place in range(1, 1_000):
        items.append(
            ask(f"q{place}", Kind.INTEGER, is_required=True, constraint=". >= 0 and . < 1000",
                relevant=f"${{q{place - 1}}} < 5 or not(selected(${{q{place // 2}}}, '7'))")
        )  # fmt: skip
    questionnaire = Questionnaire(items)
    values = dict.fromkeys((item.key for item in items), 3)
    questionnaire.judge(values)

    took = []
    for value in range(5):
        began = time.process_time()
        judgement = questionnaire.judge({**values, "q0": value})
        took.append(time.process_time() - began)

    assert judgement.count == Count(1_000, 1_000)
    assert min(took) < 0.02
