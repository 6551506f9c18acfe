"""Choosing: what readers want, where it goes, and what they may know and have erased."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.models import Person, today
from newsletter import choosing, leaving, reader_links, readers, subscribing
from newsletter.models import Subscriber
from newsletter.models.subscribers import every_topic
from sekom.outbox import telling
from sekom.outbox.models import Delivery, Suppression, address_hash
from tests.factories import make_former_contact, make_member, make_pair
from tests.newsletter_factories import make_letter, make_subscriber

pytestmark = pytest.mark.django_db

ANNA = "anna@example.org"
State = Subscriber.State


@pytest.fixture(autouse=True)
def calm():
    cache.clear()


@pytest.fixture
def anna():
    return readers.of_subscriber(make_subscriber(ANNA, name="Anna", member=make_member()))


def row():
    return Subscriber.objects.get()


def refused(act, *args, **how):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **how)
    return refusal.value.error_list[0].code


CHOICES = {"topics": ["news"], "frequency": "month", "language": "en"}


def test_a_subscriber_chooses(anna):
    for _time in range(2):
        choosing.choose(anna, **CHOICES)

    found = row()
    assert (found.topics, found.frequency, found.language) == (["news"], "month", "en")


def test_a_contact_who_chooses_is_no_subscriber_of_their_own():
    politician, _officer = make_pair()

    choosing.choose(readers.of_person(politician), **CHOICES)

    found = row()
    assert (found.person, found.email, found.state) == (politician, politician.email, State.ACTIVE)
    assert list(Subscriber.objects.by_themselves()) == []


def test_what_a_stranger_asked_for_at_a_contacts_address_gives_way():
    politician, _officer = make_pair()
    make_subscriber(politician.email, state=State.ASKED, topics=["events"])

    choosing.end_pause(readers.of_person(politician))

    found = row()
    assert (found.person, found.state, found.topics) == (politician, State.ACTIVE, every_topic())
    assert list(Subscriber.objects.by_themselves()) == []


def test_an_address_that_passed_to_a_successor_is_theirs():
    politician, officer = make_pair()
    make_subscriber("miljo@example.org", person=officer)
    Person.objects.filter(pk=politician.pk).update(email="miljo@example.org")
    politician.refresh_from_db()

    choosing.choose(readers.of_person(politician), **CHOICES)

    assert set(Subscriber.objects.values_list("person", "email")) == {
        (politician.pk, "miljo@example.org"),
        (officer.pk, officer.email),
    }


@pytest.mark.parametrize(
    ("language", "subject", "button"),
    [
        ("sv", "Din länk till vad du får av vårt nyhetsbrev", "Till mina val"),
        ("en", "Your link to what you get of our newsletter", "To my choices"),
    ],
)
def test_letters_are_in_the_language_that_was_chosen(anna, language, subject, button):
    choosing.choose(anna, **CHOICES | {"language": language})

    subscribing.send_link(ANNA)

    letter = telling.letter_of(Delivery.objects.select_related("mailing").get())
    assert (letter.subject, button in letter.html) == (subject, True)


def test_every_letter_has_its_link_in_both_versions(anna):
    subscribing.ask("ny@example.org", page="/kansli/prenumeranter/")
    choosing.ask_to_move(anna, "nyare@example.org")
    subscribing.send_link("ingen@example.org")
    leaving.leave(anna)

    written = [telling.letter_of(row) for row in Delivery.objects.select_related("mailing")]
    links = [row.values["link"] for row in Delivery.objects.all()]
    assert [link in letter.text for link, letter in zip(links, written, strict=True)] == [True] * 4
    assert [link in letter.html for link, letter in zip(links, written, strict=True)] == [True] * 4


def test_a_pause_lasts_three_months_and_ends_when_one_wants(anna):
    until = choosing.pause(anna)
    paused = row()
    choosing.end_pause(anna)
    choosing.end_pause(anna)

    assert until == paused.paused_until == today() + timedelta(days=91)
    assert readers.of_subscriber(paused).paused_until == until
    assert row().paused_until is None


def test_a_pause_that_is_over_is_none():
    past = make_subscriber(paused_until=today())

    assert readers.of_subscriber(past).paused_until is None


def test_who_has_left_comes_back_before_choosing():
    reader = readers.of_subscriber(make_subscriber(ANNA, state=State.LEFT))

    codes = [refused(choosing.choose, reader, **CHOICES), refused(choosing.pause, reader)]
    for _time in range(2):
        choosing.come_back(reader, page="/nyhetsbrev/mina-val/")

    found = row()
    assert codes == ["left", "left"]
    assert (found.state, found.left_at, found.proof["from"]) == (
        State.ACTIVE,
        None,
        "/nyhetsbrev/mina-val/",
    )


def test_who_has_not_said_yes_chooses_nothing():
    reader = readers.of_subscriber(make_subscriber(ANNA, state=State.ASKED))

    assert refused(choosing.choose, reader, **CHOICES) == "asked"


# --- The address --------------------------------------------------------------------------------


def moved_word():
    letter = Delivery.objects.get(mailing__kind="newsletter/new_address")
    return letter.values["link"].rstrip("/").rpartition("/")[2]


def test_a_new_address_is_confirmed_there_and_the_old_one_told(anna):
    make_subscriber("anna.ny@example.org", state=State.ASKED)
    choosing.ask_to_move(anna, " Anna.Ny@Example.org ")
    before = list(Subscriber.objects.values_list("email", flat=True))
    facts = reader_links.read_new_address(moved_word())
    for _time in range(2):
        choosing.move(*facts)

    assert (before, row().email) == (
        [ANNA.replace("anna@", "anna.ny@"), ANNA],
        "anna.ny@example.org",
    )
    assert list(Delivery.objects.order_by("pk").values_list("email", "mailing__kind")) == [
        ("anna.ny@example.org", "newsletter/new_address"),
        (ANNA, "newsletter/moved"),
    ]


def test_links_that_went_to_the_old_address_end_with_it(anna):
    word = reader_links.word_of(anna, is_sure=True)
    asked = reader_links.yes_address(anna.subscriber).rstrip("/").rpartition("/")[2]
    choosing.ask_to_move(anna, "ny@example.org")
    choosing.move(*reader_links.read_new_address(moved_word()))

    with pytest.raises(reader_links.LinkDead):
        reader_links.read_choices(word)
    with pytest.raises(reader_links.LinkDead):
        reader_links.subscriber_by(asked)


def test_who_has_left_or_become_a_contact_meanwhile_is_not_moved(anna):
    choosing.ask_to_move(anna, "ny@example.org")
    facts = reader_links.read_new_address(moved_word())
    leaving.leave(anna)
    left = refused(choosing.move, *facts)
    politician, _officer = make_pair()
    Person.objects.filter(pk=politician.pk).update(email=ANNA)
    Subscriber.objects.update(state=State.ACTIVE)

    contact = refused(choosing.move, *facts)

    assert (left, contact, row().email) == ("left", "contact", ANNA)


def test_an_address_is_not_moved_by_a_link_that_is_late_or_to_somebody_elses(anna):
    choosing.ask_to_move(anna, "ny@example.org")
    facts = reader_links.read_new_address(moved_word())
    make_subscriber("ny@example.org")
    taken = refused(choosing.move, *facts)
    Subscriber.objects.filter(email=ANNA).update(email="tredje@example.org")

    late = refused(choosing.move, *facts)

    assert (taken, late) == ("taken", "late")
    assert set(Subscriber.objects.values_list("email", flat=True)) == {
        "tredje@example.org",
        "ny@example.org",
    }


def test_a_move_to_the_same_address_and_of_a_contact_is_refused(anna):
    politician, _officer = make_pair()

    assert refused(choosing.ask_to_move, anna, ANNA.upper()) == "same"
    contact = readers.of_person(politician)
    assert refused(choosing.ask_to_move, contact, "ny@example.org") == "contact"
    assert Delivery.objects.count() == 0


# --- What is known ------------------------------------------------------------------------------


def test_a_subscriber_gets_a_copy_of_everything(anna):
    letter = make_letter(anna.subscriber)
    make_letter(make_subscriber())

    copy = choosing.copy_of(anna)

    assert copy["subscription"]["email"] == ANNA
    assert copy["organisation"] == str(anna.subscriber.member)
    assert [one["email"] for one in copy["letters"]] == [letter.email]


def test_a_subscriber_is_erased_and_the_stop_for_the_address_stays(anna):
    letter = make_letter(anna.subscriber)
    Suppression.objects.create(address_hash=address_hash(ANNA), reason="Klagomål")

    choosing.erase(anna)
    choosing.erase(anna)

    letter.refresh_from_db()
    assert Subscriber.objects.count() == 0
    assert (letter.email, letter.state) == (f"raderad-{letter.pk}@raderad.invalid", "sent")
    assert Suppression.objects.filter(address_hash=address_hash(ANNA)).exists()
    assert readers.of_delivery(letter) is None


def test_a_person_of_the_register_is_erased_there():
    politician, _officer = make_pair()

    assert refused(choosing.erase, readers.of_person(politician)) == "person"


# --- Who reads ----------------------------------------------------------------------------------


def test_who_reads_at_an_address():
    politician, _officer = make_pair()
    former = make_former_contact()
    subscriber = make_subscriber(ANNA)

    found = [readers.at(email) for email in (politician.email.upper(), former.email, ANNA, "x@y")]

    assert [reader and (reader.person, reader.subscriber, reader.gets_it) for reader in found] == [
        (politician, None, True),
        None,
        (None, subscriber, True),
        None,
    ]


def test_a_link_opens_the_choices_of_whom_it_was_made_for_as_long_as_it_lasts(anna):
    politician, _officer = make_pair()
    contact = readers.of_person(politician)
    words = [
        reader_links.word_of(anna, is_sure=True),
        reader_links.word_of(anna, is_sure=False),
        reader_links.word_of(contact, is_sure=True),
    ]

    def opened():
        found = []
        for word in words:
            try:
                access = reader_links.read_choices(word)
            except reader_links.LinkDead:
                found.append(None)
            else:
                found.append((access.reader.email, access.is_sure))
        return found

    now = opened()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        later = opened()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        much_later = opened()
    assert now == [(ANNA, True), (ANNA, False), (politician.email, True)]
    assert later == [(ANNA, True), None, (politician.email, True)]
    assert much_later == [None, None, None]
