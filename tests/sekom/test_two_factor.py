"""The second factor: whoever reaches every contact in the country must have one."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages

from tests.factories import make_expert, make_former_contact, make_pair, make_secretary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings):
    settings.REQUIRE_TWO_FACTOR = True


def give_factor(person):
    """A passkey, as far as the portal can tell."""
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={})


@pytest.mark.parametrize(
    "address", ["/", "/min-sida/", "/kansli/", "/medlemmar/", "/enkater/", "/admin/"]
)
def test_secretariat_without_a_factor_is_led_to_where_one_is_added(client, address):
    client.force_login(make_secretary())

    response = client.get(address)

    assert (response.status_code, response.url) == (302, "/konto/2fa/")
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Lägg till en passnyckel eller en app med koder. "
        "Kansliet behöver ett andra steg vid inloggningen."
    ]


def test_nothing_is_done_for_the_secretariat_without_a_factor(client):
    person = make_secretary()
    client.force_login(person)

    response = client.post("/min-sida/", {"name": "Nytt Namn"})

    person.refresh_from_db()
    assert (response.url, person.name != "Nytt Namn") == ("/konto/2fa/", True)


@pytest.mark.parametrize("address", ["/konto/2fa/", "/konto/logout/", "/konto/email/"])
def test_secretariat_without_a_factor_can_add_one_and_leave(client, address):
    client.force_login(make_secretary())

    assert client.get(address).status_code == 200


def test_secretariat_with_a_factor_is_let_in(client):
    person = make_secretary()
    give_factor(person)
    client.force_login(person)

    response = client.get("/kansli/")

    assert (response.status_code, response.templates[0].name) == (200, "sekom/desk.html")


@pytest.mark.parametrize(
    "make", [lambda: make_pair()[0], lambda: make_pair()[1], make_expert, make_former_contact]
)
def test_others_are_not_asked_for_a_factor(client, make):
    client.force_login(make())

    assert client.get("/min-sida/").status_code == 200


def test_a_guest_is_not_asked_for_a_factor(client):
    assert client.get("/").status_code == 200


def test_nobody_is_asked_where_none_is_required(client, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(make_secretary())

    assert client.get("/kansli/").status_code == 200
