"""The page where readers choose, by a letter's foot, by mailed links and logged in."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from newsletter import choice_views, reader_links, readers, trying
from newsletter.models import Subscriber
from sekom.outbox import foot
from sekom.outbox.models import Delivery, Mailing
from tests.factories import make_pair
from tests.newsletter_factories import (
    make_letter,
    make_subscriber,
)

pytestmark = pytest.mark.django_db

ANNA = "anna@example.org"
State = Subscriber.State


@pytest.fixture(autouse=True)
def calm(settings):
    settings.REQUIRE_TWO_FACTOR = False
    cache.clear()


def said(response):
    """The text of a page's main part, in one line."""
    main = re.search(r"<main.*?</main>", response.text, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def link_in(email=ANNA):
    """The path that the newest letter to an address leads to."""
    link = Delivery.objects.filter(email=email).latest("pk").values["link"]
    return "/" + link.partition("//")[2].partition("/")[2]


def choices_of(reader, *, is_sure=True):
    return reverse("newsletter:choices", args=[reader_links.word_of(reader, is_sure=is_sure)])


def state():
    return Subscriber.objects.get().state


def test_a_letter_that_is_passed_on_opens_nothing_without_its_address(client):
    letter = make_letter(make_subscriber(ANNA, name="Anna Andersson"))
    address = reverse("newsletter:choices", args=[foot.sign(letter.token)])

    page = client.get(address)
    pressed = [client.post(address, {"do": do}) for do in ("leave", "pause", "erase")]
    wrong = client.post(address, {"email": "bo@example.org", "do": "leave"})

    assert "a***@example.org" in said(page)
    assert [ANNA in page.text, "Andersson" in page.text] == [False, False]
    assert [answer.status_code for answer in (*pressed, wrong)] == [422] * 4
    assert state() == State.ACTIVE


def test_who_knows_the_address_of_the_letter_chooses_and_leaves_and_is_told(client):
    letter = make_letter(make_subscriber(ANNA))
    address = reverse("newsletter:choices", args=[foot.sign(letter.token)])

    opened = client.post(address, {"email": " ANNA@example.org"})
    page = client.get(opened.url)
    left = client.post(opened.url, {"do": "leave"}, follow=True)

    assert "Mejla mig en länk" in said(page)
    assert f"Inget brev går till {ANNA}." in said(left)
    assert state() == State.LEFT
    client.post(opened.url, {"do": "come_back"})
    assert state() == State.LEFT
    client.post(link_in(), {"do": "come_back"})
    assert state() == State.ACTIVE


def test_guessing_the_address_of_a_letter_ends_soon(client):
    letter = make_letter(make_subscriber(ANNA))
    address = reverse("newsletter:choices", args=[foot.sign(letter.token)])
    for _time in range(choice_views.MOST_TRIES):
        client.post(address, {"email": "bo@example.org"})

    answer = client.post(address, {"email": ANNA})

    assert answer.status_code == 422
    assert "För många försök" in said(answer)


def test_who_is_logged_in_needs_type_nothing(client):
    politician, officer = make_pair()
    letter = make_letter(politician)
    address = reverse("newsletter:choices", args=[foot.sign(letter.token)])

    client.force_login(officer)
    of_another = client.get(address)
    client.force_login(politician)
    own = client.get(address, follow=True)

    assert "Skriv hela adressen" not in said(own)
    assert politician.email not in said(of_another)
    assert f"Det går till {politician.email}" in said(own)


@pytest.mark.parametrize("make_word", [lambda letter: str(letter.token), lambda letter: "x.y"])
def test_a_link_that_is_not_ours_shows_how_to_get_one(client, make_word):
    letter = make_letter(make_subscriber(ANNA))

    answer = client.get(reverse("newsletter:choices", args=[make_word(letter)]))

    assert answer.status_code == 410
    assert "Länken fungerar inte längre" in said(answer)


def test_links_of_trial_letters_do_nothing(client):
    test = make_letter(make_subscriber(ANNA))
    Mailing.objects.update(kind=trying.TEST_KIND)
    pages = [
        client.post(reverse("newsletter:choices", args=[foot.sign(token)]), {"email": ANNA})
        for token in (test.token, trying.NOBODY)
    ]

    assert [said(page) for page in pages] == [said(pages[0])] * 2
    assert "Detta var ett provbrev" in said(pages[0])
    assert state() == State.ACTIVE


@pytest.fixture
def anna():
    return readers.of_subscriber(make_subscriber(ANNA, name="Anna"))


def test_choices_are_saved_or_said_what_is_wrong(client, anna):
    given = {"do": "choose", "topics": ["news"], "frequency": "month", "language": "sv"}

    saved = client.post(choices_of(anna), given)
    refused = client.post(choices_of(anna), given | {"topics": [], "frequency": "hourly"})

    found = Subscriber.objects.get()
    assert (saved.status_code, found.topics, found.frequency) == (302, ["news"], "month")
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"topics", "frequency"}


def test_a_pause_is_taken_and_ended(client, anna):
    paused = client.post(choices_of(anna), {"do": "pause"}, follow=True)
    ended = client.post(choices_of(anna), {"do": "end_pause"}, follow=True)

    assert "Avsluta pausen" in said(paused)
    assert "Pausa i tre månader" in said(ended)


def test_a_refusal_is_said_on_the_page(client):
    left = readers.of_subscriber(make_subscriber(ANNA, state=State.LEFT))

    answer = client.post(choices_of(left), {"do": "pause"}, follow=True)

    assert [str(one) for one in answer.context["messages"]] == [
        "Du får inte längre nyhetsbrevet. Kom tillbaka först och välj sedan."
    ]


def test_an_address_is_changed_by_the_link_that_comes_to_it(client, anna):
    client.post(choices_of(anna), {"do": "move", "email": "ny@example.org"})
    looked = client.get(link_in("ny@example.org"))
    before = Subscriber.objects.get().email
    client.post(link_in("ny@example.org"))

    assert "ny@example.org" in said(looked)
    assert (before, Subscriber.objects.get().email) == (ANNA, "ny@example.org")
    assert client.get(choices_of(anna)).status_code == 410
    moved = choices_of(readers.at("ny@example.org"))
    assert client.post(moved, {"do": "move", "email": "x"}).status_code == 422


def test_address_data_and_erasure_are_for_links_that_came_by_mail(client, anna):
    typed = choices_of(anna, is_sure=False)

    client.post(typed, {"do": "move", "email": "ny@example.org"})
    client.post(typed, {"do": "erase"})
    file = client.get(f"{typed}uppgifter.json")

    assert (Subscriber.objects.get().email, file.status_code) == (ANNA, 404)
    client.post(typed, {"do": "mail_link"})
    sure = link_in()
    assert client.get(f"{sure}uppgifter.json").json()["subscription"]["name"] == "Anna"
    client.post(sure, {"do": "erase"})
    assert Subscriber.objects.count() == 0
    assert client.get(sure).status_code == 410


def test_a_contact_finds_the_choices_without_a_link(client):
    politician, _officer = make_pair()
    client.force_login(politician)

    page = client.get("/nyhetsbrev/mina-val/", follow=True)
    client.post(page.request["PATH_INFO"], {"do": "leave"})

    assert "eftersom du är kontakt i nätverket" in said(page)
    assert readers.of_person(politician).has_left
