"""The feeds: valid Atom with the whole text, and nothing sent twice to who has it."""

import pytest
from defusedxml import ElementTree

from newsletter.models import Article
from tests.newsletter_factories import make_article, make_issue, make_sent_issue
from toolbox import publishing, writing

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"


def entries(answer):
    """[{name: text}] of the entries, in their order; what must be there is."""
    feed = ElementTree.fromstring(answer.content)
    for name in ("id", "title", "updated"):
        assert feed.find(ATOM + name).text
    found = feed.findall(f"{ATOM}entry")
    return [{part.tag.removeprefix(ATOM): part.text for part in entry} for entry in found]


def test_news_and_issues_stand_in_the_feed_with_their_whole_text(client):
    make_article(
        "Enkäten är öppen",
        text='<p>Se <a href="/evenemang/">våra workshoppar</a>.</p>',
        link="/enkater/",
        link_text="Öppna enkäten",
    )
    make_sent_issue(title="Oktober")
    make_sent_issue(title="Bara för styrelsen", is_in_archive=False)
    make_issue(title="Utkast")
    writing.begin(Article, title="Inget än", values={"lead": "Utkast"})

    issue, article = entries(client.get("/nyheter/flode.xml"))

    assert [issue["title"], article["title"]] == ["Oktober", "Enkäten är öppen"]
    assert (issue["summary"], article["summary"]) == ("Fem korta nyheter.", "Svara tillsammans.")
    assert "<h2>Rubrik</h2><p>Text.</p>" in issue["content"]
    assert f'<a href="{SITE}/evenemang/" rel="noopener">våra workshoppar</a>' in article["content"]
    assert f'href="{SITE}/enkater/">Öppna enkäten</a>' in article["content"]


def test_news_keeps_its_name_in_the_feed_when_it_moves(client):
    article = make_article()
    [before] = entries(client.get("/nyheter/flode.xml"))
    publishing.rename(article, "enkaten-2026", by=None)

    [after] = entries(client.get("/nyheter/flode.xml"))

    assert before["id"] == after["id"] == f"{SITE}/newsletter.article/{article.pk}"


def test_a_feed_holds_whatever_was_typed_as_xml(client):
    make_article("Mål < medel\x0b & mer", lead="<b>Fetstil</b>\x1f", text="<p>A &amp; b\x08</p>")

    [article] = entries(client.get("/nyheter/flode.xml"))

    assert (article["title"], article["summary"]) == (
        "Mål < medel & mer",
        "&lt;b&gt;Fetstil&lt;/b&gt;",
    )
    assert "<p>A &amp; b</p>" in article["content"]


def test_programs_read_the_same_as_json(client):
    article = make_article("Mål < medel", lead="Mer & bättre", text="<p>Allt.</p>")

    answer = client.get("/nyheter/flode.json")

    told = answer.json()
    [item] = told["items"]
    assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    assert (told["version"], told["feed_url"]) == (
        "https://jsonfeed.org/version/1.1",
        f"{SITE}/nyheter/flode.json",
    )
    assert "<p>Allt.</p>" in item.pop("content_html")
    assert item == {
        "id": f"{SITE}/newsletter.article/{article.pk}",
        "url": f"{SITE}{article.get_absolute_url()}",
        "title": "Mål < medel",
        "summary": "Mer & bättre",
        "date_published": article.published_at.isoformat(),
    }
    mark = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/nyheter/flode.json", headers=mark).status_code == 304


@pytest.mark.parametrize("path", ["/nyheter/flode.xml", "/flode.xml"])
def test_who_has_the_newest_feed_is_told_so_until_something_comes_out(client, path):
    make_article()
    mark = client.get(path).headers["ETag"]

    again = client.get(path, headers={"If-None-Match": mark})
    make_article("Ny nyhet")
    then = client.get(path, headers={"If-None-Match": mark})

    assert (again.status_code, again.content) == (304, b"")
    assert (then.status_code, len(entries(then))) == (200, 2)


def test_feed_asks_as_much_for_one_as_for_three(client, django_assert_max_num_queries):
    make_article()
    make_sent_issue()
    with django_assert_max_num_queries(10) as once:
        client.get("/nyheter/flode.xml")
    for number in range(2):
        make_article(f"Nyhet {number}")
        make_sent_issue()

    with django_assert_max_num_queries(10) as then:
        found = entries(client.get("/nyheter/flode.xml"))

    assert (len(found), len(once)) == (6, len(then))


@pytest.mark.parametrize("path", ["/nyheter/", "/nyhetsbrev/"])
def test_lists_lead_feed_readers_to_the_feed(client, path):
    assert 'href="/nyheter/flode.xml"' in client.get(path).text
