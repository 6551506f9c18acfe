import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from sekom.outbox import posting, sending
from sekom.outbox.models import Suppression, address_hash
from tests.factories import make_pair, make_person, make_secretary
from tests.outbox.making import KIND, LETTER, make_draft, make_leaving, state_of

pytestmark = pytest.mark.django_db

ACTIONS = ("approve", "undo", "pause", "resume", "cancel")
PAGES = ("detail", "status", "letter")


@pytest.fixture
def secretary(client, settings):
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    person = make_secretary()
    client.force_login(person)
    return person


def address(name, mailing):
    return reverse(f"outbox:{name}", args=[mailing.pk])


def words_of(response):
    """The text of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def test_the_list_shows_mailings_to_several_and_no_single_letters(client, secretary):
    make_draft("Anna", audience="En person hos en medlem")
    posting.post(KIND, to=make_person(), values=LETTER | {"subject": "Kvitto"})

    words = words_of(client.get(reverse("outbox:list")))

    assert "En person hos en medlem" in words
    assert "Kvitto" not in words


def test_the_list_counts_those_whom_a_letter_was_meant_for(client, secretary, server):
    Suppression.objects.create(address_hash=address_hash("bo@example.org"), reason="bounced")
    make_leaving("Anna", "Bo")
    sending.send_due()

    assert "1 av 1" in words_of(client.get(reverse("outbox:list")))


def queries_of(client, address):
    """How many queries a page costs."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_number_of_queries_for_one_and_for_three(client, secretary):
    make_draft("Anna", "Bo")
    one = queries_of(client, reverse("outbox:list"))
    make_draft("Anna", "Bo")
    make_draft("Anna", "Bo")

    assert queries_of(client, reverse("outbox:list")) == one


def test_a_mailing_costs_the_same_number_of_queries_for_one_and_for_three(client, secretary):
    one, three = make_draft("Anna"), make_draft("Anna", "Bo", "Cilla")

    costs = [queries_of(client, mailing.get_absolute_url()) for mailing in (one, three)]

    assert costs[0] == costs[1] <= 10


def test_a_mailing_tells_who_got_it_and_who_did_not_and_why(client, secretary, server):
    server.refuse = {"bo@example.org": "550 5.1.1 No such user"}
    mailing = make_leaving("Anna", "Bo")
    sending.send_due()

    everybody = words_of(client.get(address("detail", mailing)))
    bounced = words_of(client.get(address("detail", mailing) + "?lage=bounced"))

    assert "anna@example.org" in everybody
    assert "550 5.1.1 No such user" in bounced
    assert "anna@example.org" not in bounced


def test_names_are_shown_as_they_were_typed(client, secretary):
    mailing = make_draft("<script>")

    page = client.get(address("detail", mailing)).text

    assert escape("<script>") in page
    assert "<script>@example.org" not in page


def test_a_mailing_shows_its_recipients_in_pages(client, secretary):
    mailing = make_draft(*(f"Person{number:03}" for number in range(60)))

    second = words_of(client.get(address("detail", mailing) + "?sida=2"))

    assert "person059@example.org" in second
    assert "person001@example.org" not in second


@pytest.mark.parametrize("is_live", [True, False])
def test_the_status_is_fetched_again_only_while_something_can_happen(client, secretary, is_live):
    mailing = make_draft("Anna")
    if is_live:
        posting.approve(mailing, by=secretary)

    page = client.get(address("status", mailing)).text

    assert ('hx-trigger="every 2s"' in page) is is_live


def test_the_letter_is_shown_as_it_leaves_under_a_policy_of_its_own(client, secretary):
    response = client.get(address("letter", make_draft("Anna")))

    assert "Svara tillsammans." in response.text
    assert "style-src 'unsafe-inline'" in response.headers["Content-Security-Policy"]
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_each_button_does_what_it_says(client, secretary):
    mailing = make_draft("Anna")

    states = []
    for action in ("approve", "undo", "approve", "pause", "resume", "cancel"):
        response = client.post(address(action, mailing))
        states.append(state_of(mailing))
        assert response.url == mailing.get_absolute_url()

    assert states == ["approved", "draft", "approved", "paused", "approved", "cancelled"]


def test_a_button_that_came_too_late_says_so_and_changes_nothing(client, secretary, server):
    mailing = make_leaving("Anna")
    sending.send_due()

    response = client.post(address("undo", mailing), follow=True)

    assert 'role="alert"' in response.text
    assert state_of(mailing) == "done"


@pytest.mark.parametrize("action", ACTIONS)
def test_looking_at_a_button_does_nothing(client, secretary, action):
    mailing = make_draft("Anna")

    assert client.get(address(action, mailing)).status_code == 405
    assert state_of(mailing) == "draft"


@pytest.mark.parametrize("who", ["guest", "contact"])
@pytest.mark.parametrize("name", [*PAGES, *ACTIONS])
def test_nobody_but_the_secretariat_gets_in(client, who, name):
    mailing = make_draft("Anna")
    if who == "contact":
        client.force_login(make_pair()[0])

    for send in (client.get, client.post):
        response = send(address(name, mailing))
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))
    assert state_of(mailing) == "draft"


def test_the_card_of_the_desk_is_fetched_again_until_the_mailing_has_ended(
    client, secretary, server
):
    suppressed = Suppression(address_hash=address_hash("cilla@example.org"), reason="?")
    suppressed.save()
    mailing = make_leaving("Anna", "Bo", "Cilla")
    before = client.get(address("card", mailing)).text
    sending.send_due()

    after = client.get(address("card", mailing))

    assert 'hx-trigger="every 2s"' in before
    assert "hx-trigger" not in after.text
    assert "2 av 2 mottagare" in words_of(after)


def test_the_recipients_come_along_as_a_spreadsheet_without_formulas(client, secretary):
    mailing = make_draft("=1+1", "Bo")

    response = client.get(address("workbook", mailing) + "?lage=queued&q=1")

    rows = load_workbook(BytesIO(b"".join(response.streaming_content))).active.values
    assert [row[:3] for row in rows][1:] == [("'=1+1", "'=1+1@example.org", "Väntar")]
