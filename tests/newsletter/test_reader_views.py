"""Readers' pages: by the form, by a letter's foot, by mailed links, and with one click."""

import re
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Member
from newsletter import reader_links, reader_views, readers, trying
from newsletter.models import Subscriber
from sekom.outbox import foot, one_click
from sekom.outbox.models import Delivery, Mailing
from tests.factories import make_member, make_pair
from tests.newsletter_factories import (
    make_letter,
    make_sent_issue,
    make_share_link,
    make_subscriber,
)

pytestmark = pytest.mark.django_db

ANNA = "anna@example.org"
State = Subscriber.State
SUBSCRIBE = "/nyhetsbrev/prenumerera/"


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


# --- Subscribing --------------------------------------------------------------------------------


def test_a_visitor_subscribes_by_the_button_behind_the_letters_link(client):
    given = {"email": ANNA, "name": "Anna", "topics": ["news", "events"]}
    answer = client.post(SUBSCRIBE, given, follow=True)
    after_asking = state()
    page = client.get(link_in())
    client.head(link_in())
    after_looking = state()
    welcome = client.post(link_in(), follow=True)

    assert "Titta i din mejl" in said(answer)
    assert (after_asking, after_looking, state()) == (State.ASKED, State.ASKED, State.ACTIVE)
    assert "Ja, jag prenumererar" in said(page)
    assert f"Det går till {ANNA}." in said(welcome)
    assert Subscriber.objects.get().proof["from"] == SUBSCRIBE


def test_the_answer_is_the_same_whoever_is_known(client):
    make_subscriber(ANNA)
    topics = {"topics": ["news"]}

    pages = [
        client.post(SUBSCRIBE, {"email": email} | topics, follow=True)
        for email in (ANNA, "ny@example.org")
    ]
    links = [
        client.post("/nyhetsbrev/mina-val/", {"email": email}, follow=True)
        for email in (ANNA, "ingen@example.org")
    ]

    assert len({said(page) for page in pages + links}) == 1


def test_what_is_missing_is_said_and_what_was_typed_is_kept(client):
    answer = client.post(SUBSCRIBE, {"email": "inte en adress", "name": "Anna"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"email", "topics"}
    assert 'value="Anna"' in answer.text
    assert Subscriber.objects.count() == 0


def test_a_link_that_nobody_made_subscribes_under_no_organisation(client):
    pages = [client.get(SUBSCRIBE, {"via": code}) for code in ("\0", "1-2-3", "x" * 5000, "å")]

    assert [page.context["link"] for page in pages] == [None] * 4


def test_hostile_words_are_refused_or_kept_as_words(client):
    hostile = [
        {"email": f"{'a' * 65000}@example.org"},
        {"email": "anna@example.org\nBcc: bo@example.org"},
        {"email": ANNA, "name": "A\0nna"},
        {"email": ANNA, "topics": ["'; DROP TABLE"]},
        {"email": ANNA, "member": "0 OR 1=1"},
    ]

    answers = [client.post(SUBSCRIBE, {"topics": ["news"]} | given) for given in hostile]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert (Subscriber.objects.count(), Delivery.objects.count()) == (0, 0)


def test_machines_that_fill_in_the_hidden_field_subscribe_nobody(client):
    given = {"email": ANNA, "topics": ["news"], "homepage": "https://example.net"}

    answer = client.post(SUBSCRIBE, given)

    assert (answer.status_code, Subscriber.objects.count()) == (422, 0)


def test_a_colleague_subscribes_under_the_organisation_of_whom_passed_it_on(client):
    member = make_member(status=Member.Status.MEMBER)
    link = make_share_link(make_sent_issue(), member)
    address = f"{SUBSCRIBE}?via={link.code}"

    page = client.get(address)
    client.post(address, {"email": ANNA, "topics": ["news"], "member": member.pk})

    subscriber = Subscriber.objects.get()
    assert page.context["form"].initial == {"member": member}
    assert str(member) in said(page)
    assert (subscriber.member, subscriber.came_by) == (member, link)


def test_too_many_from_one_place_are_asked_to_wait(client, monkeypatch):
    monkeypatch.setattr("newsletter.subscribing.MOST_PER_HOUR", 1)
    given = {"email": ANNA, "topics": ["news"]}

    answers = [client.post(SUBSCRIBE, given).status_code for _time in range(2)]

    assert answers == [302, 422]


# --- The link in a letter's foot ----------------------------------------------------------------


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
    client.post(link_in(), {"do": "come_back"})
    assert state() == State.ACTIVE


def test_guessing_the_address_of_a_letter_ends_soon(client):
    letter = make_letter(make_subscriber(ANNA))
    address = reverse("newsletter:choices", args=[foot.sign(letter.token)])
    for _time in range(reader_views.MOST_TRIES):
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


# --- Choices ------------------------------------------------------------------------------------


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


# --- One click ----------------------------------------------------------------------------------


def test_one_click_needs_neither_cookie_nor_token_and_only_a_post_leaves(csrf_client):
    signed = one_click.sign(make_letter(make_subscriber(ANNA)).token)
    address = reverse("newsletter:leave_with_one_click", args=[signed])

    looked = csrf_client.get(address)
    csrf_client.head(address)
    before = state()
    answers = [csrf_client.post(address, {"List-Unsubscribe": "One-Click"}) for _time in range(2)]

    assert (looked.status_code, before) == (200, State.ACTIVE)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert state() == State.LEFT
    back = re.search(r'href="(/nyhetsbrev/mina-val/[^"]+)"', answers[0].text)[1]
    assert "Skicka det till mig igen" in said(csrf_client.get(back))


def test_one_click_is_quick(client):
    signed = one_click.sign(make_letter(make_subscriber(ANNA)).token)
    address = reverse("newsletter:leave_with_one_click", args=[signed])
    client.get(address)

    began = time.perf_counter()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.post(address)
    seconds = time.perf_counter() - began

    own = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(own) <= 6
    assert seconds < 0.5  # far under 0.1 on a machine that does nothing else


def test_one_click_that_is_forged_changes_nothing(client):
    make_subscriber(ANNA)

    answer = client.post(reverse("newsletter:leave_with_one_click", args=["forged.word"]))

    assert (answer.status_code, state()) == (410, State.ACTIVE)


@pytest.fixture
def csrf_client(client):
    """A browser whose posts are checked for tokens."""
    client.handler.enforce_csrf_checks = True
    return client
