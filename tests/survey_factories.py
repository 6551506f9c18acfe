"""Surveys for tests: a version, its round, and responses as they stand after answering."""

from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from members.models import Holding, Seat
from surveys import signing, workbooks
from surveys.models import Answer, Question, Response, Signature, Survey, SurveyRound, Version
from surveys.questionnaires import Choice, Item, Kind
from tests.factories import make_holding, make_member

REAL_WORKBOOK = Path(settings.BASE_DIR) / "surveys" / "data" / "organisation_survey.xlsx"

_numbers = count(1)


def choices(*values, other=False):
    """Choices whose Swedish labels are the values with a capital letter."""
    found = [Choice(value, {"sv": value.capitalize()}) for value in values]
    return (*found, Choice("other", {"sv": "Annat"})) if other else tuple(found)


def item(key, kind=Kind.TEXT, **columns):
    """A question whose Swedish label is its key with a capital letter and a question mark."""
    return Item(key=key, kind=kind, **({"labels": {"sv": f"{key.capitalize()}?"}} | columns))


def one_of_each():
    """A short survey with every kind of question."""
    scale = choices("inte", "delvis", "helt")
    return (
        item("work", Kind.GROUP, labels={"sv": "Arbetet"}),
        item("home", Kind.SELECT_ONE, parent="work", choices=choices("kontor", "bygg", "skola")),
        item(
            "forum",
            Kind.SELECT_MULTIPLE,
            parent="work",
            choices=choices("grupp", "nätverk", other=True),
            has_other=True,
        ),
        item("share", Kind.INTEGER, parent="work"),
        item("budget", Kind.DECIMAL, parent="work"),
        item("adopted", Kind.DATE, parent="work"),
        item("views", Kind.GROUP, labels={"sv": "Åsikter"}),
        item("agree", Kind.MATRIX, parent="views", labels={"sv": "Hur väl stämmer det?"}),
        item("goals", Kind.SELECT_ONE, parent="agree", choices=scale),
        item("tools", Kind.SELECT_ONE, parent="agree", choices=scale),
        item("wish", Kind.TEXT, parent="views"),
        item("read", Kind.ACKNOWLEDGE, parent="views"),
    )


@cache
def real_items():
    """The items of the organisation survey, as its workbook has them."""
    with REAL_WORKBOOK.open("rb") as file:
        return workbooks.read_workbook(file, name=REAL_WORKBOOK.name).items


def make_version(items=None, *, title="Organisationsenkäten", published=True):
    """A version with these items, else one question of each kind."""
    number = next(_numbers)
    survey = Survey.objects.create(title=title, form_id=f"survey-{number}")
    version = Version.objects.create(
        survey=survey, number=1, title=title, languages=["sv"], file_name=f"survey-{number}.xlsx"
    )
    Question.objects.bulk_create(
        Question.of_item(row, version=version, position=position)
        for position, row in enumerate(one_of_each() if items is None else items, start=1)
    )
    if published:
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
    return version


def make_round(version=None, *, opened=True, closed=False, **columns):
    """A round that is open for a month, a draft (`opened=False`), or one that has closed."""
    now = timezone.now()
    given = {
        "title": "Organisationsenkäten 2026",
        "slug": f"organisationsenkaten-{next(_numbers)}",
        "closes_at": now + timedelta(days=-1 if closed else 30),
        "opened_at": now - timedelta(days=20) if opened or closed else None,
        "closed_at": now if closed else None,
    }
    return SurveyRound.objects.create(version=version or make_version(), **(given | columns))


def make_response(
    round=None, member=None, *, answers=None, signed="", accepted="", author=None, role="officer"
):
    """A member's response with these answers, {key: stored value}.

    `signed` is "politician", "officer" or "both" (the response counts, signed by who holds the
    seats; a vacant one is filled). `accepted` is the reason for which one signature was enough.
    """
    round = round or make_round()
    response = Response.objects.create(round=round, member=member or make_member())
    if answers:
        _answer(response, answers, author, role)
    for signer in Seat.PAIR if signed == "both" else [Seat.Kind(signed)] if signed else []:
        _sign(response, signer)
    now = timezone.now()
    if signed == "both":
        Response.objects.filter(pk=response.pk).update(submitted_at=now)
    if accepted:
        Response.objects.filter(pk=response.pk).update(accepted_at=now, accepted_reason=accepted)
    response.refresh_from_db()
    return response


def _answer(response, answers, author, role):
    judgement = response.round.questionnaire().judge(answers)
    now = timezone.now()
    Answer.objects.bulk_create(
        Answer(
            response=response,
            key=key,
            value=value,
            is_relevant=key in judgement.relevant,
            author=author,
            role=role,
            answered_at=now,
        )
        for key, value in answers.items()
    )
    Response.objects.filter(pk=response.pk).update(
        opened_at=now, first_answer_at=now, last_answer_at=now, edit_count=len(answers)
    )


def _sign(response, role):
    current = Holding.objects.current().filter(seat__member=response.member, seat__kind=role)
    holding = current.first() or make_holding(member=response.member, kind=role)
    Signature.objects.create(
        response=response,
        role=role,
        person=holding.person,
        name=holding.person.name,
        digest=signing.current_digest(response),
    )
