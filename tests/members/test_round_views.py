"""The secretariat's pages of asking."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members import verifying
from members.models import Inquiry, Round, today
from sekom.outbox.models import Mailing
from tests.factories import make_holding, make_member, make_pair, make_person, make_secretary

pytestmark = pytest.mark.django_db

ASK = "/kansli/medlemmar/fragor/ny/"
CHANGE = "/kansli/medlemmar/mandatskifte/"


@pytest.fixture
def office(client, settings):
    """A browser of the secretariat's."""
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(make_secretary())
    return client


@pytest.fixture
def round():
    make_pair(make_member("Boden"))
    return verifying.open_round(
        verifying.contacts(), answer_by=today() + timedelta(days=20), by=make_secretary()
    )


def test_review_says_the_number_and_opens_the_round_once(office):
    make_pair()
    make_holding(kind="officer", confirmed=False)
    page = office.get(ASK, {"vem": "alla"})
    unsure = office.get(ASK, {"vem": "osakra"})
    sent = {"answer_by": (today() + timedelta(days=14)).isoformat()}

    answers = [office.post(f"{ASK}?vem=osakra", sent) for _time in range(2)]

    round = Round.objects.get()
    assert (page.context["person_count"], unsure.context["person_count"]) == (3, 1)
    assert "Skicka till 3" in page.content.decode()
    assert [answer.url for answer in answers] == [round.get_absolute_url()] * 2
    assert round.inquiries.count() == 1


def test_review_refuses_a_day_too_far_away_and_keeps_it(office):
    make_pair()

    answer = office.post(ASK, {"answer_by": "2999-01-01"})

    assert answer.status_code == 422
    assert "2999-01-01" in answer.content.decode()
    assert Round.objects.count() == 0


def test_mandate_change_proposes_the_real_day_and_asks_both(office):
    with time_machine.travel(date(2026, 11, 22)):
        make_holding(member=(member := make_member()), ends_on=date(2026, 12, 31))
        make_holding(member=member, kind="officer")
        make_pair()
        make_holding(ends_on=date(2030, 12, 31))
        known = office.get(CHANGE, {"mandates_end_on": "2026-12-31"})
        proposed = office.get(CHANGE)
        office.post(f"{CHANGE}?mandates_end_on=2026-12-31", {"answer_by": "2026-12-12"})

    round = Round.objects.get()
    assert "15 oktober 2026" in proposed.content.decode()
    assert "1 januari 2027" in proposed.content.decode()
    assert (known.context["person_count"], proposed.context["person_count"]) == (2, 4)
    assert (round.kind, round.mandates_end_on) == ("mandate_change", date(2026, 12, 31))
    assert round.inquiries.count() == 2


def test_mandate_change_of_a_hundred_members_takes_one_page_and_one_button(office):
    for _number in range(100):
        make_pair()

    page = office.get(CHANGE)
    office.post(CHANGE, {"answer_by": (today() + timedelta(days=14)).isoformat()})

    assert page.context["member_count"] == 100
    assert Mailing.objects.several().get().deliveries.count() == 200


def test_rounds_are_listed_with_how_many_have_answered(office, round):
    inquiry = round.inquiries.with_names().first()
    verifying.answer_right(inquiry, by=inquiry.holding.person)

    page = office.get("/kansli/medlemmar/fragor/").content.decode()

    assert "1 av 2" in page.replace("\xa0", " ")


def test_round_asks_as_often_for_many_contacts_as_for_two(office, round):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert office.get(round.get_absolute_url()).status_code == 200
        return len(found)

    queries()
    two = queries()
    for _number in range(3):
        holding = make_holding(kind="officer")
        Inquiry.objects.create(round=round, holding=holding, new_email="ny@example.org")

    assert queries() == two


def test_round_can_be_undone_within_a_minute_and_not_later(office, round):
    address = f"/kansli/medlemmar/fragor/{round.pk}/angra/"
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        late = office.post(address, follow=True)

    office.post(address)

    assert "för sent att ångra" in late.content.decode()
    assert Round.objects.count() == 0


def test_new_address_is_used_or_left_from_the_round(office, round):
    first, second = round.inquiries.with_names()
    Inquiry.objects.filter(pk=first.pk).update(new_email="ny@example.org")
    Inquiry.objects.filter(pk=second.pk).update(new_email=make_person().email)
    page = office.get(round.get_absolute_url()).content.decode()

    def judge(inquiry, value):
        address = f"/kansli/medlemmar/fragor/adress/{inquiry.pk}/"
        return office.post(address, {"val": value}, follow=True).content.decode()

    used = judge(first, "byt")
    refused = judge(second, "byt")
    judge(second, "behall")

    first.holding.person.refresh_from_db()
    assert "Använd ny@example.org" in page
    assert first.holding.person.email == "ny@example.org"
    assert "ny@example.org" in used
    assert "Någon annan i registret har adressen" in refused
    assert not Inquiry.objects.with_new_address().exists()


def test_sheet_has_a_row_for_each_member_and_no_formulas(office, round):
    Inquiry.objects.update(note="=1+1")

    answer = office.get(f"/kansli/medlemmar/fragor/{round.pk}/svar.xlsx")

    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][0] == "Boden kommun"
    assert rows[1][5] == "'=1+1"


def test_confirming_on_the_members_page_answers_the_round(client, round):
    inquiry = round.inquiries.with_names().first()
    client.force_login(inquiry.holding.person)

    client.post(f"/medlemmar/uppdrag/{inquiry.holding_id}/bekrafta/")

    inquiry.refresh_from_db()
    assert inquiry.answer == "right"
