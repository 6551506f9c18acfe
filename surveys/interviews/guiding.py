"""The guide: which questions the study asks, and in which order."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person
from surveys.interviews import planning
from surveys.interviews.models import GuideQuestion, Study


@transaction.atomic
def add_question(study: Study, *, text: str, by: Person) -> GuideQuestion:
    """Put a question last in the guide."""
    study = planning.led(study, by)
    last = study.questions.aggregate(last=Max("position"))["last"] or 0
    question = GuideQuestion(study=study, text=text, position=last + 1)
    question.full_clean()
    question.save()
    return question


@transaction.atomic
def change_question(question: GuideQuestion, *, text: str, by: Person) -> GuideQuestion:
    """Word a question anew; each answer remembers how it was asked."""
    planning.led(question.study, by)
    question.text = text
    question.full_clean()
    question.save(update_fields=["text"])
    return question


@transaction.atomic
def move_question(question: GuideQuestion, *, steps: int, by: Person) -> None:
    """Move a question among those that are asked: up by -1, down by 1; past the ends is no move."""
    planning.led(question.study, by)
    questions = list(question.study.questions.standing())
    if question not in questions:
        return
    at = questions.index(question)
    questions.insert(max(0, at + steps), questions.pop(at))
    for position, one in enumerate(questions, start=1):
        one.position = position
    GuideQuestion.objects.bulk_update(questions, ["position"])


@transaction.atomic
def retire_question(question: GuideQuestion, *, by: Person) -> None:
    """Ask a question no longer: one without answers goes, one with answers stays with them.

    Raises ValidationError for the last one.
    """
    study = planning.led(question.study, by)
    if not study.questions.standing().exclude(pk=question.pk).exists():
        raise ValidationError(_("The guide needs one question at least."), code="last")
    if question.texts.exists() or question.statements.exists():
        question.retired_at = timezone.now()
        question.save(update_fields=["retired_at"])
    else:
        question.delete()


@transaction.atomic
def bring_back_question(question: GuideQuestion, *, by: Person) -> None:
    """Ask a question again that was retired."""
    planning.led(question.study, by)
    question.retired_at = None
    question.save(update_fields=["retired_at"])
