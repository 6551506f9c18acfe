import pytest
from django.core.management import CommandError, call_command

from members.models import Group, Person
from sekom.outbox.models import Delivery

pytestmark = pytest.mark.django_db


def test_the_first_of_the_secretariat_is_let_in_and_gets_a_letter(capsys):
    call_command("add_to_secretariat", "Kansli@Example.org", "Exempelkansliet")

    person = Person.objects.get()
    assert (person.email, person.is_staff) == ("kansli@example.org", True)
    assert Delivery.objects.get().email == "kansli@example.org"


def test_adding_twice_is_adding_once():
    for _turn in range(2):
        call_command("add_to_secretariat", "kansli@example.org", "Exempelkansliet")

    assert Group.objects.get().seats.count() == 1


def test_an_address_that_is_none_is_refused():
    with pytest.raises(CommandError):
        call_command("add_to_secretariat", "kansliet", "Exempelkansliet")

    assert Person.objects.count() == 0
