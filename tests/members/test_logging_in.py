"""Logging in: who gets a code, what a code is good for, and who is turned away."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from celery.signals import task_prerun
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.logging_in import SocialAccountAdapter
from members.models import Confirmation, Person
from tests.factories import make_former_contact, make_holding, make_person, make_secretary

pytestmark = pytest.mark.django_db

UNKNOWN = "okand@example.org"


@pytest.fixture(autouse=True)
def unlimited():
    """Attempts of other tests do not count against this one."""
    cache.clear()


def ask_for_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email}, follow=True)


def code_in_mail():
    return re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.outbox[-1].body, re.M)[1]


def give_code(client, code):
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def is_logged_in(client):
    return "_auth_user_id" in client.session


def plain(response):
    """A page without what differs each time: tokens, and the address that was typed."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", response.text)
    return re.sub(r"[\w.]+@example\.org", "ADDRESS", text)


def test_known_and_unknown_addresses_get_the_same_page_and_only_the_known_a_mail(client):
    person = make_holding().person

    known = ask_for_code(client, person.email)
    client.cookies.clear()
    unknown = ask_for_code(client, UNKNOWN)

    assert known.redirect_chain == unknown.redirect_chain
    assert plain(known) == plain(unknown)
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_known_and_unknown_addresses_cost_the_same_work(client):
    person = make_holding().person
    queued = []

    def note(task, kwargs, **_rest):
        queued.append((task.name, sorted(kwargs)))

    task_prerun.connect(note)
    ask_for_code(client, person.email)
    client.cookies.clear()
    ask_for_code(client, UNKNOWN)
    task_prerun.disconnect(note)

    assert queued == [("members.tasks.send_account_mail", ["subject", "text", "to"])] * 2


def test_code_logs_in_once_and_confirms_the_holding(client):
    holding = make_holding(confirmed=False)
    ask_for_code(client, holding.person.email)
    code = code_in_mail()

    answer = give_code(client, code)
    was_in = is_logged_in(client)
    client.logout()
    give_code(client, code)

    assert (answer.status_code, answer.url) == (302, reverse("my_page"))
    assert (was_in, is_logged_in(client)) == (True, False)
    assert [(seen.by, seen.through) for seen in holding.confirmations.all()] == [
        (holding.person, Confirmation.Through.LOGIN)
    ]


def test_code_is_found_by_an_address_in_any_case(client):
    person = make_holding().person

    ask_for_code(client, person.email.upper())
    give_code(client, code_in_mail())

    assert client.session["_auth_user_id"] == str(person.pk)


def test_code_expires_after_ten_minutes(client):
    ask_for_code(client, make_holding().person.email)
    code = code_in_mail()

    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=5)):
        give_code(client, code)

    assert not is_logged_in(client)


def test_third_wrong_code_makes_the_right_one_worthless(client):
    ask_for_code(client, make_holding().person.email)
    code = code_in_mail()

    answers = [give_code(client, "XXXXXX").status_code for _attempt in range(3)]
    give_code(client, code)

    assert answers == [200, 200, 302]
    assert not is_logged_in(client)


def test_code_of_one_browser_does_not_open_another(client):
    ask_for_code(client, make_holding().person.email)

    stranger = Client()
    give_code(stranger, code_in_mail())

    assert not is_logged_in(stranger)


def test_codes_are_asked_for_three_times_a_minute_at_most(client):
    person = make_holding().person

    for _request in range(4):
        ask_for_code(client, person.email)
        client.cookies.clear()

    assert len(mail.outbox) == 3


def test_who_may_not_log_in_gets_no_code(client):
    person = make_holding(person=make_person(is_active=False)).person

    ask_for_code(client, person.email)

    assert mail.outbox == []


def test_former_contact_gets_in_without_the_rights_of_the_seat(client):
    person = make_former_contact()

    ask_for_code(client, person.email)
    give_code(client, code_in_mail())

    assert is_logged_in(client)
    assert (person.is_staff, person.may_see_contacts()) == (False, False)


def test_nobody_signs_up(client):
    address = reverse("account_signup")

    shown = client.get(address)
    client.post(address, {"email": UNKNOWN})

    assert shown.status_code == 200
    assert "<form" not in shown.text.partition("<main")[2].partition("</main>")[0]
    assert not Person.objects.filter(email=UNKNOWN).exists()


def social_login(email):
    """What a provider says of an account that has never been here."""
    account = SocialAccount(provider="oidc", uid=email)
    return SocialLogin(user=Person(email=email), account=account)


def test_social_account_that_we_do_not_know_is_shown_the_way_to_a_code(rf):
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)

    with pytest.raises(ImmediateHttpResponse) as turned_away:
        SocialAccountAdapter().pre_social_login(request, social_login(UNKNOWN))

    assert turned_away.value.response.url == reverse("account_login")
    assert len(request._messages) == 1
    assert SocialAccountAdapter().is_open_for_signup(request, social_login(UNKNOWN)) is False
    assert not Person.objects.filter(email=UNKNOWN).exists()


def test_secretariat_is_led_to_its_second_factor_until_it_has_one(client, settings):
    settings.REQUIRE_TWO_FACTOR = True
    person = make_secretary()
    client.force_login(person)

    without = client.get(reverse("desk"))
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    with_one = client.get(reverse("desk"))

    assert (without.status_code, without.url) == (302, reverse("mfa_index"))
    assert with_one.status_code == 200


def test_contacts_need_no_second_factor(client, settings):
    settings.REQUIRE_TWO_FACTOR = True
    client.force_login(make_holding().person)

    answer = client.get(reverse("my_page"))

    assert answer.status_code == 200


@pytest.mark.parametrize(("is_verified", "is_let_in"), [(True, True), (False, False)])
def test_social_account_is_linked_by_a_verified_address_alone(rf, is_verified, is_let_in):
    contact = make_holding().person
    provider = OpenIDConnectProvider(rf.get("/"), app=SocialApp(provider="openid_connect"))
    login = SocialLogin(
        user=Person(email=contact.email),
        account=SocialAccount(provider="oidc", uid="1"),
        email_addresses=[EmailAddress(email=contact.email, verified=is_verified)],
        provider=provider,
    )

    login.lookup()

    assert login.is_existing == is_let_in
    assert (login.user == contact) == is_let_in
