"""The example workshop that has been held: a filled list, an evaluation and certificates."""

import pytest
from django.urls import reverse

from events import attending, evaluating, example_held
from events.models import Certificate, Event, Signup
from sekom.outbox.models import Mailing
from tests.factories import make_holding, make_member, make_secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    for code in range(9901, 9913):
        member = make_member(code=str(code), is_fictional=True)
        make_holding(member=member, kind="politician")
        make_holding(member=member, kind="officer")
    make_holding()  # of a real member: nobody is said to have come from there
    for _time in range(2):
        example_held.load(by=make_secretary())
    return Event.objects.get()


def test_it_is_held_and_noted_and_nobody_got_a_letter(held):
    came = held.signups.filter(attended=True)

    assert (held.is_over, list(attending.to_note())) == (True, [])
    assert (came.count(), held.signups.filter(attended=False).count()) == (21, 3)
    assert not Signup.objects.exclude(member__is_fictional=True).exists()
    assert Certificate.objects.filter(signup__in=came).count() == 4
    assert Mailing.objects.count() == 0


def test_its_evaluation_shows_figures_and_keeps_to_the_questions(held):
    found = evaluating.findings(held.evaluation, sees_words=False)
    questions = held.evaluation.questionnaire()

    assert (found.replies, held.evaluation.takes_answers) == (18, False)
    assert found.sections
    for reply in held.evaluation.replies.all():
        assert questions.judge(reply.answers).errors == {}


def test_the_secretariat_sees_the_list_filled(client, settings, held):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(make_secretary())

    names = ("attendance", "evaluation")
    listed, evaluated = (client.get(reverse(f"events:{name}", args=[held.slug])) for name in names)

    assert listed.text.count('value="clear:') == 24
    assert "Stor nytta: 10, " in evaluated.text
    assert "Mer tid till de egna ärendena." in evaluated.text
