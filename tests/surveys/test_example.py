"""The example survey: invented answers on made-up members only, the same every time."""

from collections import Counter

import pytest
from django.db.models import Count, F

from members.models import Confirmation, Holding, Member, Person, Seat
from sekom.demo import example
from surveys import answering
from surveys.example import STATES
from surveys.following import State
from surveys.models import Answer, AnswerEdit, Response, Signature, SurveyRound

pytestmark = pytest.mark.django_db

NETWORK = (Member, Person, Seat, Holding, Confirmation)


def test_example_round_is_answered_by_made_up_members_alone_and_only_once():
    example.load()
    answered = AnswerEdit.objects.count()
    network = [model.objects.count() for model in NETWORK]
    example.load()

    assert [model.objects.count() for model in NETWORK] == network
    assert not Person.objects.exclude(email__endswith="@example.org").exists()

    responses = Response.objects.with_state().select_related("member")
    states = {True: Counter(), False: Counter()}
    for response in responses:
        states[response.member.is_fictional][response.state] += 1
    made_up = Member.objects.active().filter(is_fictional=True)
    assert states[True] == Counter(STATES.get(member.code, State.SUBMITTED) for member in made_up)
    assert set(states[False]) == {State.NOT_OPENED}
    assert not AnswerEdit.objects.filter(response__member__is_fictional=False).exists()
    assert AnswerEdit.objects.count() == answered
    assert Signature.objects.valid().count() == 2 * states[True][State.SUBMITTED] + sum(
        states[True][state] for state in (State.ACCEPTED, State.WAITING)
    )

    round = SurveyRound.objects.get()
    assert (round.takes_answers, round.version.is_published) == (True, True)
    assert (round.closes_at - round.opened_at).days == 39

    granfors = Response.objects.get(member__code="9905").values()
    assert {key: granfors[key] for key in ("k1_placering", "k7_kontakt", "o1_forum")} == {
        "k1_placering": "ledning",
        "k7_kontakt": "4",
        "o1_forum": ["politisk", "ledningsgrupp", "projekt"],
    }
    written = answering.save(
        Response.objects.get(member__code="9905"),
        key="k7_kontakt",
        raw="4",
        base_number=1,
        by=AnswerEdit.objects.get(response__member__code="9905", key="k7_kontakt").author,
    )
    assert written.is_unchanged
    answers = Answer.objects.values_list("response", "key", "value", "number", "author", "role")
    edits = AnswerEdit.objects.values_list("response", "key", "new", "number", "author", "role")
    assert list(answers.order_by("response", "key")) == list(edits.order_by("response", "key"))
    counts = Response.objects.alias(edits_made=Count("edits"))
    assert not counts.exclude(edit_count=F("edits_made")).exists()
