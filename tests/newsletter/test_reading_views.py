"""News and sent issues, as everybody reads them."""

import re

import pytest

from newsletter import parts
from newsletter.models import Article
from tests.event_factories import make_event
from tests.factories import make_pair
from tests.newsletter_factories import (
    make_article,
    make_block,
    make_issue,
    make_picture,
    make_sent_issue,
)
from toolbox import publishing, writing

pytestmark = pytest.mark.django_db


def test_news_are_published_articles(client):
    make_article("Ny enkät")
    writing.begin(Article, title="Utkast", values={"lead": "Inget än"})

    text = client.get("/nyheter/").text

    assert ("Ny enkät" in text, "Utkast" in text) == (True, False)


def test_an_article_keeps_its_old_address(client):
    article = make_article("Ny enkät")
    publishing.rename(article, "enkaten-2026", by=None)

    answer = client.get("/nyheter/ny-enkat/")

    assert (answer.status_code, answer.url) == (301, "/nyheter/enkaten-2026/")
    assert "Sätt er ner en halvtimme." in client.get(answer.url).text
    assert client.get("/nyheter/finns-inte/").status_code == 404


def test_the_archive_has_what_was_sent_and_nothing_else(client):
    sent = make_sent_issue(title="Oktober")
    make_issue(title="Utkastet")
    make_sent_issue(title="Internt", is_in_archive=False)

    text = client.get("/nyhetsbrev/").text

    assert [title in text for title in ("Oktober", "Utkastet", "Internt")] == [True, False, False]
    assert client.get(sent.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("columns", [{}, {"is_in_archive": False}])
def test_an_issue_that_is_not_in_the_archive_is_not_there(client, columns):
    issue = make_sent_issue(**columns) if columns else make_issue()

    assert client.get(issue.get_absolute_url()).status_code == 404


def test_an_issue_shows_what_was_sent_with_nothing_of_one_readers_own(client):
    issue = make_issue("text")
    make_block(issue, "event", event=make_event(title="Verktygslådan i praktiken"))
    make_block(issue, "divider")
    for block in issue.blocks.all():
        parts.freeze(block)
    sent = make_sent_issue()
    issue.blocks.update(issue=sent)

    text = client.get(sent.get_absolute_url()).text

    assert "Verktygslådan i praktiken" in text
    assert "mina-val" not in text


def test_an_issue_is_read_whole_by_whatever_name_one_came(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    issue = make_issue("text")
    settings.SITE_URL = "https://sekom.example.org"
    words = {
        "text": '<p><a href="/enkater/">Enkäten</a> <img src="/bilder/2/b.png" alt="Äng"></p>',
        "link_text": "Anmäl dig",
        "link": "/evenemang/",
    }
    make_block(issue, values=words)
    make_block(issue, "image", picture=make_picture())
    for block in issue.blocks.all():
        parts.freeze(block)
    sent = make_sent_issue()
    issue.blocks.update(issue=sent)

    text = client.get(sent.get_absolute_url()).text

    sheet = text[text.index("sk-issue") : text.index("sk-stack")]
    assert re.findall(r'(?:href|src)="(/\w+/|h.*?)', sheet) == [
        "/enkater/",
        "/bilder/",
        "/evenemang/",
        "/bilder/",
    ]


@pytest.mark.parametrize("path", ["/", "/nyheter/", "/nyhetsbrev/"])
def test_lists_ask_as_much_for_one_as_for_three(
    client, django_assert_max_num_queries, path, django_assert_num_queries
):
    make_article()
    make_sent_issue()
    client.get(path)
    with django_assert_max_num_queries(20) as once:
        client.get(path)
    for number in range(2):
        make_article(f"Nyhet {number}")
        make_sent_issue()

    with django_assert_num_queries(len(once)):
        client.get(path)


def test_who_is_logged_in_chooses_instead_of_subscribing(client):
    before = client.get("/nyheter/").text
    client.force_login(make_pair()[0])

    after = client.get("/nyheter/").text

    form, choices = 'action="/nyhetsbrev/prenumerera/"', 'href="/nyhetsbrev/mina-val/"'
    assert [(form in text, choices in text) for text in (before, after)] == [
        (True, False),
        (False, True),
    ]
