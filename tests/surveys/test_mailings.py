"""The outbox leads to the round whose letters it holds, and undoes none behind the round's back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sekom.outbox import telling
from sekom.outbox.models import Mailing
from sekom.outbox.telling import Home
from surveys import asking
from surveys.following import State
from tests.factories import make_pair, make_secretary
from tests.outbox.making import state_of
from tests.survey_factories import make_round

pytestmark = pytest.mark.django_db


def opened():
    """A round whose letters may still be undone, and the mailing of them."""
    make_pair()
    round = make_round(opened=False)
    return round, asking.open_round(round, by=make_secretary())


def test_the_outbox_undoes_no_opening_but_leads_to_where_it_is_undone(client, settings):
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    round, mailing = opened()
    client.force_login(make_secretary())

    answer = client.post(reverse("outbox:undo", args=[mailing.pk]))

    round.refresh_from_db()
    assert (round.is_draft, state_of(mailing)) == (False, "approved")
    page = client.get(answer.url).text
    assert answer.url == reverse("surveys:manage_round", args=[round.slug])
    assert reverse("surveys:round_undo", args=[round.slug]) in page


def test_a_reminder_is_undone_where_it_was_sent():
    round, _opening = opened()
    Mailing.objects.update(send_after=timezone.now(), state=Mailing.State.SENDING)

    reminder = asking.remind(round, state=State.NOT_OPENED, text="Hej!", by=make_secretary())

    assert telling.home_of(reminder) == Home(
        page=reverse("surveys:manage_round", args=[round.slug]),
        undo=reverse("surveys:remind_undo", args=[round.slug]),
    )


def test_the_mailing_of_a_round_that_is_gone_stands_in_the_outbox_alone():
    round, mailing = opened()
    asking.undo_opening(round, by=make_secretary())
    round.delete()

    assert telling.home_of(mailing).page == mailing.get_absolute_url()
