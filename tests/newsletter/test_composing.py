"""Letters that survive Outlook, dark mode, editors' braces and being read as text."""

import re

import pytest
from django.template import Context, Engine

from newsletter import composing, parts
from newsletter.models import Block
from tests import newsletter_colours as colours
from tests.event_factories import make_event
from tests.factories import make_tool
from tests.newsletter_factories import make_article, make_block, make_file, make_issue, make_picture

pytestmark = pytest.mark.django_db

READER = {"token": "t-1", "site_url": "https://portal.example.org", "brace": "{"}


@pytest.fixture
def issue(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.SITE_URL = "https://portal.example.org"
    return make_issue("text", title="Nyhetsbrev oktober")


def filled(template, values=READER):
    return Engine().from_string(template).render(Context(values, autoescape=False))


def test_a_letter_says_in_text_what_it_says_in_html(issue):
    block = issue.blocks.get()
    block.values = {
        "heading": "Svara tillsammans",
        "text": '<p>Öppna <a href="/enkater/">enkäten</a>.</p><ul><li>ett</li><li>två</li></ul>',
        "link_text": "Öppna",
        "link": "/enkater/",
    }
    block.save()

    source = composing.source_of(issue)

    assert filled(source["text"]).split("\n-- ")[0] == (
        "Nyhetsbrev oktober\n\n"
        "Svara tillsammans\n-----------------\n\n"
        "Öppna enkäten (https://portal.example.org/enkater/).\n\n"
        "- ett\n\n- två\n\n"
        "Öppna: https://portal.example.org/enkater/\n"
    )
    html = filled(source["html"])
    assert 'href="https://portal.example.org/enkater/"' in html
    assert "Svara tillsammans</h2>" in html


def test_each_reader_gets_addresses_of_their_own_and_nothing_else(issue):
    source = composing.source_of(issue)

    one, other = (filled(source["html"], READER | {"token": token}) for token in ("t-1", "t-2"))

    assert one.replace("t-1", "t-2") == other
    assert sorted(set(re.findall(r'href="([^"]*t-1[^"]*)"', one))) == [
        "https://portal.example.org/nyhetsbrev/mina-val/t-1/",
        "https://portal.example.org/nyhetsbrev/mina-val/t-1/#avsluta",
        "https://portal.example.org/nyhetsbrev/sprid/t-1/",
    ]


@pytest.mark.parametrize("words", ["{{ token }}", "{% now 'Y' %}", "{# x #}", "{{{ token }}}"])
def test_what_an_editor_writes_is_never_a_template(issue, words):
    issue.subject = words
    block = issue.blocks.get()
    block.values = {"heading": words, "text": f"<p>{words}</p>"}
    block.save()

    source = composing.source_of(issue)

    assert filled(source["subject"]) == words
    assert filled(source["text"]).count(words) == 2
    shown = filled(source["html"]).replace("&#123;", "{").replace("&#x27;", "'")
    assert shown.count(words) == 4  # title, name of the page, heading and text


def test_markup_in_words_stays_words(issue):
    issue.subject = "<script>alert(1)</script>"
    block = issue.blocks.get()
    block.values = {"heading": "<img onerror=x>", "text": "<script>1</script><p>Text</p>"}
    block.save()

    html = composing.source_of(issue)["html"]

    assert "<script" not in html
    assert "<img onerror" not in html


@pytest.fixture
def whole(issue):
    """An issue with every kind of block."""
    picture, file = make_picture(width=2400, height=600), make_file(issue)
    rich = {
        "heading": "Rubrik",
        "text": "<h3>Mindre</h3><p>Text<br>rad</p>",
        "link": "https://a.se/",
    }
    for kind in Block.Kind.values:
        values = rich | {"link_text": "Tryck", "more_heading": "Andra", "more": "<p>Mer</p>"}
        make_block(
            issue,
            kind,
            values=values,
            picture=picture,
            article=make_article(f"Nyhet {kind}", link_text="Läs", link="/enkater/"),
            event=make_event(title=f"Workshop {kind}"),
            tool=make_tool(f"Verktyg {kind}"),
            file=file,
        )
    return issue


def test_a_file_stands_in_text_and_html_with_its_kind_size_and_link(issue):
    file = make_file(issue, "Dagordning.pdf", b"%PDF-" + bytes(1_258_291), along=True)

    source = composing.source_of(issue)

    address = f"https://portal.example.org{file.get_absolute_url()}"
    assert f"Dagordning.pdf\n{'-' * 14}\n\nPDF, 1,2\xa0MB" in source["text"]
    assert source["text"].count(address) == 1
    assert set(re.findall(r'href="([^"]*/fil/[^"]*)"', source["html"])) == {address}
    assert "PDF, 1,2\xa0MB" in source["html"]


def test_every_block_is_made_of_tables_that_outlook_reads(whole):
    html = composing.page_of(whole, [parts.of(block) for block in whole.blocks.all()])

    assert re.findall(r"display:\s*(?:flex|grid)|position:\s*(?:absolute|fixed)", html) == []
    assert "<!--[if mso | IE]><table" in html
    assert all('width="' in image for image in re.findall(r"<img[^>]*>", html))
    assert all("alt=" in image for image in re.findall(r"<img[^>]*>", html))
    assert len(html.encode()) < composing.MOST_BYTES
    for width in map(int, re.findall(r'<img[^>]*width="(\d+)"', html)):
        assert width <= composing.WIDTH


def test_a_letter_has_no_pixel_and_no_link_that_goes_by_us(whole):
    html = filled(composing.source_of(whole)["html"])

    pictures = set(re.findall(r'<img[^>]*src="([^"]*)"', html))
    assert [address for address in pictures if "t-1" in address] == []
    assert "https://a.se/" in re.findall(r'href="([^"]*)"', html)


@pytest.mark.parametrize("name", colours.PAIRS)
def test_colours_can_be_read_in_light_in_dark_and_turned_around(name):
    pairs = [*colours.PAIRS[name], *map(colours.inverted, colours.PAIRS[name])]

    assert [pair for pair in pairs if colours.contrast(pair) < colours.LEAST_CONTRAST] == []


def test_the_colours_are_those_of_the_letter(whole):
    html = composing.page_of(whole, [parts.of(block) for block in whole.blocks.all()])

    wanted = {colour for pairs in colours.PAIRS.values() for pair in pairs for colour in pair}
    assert {colour for colour in wanted if colour not in html} == set()


def test_what_was_frozen_stays_as_it_was_sent(whole):
    block = whole.blocks.get(kind="event")
    before = parts.of(block)
    parts.freeze(block)

    block.event.title = "Inställd"
    block.event.save()

    block.refresh_from_db()
    assert parts.of(block) == before
    assert before.heading == "Workshop event"


def test_news_lead_on_by_a_link_and_a_button_is_for_what_is_asked(issue):
    article = make_article(link="/enkater/", link_text="Öppna enkäten")
    make_block(issue, "article", article=article)
    make_block(issue, "button", values={"link_text": "Anmäl er", "link": "/evenemang/"})

    html = filled(composing.source_of(issue)["html"])

    links = dict(re.findall(r'<a [^>]*style="([^"]*)"[^>]*>\s*(Öppna enkäten|Anmäl er)', html))
    assert {words: "background" in style for style, words in links.items()} == {
        "Öppna enkäten": False,
        "Anmäl er": True,
    }
