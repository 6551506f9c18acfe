"""Coding blind: two people code one interview without seeing each other's statements.

When both are done their statements are laid side by side, with how well they agree on each theme.
Then somebody settles which statements stand; until then none of them counts.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Holding, Person
from surveys.interviews import passages
from surveys.interviews.agreement import Agreement
from surveys.interviews.models import Change, Coding, Interview, Statement, Study, Theme
from surveys.interviews.passages import Span


def coders_of(study: Study) -> QuerySet[Person]:
    """Those who can code a study: the member's two contacts, and who is invited to it."""
    pair = Holding.objects.current().of_pairs().filter(seat__member=study.member_id)
    guests = study.guests.current().filter(person__isnull=False)
    found = Q(pk__in=pair.values("person")) | Q(pk__in=guests.values("person"))
    return Person.objects.filter(found).order_by("name")


@transaction.atomic
def begin(interview: Interview, *, first: Person, second: Person, by: Person) -> Coding:
    """Let two people code an interview blind; begun again with the same two changes nothing."""
    coding = _hold(interview, by)
    if coding.is_blind:
        if {coding.first_id, coding.second_id} == {first.pk, second.pk}:
            return coding
        raise ValidationError(_("Two others are coding this interview blind."), code="blind")
    if first.pk == second.pk:
        raise ValidationError(_("Choose two different people."), code="same")
    for person in (first, second):
        if not Study.objects.worked_on_by(person).filter(pk=interview.study_id).exists():
            raise ValidationError(_("Choose people who work on the study."), code="stranger")
    coding.first, coding.second, coding.is_blind = first, second, True
    coding.first_done_at = coding.second_done_at = None
    return _keep(coding)


@transaction.atomic
def say_done(interview: Interview, *, by: Person, is_done: bool = True) -> Coding:
    """Say that one has coded all, or that one has not after all, while the other is at it."""
    coding = _hold(interview, by)
    if not coding.is_blind or by.pk not in (coding.first_id, coding.second_id):
        raise ValidationError(_("You are not one of the two who code it blind."), code="not_yours")
    if coding.is_compared:
        return coding
    column = "first_done_at" if by.pk == coding.first_id else "second_done_at"
    if is_done != (getattr(coding, column) is not None):
        setattr(coding, column, timezone.now() if is_done else None)
    return _keep(coding)


@transaction.atomic
def call_off(interview: Interview, *, by: Person) -> Coding:
    """End a blind coding before both are done; what the two have coded stands, for all to see."""
    coding = _hold(interview, by)
    if coding.is_compared:
        raise ValidationError(
            _("Settle first which statements of the two coders stand."), code="compared"
        )
    interview.statements.filter(is_blind=True).update(is_blind=False)
    return _end(coding)


@transaction.atomic
def settle(interview: Interview, *, standing: Collection[int], by: Person) -> Coding:
    """Let these of the two coders' statements stand, and count; the others go for good."""
    coding = _hold(interview, by)
    if not coding.is_blind:
        return coding
    if not coding.is_compared:
        raise ValidationError(_("Both must be done first."), code="early")
    coded = interview.statements.filter(is_blind=True)
    coded.exclude(pk__in=standing).delete()
    coded.update(is_blind=False)
    return _end(coding)


def _hold(interview: Interview, by: Person) -> Coding:
    if not Interview.objects.worked_on_by(by).filter(pk=interview.pk).exists():
        raise ValidationError(_("You cannot change this study."), code="not_yours")
    Study.objects.hold(interview.study)
    return Coding.objects.hold(Interview.objects.hold(interview))


def _end(coding: Coding) -> Coding:
    # A statement that one removed while it was hidden must not come back hidden.
    removed = Change.objects.filter(study__interviews=coding.interview_id)
    removed.filter(rows__contains=[{"was": {"is_blind": True}}]).delete()
    coding.first = coding.second = coding.first_done_at = coding.second_done_at = None
    coding.is_blind = False
    return _keep(coding)


def _keep(coding: Coding) -> Coding:
    coding.number += 1
    coding.save()
    return coding


# --- Side by side -----------------------------------------------------------------------------


@dataclass(frozen=True)
class ThemeAgreement:
    """How well the two agree on one theme."""

    theme: Theme
    agreement: Agreement


@dataclass(frozen=True)
class Passage:
    """A sentence that the two sort differently, and what each has there."""

    text: str
    question: str
    first: tuple[Theme, ...]
    second: tuple[Theme, ...]
    first_only: tuple[Theme, ...]
    second_only: tuple[Theme, ...]


@dataclass(frozen=True)
class Comparison:
    """What two coders made of the same interview, sentence by sentence."""

    first: Person | None
    second: Person | None
    sentences: int
    themes: tuple[ThemeAgreement, ...]
    differing: tuple[Passage, ...]


def compare(interview: Interview) -> Comparison:
    """Lay what the two coded side by side, once both are done.

    The unit is the sentence of the notes: a coder has a theme there when one of their passages
    with the theme touches it. Statements that mark no passage are left out.
    """
    coding = Coding.objects.compared().select_related("first", "second").get(interview=interview)
    statements = list(
        Statement.objects.filter(interview=interview, is_blind=True, answer__isnull=False)
        .filter(is_lost=False)
        .prefetch_related("links__theme")
    )
    coders = (coding.first_id, coding.second_id)
    said: list[tuple[Span, str, str, tuple[set[Theme], set[Theme]]]] = []
    for answer in interview.texts.newest().select_related("question"):
        for span in passages.sentences(answer.text):
            both = tuple(_themes(statements, answer.pk, span, coder) for coder in coders)
            said.append((span, span.of(answer.text), answer.asked, (both[0], both[1])))
    themes = {theme for *_place, (first, second) in said for theme in first | second}
    return Comparison(
        coding.first,
        coding.second,
        len(said),
        tuple(
            ThemeAgreement(
                theme,
                Agreement.of(
                    [theme in first for *_place, (first, _second) in said],
                    [theme in second for *_place, (_first, second) in said],
                ),
            )
            for theme in _in_order(themes)
        ),
        tuple(
            Passage(
                text,
                asked,
                *(_in_order(some) for some in (first, second, first - second, second - first)),
            )
            for _span, text, asked, (first, second) in said
            if first != second
        ),
    )


def _themes(statements: list[Statement], answer: int, span: Span, coder: int | None) -> set[Theme]:
    return {
        link.theme
        for row in statements
        if row.author_id == coder and row.answer_id == answer
        if row.span and row.span.overlaps(span)
        for link in row.links.all()
        if link.theme
    }


def _in_order(themes: Collection[Theme]) -> tuple[Theme, ...]:
    return tuple(sorted(themes, key=lambda theme: (theme.position, theme.pk)))
