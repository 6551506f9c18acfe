"""Coding: what was said is marked or written, and tied to what it is about.

Whoever codes holds the study and the interview for a moment, so that nothing of what several do at
once is lost; each statement and each link is a row of its own.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person
from surveys.interviews import passages
from surveys.interviews.models import (
    AnswerText,
    Change,
    Coding,
    Dimension,
    GuideQuestion,
    Interview,
    Link,
    LocalGoal,
    Memo,
    Statement,
    Study,
    Theme,
)
from surveys.interviews.passages import Span
from surveys.interviews.undoing import Tape
from toolbox.models import FrameworkItem

type Target = Theme | LocalGoal | FrameworkItem | Dimension

COLUMNS = {Theme: "theme", LocalGoal: "goal", FrameworkItem: "item", Dimension: "dimension"}


# --- Marking and writing ----------------------------------------------------------------------


@transaction.atomic
def mark(
    interview: Interview,
    *,
    quote: str,
    kind: str,
    by: Person,
    answer_id: int | None = None,
    span: Span | None = None,
    ties: Iterable[Target] = (),
) -> Statement:
    """Mark a passage of an answer as a statement; marked again it is the same one.

    The words tell which passage; where they stand several times, the answer and the span do.
    Raises ValidationError when they stand nowhere, or several times.
    """
    interview, coding = _open(interview, by)
    answer, found = _passage(interview, quote, answer_id, span)
    AnswerText.objects.filter(pk=answer.pk, settled_at=None).update(settled_at=timezone.now())
    columns = {"answer": answer, "start": found.start, "end": found.end, "kind": kind}
    mine = Statement.objects.filter(interview=interview, author=by, is_blind=coding.is_blind)
    statement = mine.filter(**columns).first() or _new(
        coding, by, columns | {"question": answer.question, "text": found.of(answer.text)}
    )
    return _tied(statement, coding, ties, by)


@transaction.atomic
def write(
    interview: Interview,
    *,
    text: str,
    kind: str,
    by: Person,
    question: GuideQuestion | None = None,
    ties: Iterable[Target] = (),
) -> Statement:
    """Write down in one's own words what was said; written again it is the same one."""
    interview, coding = _open(interview, by)
    columns = {"text": _cleaned(text), "kind": kind, "question": question, "answer": None}
    mine = Statement.objects.filter(interview=interview, author=by, is_blind=coding.is_blind)
    statement = mine.filter(**columns).first() or _new(coding, by, columns)
    return _tied(statement, coding, ties, by)


def _new(coding: Coding, by: Person, columns: dict) -> Statement:
    statement = Statement(
        interview=coding.interview, author=by, is_blind=coding.is_blind, **columns
    )
    _check(statement)
    question = statement.question
    if question is not None and question.study_id != coding.interview.study_id:
        raise ValidationError(_("This question is not part of the guide."), code="unknown")
    statement.save()
    return statement


def _tied(statement: Statement, coding: Coding, ties: Iterable[Target], by: Person) -> Statement:
    """Tie a statement to all of these that it is not tied to yet."""
    has = {link.aim for link in statement.links.select_related("theme", "goal", "item")}
    links = []
    for target in dict.fromkeys(ties):
        refuse_strangers(coding.interview.study, target)
        if target not in has:
            column = COLUMNS[type(target)]
            links.append(Link(statement=statement, author=by, **{column: target}))
    Link.objects.bulk_create(links)
    _tell(coding)
    return statement


def _passage(
    interview: Interview, quote: str, answer_id: int | None, span: Span | None
) -> tuple[AnswerText, Span]:
    """The answer and the place that are meant, in the versions that count today."""
    answers = list(interview.texts.newest().select_related("question"))
    words = quote.split()
    for answer in answers:
        found = passages.trimmed(answer.text, span) if span and answer.pk == answer_id else None
        if found and found.of(answer.text).split() == words:
            return answer, found
    places = [
        (answer, found) for answer in answers for found in passages.find_all(answer.text, quote)
    ]
    if not places:
        raise ValidationError(
            _("These words are not in the notes as they stand. Copy them from there."),
            code="nowhere",
        )
    if len(places) > 1:
        raise ValidationError(
            _("These words stand in several places. Take some words more along."), code="several"
        )
    return places[0]


# --- Changing ---------------------------------------------------------------------------------


@transaction.atomic
def change(
    statement: Statement, *, by: Person, kind: str | None = None, text: str | None = None
) -> Statement:
    """Change the kind of a statement, or the words of one that marks no passage."""
    statement, coding = _hold(statement, by)
    if kind is not None:
        statement.kind = kind
    if text is not None and statement.answer_id is None:
        statement.text = _cleaned(text)
    _check(statement)
    statement.save(update_fields=["kind", "text"])
    _tell(coding)
    return statement


@transaction.atomic
def mend(
    statement: Statement,
    *,
    quote: str,
    by: Person,
    answer_id: int | None = None,
    span: Span | None = None,
) -> Statement:
    """Give a statement another passage: one that lost its place, or was marked wrong."""
    statement, coding = _hold(statement, by)
    answer, found = _passage(statement.interview, quote, answer_id, span)
    AnswerText.objects.filter(pk=answer.pk, settled_at=None).update(settled_at=timezone.now())
    _place(statement, answer, found)
    _tell(coding)
    return statement


@transaction.atomic
def let_stand(statement: Statement, *, by: Person) -> Statement:
    """Keep the words of a statement whose passage is gone; it marks no passage any more."""
    statement, coding = _hold(statement, by)
    statement.answer = statement.start = statement.end = None
    statement.is_lost = False
    statement.save(update_fields=["answer", "start", "end", "is_lost"])
    _tell(coding)
    return statement


@transaction.atomic
def tie(statement: Statement, target: Target, *, by: Person, why: str | None = None) -> Link:
    """Tie a statement to a theme, a goal, a framework's item or a dimension, and perhaps say why.

    Tied again it is the same link; a reason that is given replaces the one that stood.
    """
    statement, coding = _hold(statement, by)
    link = _tie(statement, target, by, why)
    _tell(coding)
    return link


@transaction.atomic
def untie(link: Link, *, by: Person) -> None:
    """Take a link of a statement away; one that is gone already is no error."""
    if link.statement is None:
        raise ValidationError(_("This statement is gone. Load the page again."), code="gone")
    statement, coding = _hold(link.statement, by)
    statement.links.filter(pk=link.pk).delete()
    _tell(coding)


@transaction.atomic
def tie_anew(statement: Statement, targets: Iterable[Target], *, by: Person) -> None:
    """Let a statement be tied to exactly these; links that stay keep who made them, and why."""
    statement, coding = _hold(statement, by)
    kept = [_tie(statement, target, by, why=None).pk for target in targets]
    statement.links.exclude(pk__in=kept).delete()
    _tell(coding)


@transaction.atomic
def remove(statement: Statement, *, by: Person) -> Change:
    """Remove a statement with its links and memos; this can be undone."""
    statement, _coding = _hold(statement, by)
    tape = Tape()
    remove_with_links(statement, tape)
    study = statement.interview.study
    return tape.keep(study, Change.Kind.REMOVE_STATEMENT, statement.text, by)


def remove_with_links(statement: Statement, tape: Tape) -> None:
    """Remove a statement and all that hangs on it."""
    for row in [*statement.links.all(), *statement.memos.all(), statement]:
        tape.remove(row)


def _tie(statement: Statement, target: Target, by: Person, why: str | None) -> Link:
    study = statement.interview.study
    refuse_strangers(study, target)
    column = COLUMNS[type(target)]
    link, is_new = Link.objects.get_or_create(
        **{**dict.fromkeys(Link.TARGETS), column: target},
        statement=statement,
        of_theme=None,
        defaults={"author": by, "why": why or ""},
    )
    if not is_new and why is not None and link.why != why:
        link.why, link.author, link.at = why, by, timezone.now()
        link.clean_fields(exclude=["statement", *Link.TARGETS, "author"])
        link.save(update_fields=["why", "author", "at"])
    return link


def refuse_strangers(study: Study, target: Target) -> None:
    """Refuse a theme of another study, and a goal of another member."""
    is_strange = (isinstance(target, Theme) and target.study_id != study.pk) or (
        isinstance(target, LocalGoal) and target.term.member_id != study.member_id
    )
    if is_strange:
        raise ValidationError(_("Choose among the study's own themes and goals."), code="strange")


# --- When a text is edited or deleted ---------------------------------------------------------


@transaction.atomic
def carry_over(answer: AnswerText) -> list[Statement]:
    """Let the statements of earlier versions follow to this one; those that are lost come back.

    Called by whoever makes a new version of a text.
    """
    behind = Statement.objects.filter(
        answer__interview=answer.interview_id,
        answer__question=answer.question_id,
        answer__number__lt=answer.number,
    )
    lost = []
    for statement in behind.select_related("answer"):
        found = None
        if statement.answer and statement.span:
            (found,) = passages.carry(statement.answer.text, answer.text, [statement.span])
        if found:
            _place(statement, answer, found)
        else:
            statement.is_lost = True
            statement.save(update_fields=["is_lost"])
            lost.append(statement)
    Coding.objects.filter(interview=answer.interview_id).update(number=F("number") + 1)
    return lost


@transaction.atomic
def forget_words(interview: Interview) -> None:
    """Delete the words of an interview's statements; what they are tied to still counts."""
    statements = interview.statements.all()
    Memo.objects.filter(statement__in=statements).delete()
    statements.update(text="", is_lost=False)
    # What could bring the words back is gone too.
    interview.study.changes.filter(rows__contains=[{"model": "Statement"}]).delete()
    Coding.objects.filter(interview=interview).update(number=F("number") + 1)


def _place(statement: Statement, answer: AnswerText, found: Span) -> None:
    statement.answer, statement.question = answer, answer.question
    statement.start, statement.end = found.start, found.end
    statement.text, statement.is_lost = found.of(answer.text), False
    _check(statement)
    statement.save(update_fields=["answer", "question", "start", "end", "text", "is_lost"])


# --- Who may, and one at a time ---------------------------------------------------------------


def _open(interview: Interview, by: Person) -> tuple[Interview, Coding]:
    """The interview and its coding, held until commit, for somebody who may code it now."""
    if not Interview.objects.worked_on_by(by).filter(pk=interview.pk).exists():
        raise ValidationError(_("You cannot change this study."), code="not_yours")
    Study.objects.hold(interview.study)
    interview = Interview.objects.hold(interview)
    coding = Coding.objects.hold(interview)
    coding.interview = interview
    if coding.is_compared:
        raise ValidationError(
            _("Settle first which statements of the two coders stand."), code="compared"
        )
    if coding.is_blind:
        done = {coding.first_id: coding.first_done_at, coding.second_id: coding.second_done_at}
        if by.pk not in done:
            raise ValidationError(_("Two others are coding this interview blind."), code="blind")
        if done[by.pk]:
            raise ValidationError(
                _("You have said that you are done with this interview."), code="done"
            )
    return interview, coding


def _hold(statement: Statement, by: Person) -> tuple[Statement, Coding]:
    """A statement, held until commit, for somebody who sees it and may change it now."""
    interview, coding = _open(statement.interview, by)
    found = Statement.objects.worked_on_by(by).filter(pk=statement.pk).first()
    if found is None:
        raise ValidationError(_("This statement is gone. Load the page again."), code="gone")
    found.interview = interview
    return found, coding


def _tell(coding: Coding) -> None:
    """Let the pages that are open somewhere see that the coding is not as it was."""
    Coding.objects.filter(pk=coding.pk).update(number=F("number") + 1)


def _check(statement: Statement) -> None:
    """Refuse a kind that there is not, and no words or too many; the rows are our own."""
    given = {"kind", "text"} if statement.text or statement.answer_id is None else {"kind"}
    fields = {field.name for field in Statement._meta.concrete_fields}
    statement.clean_fields(exclude=fields - given)
    if "text" in given and not statement.text:
        raise ValidationError({"text": _("Write something first.")})


def _cleaned(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()
