"""The outbox leads to the round that asks the contacts, and undoes none behind its back."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from members import verifying
from members.models import Round, today
from sekom.outbox import telling
from sekom.outbox.models import Mailing
from tests.factories import make_pair, make_secretary
from tests.outbox.making import state_of

pytestmark = pytest.mark.django_db


def opened():
    """A round whose letters may still be undone, and the mailing of them."""
    make_pair()
    answer_by = today() + timedelta(days=14)
    round = verifying.open_round(verifying.contacts(), answer_by=answer_by, by=make_secretary())
    return round, verifying.invitation(round)


def test_the_outbox_undoes_no_opening_but_leads_to_where_it_is_undone(client, settings):
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    round, mailing = opened()
    client.force_login(make_secretary())

    answer = client.post(reverse("outbox:undo", args=[mailing.pk]))

    assert (Round.objects.get(), state_of(mailing)) == (round, "approved")
    page = client.get(answer.url).text
    assert answer.url == reverse("members:round", args=[round.pk])
    assert reverse("members:undo_round", args=[round.pk]) in page


def test_a_reminder_and_the_letters_of_a_round_that_is_gone_stand_in_the_outbox_alone():
    round, mailing = opened()
    Mailing.objects.update(send_after=timezone.now(), state=Mailing.State.SENDING)
    with time_machine.travel(timezone.now() + timedelta(days=13), tick=False):
        reminder = verifying.remind(round)
    round.delete()

    homes = [telling.home_of(one).page for one in (mailing, reminder)]

    assert homes == [one.get_absolute_url() for one in (mailing, reminder)]
