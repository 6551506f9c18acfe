"""Two people code blind: neither sees the other's, and nothing counts until it is settled."""

import pytest
from django.core.exceptions import ValidationError

from surveys.interviews import coding, comparing, compiling
from surveys.interviews.agreement import Agreement
from surveys.interviews.compiling import By
from surveys.interviews.models import Statement
from tests.factories import make_pair, make_person
from tests.interview_factories import make_interview, make_statement, make_study, make_theme

pytestmark = pytest.mark.django_db

DONE = Statement.Kind.DONE
TEXT = "Vi cyklar. Vi går. Ån är vår. Maten är god."


@pytest.fixture
def pair():
    return make_pair()


@pytest.fixture
def study(pair):
    return make_study(officer=pair[1])


@pytest.fixture
def interview(study, pair):
    """An interview that the pair codes blind."""
    interview = make_interview(study, TEXT)
    comparing.begin(interview, first=pair[0], second=pair[1], by=pair[1])
    return interview


def mark(interview, quote, by, *ties):
    return coding.mark(interview, quote=quote, kind=DONE, by=by, ties=ties)


def code_of(act, *args, **given):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **given)
    return refusal.value.code


def seen_by(person):
    return set(Statement.objects.readable_by(person))


def test_neither_sees_the_others_statements_until_both_are_done(interview, pair):
    first, second = pair
    mine, theirs = mark(interview, "Vi går.", first), mark(interview, "Vi går.", second)

    assert (seen_by(first), seen_by(second)) == ({mine}, {theirs})
    comparing.say_done(interview, by=first)
    assert (seen_by(first), seen_by(second)) == ({mine}, {theirs})
    comparing.say_done(interview, by=second)
    assert (seen_by(first), seen_by(second)) == ({mine, theirs}, {mine, theirs})


def test_nobody_else_codes_meanwhile_and_nobody_once_done(interview, study, pair):
    first, second = pair
    statement = mark(interview, "Vi går.", first)
    comparing.say_done(interview, by=first)

    assert code_of(coding.change, statement, by=first, kind=DONE) == "done"
    comparing.say_done(interview, by=first, is_done=False)
    coding.change(statement, by=first, kind=Statement.Kind.IDEA)
    assert code_of(coding.change, statement, by=second, kind=DONE) == "gone"
    for person in pair:
        comparing.say_done(interview, by=person)
    assert code_of(mark, interview, "Vi går.", second) == "compared"
    assert code_of(comparing.call_off, interview, by=first) == "compared"


def test_begin_takes_two_who_work_on_the_study(study, pair):
    interview = make_interview(study)
    first, second = pair

    assert code_of(comparing.begin, interview, first=first, second=first, by=first) == "same"
    assert (
        code_of(comparing.begin, interview, first=first, second=make_person(), by=first)
        == "stranger"
    )
    stranger = make_pair()[1]
    assert code_of(comparing.begin, interview, first=first, second=second, by=stranger) == (
        "not_yours"
    )
    for _time in range(2):
        begun = comparing.begin(interview, first=first, second=second, by=first)
    assert (begun.first, begun.second, begun.is_blind) == (first, second, True)


def test_only_the_two_say_that_they_are_done(study, pair):
    assert code_of(comparing.say_done, make_interview(study), by=pair[0]) == "not_yours"


def test_the_comparison_tells_how_well_they_agree_and_where_they_do_not(interview, study, pair):
    first, second = pair
    travel, water = make_theme(study, "Resor"), make_theme(study, "Vatten")
    mark(interview, "Vi cyklar. Vi går.", first, travel)
    mark(interview, "cyklar", second, travel)
    mark(interview, "Ån är vår.", first, water)
    mark(interview, "Ån är vår. Maten", second, water)
    for person in pair:
        comparing.say_done(interview, by=person)

    found = comparing.compare(interview)

    assert [(row.theme, row.agreement) for row in found.themes] == [
        (travel, Agreement(both=1, first_only=1, second_only=0, neither=2)),
        (water, Agreement(both=1, first_only=0, second_only=1, neither=2)),
    ]
    assert [(row.text, row.first_only, row.second_only) for row in found.differing] == [
        ("Vi går.", (travel,), ()),
        ("Maten är god.", (), (water,)),
    ]


def test_nothing_counts_until_it_is_settled_which_statements_stand(interview, study, pair):
    first, second = pair
    before = make_statement(interview)
    kept, dropped = mark(interview, "Vi går.", first), mark(interview, "Vi går.", second)
    gone = coding.remove(mark(interview, "Vi cyklar.", second), by=second)

    assert code_of(comparing.settle, interview, standing=[], by=first) == "early"
    for person in pair:
        comparing.say_done(interview, by=person)
    assert compiling.count(study, By.DEPARTMENT).whole.statements == 1
    for _time in range(2):
        comparing.settle(interview, standing=[kept.pk], by=first)

    assert seen_by(second) == {before, kept}
    assert not Statement.objects.filter(pk=dropped.pk).exists()
    assert compiling.count(study, By.DEPARTMENT).whole.statements == 2
    assert study.changes.count() == 0
    assert gone.kind == "statement"


def test_what_is_called_off_leaves_what_both_have_coded(interview, pair):
    first, second = pair
    coded = {mark(interview, "Vi går.", first), mark(interview, "Vi går.", second)}

    comparing.call_off(interview, by=first)

    assert seen_by(first) == coded
    mark(interview, "Ån är vår.", first)
