"""The nightly clean-up: what goes, what stays, and that it can be run twice or be killed."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from members.models import Person, Reading, today
from sekom import cleaning_up, personal_data, tasks
from sekom.outbox import posting
from sekom.outbox.models import Delivery, Mailing
from tests.factories import make_holding, make_person

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)
DAY = timedelta(days=1)


def make_reading(age):
    return Reading.objects.create(what="Medlemslista (XLSX)", at=timezone.now() - age)


def numbers(found):
    """{name: number} of what there was any of."""
    return {kept.model: number for kept, number in found if number}


def test_readings_go_after_a_year():
    new, _old = make_reading(YEAR - DAY), make_reading(YEAR + DAY)

    found = cleaning_up.clean_up()

    assert numbers(found) == {Reading: 1}
    assert list(Reading.objects.all()) == [new]


def test_a_second_run_finds_nothing():
    make_reading(YEAR + DAY)
    tasks.clean_up()

    tasks.clean_up()

    assert numbers(cleaning_up.overdue()) == {}


def test_sessions_go_when_they_have_expired():
    Session.objects.create(session_key="old", expire_date=timezone.now() - DAY)
    Session.objects.create(session_key="new", expire_date=timezone.now() + DAY)

    cleaning_up.clean_up()

    assert list(Session.objects.values_list("pk", flat=True)) == ["new"]


def test_after_half_a_year_a_letter_is_only_a_number():
    person = make_person("Vera Brev", email="vera@example.org")
    mailing = posting.post("surveys/submitted", to=person, values={"path": "/"})
    long_ago = timezone.now() - timedelta(days=184)
    Delivery.objects.update(state="sent", settled_at=long_ago, answer="250 vera@example.org ok")

    found = numbers(cleaning_up.clean_up())

    letter = Delivery.objects.get()
    assert found == {Delivery: 1}
    assert (letter.email, letter.name, letter.values, letter.answer, letter.person) == (
        f"raderad-{letter.pk}@raderad.invalid",
        "",
        {},
        "",
        None,
    )
    assert (letter.state, letter.settled_at) == ("sent", long_ago)
    assert Mailing.objects.get(pk=mailing.pk).audience == ""


def test_a_letter_of_last_month_is_kept_as_it_is():
    posting.post("surveys/submitted", to=make_person(email="vera@example.org"), values={"path": ""})
    Delivery.objects.update(state="sent", settled_at=timezone.now() - timedelta(days=182))

    cleaning_up.clean_up()

    assert Delivery.objects.get().email == "vera@example.org"


def test_people_without_a_seat_for_a_year_become_former_contacts():
    person = make_holding(
        person=make_person("Vera Förut", created_at=timezone.now() - 3 * YEAR),
        starts_on=today() - 3 * YEAR,
        ends_on=today() - YEAR - DAY,
    ).person

    found = numbers(cleaning_up.clean_up())

    assert found == {Person: 1}
    assert str(Person.objects.get(pk=person.pk)) == "Tidigare kontakt"


def test_a_run_that_is_killed_has_done_its_batches_and_the_next_does_the_rest(monkeypatch):
    monkeypatch.setattr(cleaning_up, "BATCH", 2)
    for _number in range(5):
        make_reading(YEAR + DAY)
    kept = next(kept for kept in personal_data.table() if kept.model is Reading)
    batches = []

    def die_in_the_third(rows):
        batches.append(len(rows))
        if len(batches) == 3:
            raise KeyboardInterrupt
        personal_data.delete(rows)

    object.__setattr__(kept, "forget", die_in_the_third)
    try:
        with pytest.raises(KeyboardInterrupt):
            cleaning_up.clean_up()
    finally:
        object.__setattr__(kept, "forget", personal_data.delete)

    left = Reading.objects.count()
    cleaning_up.clean_up()

    assert (batches, left, Reading.objects.count()) == ([2, 2, 1], 1, 0)


def test_the_dry_run_counts_and_changes_nothing(capsys):
    make_reading(YEAR + DAY)

    call_command("clean_up", "--dry-run")

    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.strip().startswith("1")] == [
        "      1  läsningar: 12 månader."
    ]
    assert lines[-1] == "Ingenting är ändrat."
    assert Reading.objects.count() == 1


def test_the_command_says_what_it_has_forgotten(capsys):
    make_reading(YEAR + DAY)

    call_command("clean_up")

    assert capsys.readouterr().out.splitlines()[-1] == "Allt detta är borttaget."
    assert Reading.objects.count() == 0
