"""Interviewing: how a meeting is noted, and how its answers are written, kept and deleted."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person
from surveys.interviews import coding, planning, wording
from surveys.interviews.models import AnswerText, GuideQuestion, Interview, Study, StudyDepartment


class StaleText(ValidationError):
    """Somebody saved the same answer meanwhile; `theirs` is the text as it stands."""

    def __init__(self, theirs: AnswerText):
        super().__init__(
            _("Somebody else saved this answer a moment ago. Compare, and save again."),
            code="stale",
        )
        self.theirs = theirs


@transaction.atomic
def add(
    study: Study, *, department: StudyDepartment, held_on: date, by: Person, roles: str = ""
) -> Interview:
    """Note that a department has been met, or is being met."""
    study = planning.worked_on(study, by)
    interview = Interview(study=study, created_by=by)
    return _say(interview, department=department, held_on=held_on, roles=roles)


@transaction.atomic
def change(
    interview: Interview, *, department: StudyDepartment, held_on: date, roles: str, by: Person
) -> Interview:
    """Say anew with whom the interview was held, and when."""
    interview = worked_on(interview, by)
    return _say(interview, department=department, held_on=held_on, roles=roles)


def _say(interview: Interview, *, department: StudyDepartment, held_on: date, roles: str):
    if department.study_id != interview.study_id:
        raise ValidationError(_("Choose one of the study’s own departments."), code="department")
    interview.department, interview.held_on, interview.roles = department, held_on, roles
    interview.full_clean(exclude=["created_by"])
    interview.save()
    if department.declined_at:
        department.declined_at = None
        department.save(update_fields=["declined_at"])
    return interview


@transaction.atomic
def remove(interview: Interview, *, by: Person) -> None:
    """Take away an interview that nothing has been written in. Raises ValidationError else."""
    interview = worked_on(interview, by)
    is_written = interview.texts.exclude(text="", settled_at__isnull=True).exists()
    if is_written or interview.statements.exists():
        raise ValidationError(
            _("Something is written in the interview, so it stays. Its texts can be deleted."),
            code="written",
        )
    interview.delete()


@transaction.atomic
def save_text(
    interview: Interview, question: GuideQuestion | None, *, text: str, base: int, by: Person
) -> AnswerText:
    """Keep an answer as it is written; None as question is what belongs under none.

    `base` is the number of saves that the writing started from, 0 before the first. Raises
    StaleText when somebody saved meanwhile, ValidationError while the group reads the notes.
    """
    interview = worked_on(interview, by)
    if interview.state != Interview.State.DRAFT:
        raise ValidationError(
            _("The notes are with the group, or approved. Take them back to write in them."),
            code="state",
        )
    return put(interview, question, text=text, base=base, author=by)


@transaction.atomic
def save_texts(
    interview: Interview, given: Iterable[tuple[GuideQuestion | None, str, int]], *, by: Person
) -> None:
    """Keep several answers, all of them or none: [(question, text, base)]. Raises as one does."""
    for question, text, base in given:
        save_text(interview, question, text=text, base=base, by=by)


def put(
    interview: Interview,
    question: GuideQuestion | None,
    *,
    text: str,
    base: int,
    author: Person | None,
    is_by_group: bool = False,
) -> AnswerText:
    """Put a text in its place as the newest; the interview is held, and its state is judged.

    The newest version is written over until it is settled, and by the one who wrote it alone.
    """
    if question is not None and question.study_id != interview.study_id:
        raise ValidationError(_("This question is not part of the guide."), code="unknown")
    text = wording.kept(text)
    newest = AnswerText.objects.of(interview, question)
    if newest is not None and newest.text == text and newest.deleted_at is None:
        return newest
    if newest is not None and newest.saves != base:
        raise StaleText(newest)
    before = newest
    if newest is None or newest.settled_at or not _is_mine(newest, author, is_by_group):
        if newest is not None:
            _settle([newest])
        newest = AnswerText(
            interview=interview,
            question=question,
            number=newest.number + 1 if newest else 1,
            asked=question.text if question else "",
            saves=newest.saves if newest else 0,
            is_by_group=is_by_group,
        )
    newest.text, newest.author, newest.saved_at = text, author, timezone.now()
    newest.saves += 1
    newest.save()
    if newest != before:
        coding.carry_over(newest)
        # Statements hold to positions in it: from now on it stays as it is.
        if newest.statements.exists():
            _settle([newest])
    return newest


def _is_mine(text: AnswerText, author: Person | None, is_by_group: bool) -> bool:
    return text.is_by_group == is_by_group and text.author_id == (author.pk if author else None)


@transaction.atomic
def settle(interview: Interview) -> None:
    """Let the texts stay as they are: from now on a change is a new version."""
    interview = Interview.objects.hold(interview)
    _settle(interview.texts.filter(settled_at__isnull=True))


def _settle(texts) -> None:
    for text in texts:
        if text.settled_at is None:
            text.settled_at = timezone.now()
            text.save(update_fields=["settled_at"])


@transaction.atomic
def delete_texts(interview: Interview, *, by: Person) -> Interview:
    """Empty every version of the interview's answers for good; what is counted stays."""
    interview = Interview.objects.hold(interview)
    if not Study.objects.led_by(by).filter(pk=interview.study_id).exists():
        raise ValidationError(_("Only the member’s two contacts can do this."), code="not_yours")
    if interview.texts_deleted_at is None:
        now = timezone.now()
        interview.texts.filter(deleted_at__isnull=True).update(text="", deleted_at=now)
        interview.texts_deleted_at = now
        interview.save(update_fields=["texts_deleted_at"])
        coding.forget_words(interview)
    return interview


def worked_on(interview: Interview, by: Person) -> Interview:
    """The interview, held until commit, if this person may write in its study."""
    planning.worked_on(interview.study, by)
    return Interview.objects.hold(interview)
