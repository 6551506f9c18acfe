"""Evaluations: what those who took part are asked afterwards, and what they say.

The questions are a survey of ours, with form id "utvardering": the newest published version is
asked. Figures go through the same gate as those of the surveys. They are shown once the evaluation
has closed, so that nobody can read a reply out of the difference between two days.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import following_up
from events.models import Asked, Evaluation, Event, Reply
from members.models import Person
from sekom.text import say_day
from surveys import counting, defining, disclosure, results
from surveys.disclosure import Table
from surveys.figures import Drawer
from surveys.items import Answer, Choice, Item, Kind, chosen_values
from surveys.models import Question, Survey, Version, end_of_day
from surveys.questionnaires import Questionnaire
from surveys.results import Section, Words, Written

READY_FORM = Path(__file__).parent / "data" / "evaluation.json"
FORM_ID = "utvardering"
OPEN_FOR = timedelta(days=14)
LETTER = "events/evaluation"
_signer = Signer(salt="events.evaluations")


# --- What is asked ------------------------------------------------------------------------------


@transaction.atomic
def form() -> Version:
    """The newest published version of our evaluation; ours as delivered where there is none."""
    published = Version.objects.published().filter(survey__form_id=FORM_ID)
    return published.order_by("-number").first() or _put_in_place()


def _put_in_place() -> Version:
    ready = json.loads(READY_FORM.read_text(encoding="utf-8"))
    survey, _is_new = Survey.objects.select_for_update(no_key=True).get_or_create(
        form_id=FORM_ID, defaults={"title": ready["title"]}
    )
    number = survey.versions.count() + 1
    version = Version.objects.create(
        survey=survey, number=number, title=ready["title"], languages=["sv"], file_name=""
    )
    Question.objects.bulk_create(
        Question.of_item(_item(row, place), version=version, position=place)
        for place, row in enumerate(ready["questions"], start=1)
    )
    return defining.publish(version, by=None)


def _item(row: dict, place: int) -> Item:
    return Item(
        key=row["key"],
        kind=row["kind"],
        labels={"sv": row["label"]},
        hints={"sv": row["hint"]} if "hint" in row else {},
        is_required=row.get("required", False),
        choices=tuple(Choice(value, {"sv": label}) for value, label in row.get("choices", [])),
        sheet_row=place + 1,
    )


# --- Asking -------------------------------------------------------------------------------------


@transaction.atomic
def open_evaluation(event: Event, *, is_anonymous: bool = True, by: Person) -> Evaluation:
    """Ask everybody who took part, each by a letter of their own; 60 seconds remain to undo it.

    Later, it asks those whose attendance was noted since. Raises ValidationError before the event
    is over, when nobody is left to ask, and for questions that people could be known by.
    """
    event = Event.objects.hold(event)
    if not event.is_over:
        raise ValidationError(_("The event is not over yet."), code="early")
    evaluation = Evaluation.objects.filter(event=event).first()
    if evaluation is None:
        today = timezone.localdate()
        evaluation = Evaluation.objects.create(
            event=event,
            version=_judged(form()),
            is_anonymous=is_anonymous,
            closes_at=end_of_day(today + OPEN_FOR),
        )
    if not evaluation.takes_answers:
        raise ValidationError(_("The evaluation has closed."), code="closed")
    new = event.signups.confirmed().filter(attended=True, asked__isnull=True).with_names()
    asked = Asked.objects.bulk_create(Asked(evaluation=evaluation, signup=signup) for signup in new)
    following_up.write(
        LETTER,
        event,
        {one.signup: _values(one) for one in asked},
        by=by,
    )
    return evaluation


def _judged(version: Version) -> Version:
    """The version, if its questions are choices and words. Raises ValidationError if not."""
    known = {*Kind.SELECTS, Kind.TEXT, Kind.ACKNOWLEDGE, Kind.NOTE, Kind.GROUP}
    if any(item.kind not in known for item in version.questionnaire().items):
        raise ValidationError(
            _("An evaluation asks for choices and words only. Publish a version without the rest."),
            code="kinds",
        )
    return version


def _values(asked: Asked) -> dict:
    evaluation = asked.evaluation
    return {
        "link": link_to(asked),
        "closes_on": say_day(timezone.localdate(evaluation.closes_at)),
        "is_anonymous": evaluation.is_anonymous,
    }


def link_to(asked: Asked) -> str:
    """The full address at which somebody who was asked answers, for a letter."""
    path = reverse("events:evaluate", args=[_signer.sign(str(asked.pk))])
    return settings.SITE_URL + path


def read(token: str) -> Asked | None:
    """Who a link was written for; None for a link that is none of ours."""
    try:
        pk = int(_signer.unsign(token))
    except BadSignature:
        return None
    found = Asked.objects.filter(pk=pk)
    return found.select_related("evaluation__event", "evaluation__version", "signup").first()


@transaction.atomic
def reply(asked: Asked, answers: Mapping[str, Answer]) -> Reply:
    """Take one reply from everybody who was asked. Raises ValidationError for a second one."""
    asked = (
        Asked.objects.select_for_update(of=("self",)).select_related("evaluation").get(pk=asked.pk)
    )
    evaluation = asked.evaluation
    if not evaluation.takes_answers:
        raise ValidationError(_("The evaluation has closed."), code="closed")
    if asked.has_answered:
        raise ValidationError(_("You have answered already. Thank you!"), code="twice")
    asked.has_answered = True
    asked.save(update_fields=["has_answered"])
    signup = None if evaluation.is_anonymous else asked.signup
    return Reply.objects.create(evaluation=evaluation, signup=signup, answers=dict(answers))


@transaction.atomic
def close(evaluation: Evaluation, *, by: Person | None = None) -> Evaluation:
    """Take no more answers, and let the figures be seen; closing it twice changes nothing."""
    evaluation = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    if evaluation.closed_at is None:
        evaluation.closed_at = timezone.now()
        evaluation.save(update_fields=["closed_at"])
    return evaluation


def close_due() -> int:
    """Close the evaluations whose last day has passed; how many. Safe to run twice."""
    due = list(Evaluation.objects.to_close())
    for evaluation in due:
        close(evaluation)
    return len(due)


# --- What was said ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Findings:
    """What the replies come to for one reader; without sections where too few have replied."""

    replies: int
    smallest_group: int
    sections: tuple[Section, ...] = ()


def findings(evaluation: Evaluation, *, sees_words: bool) -> Findings:
    """The figures of an evaluation that has closed; `sees_words` also what was written.

    The secretariat reads everything of an evaluation with names; of an anonymous one nobody does.
    """
    smallest = 0 if sees_words and not evaluation.is_anonymous else evaluation.smallest_group
    replies = list(evaluation.replies.select_related("signup"))
    if evaluation.takes_answers or not replies or len(replies) < smallest:
        return Findings(len(replies), smallest)
    questionnaire = evaluation.questionnaire()
    tables = {
        question.item.key: _table(question.item, questionnaire, replies)
        for question in questionnaire.questions
    }
    published = disclosure.published(tables, counted=len(replies), smallest_group=smallest)
    drawer = Drawer(questionnaire, published, {}, get_language() or "sv", {}, "")
    words = _words(questionnaire, replies) if sees_words else {}
    return Findings(len(replies), smallest, tuple(results.sections_of(drawer, words)))


def _table(item: Item, questionnaire: Questionnaire, replies: list[Reply]) -> Table:
    """The true counts of one question, for the gate to judge."""
    answers = [reply.answers[item.key] for reply in replies if item.key in reply.answers]
    chosen = Counter(value for answer in answers for value in chosen_values(answer))
    table = Table(
        key=item.key,
        base=len(answers),
        counts={choice.value: chosen[choice.value] for choice in item.choices},
        is_exclusive=item.kind != Kind.SELECT_MULTIPLE,
        share=counting.share_of(item, questionnaire),
        sources=counting.sources_of(item, questionnaire),
    )
    if item.kind == Kind.ACKNOWLEDGE:
        counts = {counting.TICKED: len(answers), counting.NOT_TICKED: len(replies) - len(answers)}
        return replace(table, base=len(replies), counts=counts)
    return table


def _words(questionnaire: Questionnaire, replies: list[Reply]) -> dict[str, Words]:
    """{key: what was written}, in no order that tells who wrote first."""
    found: dict[str, Words] = {}
    for question in questionnaire.questions:
        item = question.item
        if item.kind == Kind.TEXT:
            written = sorted(
                (str(reply.answers[item.key]), reply.signup.name if reply.signup else "")
                for reply in replies
                if item.key in reply.answers
            )
            texts = tuple(Written(member=name, text=text) for text, name in written)
            found[item.key] = Words(len(texts), texts)
    return found
