"""Keys for other systems: kept as digests, dead with their makers, and told of in the log."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pghistory
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from members.models import today
from newsletter import dispatching, entrusting
from newsletter.models import ApiDeed, ApiKey, Issue
from sekom.outbox.models import Delivery, Mailing
from tests.factories import make_former_contact, make_secretary
from tests.newsletter_factories import make_issue, make_subscriber

pytestmark = pytest.mark.django_db

What = ApiDeed.What


@pytest.fixture
def secretary():
    return make_secretary()


@pytest.fixture
def key(secretary):
    return entrusting.make_key(name="Intranätet", by=secretary)[0]


@pytest.fixture
def issue():
    make_subscriber("anna@example.org")
    make_subscriber("bo@example.org")
    return make_issue(audience={"subscribers": "all"})


def deeds():
    """The log, the latest first: [(what, key, by whom, issue), …]."""
    return [(one.what, one.key, one.by, one.issue) for one in ApiDeed.objects.log()]


# --- Keys ---------------------------------------------------------------------------------------


def test_make_key_shows_a_secret_once_and_keeps_its_digest_alone(secretary):
    key, secret = entrusting.make_key(name="Intranätet", by=secretary)

    assert re.fullmatch(r"sekom_[A-Za-z0-9_-]{43}", secret)
    assert entrusting.key_for(secret) == key
    assert deeds() == [(What.MADE, key, secretary, None)]
    assert secret not in everything_kept()


def everything_kept():
    """All rows of all tables, as text."""
    with connection.cursor() as cursor:
        return "".join(
            str(cursor.execute(f'SELECT * FROM "{table}"').fetchall())  # noqa: S608
            for table in connection.introspection.table_names(cursor)
        )


def test_make_key_refuses_a_day_that_has_been_and_a_name_in_use(secretary, key):
    with pytest.raises(ValidationError) as past:
        entrusting.make_key(name="Ny", ends_on=today() - timedelta(days=1), by=secretary)
    with pytest.raises(ValidationError) as taken:
        entrusting.make_key(name="INTRANÄTET", by=secretary)

    assert list(past.value.message_dict) == ["ends_on"]
    assert list(taken.value.message_dict) == ["__all__"]
    assert list(ApiKey.objects.all()) == [key]


def test_a_revoked_key_opens_nothing_and_its_name_is_free(secretary):
    key, secret = entrusting.make_key(name="Intranätet", by=secretary)

    entrusting.revoke(key, by=secretary)
    entrusting.revoke(key, by=secretary)

    assert entrusting.key_for(secret) is None
    assert [what for what, *_rest in deeds()] == [What.REVOKED, What.MADE]
    assert entrusting.make_key(name="Intranätet", by=secretary)[0] != key


def test_a_key_opens_something_on_its_last_day_and_nothing_the_day_after(secretary):
    key, secret = entrusting.make_key(name="Intranätet", ends_on=today(), by=secretary)

    on_its_last_day = entrusting.key_for(secret)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        the_day_after = entrusting.key_for(secret)

    assert (on_its_last_day, the_day_after) == (key, None)


@pytest.mark.parametrize("why", ["left the secretariat", "may not log in"])
def test_a_key_ends_with_its_maker(secretary, why):
    _key, secret = entrusting.make_key(name="Intranätet", by=secretary)

    if why == "may not log in":
        secretary.is_active = False
        secretary.save()
    else:
        secretary.holdings.update(ends_on=today() - timedelta(days=1))

    assert entrusting.key_for(secret) is None
    assert [one.is_working for one in ApiKey.objects.listed()] == [False]


def test_a_key_of_somebody_else_than_the_secretariat_opens_nothing():
    _key, secret = entrusting.make_key(name="Intranätet", by=make_former_contact())

    assert entrusting.key_for(secret) is None


def test_it_is_noted_when_a_key_was_last_used_once_a_minute(secretary):
    key, secret = entrusting.make_key(name="Intranätet", by=secretary)
    began, seen = timezone.now(), []

    for seconds in (0, 30, 90):
        with time_machine.travel(began + timedelta(seconds=seconds), tick=False):
            entrusting.key_for(secret)
        key.refresh_from_db()
        seen.append(round((key.used_at - began).total_seconds()))

    assert seen == [0, 0, 90]


# --- Sending ------------------------------------------------------------------------------------


def test_send_sends_once_and_tells_by_which_key(issue, key, secretary):
    sent = entrusting.send(issue, key=key, expected=2)
    again = entrusting.send(issue, key=key, expected=7)

    assert (sent, again.mailing) == (issue, sent.mailing)
    assert (sent.mailing.state, sent.mailing.sender) == (Mailing.State.APPROVED, secretary)
    assert Delivery.objects.count() == 2
    assert deeds() == [(What.SENT, key, None, issue), (What.MADE, key, secretary, None)]
    assert [deed.key for deed in ApiDeed.objects.that_sent(sent)] == [key]


def test_history_tells_of_the_key_and_its_maker(issue, key, secretary):
    entrusting.send(issue, key=key, expected=2)

    event = pghistory.core.event_models(tracks_model=Issue)[0].objects.latest("pgh_id")
    assert (event.state, event.pgh_context.metadata) == (
        Issue.State.SENT,
        {"door": "api", "user": secretary.pk, "reason": "Intranätet"},
    )


def test_send_refuses_another_number_and_notes_nothing(issue, key):
    with pytest.raises(dispatching.OtherNumber) as refusal:
        entrusting.send(issue, key=key, expected=3)

    assert (refusal.value.count, Mailing.objects.count()) == (2, 0)
    assert [what for what, *_rest in deeds()] == [What.MADE]


def test_a_key_that_was_revoked_in_between_sends_and_undoes_nothing(issue, key, secretary):
    entrusting.revoke(key, by=secretary)

    with pytest.raises(ApiKey.DoesNotExist):
        entrusting.send(issue, key=key, expected=2)
    with pytest.raises(ApiKey.DoesNotExist):
        entrusting.take_back(issue, key=key)

    assert Mailing.objects.count() == 0


def test_take_back_makes_it_a_draft_within_its_minute_and_twice_is_once(issue, key):
    entrusting.send(issue, key=key, expected=2)

    first = entrusting.take_back(issue, key=key)
    again = entrusting.take_back(issue, key=key)

    assert (first.state, again.state) == (Issue.State.DRAFT, Issue.State.DRAFT)
    assert [what for what, *_rest in deeds()] == [What.TAKEN_BACK, What.SENT, What.MADE]
    assert list(ApiDeed.objects.that_sent(again)) == []


def test_take_back_is_refused_when_letters_have_left(issue, key):
    sent = entrusting.send(issue, key=key, expected=2)
    Mailing.objects.update(send_after=timezone.now())

    with pytest.raises(ValidationError):
        entrusting.take_back(sent, key=key)

    assert Issue.objects.get().is_sent
    assert [what for what, *_rest in deeds()] == [What.SENT, What.MADE]


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_once(issue, key, secretary):
    other = entrusting.make_key(name="Ärendesystemet", by=secretary)[0]

    def send(by):
        try:
            return entrusting.send(issue, key=by, expected=2).mailing
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, [key, other])

    assert first == second
    assert (Mailing.objects.count(), Delivery.objects.count()) == (1, 2)
    assert ApiDeed.objects.filter(what=What.SENT).count() == 1
