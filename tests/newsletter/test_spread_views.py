"""The pages to pass an issue on by, and the secretariat's page of who does."""

import io

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from newsletter import spreading, trying
from newsletter.models import OwnCount, Reach, ShareLink
from sekom.outbox import foot
from tests.factories import make_holding, make_member, make_pair, make_secretary
from tests.newsletter_factories import make_issue, make_letter, make_sent_issue, make_subscriber

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _nobody_has_been_here():
    cache.clear()


@pytest.fixture
def contact():
    return make_pair(make_member("Granfors", slug="granfors"))[0]


@pytest.fixture
def issue():
    return make_sent_issue(title="November", subject="Svara tillsammans")


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


def link_of(issue, person):
    member = spreading.members_of(person)[0]
    return spreading.link_to(issue, member=member, person=person)


def page_of(issue):
    return reverse("newsletter:spread_issue", args=[issue.slug])


def foot_of(to, issue):
    return reverse("newsletter:spread_letter", args=[foot.sign(make_letter(to, issue).token)])


def visit(issue, code="", **headers):
    address = reverse("newsletter:count_visit", args=[issue.slug]) + f"?via={code}"
    return Client(headers={"User-Agent": FIREFOX} | headers).post(address)


def visits():
    return list(Reach.objects.values_list("member__slug", "visitor_count"))


def test_a_contact_finds_the_link_and_words_and_looking_makes_nothing(contact, issue):
    client = logged_in(contact)

    first = client.get("/nyhetsbrev/sprid/", follow=True)
    text = first.text

    assert first.redirect_chain == [(page_of(issue), 302)]
    assert text.count(spreading.address_of(link_of(issue, contact))) == 4
    assert "Granfors kommun" in text
    assert not ShareLink.objects.exists()


def test_a_contact_tells_and_hears_what_is_wrong(contact, issue):
    client = logged_in(contact)

    wrong = client.post(page_of(issue), {"channel": "mail", "reader_count": "många"})
    right = client.post(page_of(issue), {"channel": "mail", "reader_count": "240"}, follow=True)

    assert (wrong.status_code, "många" in wrong.text) == (422, True)
    assert "<strong>240</strong>" in right.text
    assert OwnCount.objects.get().member.slug == "granfors"


def test_who_has_seats_at_two_members_chooses(contact, issue):
    make_holding(kind="substitute", person=contact, member=make_member("Borås", slug="boras"))
    client = logged_in(contact)

    client.post(page_of(issue) + "?medlem=boras", {"channel": "teams", "reader_count": 3})

    assert OwnCount.objects.get().member.slug == "boras"
    assert client.get(page_of(issue) + "?medlem=annan").status_code == 404


@pytest.mark.parametrize("columns", [None, {"is_in_archive": False}])
def test_what_is_not_in_the_archive_is_not_spread(contact, columns):
    issue = make_issue() if columns is None else make_sent_issue(**columns)
    client = logged_in(contact)
    code = link_of(issue, contact).code

    asked = [page_of(issue), reverse("newsletter:shared", args=[code])]

    assert [client.get(address).status_code for address in asked] == [404, 404]
    assert client.get("/nyhetsbrev/sprid/").url == "/nyhetsbrev/"


def test_the_draft_for_mail_is_a_file_of_ones_own(contact, issue):
    answer = logged_in(contact).get(reverse("newsletter:spread_draft", args=[issue.slug]))

    assert answer["Content-Type"] == "message/rfc822"
    assert answer["Content-Disposition"] == f'attachment; filename="{issue.slug}.eml"'
    assert b"X-Unsent: 1\r\n" in answer.content


def test_the_foot_of_a_letter_leads_to_words_without_anything_of_its_reader(contact, issue, client):
    address = foot_of(contact, issue)

    text = client.get(address).text

    assert spreading.address_of(link_of(issue, contact)) in text
    assert [one in text for one in (contact.name, contact.email)] == [False, False]
    assert client.get(address + "utkast.eml").status_code == 200
    assert logged_in(contact).get(address).url == page_of(issue) + "?medlem=granfors"


def test_the_foot_of_a_strangers_letter_leads_to_the_issue_itself(issue, client):
    text = client.get(foot_of(make_subscriber(), issue)).text

    assert (issue.get_absolute_url() in text, "/n/" in text) == (True, False)


@pytest.mark.parametrize("word", [foot.sign(trying.NOBODY), "forfalskat"])
def test_the_foot_of_a_trial_or_forged_letter_leads_to_no_issue(issue, client, word):
    answer = client.get(reverse("newsletter:spread_letter", args=[word]))

    assert (answer.status_code, issue.title in answer.text) == (
        404 if word == "forfalskat" else 200,
        False,
    )


def test_a_shared_link_leads_to_the_issue_where_its_colleague_subscribes(contact, issue, client):
    code = link_of(issue, contact).code

    answer = client.get(f"/n/{code}/", follow=True)

    assert answer.redirect_chain == [(f"{issue.get_absolute_url()}?via={code}", 302)]
    assert f"/nyhetsbrev/prenumerera/?via={code}" in answer.text
    assert (visits(), ShareLink.objects.count()) == ([], 0)
    assert client.head(f"/n/{code}/").status_code == 302
    assert client.get("/n/1-1-1-0123456789/").status_code == 404


def test_a_visit_is_counted_for_the_member_and_keeps_its_link(contact, issue):
    link = link_of(issue, contact)

    answers = [visit(issue, link.code), visit(issue, link.code)]

    assert [(answer.status_code, answer.cookies) for answer in answers] == [(204, {})] * 2
    assert visits() == [("granfors", 1)]
    assert ShareLink.objects.get().person == contact


def test_a_link_of_another_issue_and_a_forged_one_count_for_nobody(contact, issue):
    other = link_of(make_sent_issue(), contact)

    visit(issue, other.code)
    visit(issue, "1-1-1-0123456789")

    assert visits() == [(None, 1)]


def test_visits_from_other_websites_and_of_those_logged_in_do_not_count(contact, issue):
    visit(issue, **{"Sec-Fetch-Site": "cross-site"})
    address = reverse("newsletter:count_visit", args=[issue.slug])
    logged_in(contact).post(address, headers={"User-Agent": FIREFOX})

    assert visits() == []


def test_ones_own_page_asks_to_pass_the_newest_issue_on(contact, issue):
    visit(issue, link_of(issue, contact).code)

    text = logged_in(contact).get("/min-sida/").text

    assert "November är ute." in text
    assert "Era länkar har gett 1 besök." in text


def test_the_secretariat_sees_who_spreads_and_takes_it_as_a_sheet(contact, issue, settings):
    settings.REQUIRE_TWO_FACTOR = False
    visit(issue, link_of(issue, contact).code)
    client = logged_in(make_secretary())

    text = client.get(f"/kansli/nyhetsbrev/spridning/?brev={issue.slug}").text
    sheet = client.get("/kansli/nyhetsbrev/spridning/?format=xlsx")

    assert "1 av 1 medlemmar skickar det vidare." in text
    assert "Tack Granfors kommun" in text
    assert contact.name not in text
    rows = openpyxl.load_workbook(io.BytesIO(sheet.getvalue())).active.iter_rows(values_only=True)
    assert list(rows)[1][0] == "Granfors kommun"
    assert client.get("/kansli/nyhetsbrev/spridning/?brev=finns-inte").status_code == 404


@pytest.mark.parametrize(("code", "is_drawn"), [("0319", True), ("9905", False)])
def test_the_map_is_drawn_for_who_spreads_and_lies_on_it(settings, issue, code, is_drawn):
    settings.REQUIRE_TWO_FACTOR = False
    contact = make_pair(make_member("Granfors", slug="granfors", code=code))[0]
    visit(issue, link_of(issue, contact).code)

    text = logged_in(make_secretary()).get("/kansli/nyhetsbrev/spridning/").text

    assert ("sweden.svg" in text, "finns på kartan" in text) == (is_drawn, not is_drawn)


def test_the_secretariat_puts_thanks_into_a_draft(contact, issue, settings):
    settings.REQUIRE_TWO_FACTOR = False
    visit(issue, link_of(issue, contact).code)
    client, draft = logged_in(make_secretary()), make_issue()

    nowhere = client.post("/kansli/nyhetsbrev/spridning/", {"draft": issue.pk}, follow=True)
    there = client.post("/kansli/nyhetsbrev/spridning/", {"draft": draft.pk}, follow=True)

    assert "Välj ett brev som skrivs." in nowhere.text
    assert "Tacket står sist i brevet." in there.text
    assert "Tack Granfors kommun" in draft.blocks.last().values["text"]
