"""The website: pages the secretariat writes, forms that visitors send, and what engines read."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from members.models import Document, Member
from newsletter import loading
from newsletter.models import Page
from sekom.outbox.models import Delivery
from tests.factories import make_member, make_secretary
from toolbox import publishing, writing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def pages():
    loading.load_pages()


def a_pdf(name):
    return SimpleUploadedFile(name, b"%PDF-1.7\n%exempel", content_type="application/pdf")


def letters(kind):
    """[(address, values)] of the letters of this kind."""
    found = Delivery.objects.filter(mailing__kind=kind).order_by("email")
    return [(delivery.email, delivery.values) for delivery in found]


# --- Pages --------------------------------------------------------------------------------------


def test_first_pages_are_made_once_and_what_was_written_since_stays():
    made = loading.load_pages()
    page = Page.objects.get(slug="kontakt")
    writing.save_draft(page, {"title": "Skriv till oss"}, version=page.version)
    publishing.publish(page, by=None)

    again = loading.load_pages()

    assert (made, again) == (len(json.loads(loading.FIRST_PAGES.read_text())), 0)
    assert Page.objects.get(slug="kontakt").title == "Skriv till oss"


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/om-sekom/", "Om Sveriges Ekokommuner"),
        ("/bli-medlem/", "Bli medlem"),
        ("/kontakt/", "Kontakta kansliet"),
        ("/tillganglighet/", "Tillgänglighetsredogörelse"),
        ("/kakor/", "Kakor"),
    ],
)
def test_a_page_is_read_by_everybody(client, pages, address, heading):
    page = client.get(address).content.decode()

    assert f"<h1>{heading}</h1>" in page
    assert f"<title>{heading} – Sveriges Ekokommuner</title>" in page
    assert f'<meta property="og:title" content="{heading}">' in page


def test_start_page_has_its_heading_from_the_page_about_it(client, pages):
    page = Page.objects.get(part="start")
    writing.save_draft(page, {"title": "Ny rubrik"}, version=page.version)
    publishing.publish(page, by=None)

    answer = client.get("/").content.decode()

    assert "<h1>Ny rubrik</h1>" in answer
    assert 'href="/bli-medlem/"' in answer


def test_menu_and_foot_lead_to_the_pages_placed_in_them(client, pages):
    page = client.get("/").content.decode()

    assert page.index('href="/om-sekom/"') < page.index("<main")
    assert page.index('href="/kontakt/"') > page.index("<footer")


def test_a_draft_is_read_by_nobody(client, pages):
    writing.begin(Page, title="Hemlig sida", slug="hemlig")
    client.force_login(make_secretary())

    assert client.get("/hemlig/").status_code == 404


def test_an_old_address_leads_to_the_page_for_ever(client, pages):
    page = Page.objects.get(slug="om-sekom")
    for slug in ("om-oss", "foreningen"):
        page = publishing.rename(page, slug, by=None)

    answers = [client.get(f"/{slug}/") for slug in ("om-sekom", "om-oss", "foreningen")]

    assert [answer.status_code for answer in answers] == [301, 301, 200]
    assert [answer.url for answer in answers[:2]] == ["/foreningen/"] * 2


# --- Forms --------------------------------------------------------------------------------------


def test_what_a_visitor_writes_comes_to_everybody_in_the_secretariat(client, pages):
    people = sorted(make_secretary().email for _number in range(2))
    given = {"name": "Ada", "email": "ada@example.org", "text": "Hej!", "homepage": ""}

    answer = client.post("/kontakt/", given)

    values = {
        "from_name": "Ada",
        "from_email": "ada@example.org",
        "text": "Hej!",
        "page": "Kontakta kansliet",
        "about_page": "",
    }
    assert (answer.status_code, answer.url) == (302, "/kontakt/")
    assert letters("newsletter/heard") == [(email, values) for email in people]


def test_an_obstacle_is_told_with_the_page_it_is_on(client, pages):
    make_secretary()
    given = {"name": "Ada", "email": "ada@example.org", "text": "Går inte", "about": "Kartan"}

    client.post("/tillganglighet/", given)

    [(_email, values)] = letters("newsletter/heard")
    assert (values["about_page"], values["text"]) == ("Kartan", "Går inte")


def test_what_was_typed_stays_when_it_cannot_be_sent(client, pages):
    answer = client.post("/kontakt/", {"name": "Ada", "email": "ada", "text": "Hej!"})

    assert answer.status_code == 422
    assert 'value="Ada"' in answer.content.decode()
    assert letters("newsletter/heard") == []


def test_a_letter_that_nobody_can_take_is_refused_in_words(client, pages):
    given = {"name": "Ada", "email": "ada@example.org", "text": "Hej!"}

    answer = client.post("/kontakt/", given)

    assert answer.status_code == 422
    assert "Mejla oss i stället" in answer.content.decode()


def test_machines_that_fill_in_what_people_do_not_see_are_refused(client, pages):
    make_secretary()
    given = {"name": "Ada", "email": "a@example.org", "text": "Hej!", "homepage": "x"}

    assert client.post("/kontakt/", given).status_code == 422
    assert letters("newsletter/heard") == []


def test_who_writes_too_often_is_asked_to_wait(client, pages):
    make_secretary()
    given = {"name": "Ada", "email": "ada@example.org", "text": "Hej!"}

    answers = [
        client.post("/kontakt/", given, REMOTE_ADDR="198.51.100.7").status_code
        for _time in range(6)
    ]

    assert answers == [302] * 5 + [422]


def test_visitors_behind_the_proxy_are_told_apart_and_cannot_make_themselves_up(
    client, pages, settings
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make_secretary()
    given = {"name": "Ada", "email": "ada@example.org", "text": "Hej!"}

    told = [*(f"192.0.2.{made_up}, 198.51.100.17" for made_up in range(6)), "198.51.100.18"]

    answers = [
        client.post("/kontakt/", given, headers={"X-Forwarded-For": addresses}).status_code
        for addresses in told
    ]

    assert answers == [302] * 5 + [422, 302]


def an_application(**changed):
    given = {
        "place": "Kalix kommun",
        "decided_on": "2026-09-01",
        "diary_number": "KS 2026-12",
        "decision": a_pdf("beslut.pdf"),
        "programme": a_pdf("program.pdf"),
        "name": "Ada",
        "title": "Strateg",
        "email": "ada@example.org",
    }
    return given | changed


def test_an_application_becomes_a_member_that_has_applied_with_its_documents(client, pages):
    secretary = make_secretary()

    answer = client.post("/bli-medlem/", an_application(), REMOTE_ADDR="198.51.100.8")

    member = Member.objects.get(code="2514")
    documents = Document.objects.filter(member=member).order_by("kind")
    assert answer.status_code == 302
    assert (member.status, member.diary_number) == ("applied", "KS 2026-12")
    assert [(one.kind, one.name) for one in documents] == [
        ("decision", "beslut.pdf"),
        ("programme", "program.pdf"),
    ]
    assert [email for email, _values in letters("newsletter/application")] == [secretary.email]
    assert [email for email, _values in letters("newsletter/applied")] == ["ada@example.org"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"place": "Atlantis"}, "Det finns ingen sådan kommun eller region."),
        ({"decided_on": "2030-01-01"}, "Ansök när beslutet är fattat."),
        ({"decision": SimpleUploadedFile("beslut.pdf", b"<html>")}, "Vi tar emot PDF"),
        ({"programme": ""}, "Fyll i det här."),
    ],
)
def test_an_application_that_cannot_be_taken_says_why(client, pages, changed, words):
    given = {name: value for name, value in an_application(**changed).items() if value != ""}

    answer = client.post("/bli-medlem/", given, REMOTE_ADDR="198.51.100.9")

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("status", "words"),
    [("member", "är medlem redan"), ("applied", "har redan ansökt")],
)
def test_a_member_does_not_apply_again(client, pages, status, words):
    make_member("Kalix", code="2514", status=status)

    answer = client.post("/bli-medlem/", an_application(), REMOTE_ADDR="198.51.100.10")

    assert answer.status_code == 422
    assert words in answer.content.decode()


# --- Engines ------------------------------------------------------------------------------------


def test_sitemap_has_what_everybody_may_read_and_nothing_else(client, pages):
    make_member("Granfors", slug="granfors")
    make_member("Sökt", slug="sokt", status="applied")
    writing.begin(Page, title="Hemlig sida", slug="hemlig")

    answer = client.get("/sitemap.xml").content.decode()

    assert "<loc>http://127.0.0.1:8000/medlemmar/granfors/</loc>" in answer
    assert "<loc>http://127.0.0.1:8000/om-sekom/</loc>" in answer
    assert "sokt" not in answer
    assert "hemlig" not in answer


def test_robots_leave_the_closed_parts_alone(client):
    answer = client.get("/robots.txt").content.decode()

    assert "Disallow: /kansli/\n" in answer
    assert answer.endswith("/sitemap.xml\n")


def test_feed_tells_of_what_is_published_and_keeps_its_name_when_it_moves(client, pages):
    writing.begin(Page, title="Hemlig sida", slug="hemlig")
    page = Page.objects.get(slug="om-sekom")
    before = client.get("/flode.xml").content.decode()
    publishing.rename(page, "foreningen", by=None)

    after = client.get("/flode.xml").content.decode()

    name = f"<id>http://127.0.0.1:8000/newsletter.page/{page.pk}</id>"
    assert "<title>Om Sveriges Ekokommuner</title>" in before
    assert "/om-sekom/" in before
    assert "/foreningen/" in after
    assert (name in before, name in after) == (True, True)
    assert "Hemlig" not in before
