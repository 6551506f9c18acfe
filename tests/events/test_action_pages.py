from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import acting
from events.models import Action
from members.models import Group, Seat, today
from tests.event_factories import make_action, make_meeting
from tests.factories import (
    make_expert,
    make_group,
    make_holding,
    make_pair,
    make_seat,
    make_secretary,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def as_person(client):
    """Call it with a person to be that person."""

    def as_person(person):
        client.force_login(person)
        return client

    return as_person


def in_days(days):
    return today() + timedelta(days=days)


def rows_of(response):
    """The titles of the actions that a page lists."""
    return [action.title for action in response.context["page"]]


def test_the_list_shows_what_is_open_and_what_else_is_asked_for(as_person):
    expert, secretary = make_expert(), make_secretary()
    group, meeting = make_group(Group.Kind.EXPERT_GROUP), make_meeting("Sommarmötet")
    late = make_action("Sen", due_on=in_days(1), meeting=meeting, by=secretary)
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-1))
    mine = make_action("Min", responsible=[group], due_on=in_days(9), by=secretary)
    acting.start(mine, by=expert)
    acting.finish(make_action("Klar", by=secretary), by=secretary)
    make_action("Löpande", by=secretary)
    client = as_person(expert)

    def asked(**query):
        return rows_of(client.get(reverse("events:actions"), query))

    assert asked() == ["Sen", "Min", "Löpande"]
    assert asked(lage="sena") == ["Sen"]
    assert asked(lage="nya") == ["Sen", "Löpande"]
    assert asked(lage="pagar") == ["Min"]
    assert asked(lage="klara") == ["Klar"]
    assert asked(lage="alla") == ["Sen", "Min", "Klar", "Löpande"]
    assert asked(ansvarig="jag") == asked(ansvarig=group.slug) == ["Min"]
    assert asked(mote=meeting.slug) == ["Sen"]
    assert asked(lage="utgar", sida="9") == []
    assert asked(lage="finns inte", ansvarig="x", mote="x") == ["Sen", "Min", "Löpande"]


def test_the_workbook_holds_what_the_list_shows(as_person):
    meeting = make_meeting("Sommarmötet")
    make_action("=Skicka", meeting=meeting, responsible=["BTH"], due_on=in_days(9))
    acting.finish(make_action("Klar"), by=make_secretary())

    response = as_person(make_secretary()).get(reverse("events:actions_sheet"))

    sheet = openpyxl.load_workbook(BytesIO(response.getvalue())).worksheets[0]
    (row,) = sheet.iter_rows(min_row=2, values_only=True)
    assert row[:3] == ("Sommarmötet", 1, "'=Skicka")
    assert (row[4], row[5].date(), row[6]) == ("BTH", in_days(9), "Ny")


def test_an_action_is_written_down_with_those_responsible_by_their_names(as_person):
    meeting, group = make_meeting("Sommarmötet"), make_group(Group.Kind.BOARD)
    _politician, officer = make_pair()
    seat = Seat.objects.held_by(officer).get()
    given = {
        "title": "Skicka enkäten",
        "due_on": in_days(5).isoformat(),
        "meeting": meeting.slug,
        "responsible_1": group.name.upper(),
        "responsible_2": f"Kontakttjänsteperson, {seat.member}",
    }
    client = as_person(make_secretary())
    page = reverse("events:new_action")

    shown = client.get(page, {"mote": meeting.slug})
    response = client.post(page, given)

    assert shown.context["form"]["meeting"].initial == meeting.slug
    action = Action.objects.get()
    assert response.url == action.get_absolute_url()
    assert (action.title, action.due_on, action.number) == ("Skicka enkäten", in_days(5), 1)
    assert [row.who for row in action.responsible.with_names()] == [group, seat]


def test_what_is_wrong_in_an_action_is_said_and_kept(as_person):
    make_group(Group.Kind.BOARD, name="Styrelsen")
    given = {
        "title": "Skicka enkäten",
        "due_on": in_days(-5).isoformat(),
        "responsible_1": "Styrelsn",
        "responsible_2": "ingen@example.org",
    }

    response = as_person(make_secretary()).post(reverse("events:new_action"), given)
    given |= {"responsible_1": "BTH", "responsible_2": ""}
    again = as_person(make_secretary()).post(reverse("events:new_action"), given)

    assert [response.status_code, again.status_code] == [422, 422]
    assert response.context["form"].errors == {
        "responsible_1": ["Menade du ”Styrelsen”? Välj det i listan."],
        "responsible_2": [
            "Ingen i registret har adressen ingen@example.org. Skriv ett namn i stället."
        ],
    }
    assert again.context["form"].errors == {
        "due_on": ["Dagen har passerat. Välj i dag eller en kommande dag."]
    }
    assert 'value="BTH"' in again.content.decode()
    assert Action.objects.count() == 0


def test_who_leads_a_group_writes_down_what_its_own_meetings_agree_on(as_person):
    board = make_group(Group.Kind.BOARD)
    chair = make_holding(seat=make_seat(group=board, kind=Seat.Kind.CHAIR)).person
    meeting = make_meeting(kind="meeting", group=board)
    network = make_meeting()
    client, page = as_person(chair), reverse("events:new_action")
    given = {"title": "Budget", "responsible_1": board.name}

    codes = [
        client.post(page, given | {"meeting": slug}).status_code
        for slug in ("", network.slug, meeting.slug)
    ]

    assert codes == [422, 422, 302]
    assert list(Action.objects.values_list("meeting", flat=True)) == [meeting.pk]


def test_an_actions_page_takes_what_the_responsible_say_and_only_that(as_person):
    politician, officer = make_pair()
    action = make_action("Enkät", responsible=[Seat.objects.held_by(officer).get()])
    meeting, page = make_meeting("Nästa möte"), action.get_absolute_url()

    by_other = as_person(politician).post(page, {"do": "klar", "words": ""})
    unsaid = as_person(officer).post(page, {"do": "rad", "words": " "})
    nonsense = as_person(officer).post(page, {"do": "x", "words": ""})
    said = as_person(officer).post(page, {"do": "pagar", "words": "På gång."})
    at_meeting = as_person(officer).post(page, {"do": "klar", "meeting": meeting.slug})

    codes = [by_other, unsaid, nonsense, said, at_meeting]
    assert [response.status_code for response in codes] == [200, 422, 422, 302, 302]
    assert list(action.log.values_list("kind", "words", "meeting"))[1:] == [
        ("started", "På gång.", None),
        ("done", "", meeting.pk),
    ]
    assert "På gång." in as_person(politician).get(page).content.decode()
    assert "Hur går det?" not in by_other.content.decode()


def test_an_action_is_changed_on_its_page(as_person):
    action = make_action("Enkät", responsible=["BTH", "SKR"], due_on=in_days(3))
    client, page = as_person(make_secretary()), reverse("events:change_action", args=[action.pk])

    shown = client.get(page).context["form"]
    given = {"title": "Ny enkät", "due_on": "", "responsible_2": "", "responsible_3": "KTH"}
    given["version"] = shown["version"].initial
    refused = client.post(page, given | {"responsible_1": ""})
    changed = client.post(page, given | {"responsible_1": "BTH", "words": "Bättre så."})

    assert [shown[f"responsible_{n}"].initial for n in (1, 2)] == ["BTH", "SKR"]
    assert [refused.status_code, changed.status_code] == [422, 302]
    action.refresh_from_db()
    assert (action.title, action.due_on, action.say_responsible()) == (
        "Ny enkät",
        None,
        "BTH och KTH",
    )
    assert action.log.last().words == "Bättre så."


def test_nobody_writes_over_what_another_has_changed_meanwhile(as_person):
    action = make_action("Enkät", responsible=["BTH"], description="Kort.")
    client, page = as_person(make_secretary()), reverse("events:change_action", args=[action.pk])
    given = {"title": "Min enkät", "responsible_1": "BTH", "version": action.version}
    acting.change(action, {"title": "Deras enkät", "responsible": ["SKR"]}, by=make_secretary())

    stale = client.post(page, given)
    kept = Action.objects.get()
    kept_by = kept.say_responsible()
    again = client.post(page, given | {"version": stale.context["form"]["version"].value()})

    assert (stale.status_code, kept.title, kept_by) == (409, "Deras enkät", "SKR")
    assert "Någon annan har sparat" in stale.text
    assert [words in stale.text for words in ("Deras enkät", "SKR", 'value="Min enkät"')] == [
        True
    ] * 3
    assert again.status_code == 302
    assert Action.objects.get().title == "Min enkät"


def test_what_came_of_an_action_is_linked_and_taken_away(as_person):
    action, client = make_action(), as_person(make_secretary())
    add = reverse("events:add_action_link", args=[action.pk])

    refused = client.post(add, {"address": "/finns/inte/"})
    client.post(add, {"address": "https://exempel.se/", "title": "Rapporten"})
    shown = client.get(action.get_absolute_url()).content.decode()
    link = action.links.get()
    client.post(reverse("events:remove_action_link", args=[link.pk]))

    assert refused.status_code == 422
    assert refused.context["link_form"].errors == {
        "address": ["Det finns ingen sådan sida här. Kopiera adressen en gång till."]
    }
    assert 'href="https://exempel.se/"' in shown
    assert action.links.count() == 0


def test_the_wall_of_a_meeting_shows_each_action_with_its_log_and_what_came_of_it(as_person):
    secretary, meeting = make_secretary(), make_meeting("Sommarmötet 2026")
    done = make_action("Nytt Team", meeting=meeting, responsible=["BTH"])
    make_action("Enkät", meeting=meeting)
    make_action("Från ett annat möte")
    acting.link(done, "https://exempel.se/", by=secretary, title="Teamet")
    acting.finish(done, by=secretary, words="Öppnat i oktober.")

    response = as_person(secretary).get(reverse("events:meeting_actions", args=[meeting.slug]))

    said = response.content.decode()
    assert [action.title for action in response.context["actions"]] == ["Nytt Team", "Enkät"]
    assert all(words in said for words in ("1 av 2 klara", "Teamet", "Öppnat i oktober.", "BTH"))
    assert "Från ett annat möte" not in said


@pytest.mark.parametrize("page", ["events:actions", "events:actions_sheet", "meeting"])
def test_pages_of_actions_ask_as_much_for_one_as_for_three(as_person, page):
    meeting, secretary = make_meeting(), make_secretary()
    _politician, officer = make_pair()
    who = [Seat.objects.held_by(officer).get(), make_group(Group.Kind.BOARD), secretary, "BTH"]
    address = (
        reverse("events:meeting_actions", args=[meeting.slug])
        if page == "meeting"
        else reverse(page)
    )
    client = as_person(secretary)

    def make_one():
        action = make_action(meeting=meeting, responsible=who, by=secretary)
        acting.link(action, "https://exempel.se/", by=secretary, title="Rapport")

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert b"".join(client.get(address))
        return len(queries)

    make_one()
    client.get(address)
    for_one = count()
    make_one()
    make_one()

    assert count() == for_one
