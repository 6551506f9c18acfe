"""Reminding of gaps: who gets the letter, once, and what is noted."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from members import reminding
from members.models import Bounce, Reminder, today
from sekom.outbox import posting
from sekom.outbox.models import Mailing
from tests.factories import make_holding, make_member, make_pair, make_secretary

pytestmark = pytest.mark.django_db


def remind(*members, key=None, days=14):
    return reminding.remind(
        [member.pk for member in members],
        text="Vem ska det vara?",
        answer_by=today() + timedelta(days=days),
        key=key or uuid.uuid4(),
        by=make_secretary(),
    )


def test_remind_writes_once_to_each_person_and_notes_it_per_member():
    first, second, empty = (make_member(name) for name in ("Boden", "Kalix", "Malå"))
    officer = make_holding(member=first, kind="officer").person
    make_holding(member=second, kind="officer", person=officer)
    make_pair(whole := make_member())

    mailing = remind(first, second, empty, whole)

    (delivery,) = mailing.deliveries.all()
    noted = Reminder.objects.values_list("member__short_name", "through", "mailing")
    assert mailing.state == Mailing.State.APPROVED
    assert delivery.email == officer.email
    assert [one["member"] for one in delivery.values["asked"]] == ["Boden kommun", "Kalix kommun"]
    assert delivery.values["asked"][0]["vacant"] == ["politician"]
    assert set(noted) == {("Boden", "mail", mailing.pk), ("Kalix", "mail", mailing.pk)}


def test_remind_twice_with_the_same_key_sends_and_notes_once():
    make_holding(member=(member := make_member()), kind="officer")
    key = uuid.uuid4()

    mailings = {remind(member, key=key).pk for _time in range(2)}

    assert len(mailings) == 1
    assert Reminder.objects.count() == 1


def test_remind_that_was_undone_is_no_longer_noted():
    make_holding(member=(member := make_member()), kind="officer")

    mailing = remind(member)
    before = Reminder.objects.made().count()
    posting.undo(mailing, by=None)

    assert (before, Reminder.objects.made().count()) == (1, 0)


def test_remind_refuses_a_day_that_has_been_and_nobody_to_write_to():
    make_holding(member=(member := make_member()), kind="officer")

    for members, days, code in (((member,), -1, "late"), ((make_member(),), 14, "nobody")):
        with pytest.raises(ValidationError) as refusal:
            remind(*members, days=days)
        assert refusal.value.code == code
    assert Mailing.objects.count() == 0


def test_letter_says_what_is_missing_and_who_is_in_doubt():
    politician, officer = make_pair(member := make_member("Boden"))
    Bounce.objects.create(person=officer, email=officer.email)

    mailing = remind(member)
    letter = posting.preview(
        reminding.LETTER, posting.Recipient(politician), mailing.deliveries.get().values
    )

    assert letter.subject == "Vem företräder Boden kommun i Sveriges Ekokommuner?"
    assert f"Vi vet inte om {officer.name} fortfarande är kontakttjänsteperson" in letter.text
    assert member.get_absolute_url() in letter.text


def test_note_call_is_noted_once_a_day_and_can_be_forgotten_twice():
    member, secretary = make_member(), make_secretary()

    first, again = (reminding.note_call(member, by=secretary) for _time in range(2))
    for _time in range(2):
        reminding.forget_call(first, by=secretary)

    assert first == again
    assert Reminder.objects.count() == 0


# --- The pages ----------------------------------------------------------------------------------


@pytest.fixture
def office(client, settings):
    """A browser of the secretariat's."""
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(make_secretary())
    return client


def test_page_shows_number_and_sends(office):
    make_holding(member=(member := make_member("Boden")), kind="officer")
    page = office.get("/kansli/medlemmar/paminn/", {"medlem": [member.pk, "x"]})

    sent = office.post(
        "/kansli/medlemmar/paminn/",
        {
            "medlem": member.pk,
            "text": "Hej",
            "answer_by": "2999-01-01",
            "key": page.context["form"].initial["key"],
        },
    )

    mailing = Mailing.objects.get()
    assert "Skicka till 1 person" in page.content.decode()
    assert sent.url == mailing.get_absolute_url()


def test_page_keeps_what_was_typed_when_it_refuses(office):
    member = make_member()

    answer = office.post(
        "/kansli/medlemmar/paminn/",
        {"medlem": member.pk, "text": "Hej där", "answer_by": "i går", "key": uuid.uuid4()},
    )

    assert answer.status_code == 422
    assert "Hej där" in answer.content.decode()


def test_call_is_noted_from_the_gaps_with_a_way_to_undo(office):
    member = make_member("Boden")

    page = office.post("/kansli/medlemmar/ringt/", {"medlem": member.pk}, follow=True)
    reminder = Reminder.objects.get()
    undone = office.post(f"/kansli/medlemmar/ringt/{reminder.pk}/angra/", follow=True)

    assert f"/kansli/medlemmar/ringt/{reminder.pk}/angra/" in page.content.decode()
    assert (reminder.through, Reminder.objects.count()) == ("phone", 0)
    assert undone.redirect_chain == [("/medlemmar/?vy=luckor", 302)]


@pytest.mark.parametrize("pk", ["", "x", "9" * 30, "0"])
def test_call_to_no_member_is_not_there(office, pk):
    assert office.post("/kansli/medlemmar/ringt/", {"medlem": pk}).status_code == 404
