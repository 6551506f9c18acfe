"""Merging doubles: every row moves by its rule, and moves back."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.utils import timezone

from members import importing, merging, reading, relations
from members.doubles import Lookalikes
from members.merging import Rule
from members.models import Bounce, Holding, Merge, Person, Seat
from sekom.outbox import posting
from tests.factories import make_holding, make_member, make_person, make_secretary
from tests.survey_factories import make_response, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return make_secretary()


@pytest.fixture
def two():
    """(the one who stays, the one who goes), on the two seats of a member."""
    member = make_member("Kalix")
    keep = make_person("Eva Ek", phone="070-1")
    gone = make_person("Eva Ekk", title="Miljöchef", phone="070-2")
    make_holding(member=member, person=keep)
    make_holding(member=member, kind=Seat.Kind.OFFICER, person=gone)
    return keep, gone


# --- Rules --------------------------------------------------------------------------------------


def without_rule(fields, rules):
    return [name for field in fields if (name := relations.name_of(field)) not in rules]


def test_every_foreign_key_to_a_person_has_a_rule_and_every_rule_a_foreign_key():
    fields = relations.pointing_at(Person)
    names = {relations.name_of(field) for field in fields}

    assert without_rule(fields, merging.rules()) == []
    assert set(merging.rules()) - names == set()


def test_the_test_sees_a_foreign_key_without_a_rule():
    rules = {name: rule for name, rule in merging.rules().items() if "Signature" not in name}

    assert without_rule(relations.pointing_at(Person), rules) == ["surveys.Signature.person"]


def test_what_only_moves_is_in_no_unique_constraint():
    """Where two of the same could meet, the rule must say what becomes of the second."""
    rules = merging.rules()
    clashing = [
        relations.name_of(field)
        for field in relations.pointing_at(Person)
        if rules[relations.name_of(field)] is Rule.MOVE
        for constraint in field.model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and field.name in constraint.fields
    ]

    assert clashing == []


# --- Merging ------------------------------------------------------------------------------------


def test_merge_moves_everything_and_fills_what_was_lacking(two, secretary):
    keep, gone = two
    holding = Holding.objects.get(person=gone)
    response = make_response(make_round(), holding.seat.member, signed="officer")
    response.answers.create(key="home", value="bygg", author=gone, role="officer", number=1)
    posting.post("surveys/submitted", to=gone, values={"path": "/"}, by=gone)
    holding.confirmations.update(by=gone)
    reading.record(gone, "Medlemslista", count=3)
    importing.upload(b"Kod;Medlem\n2514;Kalix", name="a.csv", by=gone)
    merging.merge(gone, make_person(), by=gone)
    fields = relations.pointing_at(Person)

    def held_by(person):
        found = {f: f.model._base_manager.filter(**{f.attname: person.pk}).count() for f in fields}
        return {relations.name_of(field): count for field, count in found.items() if count}

    theirs, had = held_by(gone), held_by(keep)
    merging.merge(keep, gone, by=secretary)

    assert theirs == {
        "members.Confirmation.by": 1,
        "members.Holding.person": 1,
        "members.Import.by": 1,
        "members.Merge.by": 1,
        "members.Merge.kept": 1,
        "members.Reading.person": 1,
        "outbox.Delivery.person": 1,
        "outbox.Mailing.sender": 1,
        "surveys.Answer.author": 1,
        "surveys.Signature.person": 1,
    }
    assert held_by(gone) == {}
    together = {name: theirs.get(name, 0) + had.get(name, 0) for name in theirs | had}
    assert held_by(keep) == together | {"members.Merge.kept": 2}
    keep.refresh_from_db()
    assert (keep.title, keep.phone) == ("Miljöchef", "070-1")
    assert not Person.objects.filter(pk=gone.pk).exists()


def test_merge_drops_what_the_one_who_stays_has_already(two, secretary):
    keep, gone = two
    for person in two:
        Bounce.objects.create(person=person, email="samma@example.org", bounced_at=timezone.now())
        EmailAddress.objects.create(user=person, email=person.email)
    rule = merging.rules()["members.Bounce.person"]

    merged = merging.merge(keep, gone, by=secretary)

    assert rule is Rule.MOVE_OR_DROP
    assert (keep.bounces.count(), len(merged.before["dropped"]["members.Bounce"])) == (1, 1)
    assert list(EmailAddress.objects.values_list("user", flat=True)) == [keep.pk]
    merging.part(merged, by=secretary)
    assert Bounce.objects.filter(person=gone.pk).count() == 1


def test_merge_shows_every_row_first(two):
    _keep, gone = two

    [seats] = merging.preview(gone)

    assert [str(row) for row in seats.rows] == [str(Holding.objects.get(person=gone))]


def test_merge_twice_and_of_oneself_is_refused(two, secretary):
    keep, gone = two
    with pytest.raises(ValidationError):
        merging.merge(keep, secretary, by=secretary)
    merging.merge(keep, gone, by=secretary)

    with pytest.raises(ValidationError) as refusal:
        merging.merge(keep, gone, by=secretary)

    assert refusal.value.messages == ["De två är redan en och samma person."]
    assert Merge.objects.count() == 1


# --- Parting ------------------------------------------------------------------------------------


def test_part_gives_back_what_was_theirs_and_twice_is_nothing(two, secretary):
    keep, gone = two
    merged = merging.merge(keep, gone, by=secretary)

    person = merging.part(merged, by=secretary)
    merging.part(merged, by=secretary)

    keep.refresh_from_db()
    assert (person.pk, person.email, person.title) == (gone.pk, gone.email, "Miljöchef")
    assert not person.has_usable_password()
    assert (keep.title, keep.holdings.get().seat.kind) == ("", "politician")
    assert person.holdings.get().seat.kind == "officer"


def test_part_is_refused_when_the_address_is_taken_or_it_is_too_late(two, secretary):
    keep, gone = two
    merged = merging.merge(keep, gone, by=secretary)
    taker = make_person(email=gone.email)

    with pytest.raises(ValidationError) as refusal:
        merging.part(merged, by=secretary)
    taker.delete()
    with time_machine.travel(timezone.now() + timedelta(days=31)), pytest.raises(ValidationError):
        merging.part(merged, by=secretary)

    assert refusal.value.messages == [f"Adressen {gone.email} är någon annans nu. Ändra den först."]


# --- Who is like whom ---------------------------------------------------------------------------


def test_lookalikes_are_found_within_a_member_or_by_name_and_domain(two):
    keep, gone = two
    namesake = make_person("Ek Eva", email="eva@example.org")
    make_person("Eva Ek", email="eva@annan.example")
    member_id = keep.holdings.get().seat.member_id

    found = Lookalikes().of(name="Eva Ek", email="ny@example.org", member_id=member_id)

    assert {person.pk for person in found} == {keep.pk, gone.pk, namesake.pk}
    assert Lookalikes().of(name="Bo Ask", email="bo@example.org", member_id=member_id) == []


def test_pairs_of_likely_doubles_come_once(two):
    assert merging.candidates() == [two]
