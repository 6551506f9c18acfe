"""Subscribing: only an address's owner makes it a subscriber, and nobody else learns of it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from newsletter import leaving, reader_links, readers, subscribing
from newsletter.models import Subscriber
from newsletter.personal_data import PATIENCE
from sekom import cleaning_up
from sekom.outbox.models import Delivery
from tests.factories import make_member, make_pair
from tests.newsletter_factories import make_sent_issue, make_share_link, make_subscriber

pytestmark = pytest.mark.django_db

ANNA = "anna@example.org"
PAGE = "/nyhetsbrev/prenumerera/"
State = Subscriber.State


@pytest.fixture(autouse=True)
def calm():
    cache.clear()


def letters(email=ANNA):
    """The kinds of letters to an address."""
    found = Delivery.objects.filter(email=email).order_by("pk")
    return list(found.values_list("mailing__kind", flat=True))


def link_in(email=ANNA):
    """The link in the newest letter to an address."""
    return Delivery.objects.filter(email=email).latest("pk").values["link"]


def word_in(email=ANNA):
    return link_in(email).rstrip("/").rpartition("/")[2]


def test_who_asks_gets_a_letter_and_subscribes_by_saying_yes():
    member = make_member()
    with time_machine.travel("2026-11-02T10:00:00Z", tick=False):
        subscribing.ask(" Anna@Example.org", page=PAGE, name="Anna", member=member, topics=["news"])
    asked = Subscriber.objects.get()
    before = (asked.state, asked.email, asked.name, asked.member, asked.topics, asked.confirmed_at)

    with time_machine.travel("2026-11-03T11:00:00Z", tick=False):
        yes = subscribing.say_yes(reader_links.subscriber_by(word_in()))
    with time_machine.travel("2026-11-04T11:00:00Z", tick=False):
        again = subscribing.say_yes(yes)

    assert before == (State.ASKED, ANNA, "Anna", member, ["news"], None)
    assert letters() == ["newsletter/say_yes"]
    assert (again.state, again.confirmed_at.isoformat()) == (
        State.ACTIVE,
        "2026-11-03T11:00:00+00:00",
    )
    assert again.proof == {
        "words": subscribing.words(),
        "version": subscribing.WORDS,
        "from": PAGE,
    }


def test_a_name_that_a_stranger_typed_does_not_go_to_the_address():
    subscribing.ask(ANNA, page=PAGE, name="Win at evil.example")

    delivery = Delivery.objects.get()
    assert (delivery.name, "evil" in str(delivery.values)) == ("", False)


def test_who_subscribes_already_gets_a_link_to_the_choices_and_stays_as_they_are():
    subscriber = make_subscriber(ANNA, name="Anna", topics=["news"])

    subscribing.ask(ANNA, page=PAGE, name="Mallory", topics=["events"])

    subscriber.refresh_from_db()
    access = reader_links.read_choices(word_in())
    assert letters() == ["newsletter/choices"]
    assert (subscriber.name, subscriber.topics) == ("Anna", ["news"])
    assert (access.reader.subscriber, access.is_sure) == (subscriber, True)


def test_who_has_left_is_told_how_to_come_back_and_nothing_else():
    subscriber = make_subscriber(ANNA, state=State.LEFT)

    subscribing.ask(ANNA, page=PAGE)

    subscriber.refresh_from_db()
    assert (subscriber.state, letters()) == (State.LEFT, ["newsletter/choices"])
    assert Delivery.objects.get().values["gets_it"] is False


def test_a_contact_who_asks_gets_it_already():
    politician, _officer = make_pair()

    subscribing.ask(politician.email, page=PAGE)

    assert (Subscriber.objects.count(), letters(politician.email)) == (0, ["newsletter/choices"])


def test_an_address_gets_no_more_than_a_few_letters_a_day():
    for _time in range(subscribing.MOST_LETTERS + 2):
        subscribing.ask(ANNA, page=PAGE)
    subscribing.send_link(ANNA)

    assert letters() == ["newsletter/say_yes"] * subscribing.MOST_LETTERS
    assert Subscriber.objects.count() == 1


def test_a_mailbox_is_one_whatever_stands_behind_the_plus():
    for number in range(subscribing.MOST_LETTERS + 2):
        subscribing.ask(f"anna+{number}@example.org", page=PAGE)

    assert Delivery.objects.count() == subscribing.MOST_LETTERS


def test_an_address_that_was_somebody_elses_subscribes_by_itself():
    _politician, officer = make_pair()
    make_subscriber(ANNA, person=officer)
    make_subscriber(officer.email)

    subscribing.ask(ANNA, page=PAGE)

    assert letters() == ["newsletter/say_yes"]
    assert set(Subscriber.objects.values_list("email", "person", "state")) == {
        (ANNA, None, State.ASKED),
        (officer.email, officer.pk, State.ACTIVE),
    }


def test_the_letter_that_asked_brings_nobody_back_who_has_left():
    subscribing.ask(ANNA, page=PAGE)
    word = word_in()
    subscribing.say_yes(reader_links.subscriber_by(word))
    leaving.leave(readers.at(ANNA))

    with pytest.raises(reader_links.LinkDead):
        reader_links.subscriber_by(word)


def test_one_place_can_ask_only_so_often():
    for _time in range(subscribing.MOST_PER_HOUR):
        subscribing.keep_pace("192.0.2.1")

    with pytest.raises(ValidationError) as refusal:
        subscribing.keep_pace("192.0.2.1")
    subscribing.keep_pace("192.0.2.2")

    assert refusal.value.code == "pace"


def test_a_colleague_comes_by_a_link_under_the_organisation():
    member = make_member()
    link = make_share_link(make_sent_issue(), member)

    subscribing.ask(ANNA, page=PAGE, member=member, came_by=link)

    subscriber = Subscriber.objects.get()
    assert (subscriber.came_by, subscriber.member) == (link, member)


def test_a_link_to_choices_goes_to_readers_alone_and_others_hear_that_nothing_does():
    make_subscriber(ANNA)
    asked = make_subscriber(state=State.ASKED).email

    for email in (ANNA, " Ingen@example.org", asked):
        subscribing.send_link(email)

    assert list(Delivery.objects.order_by("pk").values_list("email", "mailing__kind")) == [
        (ANNA, "newsletter/choices"),
        ("ingen@example.org", "newsletter/nobody"),
        (asked, "newsletter/nobody"),
    ]
    assert link_in("ingen@example.org").endswith("/nyhetsbrev/prenumerera/")


def test_a_link_is_dead_when_it_is_too_old_or_forged():
    subscribing.ask(ANNA, page=PAGE)
    word = word_in()

    with pytest.raises(reader_links.LinkDead):
        reader_links.subscriber_by(word[:-1])
    with pytest.raises(reader_links.LinkDead):
        reader_links.read_choices(word)
    with (
        time_machine.travel(timezone.now() + PATIENCE + timedelta(hours=1)),
        pytest.raises(reader_links.LinkDead),
    ):
        reader_links.subscriber_by(word)
    Subscriber.objects.all().delete()
    with pytest.raises(reader_links.LinkDead):
        reader_links.subscriber_by(word)


def test_who_never_says_yes_or_has_left_is_forgotten_after_thirty_days():
    now = timezone.now()
    make_subscriber("gammal@example.org", state=State.ASKED, asked_at=now - timedelta(days=31))
    make_subscriber("ny@example.org", state=State.ASKED, asked_at=now - timedelta(days=29))
    make_subscriber("ja@example.org", asked_at=now - timedelta(days=400))
    politician, _officer = make_pair()
    for email, person in (("borta@example.org", None), (politician.email, politician)):
        make_subscriber(email, state=State.LEFT, left_at=now - timedelta(days=31), person=person)
    make_subscriber("nyss@example.org", state=State.LEFT, left_at=now - timedelta(days=29))

    cleaning_up.clean_up()
    cleaning_up.clean_up()

    kept = Subscriber.objects.values_list("email", flat=True)
    assert set(kept) == {"ja@example.org", "ny@example.org", "nyss@example.org", politician.email}
