"""The history of a change: who made it, by which door, and in which request."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client

from members.models import Member, Person
from members.reference import DATA
from sekom import history
from tests.factories import make_member, make_pair, make_person

pytestmark = pytest.mark.django_db


def told_of(row):
    """What the newest row of history says about how it came to be."""
    event = row.pgh_event_model.objects.filter(pgh_obj=row).latest("pgh_id")
    return event.pgh_context.metadata if event.pgh_context else None


def test_a_change_in_a_view_tells_person_door_address_and_request():
    officer = make_pair()[1]
    client = Client(headers={"X-Request-ID": "reference-1234"})
    client.force_login(officer)

    client.post("/min-sida/", {"name": "Nytt Namn"})

    assert told_of(officer) == {
        "user": officer.pk,
        "url": "/min-sida/",
        "door": "web",
        "request": "reference-1234",
    }


def test_the_reference_in_the_history_is_that_of_the_answer(client):
    officer = make_pair()[1]
    client.force_login(officer)

    response = client.post("/min-sida/", {"name": "Nytt Namn"})

    assert told_of(officer)["request"] == response["X-Request-ID"]


def test_old_and_new_are_both_kept():
    person = make_person("Gammalt Namn")

    person.name = "Nytt Namn"
    person.save()

    events = person.pgh_event_model.objects.filter(pgh_obj=person).order_by("pgh_id")
    assert [(event.pgh_label, event.name) for event in events] == [
        ("insert", "Gammalt Namn"),
        ("update", "Nytt Namn"),
    ]


def test_a_change_past_the_models_is_in_the_history_too():
    member = make_member()

    with history.door("mending", reason="Fel i registret"):
        Member.objects.filter(pk=member.pk).update(inhabitants=17)

    assert told_of(member) == {"door": "mending", "reason": "Fel i registret"}


def test_a_change_by_nobody_known_has_no_context():
    assert told_of(make_member()) is None


def test_a_command_tells_its_name():
    call_command("load_network", DATA / "example_members.csv", DATA / "example_contacts.csv")

    assert told_of(Member.objects.get(code="9901")) == {"door": "load_network"}
    assert told_of(Person.objects.first()) == {"door": "load_network"}


@pytest.mark.parametrize("change", ["update", "delete"])
def test_history_can_not_be_changed(change):
    events = make_member().pgh_event_model.objects.all()

    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        events.update(name="Annat") if change == "update" else events.delete()

    assert events.count() == 1
