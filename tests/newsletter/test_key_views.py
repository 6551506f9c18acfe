"""The secretariat makes and revokes keys for other systems, and sees what was done by them."""

import re

import pytest
from django.urls import reverse

from newsletter import beginning, entrusting
from newsletter.models import ApiDeed, ApiKey
from tests.factories import make_secretary
from tests.newsletter_factories import make_issue, make_subscriber

pytestmark = pytest.mark.django_db

KEYS = "/kansli/nyhetsbrev/api-nycklar/"


@pytest.fixture
def secretary(client, settings):
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    person = make_secretary()
    client.force_login(person)
    return person


def words_of(response):
    """The text of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def test_a_key_is_shown_once_and_opens_the_api(client, secretary):
    answer = client.post(KEYS, {"name": "Intranätet", "ends_on": "2099-12-31"})

    [secret] = re.findall(r"sekom_[\w-]{43}", answer.text)
    key = ApiKey.objects.get()
    assert entrusting.key_for(secret) == key
    assert (key.name, f"{key.ends_on}", key.made_by) == ("Intranätet", "2099-12-31", secretary)
    assert "no-store" in answer["Cache-Control"]
    assert secret not in client.get(KEYS).text


@pytest.mark.parametrize(
    "given",
    [{"name": ""}, {"name": "intranätet"}, {"name": "Nytt", "ends_on": "2020-01-01"}],
    ids=["no name", "a name in use", "a day that has been"],
)
def test_a_key_that_cannot_be_made_is_refused_and_what_was_typed_stays(client, secretary, given):
    key = entrusting.make_key(name="Intranätet", by=secretary)[0]

    answer = client.post(KEYS, given)

    assert (answer.status_code, list(ApiKey.objects.all())) == (422, [key])
    assert all(f'value="{value}"' in answer.text for value in given.values() if value)


def test_a_key_is_revoked_by_its_button_and_the_log_tells(client, secretary):
    key, secret = entrusting.make_key(name="Intranätet", by=secretary)
    button = reverse("newsletter:revoke_api_key", args=[key.pk])

    before = client.get(KEYS)
    after = client.post(button, follow=True)

    assert button in before.text
    assert button not in after.text
    assert entrusting.key_for(secret) is None
    assert [(deed.what, deed.by) for deed in ApiDeed.objects.log()] == [
        ("revoked", secretary),
        ("made", secretary),
    ]


def test_the_page_of_the_sending_and_the_log_say_which_key_sent_the_issue(client, secretary):
    make_subscriber()
    issue = make_issue(title="Oktober", audience={"subscribers": "all"})
    key = entrusting.make_key(name="Ärendesystemet", by=secretary)[0]
    entrusting.send(issue, key=key, expected=1)
    page = reverse("newsletter:issue_sending", args=[issue.pk])

    sending, log = words_of(client.get(page)), client.get(KEYS)

    assert "Ärendesystemet" in sending
    assert secretary.name in sending.partition("Ärendesystemet")[2]
    assert page in log.text
    entrusting.take_back(issue, key=key)
    beginning.discard(issue)
    told = [(deed.what, deed.issue) for deed in ApiDeed.objects.log()]
    assert told == [("taken_back", None), ("sent", None), ("made", None)]
    assert page not in client.get(KEYS).text


def test_the_list_of_issues_leads_to_the_keys(client, secretary):
    assert f'href="{KEYS}"' in client.get(reverse("newsletter:issues")).text
