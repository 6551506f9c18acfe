"""Erasing: what goes, what stays, and that nothing of the person is left anywhere."""

import json
import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone

from members import erasing, merging, reading, seating
from members.models import Confirmation, Holding, Merge, Person, Seat, today
from sekom import cleaning_up, embedded, personal_data
from sekom.outbox import kept, posting
from sekom.outbox.models import Delivery, Mailing, Suppression, address_hash
from surveys.models import Answer, Comment, Signature
from tests.factories import make_holding, make_member, make_pair, make_person, make_secretary
from tests.survey_factories import make_response, make_round

pytestmark = pytest.mark.django_db

NAME, ADDRESS, PHONE = "Åsa-Britt Öqvist", "asa.oqvist@granfors.example", "070-123 45 67"
EARLIER = ("Åsa-Britt Ek", "asa.ek@granfors.example", "+46 70 765 43 21")
YESTERDAY = timedelta(days=1)


def make_past_contact(**columns):
    """Somebody whose seat ended yesterday."""
    person = make_person(NAME, email=ADDRESS, phone=PHONE, **columns)
    make_holding(person=person, ends_on=today() - YESTERDAY, reason="Lämnade")
    return person


def test_an_erased_person_is_a_former_contact_whom_nobody_can_reach():
    secretary, person = make_secretary(), make_past_contact(title="Strateg", theme="dark")

    erased = erasing.erase(person, by=secretary)

    assert (erased.name, erased.email, erased.title, erased.phone, erased.theme) == (
        "Tidigare kontakt",
        f"raderad-{person.pk}@raderad.invalid",
        "",
        "",
        "auto",
    )
    assert (erased.is_active, erased.erased_at is None) == (False, False)


def test_the_days_of_the_seat_stay_without_reason_and_source():
    person = make_past_contact()
    holding = person.holdings.get()

    erasing.erase(person, by=None)

    after = Holding.objects.get(pk=holding.pk)
    assert (after.seat_id, after.starts_on, after.ends_on) == (
        holding.seat_id,
        holding.starts_on,
        holding.ends_on,
    )
    assert (after.reason, after.source) == ("", "")


def test_whoever_holds_a_seat_or_will_is_not_erased():
    sitting, coming = make_pair()[0], make_person()
    make_holding(person=coming, starts_on=today() + timedelta(days=3))

    for person in (sitting, coming):
        with pytest.raises(ValidationError) as refusal:
            erasing.erase(person, by=None)
        assert refusal.value.code == "seated"

    assert list(Person.objects.erased()) == []


def test_erasing_twice_changes_nothing_more():
    person = make_past_contact()
    first = erasing.erase(person, by=None)

    second = erasing.erase(person, by=None)

    assert second.erased_at == first.erased_at


def test_a_name_that_somebody_else_bears_too_is_left_in_texts():
    person, namesake = make_past_contact(), make_person(NAME)
    holding = make_holding(reason=f"Efter {NAME}", source=f"Mejl från {ADDRESS}")

    erasing.erase(person, by=None)

    namesake.refresh_from_db()
    holding.refresh_from_db()
    assert (namesake.name, holding.reason, holding.source) == (
        NAME,
        f"Efter {NAME}",
        "Mejl från [raderat]",
    )


def test_other_people_are_left_alone():
    other = make_person("Åsa-Britt Öqvistsson", email=f"x{ADDRESS}", phone="070-123 45 678")
    before = Person.objects.filter(pk=other.pk).values().get()

    erasing.erase(make_past_contact(), by=None)

    assert Person.objects.filter(pk=other.pk).values().get() == before


def test_a_letter_that_waits_is_not_sent_to_nobody():
    person = make_past_contact()
    mailing = posting.prepare(
        "surveys/submitted",
        recipients=[posting.Recipient(person), posting.Recipient(make_person())],
        audience="Alla",
        values={"path": "/"},
    )

    erasing.erase(person, by=None)

    states = dict(mailing.deliveries.values_list("person", "state"))
    assert states.pop(person.pk) == Delivery.State.CANCELLED
    assert set(states.values()) == {Delivery.State.QUEUED}


def test_asking_to_be_erased_is_noted_once_and_can_be_taken_back():
    person = make_past_contact()

    asked = erasing.ask(person)
    again = erasing.ask(person)
    taken_back = erasing.withdraw(person)

    assert (again.erasure_asked_at == asked.erasure_asked_at, taken_back.erasure_asked_at) == (
        True,
        None,
    )


def test_the_preview_counts_what_goes_and_what_stays_and_changes_nothing():
    person = make_past_contact()
    EmailAddress.objects.create(user=person, email=ADDRESS)
    before = Person.objects.filter(pk=person.pk).values().get()

    lines = {line.name: (line.count, line.fate) for line in erasing.preview(person)}

    assert lines["uppdrag"] == (1, "blir kvar utan det som visar vem det var")
    assert lines["adresser att logga in med"] == (1, "raderas")
    assert Person.objects.filter(pk=person.pk).values().get() == before


def make_everything():
    """A person whose name, address and phone stand wherever they can: (person, response)."""
    person = make_person(EARLIER[0], email=EARLIER[1], phone=EARLIER[2], title="Strateg")
    person.name, person.email, person.phone = NAME, ADDRESS, PHONE
    person.save()
    member = make_member("Granfors")
    politician = make_holding(member=member, person=person, ends_on=today() - YESTERDAY, reason="x")
    officer = make_holding(member=member, kind="officer").person
    seating.correct(politician, by=officer, reason=f"{EARLIER[0]} bytte namn", source=NAME.upper())
    seating.confirm(politician, by=person, through=Confirmation.Through.LOGIN)
    EmailAddress.objects.create(user=person, email=EARLIER[1])
    LogEntry.objects.log_actions(officer.pk, [person], 2, change_message=[{"changed": NAME}])
    LogEntry.objects.log_actions(
        officer.pk, [officer], 2, change_message=[{"changed": f"{EARLIER[0]}, 070-765 43 21"}]
    )
    LogEntry.objects.create(
        user=person, action_flag=1, object_repr="x", content_type=ContentType.objects.first()
    )
    response = make_response(
        make_round(), member, answers={"home": f"Fråga {NAME}, {PHONE}"}, signed=""
    )
    Answer.objects.filter(response=response).update(author=person)
    Comment.objects.create(response=response, key="home", text=f"Ring {PHONE}", author=person)
    Comment.objects.create(
        response=response, key="home", text=f"Tack {NAME.lower()}!", author=officer
    )
    Signature.objects.create(
        response=response, role="politician", person=person, name=NAME, digest="0" * 64
    )
    posting.post("surveys/submitted", to=person, values={"path": "/", "to": NAME})
    posting.prepare(
        "surveys/submitted",
        recipients=[posting.Recipient(officer, {"who": NAME})],
        audience=f"{NAME} med flera",
        values={"path": "/", "also": [ADDRESS, {"phone": "0701234567"}]},
        by=person,
    )
    Suppression.objects.create(address_hash=address_hash(ADDRESS), reason="Studsade")
    reading.record(person, f"Kortet för {NAME}", count=1)
    return person, response


def dump():
    """The whole database as text, as a backup would hold it."""
    database = connection.settings_dict
    program = embedded.postgres_bin() / "pg_dump"
    done = subprocess.run(
        [
            *(program, "--inserts", "--no-owner", "--exclude-table-data=django_session"),
            *("--host", database["HOST"] or database["OPTIONS"].get("host", "")),
            *("--username", database["USER"], database["NAME"]),
        ],
        capture_output=True,
        env=os.environ | {"PGPASSWORD": database["PASSWORD"] or ""},
        check=True,
    )
    return done.stdout.decode()


TRACES = [
    *(NAME, ADDRESS, *EARLIER[:2]),
    *(PHONE, "0701234567", EARLIER[2], "070-765 43 21"),
    *(json.dumps(NAME)[1:-1], json.dumps(EARLIER[0])[1:-1]),
]


def found_in(text):
    """The traces that a text still holds, in any case."""
    low = text.lower()
    return [trace for trace in TRACES if trace.lower() in low]


@pytest.mark.parametrize("is_long_ago", [False, True])
def test_what_was_known_of_a_double_goes_with_the_one_it_was_merged_into(is_long_ago):
    double = make_person("Britta Dubbel", email="britta@granfors.example", phone="070-999 88 77")
    person = make_past_contact()
    merging.merge(person, double, by=make_secretary())
    if is_long_ago:
        Merge.objects.update(merged_at=timezone.now() - timedelta(days=31))
        cleaning_up.clean_up()

    erasing.erase(person, by=None)

    events = Person.pgh_event_model.objects.filter(pgh_obj_id=double.pk)
    assert {(event.name, event.phone) for event in events} == {("Tidigare kontakt", "")}


@pytest.mark.django_db(transaction=True)
def test_nothing_of_an_erased_person_is_left_in_dump_media_mail_or_log(settings, tmp_path, capfd):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    secretary, (person, response) = make_secretary(), make_everything()
    client = Client()
    client.force_login(person)
    client.get("/min-sida/")
    for to, text in ((ADDRESS, "Hej!"), ("nagon@example.org", f"Hälsa {NAME}")):
        kept.KeptMail().send_messages([EmailMessage("Hej", text, to=[to])])
    kept.KeptMail().send_messages([EmailMessage("Hej", "Inget", to=["nagon@example.org"])])
    assert found_in(dump()) == TRACES
    counts = {
        model: model.objects.count()
        for model in (Holding, Confirmation, Answer, Comment, Signature, Delivery, Mailing, Seat)
    }

    erasing.erase(person, by=secretary)

    assert found_in(dump()) == []
    mails = [path.read_text() for path in Path(tmp_path / "post").glob("*.eml")]
    assert [found_in(mail) for mail in mails] == [[]]
    media = (tmp_path / "media").rglob("*")
    assert [path for path in media if path.is_file() and found_in(path.read_text("latin-1"))] == []
    assert found_in(capfd.readouterr().err) == []
    assert Session.objects.count() == UserSession.objects.filter(user=person).count() == 0
    assert {model: model.objects.count() for model in counts} == counts
    assert response.answers.get().value == "Fråga [raderat], [raderat]"


@pytest.mark.django_db(transaction=True)
def test_history_written_before_the_erasure_is_still_closed_to_everybody_else():
    person = make_past_contact()
    erasing.erase(person, by=None)
    event = Person.pgh_event_model.objects.filter(pgh_obj=person).first()

    with pytest.raises(Exception, match="Cannot update or delete"):
        Person.pgh_event_model.objects.filter(pk=event.pk).update(name="Påhittat")


def test_every_line_of_the_table_says_what_becomes_of_its_rows_in_words():
    assert [str(kept.purpose.what) for kept in personal_data.table() if not kept.purpose.why] == []


def test_people_are_forgotten_a_year_after_their_last_seat():
    year = timedelta(days=365)
    past, recent, never = make_person(), make_person(), make_person()
    make_holding(person=past, starts_on=today() - 3 * year, ends_on=today() - year - YESTERDAY)
    make_holding(person=recent, starts_on=today() - 3 * year, ends_on=today() - year)
    sitting = make_holding(starts_on=today() - 3 * year).person
    Person.objects.update(created_at=timezone.now() - 3 * year)

    found = set(erasing.past_contacts(timezone.now()))

    assert found & {past, recent, never, sitting} == {past, never}
