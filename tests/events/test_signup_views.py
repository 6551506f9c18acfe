"""The pages of sign-up: the event's, the colleagues', the letters' links and the secretariat's."""

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events import links, signup_views
from events.models import Event, Signup, SignupNeeds
from sekom.outbox.models import Delivery
from surveys.questionnaires import Kind
from tests.event_factories import make_event, make_signup
from tests.factories import make_former_contact, make_member, make_pair, make_secretary
from tests.survey_factories import choices, item, make_version

pytestmark = pytest.mark.django_db

State = Signup.State


@pytest.fixture(autouse=True)
def calm(settings):
    settings.REQUIRE_TWO_FACTOR = False
    cache.clear()


@pytest.fixture
def contact(client):
    """A member's contact who is logged in."""
    member = make_member("Granfors")
    politician, _officer = make_pair(member)
    client.force_login(politician)
    return politician


def own_page(signup, what="own_signup"):
    return reverse(f"events:{what}", args=[links.token_of(signup)])


def said(response):
    """The text of a page's main part, in one line."""
    main = re.search(r"<main.*?</main>", response.text, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


# --- One's own ----------------------------------------------------------------------------------


def test_a_contact_signs_up_with_one_click_and_a_confirmation(client, contact):
    event = make_event(places=1)
    page = client.get(event.get_absolute_url())
    address = reverse("events:sign_up", args=[event.slug])
    assert f'href="{address}"' in page.text

    shown = client.get(address)
    answer = client.post(address)

    signup = event.signups.get()
    assert contact.name in said(shown)
    assert (signup.person, signup.member.short_name, signup.state) == (
        contact,
        "Granfors",
        State.CONFIRMED,
    )
    assert answer.url == own_page(signup)
    assert "Du har fått plats. Ett mejl är på väg." in client.get(answer.url).text


def test_a_contact_who_is_signed_up_is_shown_where_that_stands(client, contact):
    signup = make_signup(make_event(), person=contact)

    page = client.get(signup.event.get_absolute_url())
    again = client.post(reverse("events:sign_up", args=[signup.event.slug]))

    assert "Du är anmäld" in said(page)
    assert again.url == own_page(signup)
    assert Signup.objects.count() == 1


def test_a_contact_of_two_members_says_for_which(client, contact):
    other = make_member("Havsvik")
    make_pair(other)
    seat = other.seats.get(kind="politician")
    seat.holdings.update(person=contact)
    event = make_event()
    address = reverse("events:sign_up", args=[event.slug])

    client.post(address, {"member": other.pk})

    assert event.signups.get().member == other


def test_sign_up_to_an_event_of_the_network_asks_guests_to_log_in(client):
    event = make_event()

    page = client.get(event.get_absolute_url())
    answer = client.post(reverse("events:sign_up", args=[event.slug]), {"name": "A"})

    assert "Logga in för att anmäla dig." in said(page)
    assert answer.url.startswith("/konto/login/?next=/evenemang/")
    assert event.signups.count() == 0


def test_who_has_no_seat_is_told_whom_the_event_is_for(client):
    client.force_login(make_former_contact())
    event = make_event()

    answer = client.post(reverse("events:sign_up", args=[event.slug]))

    assert answer.status_code == 409
    assert "Evenemanget är inte för alla" in said(answer)
    assert event.signups.count() == 0


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"signup_closes_at": timezone.now() - timedelta(hours=1)}, "Anmälan har stängt"),
        ({"starts_at": timezone.now() - timedelta(days=1)}, "Anmälan har stängt"),
    ],
)
def test_sign_up_that_has_closed_says_so(client, contact, columns, told):
    event = make_event(**columns)

    answer = client.post(reverse("events:sign_up", args=[event.slug]))

    assert (answer.status_code, told in said(answer)) == (409, True)


def test_a_draft_takes_no_sign_ups_from_others(client, contact):
    event = make_event(state=Event.State.DRAFT, published_at=None)

    assert client.post(reverse("events:sign_up", args=[event.slug])).status_code == 404


# --- Guests -------------------------------------------------------------------------------------


def guest(**fields):
    return {"name": "Gäst", "email": "gast@example.org", "organisation": ""} | fields


def test_a_guest_signs_up_for_an_open_event_on_its_page(client):
    member = make_member("Granfors")
    event = make_event(is_open_to_all=True)
    page = client.get(event.get_absolute_url())
    address = reverse("events:sign_up", args=[event.slug])
    assert f'action="{address}"' in page.text

    client.post(address, guest(organisation="granfors"))
    client.post(address, guest(email="annan@example.org", organisation="Bolaget AB"))

    rows = event.signups.order_by("pk").values_list("email", "member", "organisation", "state")
    assert list(rows) == [
        ("gast@example.org", member.pk, "", State.CONFIRMED),
        ("annan@example.org", None, "Bolaget AB", State.CONFIRMED),
    ]


def test_a_guest_is_told_the_same_whether_the_address_is_new_or_not(client):
    event = make_event(is_open_to_all=True)
    address = reverse("events:sign_up", args=[event.slug])

    answers = [client.post(address, guest(), follow=True) for _press in range(2)]

    words = "Tack! Titta i din mejl. Där står om du har fått plats."
    assert [words in answer.text for answer in answers] == [True, True]
    assert (event.signups.count(), Delivery.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", "", "Fyll i det här."),
        ("email", "hallbarhet@granfors", "Skriv hela adressen med slutet"),
        ("email", "", "Fyll i det här."),
        ("name", "x" * 1_000_000, "Korta den till högst 120."),
    ],
)
def test_bad_input_is_told_and_kept(client, field, typed, told):
    event = make_event(is_open_to_all=True)

    answer = client.post(
        reverse("events:sign_up", args=[event.slug]), guest(**{field: typed, "organisation": "AB"})
    )

    assert answer.status_code == 422
    assert told in said(answer)
    assert 'value="AB"' in answer.text
    assert event.signups.count() == 0


def test_script_and_formula_are_text_on_pages_and_in_the_sheet(client):
    event = make_event(is_open_to_all=True)
    script, formula = "<script>alert(1)</script>", "=1+1"
    client.post(
        reverse("events:sign_up", args=[event.slug]), guest(name=script, organisation=formula)
    )
    client.force_login(make_secretary())

    page = client.get(reverse("events:manage_signups", args=[event.slug]))
    sheet = client.get(reverse("events:signups_sheet", args=[event.slug]))

    assert script not in page.text
    row = [cell.value for cell in openpyxl.load_workbook(BytesIO(sheet.getvalue())).active[2]]
    assert (row[0], row[3]) == (script, "'=1+1")


def test_guests_from_one_place_keep_a_pace(client, monkeypatch):
    monkeypatch.setattr(signup_views, "MOST_GUESTS_PER_HOUR", 1)
    event = make_event(is_open_to_all=True)
    address = reverse("events:sign_up", args=[event.slug])

    client.post(address, guest())
    answer = client.post(address, guest(email="annan@example.org"))

    assert answer.status_code == 422
    assert "Vänta en timme eller mejla oss." in said(answer)
    assert event.signups.count() == 1


# --- Questions and needs ------------------------------------------------------------------------


def with_questions(**columns):
    """An open event with a choice, a question that hangs on it, and needs."""
    version = make_version(
        [
            item("eget", Kind.SELECT_ONE, choices=choices("ja", "nej"), is_required=True),
            item("arende", relevant="${eget} = 'ja'", is_required=True),
        ]
    )
    given = {"questions": version, "asks_diet": True, "asks_access_needs": True}
    return make_event(is_open_to_all=True, **(given | columns))


def test_questions_are_asked_as_in_a_survey_and_those_that_stand_must_be_answered(client):
    event = with_questions()
    address = reverse("events:sign_up", args=[event.slug])

    none = client.post(address, guest())
    half = client.post(address, guest(q_eget="ja"))
    wrong = client.post(address, guest(q_eget="kanske"))
    client.post(address, guest(q_eget="nej", q_arende="Gäller inte"))

    assert [answer.status_code for answer in (none, half, wrong)] == [422, 422, 422]
    assert "Arende?: Frågan behöver ett svar." in said(half)
    assert event.signups.get().answers == {"eget": "nej"}


def test_answers_are_changed_by_the_link_and_needs_are_never_shown_again(client):
    event = with_questions()
    address = reverse("events:sign_up", args=[event.slug])
    client.post(address, guest(q_eget="ja", q_arende="Upphandling", diet="Nötter", access="Ramp"))
    signup = event.signups.get()
    edit = own_page(signup, "edit_answers")

    page = client.get(edit)
    client.post(edit, {"q_eget": "ja", "q_arende": "Skolmat", "diet": "Vegan"})

    signup.refresh_from_db()
    assert "Upphandling" in page.text
    assert ("Nötter" in page.text, "Ramp" in page.text) == (False, False)
    assert signup.answers == {"eget": "ja", "arende": "Skolmat"}
    assert (signup.needs.diet, signup.needs.access) == ("Vegan", "Ramp")

    client.post(edit, {"q_eget": "nej", "forget": "on"})

    assert SignupNeeds.objects.count() == 0


def test_answers_cannot_be_changed_when_sign_up_has_closed(client):
    event = with_questions(signup_closes_at=timezone.now() + timedelta(days=1))
    signup = make_signup(event, answers={"eget": "nej"})

    with time_machine.travel(event.signup_closes_at + timedelta(minutes=1)):
        answer = client.post(own_page(signup, "edit_answers"), {"q_eget": "ja", "q_arende": "Ny"})

    signup.refresh_from_db()
    assert (answer.url, signup.answers) == (own_page(signup), {"eget": "nej"})


# --- Colleagues ---------------------------------------------------------------------------------


def colleagues(*names, **fields):
    rows = {"form-TOTAL_FORMS": "10", "form-INITIAL_FORMS": "0"}
    for number, name in enumerate(names):
        rows[f"form-{number}-name"] = name
        rows[f"form-{number}-email"] = f"{name.lower()}@example.org"
    return rows | fields


def test_colleagues_are_signed_up_in_one_form(client, contact):
    event = make_event(places=2)
    address = reverse("events:sign_up_colleagues", args=[event.slug])
    client.get(address)

    asked = client.post(address, colleagues("Anna", "Bo", "Cia"))
    done = client.post(address, colleagues("Anna", "Bo", "Cia", take="fit"), follow=True)

    assert asked.status_code == 422
    assert "Det finns plats för 2 av era 3." in said(asked)
    assert 'value="cia@example.org"' in asked.text
    assert "Anmälda: 2, varav 2 har plats." in done.text
    rows = event.signups.order_by("name").values_list("name", "signed_up_by")
    assert list(rows) == [("Anna", contact.pk), ("Bo", contact.pk)]
    assert ["Anna" in said(done), "Cia" in said(done)] == [True, False]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (colleagues(), "Skriv minst en kollega."),
        (colleagues("Anna", "Anna"), "Samma adress står två gånger."),
        (colleagues("Anna", **{"form-0-email": ""}), "Skriv både namn och adress."),
        (colleagues("Anna", **{"form-0-name": ""}), "Skriv både namn och adress."),
    ],
)
def test_colleagues_that_cannot_be_signed_up_are_told(client, contact, fields, told):
    event = make_event()

    answer = client.post(reverse("events:sign_up_colleagues", args=[event.slug]), fields)

    assert (answer.status_code, told in said(answer)) == (422, True)
    assert event.signups.count() == 0


def test_a_contact_swaps_and_cancels_who_they_have_signed_up_and_nobody_else(client, contact):
    event = make_event(places=2)
    mine, theirs = make_signup(event, signed_up_by=contact), make_signup(event)
    swap, cancel = "events:swap_colleague", "events:cancel_colleague"

    client.post(reverse(swap, args=[mine.pk]), {"name": "Ny", "email": "ny@example.org"})
    new = event.signups.get(email="ny@example.org")
    client.post(reverse(cancel, args=[new.pk]))
    strange = [
        client.post(reverse(swap, args=[theirs.pk]), {"name": "X", "email": "x@example.org"}),
        client.post(reverse(cancel, args=[theirs.pk])),
    ]

    states = dict(event.signups.values_list("pk", "state"))
    assert states == {
        mine.pk: State.CANCELLED,
        new.pk: State.CANCELLED,
        theirs.pk: State.CONFIRMED,
    }
    assert [answer.status_code for answer in strange] == [404, 404]


# --- The link in a letter -----------------------------------------------------------------------

POSTED = ("accept_offer", "decline_signup", "cancel_signup")


def test_looking_at_a_link_changes_nothing(client):
    for state in State:
        signup = make_signup(state=state)
        before = Signup.objects.values().get(pk=signup.pk)

        for what in ("own_signup", "swap_signup", "edit_answers"):
            client.get(own_page(signup, what))
            client.head(own_page(signup, what))
        refused = [client.get(own_page(signup, what)).status_code for what in POSTED]

        assert refused == [405] * 3
        assert Signup.objects.values().get(pk=signup.pk) == before
    assert Delivery.objects.count() == 0


def test_an_offer_is_taken_by_its_link(client):
    signup = make_signup(make_event(places=1), state=State.OFFERED)

    page = client.get(own_page(signup))
    client.post(own_page(signup, "accept_offer"))

    signup.refresh_from_db()
    assert "Ta platsen" in said(page)
    assert signup.state == State.CONFIRMED


def test_an_offer_that_has_gone_says_so(client):
    signup = make_signup(state=State.OFFERED, offered_until=timezone.now() - timedelta(minutes=1))

    answer = client.post(own_page(signup, "accept_offer"), follow=True)

    assert "Svarstiden har gått ut, och platsen har gått till nästa i kön." in answer.text


def test_who_waits_sees_the_place_in_line(client):
    event = make_event(places=1)
    make_signup(event)
    make_signup(event, state=State.WAITING)
    second = make_signup(event, state=State.WAITING)

    assert f"{second.name} är nummer 2 i kön" in said(client.get(own_page(second)))


def test_a_place_is_declined_cancelled_or_handed_on_by_its_link(client):
    declined, cancelled, swapped = (make_signup() for _number in range(3))

    client.post(own_page(declined, "decline_signup"))
    client.post(own_page(cancelled, "cancel_signup"))
    client.post(own_page(swapped, "swap_signup"), {"name": "Ny", "email": "ny@example.org"})

    states = [Signup.objects.get(pk=signup.pk).state for signup in (declined, cancelled, swapped)]
    assert states == [State.DECLINED, State.CANCELLED, State.CANCELLED]
    assert swapped.event.signups.confirmed().get().name == "Ny"


def test_who_was_signed_up_without_wanting_to_is_erased_by_the_link(client, contact):
    client.logout()
    signup = make_signup(signed_up_by=contact)

    page = client.get(own_page(signup))
    client.post(own_page(signup, "decline_signup"), {"erase": "1"})

    assert f"{contact.name} har anmält dig." in said(page)
    assert Signup.objects.get(pk=signup.pk).email.endswith("@raderad.invalid")


@pytest.mark.parametrize("what", ["own_signup", "swap_signup", "edit_answers", *POSTED])
def test_a_link_dies_with_its_event_and_a_forged_one_is_none(client, what):
    signup = make_signup()
    visit = client.post if what in POSTED else client.get
    forged = own_page(signup, what).replace(f"{signup.pk}:", f"{signup.pk + 1}:")

    with time_machine.travel(signup.event.ends_at + timedelta(minutes=1)):
        dead = visit(own_page(signup, what))
    unknown = visit(forged)

    assert (dead.status_code, "Evenemanget är slut" in said(dead)) == (410, True)
    assert (unknown.status_code, "Vi känner inte igen länken" in said(unknown)) == (404, True)
    assert Signup.objects.get().state == State.CONFIRMED


def test_a_forwarded_link_shows_neither_address_nor_needs(client):
    signup = make_signup(make_event(asks_diet=True))
    SignupNeeds.objects.create(signup=signup, diet="Nötter")

    text = client.get(own_page(signup)).text + client.get(own_page(signup, "edit_answers")).text

    assert (signup.email in text, "Nötter" in text) == (False, False)


# --- The secretariat ----------------------------------------------------------------------------


@pytest.fixture
def office(client):
    client.force_login(make_secretary())
    return client


def test_the_secretariat_sees_who_comes_who_waits_and_why(office):
    event = make_event(places=1, asks_diet=True)
    for number in range(2):
        signup = make_signup(event)
        SignupNeeds.objects.create(signup=signup, diet=("vegan", "Vegan")[number])
    make_signup(event, state=State.WAITING, name="Väntar Länge")

    text = said(office.get(reverse("events:manage_signups", args=[event.slug])))

    assert "Väntar Länge" in text
    assert "Alla platser är tagna. När någon avbokar" in text
    assert "Till köket: Vegan 2." in text


def test_the_secretariat_signs_up_swaps_removes_and_changes_the_places(office):
    event = make_event(places=1)
    address = reverse("events:manage_signups", args=[event.slug])
    for name in ("Anna", "Bo"):
        office.post(address, guest(name=name, email=f"{name.lower()}@example.org"))
    anna = event.signups.get(name="Anna")
    swap = reverse("events:swap_colleague", args=[anna.pk])

    office.post(swap, {"name": "Cia", "email": "cia@example.org"})
    cia = event.signups.get(name="Cia")
    moved = office.post(reverse("events:cancel_colleague", args=[cia.pk]))
    office.post(reverse("events:change_capacity", args=[event.slug]), {"places": "3"})
    low = office.post(reverse("events:change_capacity", args=[event.slug]), {"places": "0"})

    event.refresh_from_db()
    assert dict(event.signups.values_list("name", "state")) == {
        "Anna": State.CANCELLED,
        "Bo": State.OFFERED,
        "Cia": State.CANCELLED,
    }
    assert (moved.url, event.places, low.status_code) == (address, 3, 422)


def test_fewer_places_than_taken_are_refused_in_words(office):
    event = make_event(places=2)
    make_signup(event)
    make_signup(event)

    answer = office.post(reverse("events:change_capacity", args=[event.slug]), {"places": "1"})

    assert answer.status_code == 422
    assert "2 platser är tagna eller erbjudna." in said(answer)


def test_the_sheet_has_the_answers_and_never_the_needs(office):
    event = with_questions()
    signup = make_signup(event, answers={"eget": "ja", "arende": "Skolmat"}, organisation="AB")
    SignupNeeds.objects.create(signup=signup, diet="Nötter")

    answer = office.get(reverse("events:signups_sheet", args=[event.slug]))

    rows = list(openpyxl.load_workbook(BytesIO(answer.getvalue())).active.values)
    assert rows[0][-2:] == ("Eget?", "Arende?")
    assert rows[1][:5] == (signup.name, signup.email, None, "AB", "har plats")
    assert rows[1][-2:] == ("Ja", "Skolmat")
    assert "Nötter" not in str(rows)


def test_the_list_asks_as_much_for_three_as_for_one(office):
    event = make_event(asks_diet=True)
    address = reverse("events:manage_signups", args=[event.slug])
    make_signup(event, member=make_member())
    office.get(address)
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            office.get(address)
        counts.append(len(asked))
        for _number in range(2):
            make_signup(event, member=make_member(), signed_up_by=make_secretary())

    assert counts[0] == counts[1]
