"""Finding a colleague: members like one's own, and cards for the address book."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from members import colleagues
from members.models import Holding, Reading
from tests.factories import (
    make_former_contact,
    make_holding,
    make_member,
    make_pair,
    make_person,
)

pytestmark = pytest.mark.django_db


def test_comparable_members_are_the_nearest_in_size_and_those_of_the_county():
    home = make_member("Hemma", county="12", inhabitants=10_000)
    smaller = make_member("Mindre", inhabitants=5_000)
    bigger = make_member("Större", inhabitants=11_000)
    neighbour = make_member("Granne", county="12", inhabitants=None)
    make_member("Region", kind="region", county="12", inhabitants=10_000)
    make_member("Sökt", status="applied", inhabitants=10_000)

    found = colleagues.comparable_to(home)

    assert found.of_its_size == [bigger, smaller]
    assert found.in_its_county == [neighbour]


def test_comparable_members_of_one_without_inhabitants_are_those_of_the_county():
    home = make_member("Hemma", county="12", inhabitants=None)
    make_member("Annan", inhabitants=5_000)

    assert colleagues.comparable_to(home) == colleagues.Colleagues([], [])


def test_comparable_members_are_four_at_most():
    for number in range(6):
        make_member(county="12", inhabitants=1_000 * (number + 1))
    home = make_member(county="12", inhabitants=500)

    found = colleagues.comparable_to(home)

    assert [member.inhabitants for member in found.of_its_size] == [1_000, 2_000, 3_000, 4_000]
    assert len(found.in_its_county) == 4


def test_a_card_says_who_where_and_how_and_nothing_ends_it_early():
    person = make_person(
        "Exempel, Ada; BEGIN:VCARD",
        email="ada@example.org",
        title="Strateg\r\nEND:VCARD",
        phone="070-174 06 05",
    )
    make_holding(member=make_member("Granfors"), kind="officer", person=person)

    card = colleagues.vcards(list(Holding.objects.with_names()))

    assert card.split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:BEGIN:VCARD;Exempel\\, Ada\\;;;;",
        "FN:Exempel\\, Ada\\; BEGIN:VCARD",
        "ORG:Granfors kommun",
        "TITLE:Strateg END:VCARD",
        "ROLE:Kontakttjänsteperson",
        "EMAIL;TYPE=INTERNET,WORK:ada@example.org",
        "TEL;TYPE=WORK:070-174 06 05",
        "END:VCARD",
        "",
    ]


def test_a_cards_lines_are_75_bytes_at_most_and_no_letter_is_cut_in_two():
    make_holding(person=make_person("Å" * 100))

    card = colleagues.vcards(list(Holding.objects.with_names()))

    assert max(len(line.encode()) for line in card.split("\r\n")) <= 75
    assert "Å" * 100 in card.replace("\r\n ", "")


def test_cards_of_what_the_directory_shows(client):
    make_pair(make_member("Lund", county="12"))
    make_pair(make_member("Kiruna", county="25"))
    client.force_login(make_pair()[0])

    response = client.get("/medlemmar/kontakter.vcf?lan=12")

    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response.content.decode().count("ORG:Lund kommun") == 2
    assert response.content.decode().count("BEGIN:VCARD") == 2


@pytest.mark.parametrize("address", ["/medlemmar/kontakter.vcf", "card"])
def test_cards_are_for_those_who_may_see_contacts(client, address):
    holding = make_holding()
    if address == "card":
        address = f"/medlemmar/uppdrag/{holding.pk}/kontakt.vcf"
    client.force_login(make_former_contact())
    as_former = client.get(address)
    client.force_login(make_pair()[1])
    as_contact = client.get(address)

    assert (as_former.status_code, as_contact.status_code) == (404, 200)


def test_a_former_contact_has_no_card(client):
    gone = Holding.objects.get(person=make_former_contact())
    client.force_login(make_pair()[1])

    assert client.get(f"/medlemmar/uppdrag/{gone.pk}/kontakt.vcf").status_code == 404


def test_the_sheet_has_what_the_directory_shows_and_is_noted(client):
    pair = make_pair(make_member("Lund", county="12"))
    make_pair(make_member("Kiruna", county="25"))

    as_guest = load_workbook(BytesIO(client.get("/medlemmar/medlemmar.xlsx?lan=12").getvalue()))
    client.force_login(pair[0])
    as_contact = load_workbook(BytesIO(client.get("/medlemmar/medlemmar.xlsx?lan=12").getvalue()))

    shown = [[cell.value for cell in row] for row in as_contact.active.iter_rows(min_row=2)]
    public = [cell.value for row in as_guest.active.iter_rows() for cell in row]
    assert len(shown) == 1
    assert {"Lund kommun", pair[0].email, pair[1].email} <= set(shown[0])
    assert "Lund kommun" in public
    assert pair[0].email not in public
    assert list(Reading.objects.values_list("person", "count")) == [(pair[0].pk, 1)]
