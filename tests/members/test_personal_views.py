"""The pages of personal data: one's own, a person's, erasing, history, readings."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members import reading
from members.models import Person, Reading, today
from tests.factories import (
    make_former_contact,
    make_holding,
    make_member,
    make_pair,
    make_person,
    make_secretary,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(settings, client):
    """Somebody of the secretariat, who is logged in."""
    settings.REQUIRE_TWO_FACTOR = False
    person = make_secretary(person=make_person("Siv Kansli"))
    client.force_login(person)
    return person


def read_log():
    """(who, how, what, how many) of the log of readings, the oldest first."""
    rows = Reading.objects.order_by("pk")
    return list(rows.values_list("person__name", "kind", "what", "count"))


def test_everybody_sees_what_is_kept_of_them_and_why(client):
    person = make_pair()[0]
    client.force_login(person)

    page = client.get("/min-sida/mina-uppgifter/").content.decode()

    assert person.email in page
    assert "12 månader efter att det sista tog slut" in page
    assert read_log() == []


def test_the_file_is_handed_out_by_a_button_and_noted(client):
    person = make_holding(person=make_person("Vera Fil")).person
    client.force_login(person)

    refused = client.get("/min-sida/mina-uppgifter/fil/")
    response = client.post("/min-sida/mina-uppgifter/fil/")

    assert refused.status_code == 405
    assert response.json()["data"]["members.Person"][0]["email"] == person.email
    day = today().isoformat()
    expected = f'attachment; filename="mina-uppgifter-{day}.json"'
    assert response["Content-Disposition"] == expected
    assert read_log() == [("Vera Fil", "export", "Mina egna uppgifter (JSON)", 1)]


def test_a_former_contact_can_ask_to_be_erased_and_take_it_back(client):
    person = make_former_contact()
    client.force_login(person)

    client.post("/min-sida/mina-uppgifter/radera/")
    asking = list(Person.objects.asking_to_be_erased())
    page = client.get("/min-sida/mina-uppgifter/").content.decode()
    client.post("/min-sida/mina-uppgifter/angra/")

    assert asking == [person]
    assert "Du har bett att få bli raderad" in page
    assert list(Person.objects.asking_to_be_erased()) == []


def test_the_wish_is_a_task_on_the_desk(client, secretary):
    person = make_person("Vera Vill")
    Person.objects.filter(pk=person.pk).update(erasure_asked_at=timezone.now())

    page = client.get("/kansli/").content.decode()

    assert "Vera Vill vill bli raderad" in page
    assert f"/kansli/medlemmar/person/{person.pk}/" in page


def test_looking_at_a_person_is_noted_once_a_day_and_not_by_asking_for_the_head(client, secretary):
    person = make_holding(person=make_person("Vera Sedd")).person
    address = f"/kansli/medlemmar/person/{person.pk}/"

    client.head(address)
    before = read_log()
    for _time in range(2):
        assert "Vera Sedd" in client.get(address).content.decode()
    client.get(f"{address}historik/")

    assert before == []
    assert read_log() == [
        ("Siv Kansli", "read", "En persons sida: Vera Sedd", 1),
        ("Siv Kansli", "read", "En persons historik: Vera Sedd", 1),
    ]


def test_the_page_of_erasing_says_what_goes_and_asks_first(client, secretary):
    person = make_former_contact()
    address = f"/kansli/medlemmar/person/{person.pk}/radera/"

    page = client.get(address).content.decode()
    unread = client.post(address)

    assert "blir kvar utan det som visar vem det var" in page
    assert unread.status_code == 422
    assert "Kryssa i att du har läst vad som försvinner." in unread.content.decode()
    assert list(Person.objects.erased()) == []


def test_erasing_leads_to_the_page_of_the_former_contact(client, secretary):
    person = make_former_contact()

    response = client.post(
        f"/kansli/medlemmar/person/{person.pk}/radera/", {"is_sure": "on"}, follow=True
    )

    page = response.content.decode()
    assert "<h1>Tidigare kontakt</h1>" in page
    assert "Personuppgifterna är raderade." in page
    assert client.get(f"/kansli/medlemmar/person/{person.pk}/radera/").status_code == 404


def test_erasing_somebody_who_holds_a_seat_says_what_to_do_first(client, secretary):
    person = make_holding().person

    response = client.post(f"/kansli/medlemmar/person/{person.pk}/radera/", {"is_sure": "on"})

    assert response.status_code == 422
    assert "Avsluta det först." in response.content.decode()
    assert list(Person.objects.erased()) == []


def test_a_contact_reads_the_history_of_their_own_member(client):
    member = make_member("Granfors")
    politician, _officer = make_pair(member)
    client.force_login(politician)
    type(member).objects.filter(pk=member.pk).update(inhabitants=4711)

    page = client.get(f"/medlemmar/{member.slug}/historik/").content.decode()

    assert "<h1>Historik: Granfors kommun</h1>" in page
    assert "<ins>4711</ins>" in page


def test_the_history_of_a_person_and_a_seat_is_for_the_secretariat(client, secretary):
    holding = make_holding()

    pages = [
        client.get(f"/kansli/medlemmar/person/{holding.person.pk}/historik/").content.decode(),
        client.get(f"/kansli/medlemmar/plats/{holding.seat.pk}/historik/").content.decode(),
    ]

    assert [str(holding.person) in page for page in pages] == [True, True]


def test_the_log_of_readings_is_a_list_with_equal_queries_for_one_and_three(client, secretary):
    reading.record(make_person("Vera Läste"), "Medlemslista (XLSX)", count=58, reason="Utskick")
    with CaptureQueriesContext(connection) as first:
        page = client.get("/kansli/medlemmar/lasningar/").content.decode()
    for number in range(2):
        reading.record(make_person(), f"Lista {number}", count=1)
    with CaptureQueriesContext(connection) as second:
        client.get("/kansli/medlemmar/lasningar/")

    assert [words in page for words in ("Medlemslista (XLSX)", "58", "Vera Läste", "Utskick")] == [
        True
    ] * 4
    assert len(first) == len(second)


def test_the_privacy_page_is_made_of_the_table(client):
    page = client.get("/integritet/").content.decode()

    assert "Berättigat intresse: ditt uppdrag som kontakt" in page
    assert "inte ditt samtycke" in page
    assert "6 månader, sedan finns bara antalet brev kvar." in page


def test_an_export_is_noted_each_time_and_a_reading_once_a_day():
    person = make_person()
    for _time in range(2):
        reading.record(person, "Lista", count=3)
        reading.record(person, "Sida", count=1, kind=Reading.Kind.READ)
    Reading.objects.filter(what="Sida").update(at=timezone.now() - timedelta(days=2))
    reading.record(person, "Sida", count=1, kind=Reading.Kind.READ)

    assert [row[2] for row in read_log()] == ["Lista", "Sida", "Lista", "Sida"]
