"""The directory: counted, searched, sorted and paged, by a fixed number of queries."""

import re

import pytest

from members.models import Confirmation, Seat, today
from sekom import map as country
from tests.factories import (
    make_example,
    make_holding,
    make_journey,
    make_member,
    make_pair,
    make_path,
    make_person,
    make_secretary,
    make_tool,
    step_values,
)
from tests.survey_factories import make_response, make_round
from toolbox import walking

pytestmark = pytest.mark.django_db


def names(response):
    """The names of the members that the page shows, in order."""
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', response.content.decode())


def make_network():
    """Four members, one of each state: (both, no politician, no officer, none)."""
    both = make_member("Arvika", county="17", inhabitants=9_999)
    make_pair(both)
    no_politician = make_member("Ystad", county="12")
    make_holding(member=no_politician, kind=Seat.Kind.OFFICER)
    no_officer = make_member("Åmål", county="14")
    make_holding(member=no_officer, kind=Seat.Kind.POLITICIAN)
    return both, no_politician, no_officer, make_member("Örebro", county="18", inhabitants=100_000)


def test_list_shows_all_members_in_swedish_order(client):
    make_network()
    make_member("Ängelholm")
    make_member("Gått ur", status="left", left_on=today())
    make_member("Sökt", status="applied")

    response = client.get("/medlemmar/")

    assert names(response) == [
        "Arvika kommun",
        "Ystad kommun",
        "Åmål kommun",
        "Ängelholm kommun",
        "Örebro kommun",
    ]
    assert response.context["counts"] == {
        "both": 1,
        "no_politician": 1,
        "no_officer": 1,
        "none": 2,
    }
    assert "Visar 1–5 av 5" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sok=ystad", ["Ystad kommun"]),
        ("sok=ÅMÅL", ["Åmål kommun"]),
        ("sok=skåne", ["Ystad kommun"]),
        ("sok=finns+inte", []),
        ("lan=14", ["Åmål kommun"]),
        ("storlek=liten", ["Arvika kommun"]),
        ("storlek=storst", ["Örebro kommun"]),
        ("par=bada", ["Arvika kommun"]),
        ("par=politiker", ["Ystad kommun"]),
        ("par=tjansteperson", ["Åmål kommun"]),
        ("par=ingen", ["Örebro kommun"]),
        ("lan=14&par=bada", []),
        ("ordning=-namn", ["Örebro kommun", "Åmål kommun", "Ystad kommun", "Arvika kommun"]),
    ],
)
def test_list_is_filtered_and_sorted_by_its_address(client, query, found):
    make_network()

    response = client.get(f"/medlemmar/?{query}")

    assert (response.status_code, names(response)) == (200, found)


@pytest.mark.parametrize(
    "query",
    ["lan=77", "storlek=x", "par=x", "ordning=x", "antal=-1", "antal=²", "antal=99999999", "vy=x"],
)
def test_list_leaves_out_what_it_does_not_know(client, query):
    make_network()

    response = client.get(f"/medlemmar/?{query}")

    assert (response.status_code, len(names(response))) == (200, 4)


def test_list_sorts_the_longest_unconfirmed_first(client):
    make_network()
    Confirmation.objects.update(on="2020-05-05")
    make_pair(make_member("Nyss"))

    response = client.get("/medlemmar/?ordning=bekraftad")

    assert names(response)[0] == "Örebro kommun"
    assert names(response)[-1] == "Nyss kommun"


def test_list_shows_fifty_and_then_more(client):
    for _number in range(53):
        make_member()

    first = client.get("/medlemmar/")
    longer = client.get("/medlemmar/?antal=100")

    assert (len(names(first)), len(names(longer))) == (50, 53)
    assert "Visar 1–50 av 53" in first.content.decode()
    assert 'href="?antal=100"' in first.content.decode()
    assert "Visar 1–53 av 53" in longer.content.decode()
    assert "antal=" not in longer.content.decode()


def test_list_keeps_the_filter_when_more_is_shown_or_sorted(client):
    for _number in range(51):
        make_member(county="14")
    make_member(county="12")

    page = client.get("/medlemmar/?lan=14").content.decode()

    assert 'href="?lan=14&amp;antal=100"' in page
    assert 'href="?lan=14&amp;ordning=-namn"' in page


def test_search_finds_people_for_those_who_may_see_them_only(client):
    member = make_member("Arvika")
    make_holding(member=member, person=make_person("Exempelpolitiker Unik"))
    make_member("Boden")

    as_guest = client.get("/medlemmar/?sok=unik")
    client.force_login(make_pair()[0])
    as_contact = client.get("/medlemmar/?sok=unik")

    assert names(as_guest) == []
    assert names(as_contact) == ["Arvika kommun"]


def test_search_finds_contacts_by_their_title(client):
    member = make_member("Arvika")
    make_holding(member=member, person=make_person(title="Klimatstrateg"))
    client.force_login(make_pair()[0])

    assert names(client.get("/medlemmar/?sok=klimat")) == ["Arvika kommun"]


def test_search_finds_members_by_the_tool_of_their_example_or_of_a_path_one_may_read(client):
    tool = make_tool("Klimatbudget")
    make_example(make_member("Arvika"), tools=[tool])
    make_example(make_member("Utkast"), tools=[tool], state="draft")
    path = make_path("Vägen", step_values("ett", tools=[tool.pk]), step_values("tva"))
    journey, _politician, officer = make_journey(path, make_pair(make_member("Boden")))

    as_guest = client.get("/medlemmar/?sok=klimatbudget")
    client.force_login(make_pair()[0])
    before = client.get("/medlemmar/?sok=klimatbudget")
    walking.share(journey, by=officer, is_shared=True)
    after = client.get("/medlemmar/?sok=klimatbudget")

    assert names(as_guest) == names(before) == ["Arvika kommun"]
    assert names(after) == ["Arvika kommun", "Boden kommun"]


def test_map_zooms_to_a_county_and_says_the_same_in_its_table(client):
    make_member("Malmö", county="12", code="1280")
    make_pair(make_member("Lund", county="12", code="1281"))
    make_member("Kiruna", county="25", code="2584")

    page = client.get("/medlemmar/?vy=karta&lan=12").content.decode()

    assert names(client.get("/medlemmar/?vy=karta&lan=12")) == ["Lund kommun", "Malmö kommun"]
    assert f'viewBox="{country.county_view_box("12")}"' in page
    assert page.count("sk-map__border") == 33
    assert "Skåne län med 2 medlemmar." in page


def test_map_of_a_county_without_members_is_that_of_the_country(client):
    make_member("Kiruna", county="25", code="2584")

    page = client.get("/medlemmar/?vy=karta&lan=12")

    assert names(page) == ["Norrbottens län"]


def test_list_shows_how_fresh_the_less_fresh_of_a_pair_is_to_the_network(client):
    member = make_member("Arvika")
    make_pair(member)
    Confirmation.objects.filter(holding__seat__kind="officer").update(on="2020-05-05")

    as_guest = client.get("/medlemmar/").content.decode()
    client.force_login(make_pair(make_member("Boden"))[0])
    as_contact = client.get("/medlemmar/").content.decode()

    assert as_guest.count("sk-fresh") == 0
    assert re.findall(r'class="sk-fresh (sk-fresh--\w+)"', as_contact) == [
        "sk-fresh--danger",
        "sk-fresh--ok",
    ]


def test_list_hands_htmx_the_rows_alone_and_says_how_many(client):
    make_network()

    response = client.get("/medlemmar/?lan=14", headers={"HX-Request": "true"})

    page = response.content.decode()
    assert names(response) == ["Åmål kommun"]
    assert "<html" not in page
    assert '<p id="status" class="visually-hidden" role="status" hx-swap-oob="true">' in page
    assert "HX-Request" in response.headers["Vary"]


def test_list_hands_htmx_the_whole_page_when_it_restores_history(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    response = client.get("/medlemmar/", headers=headers)

    assert "<html" in response.content.decode()


def test_list_says_what_to_do_when_nothing_matches(client):
    make_network()

    page = client.get("/medlemmar/?sok=xyz").content.decode()

    assert "Ingen medlem" in page
    assert 'href="/medlemmar/"' in page


def test_list_shows_the_secretariat_who_has_applied(client, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(make_secretary())
    make_member("Sökt", status="applied")

    response = client.get("/medlemmar/")

    assert names(response) == ["Sökt kommun"]
    assert response.context["total"] == 0
    assert "Har ansökt" in response.content.decode()


@pytest.mark.parametrize("size", [1, 3, 311])
@pytest.mark.parametrize(
    ("role", "address", "most"),
    [
        ("guest", "/medlemmar/", 4),
        ("guest", "/medlemmar/?vy=karta", 3),
        ("guest", "/medlemmar/?vy=luckor", 6),
        ("contact", "/medlemmar/?sok=kommun", 13),
        ("secretary", "/medlemmar/", 8),
        ("secretary", "/medlemmar/?vy=luckor", 12),
    ],
)
def test_directory_takes_as_many_queries_for_one_as_for_all(
    client, settings, django_assert_max_num_queries, size, role, address, most
):
    settings.REQUIRE_TWO_FACTOR = False
    members = [make_member(seats=False) for _number in range(size - 1)]
    Seat.objects.bulk_create(
        Seat(member=member, kind=kind) for member in members for kind in Seat.PAIR
    )
    politician, _officer = make_pair(make_member())
    make_response(make_round(), member=members[0] if members else None)
    if role != "guest":
        client.force_login(politician if role == "contact" else make_secretary())

    with django_assert_max_num_queries(most):
        response = client.get(address)

    assert response.status_code == 200


def test_map_counts_members_by_county(client):
    make_network()
    make_member("Säffle", county="17")

    response = client.get("/medlemmar/?vy=karta")

    assert [(name, n["total"], n["both"]) for _code, name, n in response.context["counties"]] == [
        ("Skåne län", 1, 0),
        ("Värmlands län", 2, 1),
        ("Västra Götalands län", 1, 0),
        ("Örebro län", 1, 0),
    ]


def test_gaps_group_members_by_what_they_lack(client):
    _both, no_politician, no_officer, none = make_network()

    response = client.get("/medlemmar/?vy=luckor")

    groups = {
        group.state: [gap.member_id for gap in group.gaps] for group in response.context["groups"]
    }
    assert groups == {
        "no_politician": [no_politician.pk],
        "no_officer": [no_officer.pk],
        "none": [none.pk],
    }
    assert "/utse/" not in response.content.decode()


def test_gaps_say_how_long_a_seat_has_been_vacant_and_whom_to_ask(client, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(make_secretary())
    politician, officer = make_pair(make_member("Arvika"))
    holding = politician.holdings.get()
    holding.ends_on = today().replace(year=today().year - 1)
    holding.starts_on = holding.ends_on.replace(year=holding.ends_on.year - 3)
    holding.save()

    page = client.get("/medlemmar/?vy=luckor").content.decode()

    days = (today() - holding.ends_on).days - 1
    assert f"{days} dagar" in page
    assert f"Fråga {officer.name}" in page
    assert f'href="/kansli/medlemmar/plats/{holding.seat_id}/utse/"' in page


def test_gaps_say_so_when_there_are_none(client):
    make_pair(make_member())

    page = client.get("/medlemmar/?vy=luckor").content.decode()

    assert "Inga luckor" in page
