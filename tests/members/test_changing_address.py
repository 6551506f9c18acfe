"""One's own address: changed on one's page, and proved by a code before it counts."""

import re

import pytest
from django.core import mail

from tests.factories import make_holding

pytestmark = pytest.mark.django_db

NEW = "ny.adress@example.org"


def code_in(letter):
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", letter.body, re.MULTILINE).group()


def log_in(client, person):
    client.post("/konto/login/code/", {"email": person.email})
    client.post("/konto/login/code/confirm/", {"code": code_in(mail.outbox[-1])})


def test_a_new_address_counts_once_the_link_mailed_to_it_is_followed(client):
    person = make_holding().person
    old = person.email
    log_in(client, person)

    client.post("/konto/email/", {"email": NEW, "action_add": ""})
    letter = mail.outbox[-1]
    link = re.search(r"/konto/confirm-email/\S+", letter.body).group()
    shown = client.get(link)
    person.refresh_from_db()
    before = person.email
    client.post(link)

    person.refresh_from_db()
    assert (shown.status_code, letter.to) == (200, [NEW])
    assert (before, person.email) == (old, NEW)


def test_an_address_that_somebody_has_is_not_given_to_another(client):
    person, other = make_holding().person, make_holding().person
    log_in(client, person)
    letters = len(mail.outbox)

    client.post("/konto/email/", {"email": other.email, "action_add": ""})

    links = [letter for letter in mail.outbox[letters:] if "/konto/confirm-email/" in letter.body]
    person.refresh_from_db()
    assert (links, person.email != other.email) == ([], True)
