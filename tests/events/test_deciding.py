from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse

from events import deciding, preparing
from events.models import Decision, Event, Notes
from members.models import Group
from sekom.text import STOCKHOLM
from tests.event_factories import make_meeting
from tests.factories import make_group, make_pair, make_secretary

MARCH = datetime(2027, 3, 9, 10, tzinfo=STOCKHOLM)


@pytest.fixture
def by(settings):
    settings.REQUIRE_TWO_FACTOR = False
    return make_secretary()


def make_item(by, **event):
    return preparing.add_item(make_meeting(**event), {"title": "Budget"}, by=by)


@pytest.mark.django_db
def test_two_meetings_in_a_month_share_its_numbers(by):
    one, other = make_item(by, starts_at=MARCH), make_item(by, starts_at=MARCH)
    april = make_item(by, starts_at=MARCH.replace(month=4))

    made = [
        deciding.decide(item, text=f"Beslut {number}", by=by)
        for number, item in enumerate([one, other, one, april])
    ]

    assert [str(decision) for decision in made] == [
        "2027-03 §1",
        "2027-03 §2",
        "2027-03 §3",
        "2027-04 §1",
    ]


@pytest.mark.django_db
def test_the_same_words_are_decided_once_and_by_those_who_took_part(by):
    item = make_item(by, starts_at=MARCH)
    Notes.objects.update(participants="Styrelsen")

    made = [deciding.decide(item, text=" Vi antar budgeten. ", by=by) for _press in range(2)]

    assert made[0] == made[1]
    assert [made[0].text, made[0].participants] == ["Vi antar budgeten.", "Styrelsen"]


@pytest.mark.django_db
def test_change_keeps_the_number_and_withdraw_takes_it_away(by):
    decision = deciding.decide(make_item(by, starts_at=MARCH), text="Ja.", by=by)

    changed = deciding.change(decision, text="Nej.", participants="Alla", by=by)
    said = [str(changed), changed.text, changed.participants]
    deciding.withdraw(changed, by=by)

    assert [said, Decision.objects.count()] == [["2027-03 §1", "Nej.", "Alla"], 0]


@pytest.mark.django_db(transaction=True)
def test_many_who_decide_at_once_get_a_number_each():
    by = make_secretary()
    items = [make_item(by, starts_at=MARCH) for _meeting in range(6)]

    def decide(item):
        try:
            return str(deciding.decide(item, text="Ja.", by=by))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        names = list(pool.map(decide, items))

    assert sorted(names) == [f"2027-03 §{number}" for number in range(1, 7)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["2027-03 §2", "2027-03 §1"]),
        ("2027-03 §2", ["2027-03 §2"]),
        ("2027-03§1", ["2027-03 §1"]),
        ("enkät", ["2027-03 §2"]),
        ("avgift medlem", ["2027-03 §1"]),
        ("§", ["2027-03 §2", "2027-03 §1"]),
        ("99999999999", []),
        ("'; drop table", []),
    ],
)
def test_decisions_are_found_by_words_and_number(by, asked, found):
    item = make_item(by, starts_at=MARCH)
    deciding.decide(item, text="Avgiften för medlemmar höjs.", by=by)
    deciding.decide(item, text="En enkät görs.", by=by)

    assert [str(one) for one in Decision.objects.with_meeting().saying(asked)] == found


@pytest.mark.django_db
def test_the_page_of_decisions_shows_what_one_may_read(client, by):
    open_item = make_item(by, starts_at=MARCH)
    draft, board = make_item(by), make_group(Group.Kind.BOARD)
    closed = make_item(by, kind=Event.Kind.MEETING, group=board)
    for item, text in ((open_item, "Öppet"), (draft, "Utkast"), (closed, "Styrelsens")):
        deciding.decide(item, text=text, by=by)
    Notes.objects.exclude(event=draft.event).update(state="out")

    def shown(person):
        client.force_login(person)
        page = client.get(reverse("events:decisions")).content.decode()
        return [text in page for text in ("Öppet", "Utkast", "Styrelsens")]

    politician, _officer = make_pair()
    assert [shown(politician), shown(by)] == [[True, False, False], [True, True, True]]


@pytest.mark.django_db
def test_the_sheets_hold_what_the_pages_show_and_no_formula(client, by):
    item = make_item(by, starts_at=MARCH, slug="marsmotet")
    deciding.decide(item, text="=1+1", by=by)
    client.force_login(by)

    def rows(name):
        answer = client.get(reverse(f"events:{name}"), {"format": "xlsx"})
        book = openpyxl.load_workbook(BytesIO(b"".join(answer)))
        return [list(row) for row in book.active.iter_rows(min_row=2, values_only=True)]

    (decided,), (met,) = rows("decisions"), rows("meetings")
    assert [decided[0], decided[1], decided[3].date()] == ["2027-03 §1", "'=1+1", MARCH.date()]
    assert [met[0], met[1].date(), met[4]] == [str(item.event), MARCH.date(), 1]
