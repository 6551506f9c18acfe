"""Marking, writing, tying and removing statements; what edits and deletions of texts do to them."""

import pytest
from django.core.exceptions import ValidationError

from surveys.interviews import coding, undoing
from surveys.interviews.models import AnswerText, Coding, Dimension, Link, Statement
from surveys.interviews.passages import Span
from tests.factories import make_framework, make_pair
from tests.interview_factories import (
    make_goals,
    make_interview,
    make_statement,
    make_study,
    make_theme,
)

pytestmark = pytest.mark.django_db

DONE, WANTS = Statement.Kind.DONE, Statement.Kind.WANTS
TEXT = "Vi cyklar 😀 mer. Vi vill cykla mer.\nÅn är vår."


@pytest.fixture
def officer():
    return make_pair()[1]


@pytest.fixture
def study(officer):
    return make_study(officer=officer, goals=("Rent vatten",))


@pytest.fixture
def interview(study):
    return make_interview(study, TEXT)


def refused(**given):
    with pytest.raises(ValidationError) as refusal:
        given.pop("act")(**given)
    return refusal.value.code


def where(statement):
    statement.refresh_from_db()
    return (statement.start, statement.end, statement.text, statement.is_lost)


def test_mark_keeps_the_passage_its_kind_and_who_marked_it(interview, officer, study):
    theme = make_theme(study)

    statement = coding.mark(
        interview, quote="Vi cyklar 😀 mer.", kind=DONE, by=officer, ties=[theme]
    )

    answer = interview.texts.get()
    assert where(statement) == (0, 16, "Vi cyklar 😀 mer.", False)
    assert (statement.answer, statement.question, statement.author) == (
        answer,
        answer.question,
        officer,
    )
    assert [link.theme for link in statement.links.all()] == [theme]
    assert answer.settled_at is not None


def test_mark_takes_the_words_at_the_place_that_is_given(interview, officer):
    answer = interview.texts.get()

    statement = coding.mark(
        interview, quote="mer.", kind=DONE, by=officer, answer_id=answer.pk, span=Span(30, 36)
    )

    assert where(statement) == (31, 35, "mer.", False)


def test_mark_twice_is_one_statement(interview, officer):
    for _time in range(2):
        coding.mark(interview, quote="Ån är vår.", kind=DONE, by=officer)

    assert interview.statements.count() == 1


@pytest.mark.parametrize(
    ("quote", "code"), [("Något annat", "nowhere"), ("", "nowhere"), ("mer.", "several")]
)
def test_mark_refuses_words_that_tell_no_place(interview, officer, quote, code):
    assert refused(act=coding.mark, interview=interview, quote=quote, kind=DONE, by=officer) == code
    assert interview.statements.count() == 0


def test_mark_refuses_who_does_not_work_on_the_study(interview):
    assert (
        refused(act=coding.mark, interview=interview, quote="Ån", kind=DONE, by=make_pair()[1])
        == "not_yours"
    )


def test_mark_finds_words_where_an_older_page_saw_them_elsewhere(interview, officer):
    answer = interview.texts.get()
    newer = AnswerText.objects.create(
        interview=interview, question=answer.question, number=2, text=f"Först. {TEXT}"
    )

    statement = coding.mark(
        interview, quote="Ån är vår.", kind=DONE, by=officer, answer_id=answer.pk, span=Span(36, 46)
    )

    assert (statement.answer, statement.start) == (newer, 43)


def test_write_keeps_a_statement_of_its_own(interview, officer, study):
    question = study.questions.last()

    for _time in range(2):
        statement = coding.write(
            interview, text=" De vill mer.\r\n", kind=WANTS, question=question, by=officer
        )

    assert interview.statements.get() == statement
    assert (statement.text, statement.answer, statement.question) == (
        "De vill mer.",
        None,
        question,
    )


def test_write_refuses_nothing_and_a_foreign_question(interview, officer):
    foreign = make_study().questions.first()

    with pytest.raises(ValidationError):
        coding.write(interview, text=" ", kind=DONE, by=officer, question=foreign)
    assert (
        refused(
            act=coding.write,
            interview=interview,
            text="Ja.",
            kind=DONE,
            by=officer,
            question=foreign,
        )
        == "unknown"
    )


def test_tie_takes_every_kind_of_target_once_with_its_reason(interview, officer, study):
    statement = make_statement(interview)
    theme, goal = make_theme(study), study.goal_term.goals.get()
    item = make_framework("mal", "6.3").items.get()
    targets = [theme, goal, item, Dimension.SOCIAL]

    for target in targets:
        coding.tie(statement, target, by=officer)
        coding.tie(statement, target, by=officer, why="Därför.")
        coding.tie(statement, target, by=officer)

    links = statement.links.all()
    assert [link.theme or link.goal or link.item or link.dimension for link in links] == targets
    assert {(link.why, link.author) for link in links} == {("Därför.", officer)}


def test_tie_refuses_what_belongs_to_others(interview, officer):
    statement = make_statement(interview)
    foreign_goal = make_goals(make_study().member, "Annat").goals.get()

    assert (
        refused(act=coding.tie, statement=statement, target=make_theme(make_study()), by=officer)
        == "strange"
    )
    assert (
        refused(act=coding.tie, statement=statement, target=foreign_goal, by=officer) == "strange"
    )


def test_tie_anew_leaves_exactly_what_is_given(interview, officer, study):
    statement = make_statement(interview)
    stays, goes, comes = (make_theme(study) for _number in range(3))
    kept = coding.tie(statement, stays, by=officer, why="Kvar.")
    coding.tie(statement, goes, by=officer)

    coding.tie_anew(statement, [stays, comes], by=officer)

    links = list(statement.links.all())
    assert [link.theme for link in links] == [stays, comes]
    assert (links[0], links[0].why) == (kept, "Kvar.")


def test_untie_twice_is_no_error(interview, officer, study):
    link = coding.tie(make_statement(interview), make_theme(study), by=officer)

    coding.untie(link, by=officer)
    coding.untie(link, by=officer)

    assert Link.objects.count() == 0


def test_change_gives_another_kind_and_the_words_of_what_marks_no_passage(interview, officer):
    written = make_statement(interview, "Vi cyklar.")
    marked = coding.mark(interview, quote="Ån är vår.", kind=DONE, by=officer)

    for statement in (written, marked):
        coding.change(statement, kind=WANTS, text="Vi går.", by=officer)

    found = interview.statements.order_by("pk").values_list("kind", "text")
    assert list(found) == [(WANTS, "Vi går."), (WANTS, "Ån är vår.")]


def test_change_refuses_a_kind_that_there_is_not(interview, officer):
    with pytest.raises(ValidationError):
        coding.change(make_statement(interview), kind="maybe", by=officer)


def test_remove_is_undone_with_every_link_and_memo(interview, officer, study):
    statement = coding.mark(interview, quote="Ån är vår.", kind=DONE, by=officer)
    coding.tie(statement, make_theme(study), by=officer, why="Ja.")
    coding.tie(statement, Dimension.SOCIAL, by=officer)
    statement.memos.create(study=study, text="Fråga mer.", author=officer)
    before = [
        list(rows.values()) for rows in (interview.statements, statement.links, statement.memos)
    ]

    change = coding.remove(statement, by=officer)

    assert (interview.statements.count(), Link.objects.count(), study.memos.count()) == (0, 0, 0)
    for _time in range(2):
        undoing.undo(change, by=officer)
    after = [
        list(rows.values()) for rows in (interview.statements, statement.links, statement.memos)
    ]
    assert after == before


def test_a_statement_that_is_gone_is_said_to_be(interview, officer):
    statement = make_statement(interview)
    Statement.objects.all().delete()

    assert refused(act=coding.change, statement=statement, kind=DONE, by=officer) == "gone"


def edit(interview, text):
    answer = interview.texts.newest().get()
    newer = AnswerText.objects.create(
        interview=interview, question=answer.question, number=answer.number + 1, text=text
    )
    return newer, coding.carry_over(newer)


def test_an_edited_text_carries_its_passages_and_lists_those_that_are_lost(interview, officer):
    follows = coding.mark(interview, quote="Ån är vår.", kind=DONE, by=officer)
    is_lost = coding.mark(interview, quote="Vi vill cykla mer.", kind=WANTS, by=officer)

    newer, lost = edit(interview, "Åh 👍🏽! Vi cyklar 😀 mer.\nÅn är vår.")

    assert lost == [is_lost] == list(interview.statements.lost())
    assert where(follows) == (24, 34, "Ån är vår.", False)
    assert where(is_lost) == (17, 35, "Vi vill cykla mer.", True)
    assert follows.answer == newer


def test_a_lost_passage_comes_back_when_its_words_do(interview, officer):
    statement = coding.mark(interview, quote="Vi vill cykla mer.", kind=WANTS, by=officer)
    edit(interview, "Ån är vår.")

    edit(interview, "Ån är vår. Vi vill cykla mer.")

    assert where(statement) == (11, 29, "Vi vill cykla mer.", False)


def test_a_lost_passage_is_mended_or_left_without_a_place(interview, officer):
    mended = coding.mark(interview, quote="Vi vill cykla mer.", kind=WANTS, by=officer)
    left = coding.mark(interview, quote="Vi cyklar 😀 mer.", kind=DONE, by=officer)
    newer, _lost = edit(interview, "Vi skulle vilja cykla. Ån är vår.")

    coding.mend(mended, quote="Vi skulle vilja cykla.", by=officer)
    coding.let_stand(left, by=officer)

    assert where(mended) == (0, 22, "Vi skulle vilja cykla.", False)
    assert mended.answer == newer
    assert where(left) == (None, None, "Vi cyklar 😀 mer.", False)


def test_forgotten_words_leave_what_counts(interview, officer, study):
    theme = make_theme(study)
    kept = coding.mark(interview, quote="Ån är vår.", kind=DONE, by=officer, ties=[theme])
    gone = coding.mark(interview, quote="Vi cyklar 😀 mer.", kind=DONE, by=officer)
    coding.remove(gone, by=officer)

    coding.forget_words(interview)

    assert list(interview.statements.values_list("pk", "text")) == [(kept.pk, "")]
    assert kept.links.get().theme == theme
    assert study.changes.count() == 0


def test_every_change_is_counted(interview, officer, study):
    statement = coding.mark(interview, quote="Ån är vår.", kind=DONE, by=officer)
    link = coding.tie(statement, make_theme(study), by=officer)
    coding.untie(link, by=officer)
    coding.change(statement, kind=WANTS, by=officer)
    coding.remove(statement, by=officer)

    assert Coding.objects.get().number == 5
