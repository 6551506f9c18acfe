"""Answering together: how a response is opened, filled in, discussed and looked back upon."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person, Seat
from surveys import signing
from surveys.models import Answer, AnswerEdit, Comment, Response
from surveys.questionnaires import Judgement, clean


@dataclass(frozen=True)
class Save:
    """What became of an attempt to change an answer.

    `answer` is the one that stands afterwards, None when there never was one. A refused attempt
    keeps what was meant in `mine`; it is in the history too.
    """

    answer: Answer | None
    mine: object
    is_refused: bool = False
    is_unchanged: bool = False


def role_of(person: Person, response: Response) -> str:
    """The seat of the pair that the person holds at the response's member today, "" for none."""
    seat = Seat.objects.held_by(person).of_pairs().filter(member=response.member_id).first()
    return seat.role if seat else ""


def address_to_go_on(response: Response, judgement: Judgement) -> str:
    """Where one goes on answering: once begun, the first page that lacks an answer."""
    address = reverse("surveys:answer", args=[response.round.slug])
    lacking = (key for key, count in judgement.pages.items() if count.answered < count.asked)
    page = next(lacking, "") if judgement.count.answered else ""
    return f"{address}?sida={page}" if page else address


@transaction.atomic
def open_response(response: Response) -> None:
    """Note the first time that one of the two looks at the survey."""
    opened = Response.objects.filter(pk=response.pk, opened_at__isnull=True)
    opened.update(opened_at=timezone.now())


@transaction.atomic
def save(
    response: Response,
    *,
    key: str,
    raw: object,
    base_number: int,
    by: Person,
    other: str = "",
) -> Save:
    """Change one answer, if nobody changed it since the number that this one started from.

    A stale attempt is refused and kept in the history, never written over the other's. A change
    voids the signatures. Raises ValidationError when the survey is closed, the question is not
    asked or the answer is of the wrong sort.
    """
    response = Response.objects.hold(response)
    role = _role_of_answerer(response, by)
    questionnaire = response.round.questionnaire()
    item = questionnaire.by_key.get(key)
    if item is None or not item.takes_answer:
        raise ValidationError(_("This question is not part of the survey."), code="unknown")
    value = clean(item, raw, other=other)

    answers = {answer.key: answer for answer in response.answers.all()}
    answer = answers.get(key)
    number = answer.number if answer else 0
    old = answer.value if answer else None
    if value == old:
        return Save(answer, value, is_unchanged=True)
    edit = AnswerEdit(
        response=response,
        key=key,
        old=old,
        new=value,
        base_number=base_number,
        number=number,
        outcome=AnswerEdit.Outcome.REFUSED,
        author=by,
        role=role,
    )
    if base_number != number:
        edit.save()
        return Save(answer, value, is_refused=True)

    now = timezone.now()
    edit.number, edit.outcome, edit.at = number + 1, AnswerEdit.Outcome.SAVED, now
    edit.save()
    answer = answer or Answer(response=response, key=key)
    answer.value, answer.number, answer.answered_at = value, number + 1, now
    answer.author, answer.role = by, role
    answer.save()
    answers[key] = answer
    response.edit_count += 1
    response.opened_at = response.opened_at or now
    response.first_answer_at = response.first_answer_at or now
    response.last_answer_at = now
    response.save(update_fields=["edit_count", "opened_at", "first_answer_at", "last_answer_at"])
    judgement = _judge_anew(response, answers)
    signing.void_if_changed(response, judgement=judgement, by=by)
    return Save(answer, value)


def _judge_anew(response: Response, answers: dict[str, Answer]) -> Judgement:
    """Judge the answers as they stand, and mark those that begin or cease to count."""
    values = {key: answer.value for key, answer in answers.items()}
    judgement = response.round.questionnaire().judge(values)
    turned = [
        answer
        for key, answer in answers.items()
        if answer.is_relevant != (key in judgement.relevant)
    ]
    for answer in turned:
        answer.is_relevant = not answer.is_relevant
    if turned:
        Answer.objects.bulk_update(turned, ["is_relevant"])
    return judgement


@transaction.atomic
def comment(response: Response, *, key: str, text: str, by: Person) -> Comment:
    """Say something to the other about a question; a comment changes no answer."""
    response = Response.objects.hold(response)
    role = _role_of_answerer(response, by)
    if key not in response.round.questionnaire().by_key:
        raise ValidationError(_("This question is not part of the survey."), code="unknown")
    text = text.strip()
    if not text:
        raise ValidationError(_("Write something first."), code="empty")
    said = Comment(response=response, key=key, text=text.replace("\0", ""), author=by, role=role)
    said.full_clean()
    last = response.comments.filter(key=key).last()
    if last and (last.author_id, last.text) == (by.pk, said.text):  # the button was pressed twice
        return last
    said.save()
    response.edit_count += 1
    response.save(update_fields=["edit_count"])
    return said


def _role_of_answerer(response: Response, by: Person) -> str:
    if not response.takes_answers:
        raise ValidationError(
            _("The survey has closed. What you see is what was sent in."), code="closed"
        )
    role = role_of(by, response)
    if not role:
        raise ValidationError(_("Only the member's two contacts can answer."), code="not_yours")
    return role
