"""The secretariat's pages of the contact persons' Team, its line on the desk, its card."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from members import desk, listing_team
from members.models import Group, Holding, Reading, TeamList, TeamSettings, today
from tests.factories import make_pair
from tests.members.conftest import ROLES
from tests.members.graph_server import GraphServer
from tests.test_queries import queries_of

pytestmark = pytest.mark.django_db

TEAMS = "/kansli/teams/"
LINK = "https://teams.example.org/l/team/1"


@pytest.fixture
def server(settings):
    """A made-up Graph, which the portal is set up to use."""
    with GraphServer() as server:
        settings.MICROSOFT_GRAPH = server.settings
        yield server
        server.shutdown()


@pytest.fixture
def followed(visit):
    """A list that was followed a while ago, and one change since."""
    made = listing_team.mark_done(listing_team.make_list(by=visit.people["secretary"]))
    visit.people["own"].holdings.update(ends_on=today() - timedelta(days=1))
    return made


def address(name, made):
    return reverse(f"members:{name}", args=[made.pk])


@pytest.mark.parametrize("role", [role for role in ROLES if role != "secretary"])
def test_nobody_but_the_secretariat_changes_anything_by_posting(visit, server, role):
    made = listing_team.make_list(by=visit.people["secretary"])
    client = visit(role)

    for url in (
        reverse("members:make_team_list"),
        reverse("members:team_settings"),
        address("team_done", made),
        address("compare_team", made),
    ):
        client.post(url, {"link": LINK, "seen": "x", "is_sure": "on"})

    assert list(TeamList.objects.values_list("pk", "state")) == [(made.pk, "made")]
    assert [TeamSettings.objects.get().link, server.asked] == ["", []]


def test_secretariat_makes_takes_out_and_follows_a_list(visit, followed):
    client = visit("secretary")

    before = client.get(TEAMS).content.decode()
    for _twice in range(2):
        client.post(reverse("members:make_team_list"))
    made = TeamList.objects.not_applied().get()
    file = client.get(address("team_sheet", made))
    for _twice in range(2):
        client.post(address("team_done", made))
    after = client.get(TEAMS).content.decode()

    book = load_workbook(BytesIO(b"".join(file.streaming_content)))
    size = made.places.count()
    assert ("1 person ska tas bort" in before, "1 person ska tas bort" in after) == (True, False)
    assert {sheet.title: sheet.max_row for sheet in book} == {
        "Alla": size + 1,
        "Lägg till": 1,
        "Ta bort": 2,
    }
    assert "Teamet är som det ska" in after
    assert Reading.objects.get().count == size
    assert client.get(address("team_sheet", made)).status_code == 404


def test_list_of_nobody_is_refused_in_words(visit):
    Holding.objects.of_pairs().update(starts_on="2025-01-01", ends_on="2026-01-01")

    page = visit("secretary").post(reverse("members:make_team_list"), follow=True)

    assert "listan skulle bli tom" in page.content.decode()
    assert TeamList.objects.count() == 0


def test_settings_keep_link_and_groups_and_refuse_what_is_no_link(visit):
    client = visit("secretary")
    experts = Group.objects.get(kind=Group.Kind.EXPERT_GROUP)
    url = reverse("members:team_settings")

    refused = client.post(url, {"link": "inte en länk"})
    client.post(url, {"link": LINK, "groups": [experts.pk]})

    settings = TeamSettings.objects.get()
    assert refused.status_code == 422
    assert (settings.link, list(settings.groups.all())) == (LINK, [experts])
    assert visit.people["expert"].email in client.get(TEAMS).content.decode()


def test_compare_shows_what_would_be_done_and_a_yes_does_it(
    visit, kalix, server, django_capture_on_commit_callbacks
):
    made = listing_team.make_list(by=visit.people["secretary"])
    server.know(kalix.politician.email)
    server.seat("gammal@example.org", name="Gamla Gun")
    client = visit("secretary")
    url = address("compare_team", made)

    shown = client.get(url)
    seen = shown.context["found"].digest
    unsure = client.post(url, {"seen": seen})
    stale = client.post(url, {"seen": "något annat", "is_sure": "on"})
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(url, {"seen": seen, "is_sure": "on"})

    page = shown.content.decode()
    assert ("Gamla Gun" in page, "Måste bjudas in" in page or "måste bjudas in" in page) == (
        True,
        True,
    )
    assert (unsure.status_code, stale.status_code, done.url) == (422, 422, TEAMS)
    assert "Kryssa i att du är säker" in unsure.content.decode()
    assert "har ändrats sedan du tittade" in stale.content.decode()
    assert server.emails() == [kalix.politician.email]
    page = client.get(TEAMS).content.decode()
    assert ("1 in, 1 ut" in page, "Måste bjudas in" in page) == (True, True)


def test_compare_says_why_when_microsoft_does_not_answer(visit, server):
    made = listing_team.make_list(by=visit.people["secretary"])
    server.instead.append((500, {"error": {"code": "Internal"}}))

    response = visit("secretary").get(address("compare_team", made))

    assert response.status_code == 502
    assert "Microsoft svarade med fel 500" in response.content.decode()


def test_progress_is_fetched_again_while_the_team_is_being_updated(visit):
    made = listing_team.make_list(by=visit.people["secretary"])
    TeamList.objects.update(state=TeamList.State.APPLYING, step=3, steps=8)
    client = visit("secretary")

    during = client.get(address("team_progress", made)).content.decode()
    refused = client.post(address("team_done", made), follow=True).content.decode()
    TeamList.objects.update(state=TeamList.State.FAILED, problem="Microsoft svarar inte.")
    after = client.get(address("team_progress", made)).content.decode()

    assert ("3 av 8 ändringar är gjorda" in during, "hx-trigger" in during) == (True, True)
    assert "håller på att uppdatera teamet" in refused
    assert ("Microsoft svarar inte." in after, "hx-trigger" in after) == (True, False)


def test_page_asks_as_often_for_three_more_pairs(visit, followed):
    client = visit("secretary")
    client.get(TEAMS)

    one = queries_of(client, TEAMS)
    for _number in range(3):
        make_pair()

    assert queries_of(client, TEAMS) == one


def test_desk_says_when_the_team_is_no_longer_right(visit, kalix):
    secretary = visit.people["secretary"]

    def told():
        return [task.title for task in desk.tasks(secretary) if task.url == TEAMS]

    before = told()
    listing_team.mark_done(listing_team.make_list(by=secretary))
    same = told()
    kalix.officer.holdings.update(ends_on=today() - timedelta(days=1))
    make_pair()

    assert (before, same, told()) == ([], [], ["2 ska in i Teams, 1 ska ut"])


def test_own_page_leads_to_the_team_those_who_should_be_in_it(visit):
    soon = "Du läggs till nästa gång"

    def told():
        pages = [visit(role).get("/min-sida/").content.decode() for role in ("own", "expert")]
        return [(LINK in page, soon in page) for page in pages]

    without = told()
    TeamSettings.objects.create(pk=1, link=LINK)
    before = told()
    listing_team.mark_done(listing_team.make_list(by=visit.people["secretary"]))

    assert without == [(False, False), (False, False)]
    assert before == [(True, True), (False, False)]
    assert told() == [(True, False), (False, False)]
