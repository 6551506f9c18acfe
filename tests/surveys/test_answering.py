from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone

from members.models import today
from surveys import answering
from surveys.items import Choice, Item, Kind
from surveys.models import Answer, AnswerEdit, Response
from tests.factories import make_former_contact, make_holding, make_member, make_pair, make_person
from tests.survey_factories import item, make_response, make_round, make_version

YES_NO = (Choice("ja", {"sv": "Ja"}), Choice("nej", {"sv": "Nej"}))


def branching():
    """A question that opens a second one, and a third that always stands."""
    return (
        item("program", Kind.SELECT_ONE, choices=YES_NO, is_required=True),
        item("year", Kind.INTEGER, relevant="${program} = 'ja'", constraint=". >= 1995"),
        item("wish", Kind.TEXT),
    )


@pytest.fixture
def pair(db):
    return make_pair()


@pytest.fixture
def response(pair):
    member = pair[0].holdings.get().seat.member
    return make_response(make_round(make_version(branching())), member)


def save(response, key, raw, *, by, base=0, **more):
    return answering.save(response, key=key, raw=raw, base_number=base, by=by, **more)


def edits_of(response):
    fields = ("key", "old", "new", "base_number", "number", "outcome", "author", "role")
    return list(response.edits.values_list(*fields))


def test_save_stores_the_answer_with_who_when_and_a_number(response, pair):
    politician, _officer = pair

    saved = save(response, "program", "ja", by=politician)

    answer = response.answers.get()
    assert saved == answering.Save(answer, "ja")
    assert (answer.key, answer.value, answer.number) == ("program", "ja", 1)
    assert (answer.author, answer.role) == (politician, "politician")
    assert edits_of(response) == [
        ("program", None, "ja", 0, 1, "saved", politician.pk, "politician")
    ]


def test_save_marks_the_response_as_begun(response, pair):
    save(response, "wish", "Mer tid", by=pair[1])

    state = Response.objects.with_state().get(pk=response.pk)
    assert (state.state, state.edit_count) == (Response.State.STARTED, 1)
    assert state.first_answer_at == state.last_answer_at == state.opened_at


def test_save_of_different_questions_never_collides(response, pair):
    politician, officer = pair

    save(response, "program", "ja", by=politician)
    save(response, "wish", "Mer tid", by=officer)

    assert response.values() == {"program": "ja", "wish": "Mer tid"}


def test_save_from_a_stale_number_is_refused_and_kept_in_the_history(response, pair):
    politician, officer = pair
    save(response, "wish", "Mer tid", by=politician)

    refused = save(response, "wish", "Mer pengar", by=officer, base=0)

    assert (refused.is_refused, refused.mine, refused.answer.value) == (
        True,
        "Mer pengar",
        "Mer tid",
    )
    assert edits_of(response) == [
        ("wish", None, "Mer tid", 0, 1, "saved", politician.pk, "politician"),
        ("wish", "Mer tid", "Mer pengar", 0, 1, "refused", officer.pk, "officer"),
    ]


def test_save_keeps_mine_when_it_starts_from_the_others_number(response, pair):
    politician, officer = pair
    save(response, "wish", "Mer tid", by=politician)

    save(response, "wish", "Mer pengar", by=officer, base=1)

    answer = response.answers.get()
    assert (answer.value, answer.number, answer.author) == ("Mer pengar", 2, officer)


def test_save_of_what_stands_already_changes_nothing(response, pair):
    politician, officer = pair
    save(response, "wish", "Mer tid", by=politician)

    again = save(response, "wish", " Mer tid ", by=officer, base=0)

    assert (again.is_unchanged, again.is_refused) == (True, False)
    assert (response.edits.count(), response.answers.get().author) == (1, politician)


def test_save_of_nothing_empties_the_answer_and_keeps_the_old_one_in_the_history(response, pair):
    save(response, "wish", "Mer tid", by=pair[0])

    save(response, "wish", "", by=pair[0], base=1)

    assert response.answers.get().value is None
    assert list(response.edits.values_list("old", "new")) == [
        (None, "Mer tid"),
        ("Mer tid", None),
    ]


def test_save_marks_answers_that_no_longer_count_and_brings_them_back(response, pair):
    politician, _officer = pair
    save(response, "program", "ja", by=politician)
    save(response, "year", "2019", by=politician)

    save(response, "program", "nej", by=politician, base=1)
    hidden = Answer.objects.get(key="year").is_relevant
    save(response, "program", "ja", by=politician, base=2)

    assert (hidden, Answer.objects.get(key="year").is_relevant) == (False, True)
    assert response.values()["year"] == 2019


def test_save_keeps_an_answer_that_is_out_of_range_and_the_judgement_says_so(response, pair):
    save(response, "program", "ja", by=pair[0])

    save(response, "year", "1890", by=pair[0])

    judgement = response.round.questionnaire().judge(response.values())
    assert (response.values()["year"], list(judgement.errors)) == (1890, ["year"])


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("year", "många", "invalid"),
        ("program", "kanske", "invalid"),
        ("wish", "x" * 10_001, "invalid"),
        ("nothing", "x", "unknown"),
    ],
)
def test_save_refuses_what_the_question_cannot_take(response, pair, key, raw, code):
    with pytest.raises(ValidationError) as refusal:
        save(response, key, raw, by=pair[0])

    assert (refusal.value.code, response.edits.count()) == (code, 0)


@pytest.mark.parametrize("outsider", [make_person, make_former_contact, lambda: make_pair()[0]])
def test_save_refuses_everybody_but_the_two(response, outsider):
    with pytest.raises(ValidationError) as refusal:
        save(response, "wish", "Hej", by=outsider())

    assert (refusal.value.code, response.edits.count()) == ("not_yours", 0)


def test_save_refuses_when_the_survey_has_closed_and_takes_a_reopened_one(response, pair):
    response.round.closed_at = timezone.now()
    response.round.save()

    with pytest.raises(ValidationError) as refusal:
        save(response, "wish", "Hej", by=pair[0])
    Response.objects.filter(pk=response.pk).update(reopened_at=timezone.now())
    save(response, "wish", "Hej", by=pair[0])

    assert (refusal.value.code, response.values()) == ("closed", {"wish": "Hej"})


def test_a_contact_whose_seat_ended_yesterday_can_no_longer_answer(db):
    member = make_member()
    yesterday = today() - timezone.timedelta(days=1)
    former = make_holding(member=member, kind="officer", ends_on=yesterday).person
    response = make_response(make_round(make_version(branching())), member)

    assert list(Response.objects.answerable_by(former)) == []
    with pytest.raises(ValidationError):
        save(response, "wish", "Hej", by=former)


def test_comment_is_kept_beside_its_question_and_pressed_twice_said_once(response, pair):
    politician, officer = pair

    answering.comment(response, key="wish", text="Ska vi nämna bolagen?", by=officer)
    answering.comment(response, key="wish", text="Ska vi nämna bolagen?", by=officer)
    answering.comment(response, key="wish", text="Ja.", by=politician)

    assert list(response.comments.values_list("key", "text", "role")) == [
        ("wish", "Ska vi nämna bolagen?", "officer"),
        ("wish", "Ja.", "politician"),
    ]
    assert response.edits.count() == 0


@pytest.mark.parametrize(
    ("key", "text", "code"), [("wish", "   ", "empty"), ("nothing", "Hej", "unknown")]
)
def test_comment_refuses_nothing_and_what_is_not_asked(response, pair, key, text, code):
    with pytest.raises(ValidationError) as refusal:
        answering.comment(response, key=key, text=text, by=pair[0])

    assert (refusal.value.code, response.comments.count()) == (code, 0)


def test_the_history_cannot_be_rewritten(response, pair):
    save(response, "wish", "Mer tid", by=pair[0])

    with pytest.raises(Exception, match="Cannot update"):
        AnswerEdit.objects.update(new="Något annat")


@pytest.mark.django_db(transaction=True)
def test_two_people_and_two_hundred_edits_lose_nothing():
    """Both edit the same and different questions at once, each from what they last saw."""
    items = tuple(Item(key=f"q{number}", kind=Kind.TEXT) for number in range(4))
    member = make_member()
    pair = make_pair(member)
    response = make_response(make_round(make_version(items)), member)

    def work(person):
        random = Random(person.pk)
        seen = dict.fromkeys([row.key for row in items], 0)
        outcomes = []
        for turn in range(100):
            key = random.choice(list(seen))
            saved = save(response, key, f"{person.pk}:{turn}", by=person, base=seen[key])
            seen[key] = saved.answer.number
            outcomes.append((key, f"{person.pk}:{turn}", saved.is_refused))
        connections.close_all()
        return outcomes

    with ThreadPoolExecutor(2) as pool:
        meant = [outcome for part in pool.map(work, pair) for outcome in part]

    history = response.edits.order_by("pk").values_list("key", "new", "outcome")
    assert sorted((key, new, outcome == "refused") for key, new, outcome in history) == sorted(
        meant
    )
    assert len(meant) == 200
    for answer in response.answers.all():
        saved = response.edits.filter(key=answer.key, outcome="saved").order_by("number")
        assert [edit.number for edit in saved] == list(range(1, answer.number + 1))
        assert saved.last().new == answer.value
        olds = [None, *(edit.new for edit in saved)][:-1]
        assert [edit.old for edit in saved] == olds


@pytest.mark.django_db(transaction=True)
def test_the_first_answer_of_both_at_the_same_moment_is_saved_once():
    member = make_member()
    pair = make_pair(member)
    response = make_response(make_round(make_version(branching())), member)

    def first(person):
        saved = save(response, "wish", f"Från {person.pk}", by=person)
        connection.close()
        return saved.is_refused

    with ThreadPoolExecutor(2) as pool:
        refused = list(pool.map(first, pair))

    assert sorted(refused) == [False, True]
    assert (response.answers.count(), response.edits.count()) == (1, 2)


@pytest.mark.django_db
def test_one_goes_on_where_the_first_answer_is_lacking():
    all_work = {"home": "bygg", "forum": ["grupp"], "share": 1, "budget": 2.5}
    all_work["adopted"] = "2026-01-31"
    all_views = {"goals": "inte", "tools": "helt", "wish": "Mer", "read": True}
    round = make_round()
    led_to = []

    for answers in ({}, {"wish": "Mer"}, all_work, all_work | all_views):
        response = make_response(round, answers=answers)
        judgement = round.questionnaire().judge(response.values())
        led_to.append(answering.address_to_go_on(response, judgement).partition("/svara/")[2])

    assert led_to == ["", "?sida=work", "?sida=views", ""]
