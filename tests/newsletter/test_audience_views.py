"""The page where it is chosen whom an issue goes to."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from members.models import today
from newsletter.models import Issue
from tests.factories import make_group, make_member, make_pair, make_secretary
from tests.newsletter_factories import make_issue, make_sent_issue, make_subscriber

pytestmark = pytest.mark.django_db

SENT = {"subscribers": "all", "act": "save"}


@pytest.fixture
def place(client, settings):
    """The page of a draft, for the secretariat, in a network of one pair and two subscribers."""
    settings.REQUIRE_TWO_FACTOR = False
    cache.clear()
    make_pair(make_member("Aneby", county="06"))
    make_subscriber("lars@example.org", name="Lars")
    make_subscriber("maja@example.org", name="Maja", paused_until=today() + timedelta(days=9))
    client.force_login(make_secretary())
    return reverse("newsletter:issue_audience", args=[make_issue().pk])


def number_on(answer):
    return html.fromstring(answer.content).find_class("sk-figure-key__number")[0].text


def rows_on(answer):
    return [row.text for row in html.fromstring(answer.content).xpath("//tbody//th")]


def test_the_page_shows_what_is_usual_with_the_number_and_the_names(client, place):
    answer = client.get(place)

    page = html.fromstring(answer.content)
    assert number_on(answer) == "3"
    assert len(rows_on(answer)) == 3
    assert [row.text_content() for row in page.xpath("//ul[@class='sk-readers__left']/li")] == [
        "1 har pausat"
    ]
    ticked = {(box.name, box.get("value")) for box in page.xpath("//form//input[@checked]")}
    assert ticked == {("roles", "politician"), ("roles", "officer"), ("subscribers", "all")}


def test_a_choice_is_counted_before_it_is_kept(client, place):
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.get(place, {"subscribers": "all", "act": "count"}, headers=headers)

        assert (number_on(answer), rows_on(answer)) == ("1", ["Lars"])
    counted = client.post(place, {"subscribers": "all", "act": "count"})
    assert (counted.status_code, number_on(counted)) == (200, "1")
    assert Issue.objects.get().audience == {}


def test_those_left_out_are_listed_by_why(client, place):
    answer = client.get(place, {"subscribers": "all", "visa": "paused"})

    assert rows_on(answer) == ["Maja"]


def test_those_behind_a_number_come_as_a_spreadsheet(client, place):
    answer = client.get(place + "lista.xlsx", {"roles": ["officer"], "subscribers": "all"})

    rows = list(load_workbook(BytesIO(answer.getvalue())).worksheets[0].values)
    assert [row[2] for row in rows] == ["Roll", "kontakttjänsteperson, Aneby kommun", "prenumerant"]
    assert rows[2] == ("Lars", "lars@example.org", "prenumerant")


def test_the_list_asks_as_much_for_three_as_for_one(client, place, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        client.get(place)
    for _number in range(3):
        make_pair()
        make_subscriber()

    with django_assert_num_queries(len(one)):
        assert len(rows_on(client.get(place))) == 12


def test_saving_keeps_the_choice(client, place):
    group = make_group()
    given = {
        "roles": ["politician"],
        "counties": ["06"],
        "groups": [group.pk],
        "subscribers": "none",
    }

    answer = client.post(place, given, follow=True)

    kept = Issue.objects.get().audience
    assert kept == given
    assert number_on(answer) == "1"
    ticked = html.fromstring(answer.content).xpath("//form//input[@checked]")
    assert [box.get("value") for box in ticked] == ["politician", "06", str(group.pk), "none"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"subscribers": "none"},
            "Kryssa i minst en del: kontakter, en grupp eller prenumeranter.",
        ),
        (
            {"subscribers": "some"},
            "Kryssa i minst en organisation, eller välj andra prenumeranter.",
        ),
    ],
)
def test_a_choice_of_nobody_is_refused_with_words(client, place, given, words):
    answer = client.post(place, given)
    looked = client.get(place, given)
    filed = client.get(place + "lista.xlsx", given)

    assert [answer.status_code, looked.status_code, filed.status_code] == [422, 200, 404]
    assert words in answer.content.decode()
    assert words in looked.content.decode()
    assert Issue.objects.get().audience == {}


def test_the_choice_of_the_last_issue_is_one_press_away(client, place):
    make_sent_issue(audience={"roles": ["officer"]})

    client.post(place, {"act": "last"})

    assert Issue.objects.drafts().get().audience == {"roles": ["officer"]}


def test_who_goes_on_to_the_review_keeps_what_was_ticked(client, place):
    answer = client.post(place, {"subscribers": "all", "act": "review"})

    issue = Issue.objects.get()
    assert answer.url == reverse("newsletter:review_issue", args=[issue.pk])
    assert issue.audience == {"subscribers": "all"}


def test_an_issue_on_its_way_keeps_its_readers(client, place):
    sent = make_sent_issue(audience={"roles": ["officer"]})

    answer = client.post(reverse("newsletter:issue_audience", args=[sent.pk]), SENT, follow=True)

    sent.refresh_from_db()
    assert sent.audience == {"roles": ["officer"]}
    assert (
        "Brevet är schemalagt eller skickat, så mottagarna ligger fast." in answer.content.decode()
    )
