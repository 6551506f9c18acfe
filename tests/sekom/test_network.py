"""How it looks at the members: one page, the rows behind its numbers, and the same as PDF."""

import io
import re
from datetime import date, timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from members import standing
from members.models import Group
from sekom import network, pdf
from sekom.network import Line
from surveys.results import CountyRate
from tests.factories import (
    make_example,
    make_holding,
    make_journey,
    make_member,
    make_pair,
    make_secretary,
    sit_in,
)
from tests.survey_factories import make_response, make_round
from toolbox import walking
from toolbox.models import Example

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False  # tests/sekom/test_two_factor.py


@pytest.fixture
def world():
    """Two members in one county, two rounds, two journeys and an example."""
    whole, alone = make_member("Arby", county="17"), make_member("Borby", county="17")
    pair = make_pair(whole)
    make_holding(member=alone, ends_on=date.today() + timedelta(days=20))
    before = make_round(closed=True, title="Förra", slug="forra")
    newest = make_round(title="Nya", slug="nya")
    before.opened_at = newest.opened_at - timedelta(days=300)
    before.save()
    make_response(before, whole, answers={"home": "bygg"}, signed="both")
    make_response(newest, whole, answers={"home": "bygg"}, signed="both")
    make_response(newest, alone)
    make_response(make_round(opened=False, slug="utkast"), whole)
    make_journey(pair=pair)
    ended, _politician, officer = make_journey(pair=pair)
    walking.end(ended, by=officer)
    make_example(whole, by=officer)
    make_example(whole, by=officer, state=Example.State.DRAFT)


def test_read_counts_all_that_the_page_tells(world):
    read = network.read(make_secretary())

    contacts = {line.label: line.count for line in read.contacts if line.count}
    assert read.gaps == [
        Line("Båda kontakterna", 1, "/medlemmar/?par=bada"),
        Line("Saknar politiker", 0, "/medlemmar/?par=politiker"),
        Line("Saknar tjänsteperson", 1, "/medlemmar/?par=tjansteperson"),
        Line("Saknar båda", 0, "/medlemmar/?par=ingen"),
        Line("Båda kontakterna, varav någon osäker", 0, "/medlemmar/?vy=luckor&visa=osaker"),
    ]
    assert contacts == {"Bekräftad inom ett halvår": 3, "Mandatet slutar inom tre månader": 1}
    assert read.answers == [
        Line("Nya", 1, "/kansli/enkater/omgang/nya/", rate=50, of=2),
        Line("Förra", 1, "/kansli/enkater/omgang/forra/", rate=100, of=1),
    ]
    assert [(line.count, line.url) for line in read.learning] == [
        (1, "/kansli/arbetsgangar/"),
        (1, "/kansli/arbetsgangar/"),
        (1, "/verktygslada/exempel/"),
    ]
    assert read.counties == [
        network.CountyLine(
            standing.County("17", "Värmlands län", members=2, both=1, fresh=1),
            CountyRate("Värmlands län", asked=2, answered=1),
        )
    ]


def test_read_of_an_empty_network_tells_of_nothing(db):
    read = network.read(make_secretary())

    assert (read.answers, read.newest, read.counties) == ([], None, [])
    assert {line.count for line in (*read.gaps, *read.contacts, *read.learning)} == {0}


ADDRESSES = {
    "/medlemmar/",
    "/medlemmar/?par=bada",
    "/medlemmar/?par=tjansteperson",
    "/medlemmar/?lan=17",
    "/medlemmar/?lan=17&par=bada",
    "/natverket/rapport.pdf",
    "/natverket/kontakter/farska/",
    "/natverket/kontakter/mandat/",
    "/verktygslada/exempel/",
}
OFFICE = {
    "/kansli/enkater/omgang/nya/",
    "/kansli/enkater/omgang/forra/",
    "/kansli/arbetsgangar/",
}
OTHERS = {"/enkater/nya/resultat/", "/enkater/forra/resultat/", "/arbetsgangar/"}


def test_every_number_leads_where_its_reader_may_go(world, client):
    for reader, own in ((sit_in(Group.Kind.BOARD), OTHERS), (make_secretary(), OFFICE)):
        client.force_login(reader)
        page = client.get("/natverket/").content.decode()
        inside = re.search(r"<main.*</main>", page, re.DOTALL)[0]
        found = re.findall(r'<a [^>]*href="(/[^"]*)"', inside)
        addresses = {address.replace("&amp;", "&") for address in found}

        answers = {address: client.get(address).status_code for address in addresses}

        assert answers == dict.fromkeys(ADDRESSES | own, 200)


def test_page_shows_the_numbers(world, client):
    client.force_login(make_secretary())

    page = " ".join(client.get("/natverket/").content.decode().split())

    assert "1 av 2 medlemmar har båda kontakterna." in page
    assert "1 av 2 medlemmar har skickat in" in page
    assert f"Läget i nätverket den {timezone.localdate().day} " in page


def test_page_asks_as_much_for_three_members_as_for_one(client, django_assert_max_num_queries):
    def asked():
        with django_assert_max_num_queries(40) as queries:
            client.get("/natverket/")
        return len(queries)

    client.force_login(sit_in(Group.Kind.BOARD))
    make_response(make_round(), make_member(joined_on=timezone.localdate()))
    asked()
    for_one = asked()
    for _number in range(2):
        make_pair(member := make_member(joined_on=timezone.localdate()))
        make_response(make_round(), member)

    assert asked() == for_one


def test_contacts_behind_a_number_are_named_with_their_member(world, client):
    client.force_login(sit_in(Group.Kind.BOARD))

    ending = client.get(reverse("network_contacts", args=["mandat"])).content.decode()
    silent = client.get(reverse("network_contacts", args=["tysta"])).content.decode()

    assert re.findall(r'<a class="sk-title-link" href="[^"]*">([^<]*)<', ending) == ["Borby kommun"]
    assert "Ingen just nu" in silent
    assert client.get("/natverket/kontakter/okand/").status_code == 404


def test_pages_are_not_there_for_a_contact(world, client):
    client.force_login(make_pair()[0])

    addresses = ("/natverket/", "/natverket/rapport.pdf", "/natverket/kontakter/mandat/")

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_report_is_a_tagged_pdf_with_a_title(world, client):
    client.force_login(sit_in(Group.Kind.BOARD))

    response = client.get("/natverket/rapport.pdf")

    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "sv"
        assert document.docinfo["/Title"] == "Så ser det ut hos medlemmarna"


def test_report_says_what_to_install_where_pdf_cannot_be_made(client, monkeypatch):
    def unavailable():
        raise pdf.PdfUnavailable

    monkeypatch.setattr(pdf, "_weasyprint", unavailable)
    client.force_login(make_secretary())

    page = client.get("/natverket/rapport.pdf", follow=True)

    assert page.redirect_chain == [("/natverket/", 302)]
    assert pdf.APT_LINE in page.content.decode()
