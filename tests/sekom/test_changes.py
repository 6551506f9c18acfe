"""The history told in words: field, old, new, who, by which door."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from members import history as register_history
from members import seating
from members.models import Confirmation, Group, Holding, Member, Person
from sekom import changes
from sekom import history as doors
from sekom.changes import Field
from tests.factories import make_holding, make_member, make_pair, make_person, make_secretary

pytestmark = pytest.mark.django_db


def told(page):
    """(thing, field, old, new) of each change, the newest first."""
    return [
        (change.thing, field.label, field.old, field.new)
        for change in page
        for field in change.fields
    ]


def test_a_change_tells_field_old_new_who_why_and_by_which_door(client):
    secretary, holding = (
        make_secretary(person=make_person("Siv Kansli")),
        make_holding(starts_on=date(2024, 1, 1)),
    )

    with doors.door("web", user=secretary.pk):
        seating.correct(
            holding, by=secretary, reason="Fel i protokollet", starts_on=date(2024, 2, 1)
        )

    page = register_history.of_person(holding.person, page=1)
    (change,) = [change for change in page if not change.is_new]
    assert (change.thing, change.row, change.is_new) == (
        "Uppdrag",
        f"{holding.person}, {holding.seat}",
        False,
    )
    assert change.fields == [Field("Från", "1 januari 2024", "1 februari 2024")]
    assert (change.who, change.door, change.reason) == (
        "Siv Kansli",
        "webben",
        "Fel i protokollet",
    )


@pytest.mark.parametrize(
    ("door", "said"),
    [("link", "en länk i ett mejl"), ("import", "en import"), ("load_network", "systemet")],
)
def test_every_door_has_its_words(door, said):
    person = make_person("Gammalt Namn")

    with doors.door(door):
        Person.objects.filter(pk=person.pk).update(name="Nytt Namn")

    assert register_history.of_person(person, page=1)[0].door == said


def test_a_write_past_everything_of_ours_is_in_the_history_too():
    member = make_member("Granfors", inhabitants=100)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE members_member SET inhabitants = 200 WHERE id = %s", [member.pk])

    page = register_history.of_member(member, page=1, is_staff=True)
    (change,) = [change for change in page if not change.is_new]
    assert change.fields == [Field("Invånare", "100", "200")]
    assert (change.who, change.door) == ("", "systemet")


def test_the_history_of_a_member_is_of_its_facts_seats_and_contacts_alone():
    member, other = make_member("Granfors"), make_member("Älvsund")
    politician, _officer = make_pair(member)
    make_pair(other)

    page = register_history.of_member(member, page=1, is_staff=True)

    rows = {(change.thing, change.row) for change in page}
    assert ("Medlem", "Granfors kommun") in rows
    assert ("Uppdrag", f"{politician}, kontaktpolitiker, Granfors kommun") in rows
    assert [row for _thing, row in rows if "Älvsund" in row] == []


def test_how_we_know_is_told_to_the_secretariat_alone():
    member = make_member()
    make_holding(member=member, source="Protokoll 12")

    ours = told(register_history.of_member(member, page=1, is_staff=True))
    theirs = told(register_history.of_member(member, page=1, is_staff=False))

    assert [new for _thing, _field, _old, new in ours if new == "Protokoll 12"] == ["Protokoll 12"]
    assert [new for _thing, _field, _old, new in theirs if new == "Protokoll 12"] == []


def test_history_outlives_the_row_it_tells_of():
    holding = make_holding(confirmed=False)
    seating.confirm(holding, by=holding.person, through=Confirmation.Through.LOGIN)
    seat = holding.seat
    Confirmation.objects.all().delete()
    Holding.objects.all().delete()

    page = register_history.of_seat(seat, page=1)

    assert ("Uppdrag", f"{holding.person}, {seat}") in {(c.thing, c.row) for c in page}


def test_history_costs_as_many_queries_for_one_change_as_for_twenty():
    member = make_member()
    make_pair(member)
    counts = []
    for times in (1, 19):
        for number in range(times):
            Member.objects.filter(pk=member.pk).update(inhabitants=1000 * times + number)
        with CaptureQueriesContext(connection) as queries:
            register_history.of_member(member, page=1, is_staff=True)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_history_comes_in_pages():
    member = make_member()
    for number in range(changes.PAGE):
        Member.objects.filter(pk=member.pk).update(inhabitants=1000 + number)

    pages = [register_history.of_member(member, page=page, is_staff=True) for page in (1, 2, "x")]

    assert [len(page) for page in pages] == [changes.PAGE, 3, changes.PAGE]
    assert [page.has_next() for page in pages] == [True, False, True]
    assert ("Medlem", "Invånare", "1048", "1049") in told(pages[0])


def test_a_group_has_its_history_too():
    group = Group.objects.create(kind="working_group", name="Mat")
    Group.objects.filter(pk=group.pk).update(name="Maten")

    page = changes.changes([(Group, Q(pgh_obj_id=group.pk))], page=1)

    assert told(page)[0] == ("Grupp", "Namn", "Mat", "Maten")
