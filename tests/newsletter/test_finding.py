"""Where news and issues are found: the start page, the search, the site map."""

import re

import pytest

from newsletter import happening, reading_views, tasks
from newsletter.models import Article, Issue
from sekom.outbox.models import Mailing
from sekom.search import indexing
from sekom.search.models import Entry, Stale
from tests.newsletter_factories import make_article, make_issue, make_sent_issue
from toolbox import publishing, writing

pytestmark = pytest.mark.django_db


def found():
    """{address: title} of everything that the search knows of news and issues."""
    indexing.refresh()
    return dict(Entry.objects.filter(kind__in=["article", "issue"]).values_list("url", "title"))


def test_start_page_shows_the_three_latest_news_and_how_to_subscribe(client):
    for number in range(1, 5):
        make_article(f"Nyhet {number}")

    text = client.get("/").text

    shown = re.findall(r"<h3><a [^>]*>(Nyhet \d)</a></h3>", text)
    assert shown == ["Nyhet 4", "Nyhet 3", "Nyhet 2"]
    assert 'action="/nyhetsbrev/prenumerera/"' in text
    assert re.findall(r'name="topics" value="(\w+)"', text) == Issue.Topic.values


def test_box_on_the_start_page_sends_what_the_form_of_subscribing_takes(client):
    given = {"email": "ada@example.org", "topics": Issue.Topic.values}

    answer = client.post("/nyhetsbrev/prenumerera/", given)

    assert (answer.status_code, answer.url) == (302, "/nyhetsbrev/prenumerera/tack/")


def test_latest_issue_happens_now():
    make_issue(title="Utkast")
    make_sent_issue(title="September")
    latest = make_sent_issue(title="Oktober")
    make_sent_issue(title="Bara för styrelsen", is_in_archive=False)

    assert [(one.title, one.url) for one in happening.happening()] == [
        ("Oktober", latest.get_absolute_url())
    ]


def test_what_is_out_is_found_by_its_words_and_drafts_are_not(client):
    article = make_article("Enkäten är öppen", text="<p>Fladdermöss i kyrktornet.</p>")
    issue = make_sent_issue(title="Oktober")
    make_issue(title="Utkast")
    writing.begin(Article, title="Inget än", values={"lead": "Utkast"})
    make_sent_issue(title="Bara för styrelsen", is_in_archive=False)

    assert found() == {
        article.get_absolute_url(): "Enkäten är öppen",
        issue.get_absolute_url(): "Oktober",
    }
    assert "Enkäten är öppen" in client.get("/sok/", {"q": "fladdermus"}).text


def test_an_issue_is_found_once_its_letters_leave():
    issue = make_sent_issue(title="Oktober")
    Mailing.objects.update(state=Mailing.State.APPROVED)
    tasks.mark_begun()
    waiting = found()
    Mailing.objects.update(state=Mailing.State.SENDING)
    unmarked = found()

    tasks.mark_begun()
    tasks.mark_begun()

    assert (waiting, unmarked) == ({}, {})
    assert found() == {issue.get_absolute_url(): "Oktober"}
    tasks.mark_begun()
    assert not Stale.objects.exists()


def test_what_is_taken_away_is_found_no_more():
    article, issue = make_article(), make_sent_issue()
    found()
    publishing.archive(article, by=None)
    Issue.objects.filter(pk=issue.pk).update(is_in_archive=False)

    assert found() == {}


def test_site_map_has_what_is_out_and_no_drafts(client):
    article, issue = make_article(), make_sent_issue()
    draft = make_issue(title="Utkast")

    text = client.get("/sitemap.xml").text

    things = (article, issue, draft)
    assert [thing.get_absolute_url() in text for thing in things] == [True, True, False]


def test_lists_show_what_is_older_on_a_page_of_its_own(client, monkeypatch):
    monkeypatch.setattr(reading_views, "PER_PAGE", 1)
    make_article("Först")
    make_article("Sedan")

    pages = [client.get("/nyheter/", {"sida": number}).text for number in (1, 2)]

    assert [("Först" in page, "Sedan" in page) for page in pages] == [(False, True), (True, False)]
    assert "?sida=2" in pages[0]
