"""Rounds of asking: opened once, answered once, reminded in steps, without a letter by hand."""

from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone

from members import following, freshness, seating, tasks, verifying
from members.models import Bounce, Confirmation, Holding, Inquiry, Person, Round, today
from sekom.outbox import posting
from sekom.outbox.models import Delivery, Mailing
from tests.factories import make_holding, make_member, make_pair, make_person, make_secretary

pytestmark = pytest.mark.django_db

ENDS = date(2026, 12, 31)


def open_round(holdings=None, *, days=20, mandates_end_on=None):
    return verifying.open_round(
        verifying.contacts() if holdings is None else holdings,
        answer_by=today() + timedelta(days=days),
        by=make_secretary(),
        mandates_end_on=mandates_end_on,
    )


def asked(holding=None, **given):
    """The inquiry to one contact in a round that has been opened."""
    holding = holding or make_holding()
    return open_round(**given).inquiries.with_names().get(holding=holding)


def letters(kind):
    return list(
        Delivery.objects.filter(mailing__kind=kind).order_by("pk").values_list("email", flat=True)
    )


# --- Opening ------------------------------------------------------------------------------------


def test_contacts_are_those_of_todays_pairs():
    politician, officer = make_pair()
    make_holding(ends_on=today() - timedelta(days=1))
    make_holding(member=make_member(status="applied"))
    old = make_holding(confirmed=False)

    contacts = verifying.contacts()

    assert {holding.person for holding in contacts} == {politician, officer, old.person}
    assert verifying.unsure(contacts) == [old]


def test_mandate_change_asks_both_of_each_member_whose_politician_ends():
    ends = make_holding(member=(member := make_member()), ends_on=ENDS)
    officer = make_holding(member=member, kind="officer")
    open_ended, goes_on = make_holding(), make_holding(ends_on=date(2030, 12, 31))

    with time_machine.travel(date(2026, 11, 1)):
        Holding.objects.update(starts_on=date(2023, 1, 1))
        known = verifying.at_mandate_change(ENDS, with_open_ended=False)
        every = verifying.at_mandate_change(ENDS, with_open_ended=True)

    assert known == [ends, officer]
    assert set(every) == {ends, officer, open_ended}
    assert goes_on not in every


def test_open_round_asks_each_person_in_one_letter_that_can_be_undone():
    holding = make_holding()
    make_holding(kind="officer", person=holding.person)

    round = open_round()

    mailing = verifying.invitation(round)
    (delivery,) = mailing.deliveries.all()
    assert round.inquiries.count() == 2
    assert mailing.state == Mailing.State.APPROVED
    assert len({one["link"] for one in delivery.values["asked"]}) == 2


def test_open_round_twice_is_one_round():
    make_pair()

    rounds = {open_round().pk for _time in range(2)}

    assert len(rounds) == 1
    assert len(letters("members/still_right")) == 2


@pytest.mark.parametrize("days", [-1, 31])
def test_open_round_refuses_a_day_that_the_links_do_not_reach(days):
    make_pair()

    with pytest.raises(ValidationError) as refusal:
        open_round(days=days)

    assert refusal.value.code == "day"


def test_open_round_refuses_when_nobody_can_be_asked():
    with pytest.raises(ValidationError) as refusal:
        open_round([])

    assert refusal.value.code == "nobody"
    assert Round.objects.count() == 0


def test_undo_round_leaves_nothing_and_can_be_done_twice():
    make_pair()
    round = open_round()

    for _time in range(2):
        verifying.undo_round(round, by=make_secretary())

    assert (Round.objects.count(), Inquiry.objects.count()) == (0, 0)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"cancelled"}


def test_undo_round_is_refused_once_letters_leave():
    make_pair()
    round = open_round()

    with (
        time_machine.travel(timezone.now() + timedelta(seconds=90)),
        pytest.raises(ValidationError) as refusal,
    ):
        verifying.undo_round(round, by=make_secretary())

    assert refusal.value.code == "late"
    assert Round.objects.count() == 1


# --- Answers ------------------------------------------------------------------------------------


def test_right_confirms_the_holding_through_the_link_once():
    holding = make_holding(confirmed=False)
    inquiry = asked(holding)

    for _time in range(2):
        answered = verifying.answer_right(inquiry, by=holding.person)

    confirmation = holding.confirmations.get()
    assert (answered.answer, confirmation.through) == ("right", "link")


def test_right_at_a_mandate_change_goes_on_for_the_next_term():
    with time_machine.travel(date(2026, 11, 22)):
        politician = make_holding(member=(member := make_member()), ends_on=ENDS)
        officer = make_holding(member=member, kind="officer")
        round = open_round(mandates_end_on=ENDS)
        for inquiry in round.inquiries.with_names():
            verifying.answer_right(inquiry, by=inquiry.holding.person)

    politician.refresh_from_db()
    officer.refresh_from_db()
    assert (politician.ends_on, officer.ends_on) == (date(2030, 12, 31), None)


def test_changed_mends_name_title_and_phone_but_leaves_the_address_to_the_secretariat():
    holding = make_holding(confirmed=False)
    inquiry, person = asked(holding), holding.person
    before = person.email
    facts = {"name": "Nya Namnet", "title": "Miljöchef", "phone": "070-1", "note": "Ny enhet"}

    for _time in range(2):
        answered = verifying.answer_changed(inquiry, email="NY@example.org", by=person, **facts)

    person.refresh_from_db()
    assert (person.name, person.title, person.phone) == ("Nya Namnet", "Miljöchef", "070-1")
    assert (person.email, answered.new_email, answered.note) == (
        before,
        "ny@example.org",
        "Ny enhet",
    )
    assert holding.confirmations.count() == 1


def test_changed_keeps_name_and_title_on_one_line():
    inquiry = asked(make_holding())
    facts = {
        "name": "Eva\r\nBcc: x@example.org",
        "title": "Chef\nför miljö",
        "phone": "",
        "note": "",
    }

    verifying.answer_changed(
        inquiry, email=inquiry.holding.person.email, by=inquiry.holding.person, **facts
    )

    person = Person.objects.get(pk=inquiry.holding.person_id)
    assert (person.name, person.title) == ("Eva Bcc: x@example.org", "Chef för miljö")


def test_new_address_is_used_or_left_by_the_secretariat():
    holding = make_holding()
    inquiry, person, secretary = asked(holding), holding.person, make_secretary()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    verifying.answer_changed(
        inquiry, name="A", title="", phone="", note="", email="ny@example.org", by=person
    )

    for _time in range(2):
        verifying.use_new_address(inquiry, by=secretary)

    person.refresh_from_db()
    inquiry.refresh_from_db()
    assert (person.email, inquiry.new_email) == ("ny@example.org", "")
    assert EmailAddress.objects.count() == 0


def test_new_address_that_somebody_has_is_refused_and_can_be_left():
    inquiry, other, secretary = asked(), make_person(), make_secretary()
    Inquiry.objects.update(new_email=other.email)

    with pytest.raises(ValidationError) as refusal:
        verifying.use_new_address(inquiry, by=secretary)
    verifying.keep_address(inquiry, by=secretary)

    assert refusal.value.code == "taken"
    assert not Inquiry.objects.with_new_address().exists()


def test_left_ends_the_holding_and_tells_the_counterpart_once():
    politician, officer = make_pair()
    holding = Holding.objects.get(person=officer)
    inquiry = asked(holding)

    for _time in range(2):
        verifying.answer_left(inquiry, last_day=today(), note="Fråga chefen", by=officer)

    holding.refresh_from_db()
    assert holding.ends_on == today()
    assert letters(verifying.COUNTERPART_LEFT) == [politician.email]


def test_left_never_makes_a_mandate_longer():
    holding = make_holding(ends_on=today() + timedelta(days=5))

    verifying.answer_left(
        asked(holding), last_day=today() + timedelta(days=50), note="", by=holding.person
    )

    holding.refresh_from_db()
    assert holding.ends_on == today() + timedelta(days=5)


def test_answer_that_was_given_otherwise_is_refused():
    inquiry = asked()
    person = inquiry.holding.person
    verifying.answer_right(inquiry, by=person)

    with pytest.raises(ValidationError) as refusal:
        verifying.answer_left(inquiry, last_day=today(), note="", by=person)

    assert refusal.value.code == "answered"


def test_answer_of_who_no_longer_sits_there_is_refused():
    holding = make_holding()
    inquiry = asked(holding)
    Holding.objects.update(ends_on=today() - timedelta(days=1))

    with pytest.raises(ValidationError) as refusal:
        verifying.answer_right(inquiry, by=holding.person)

    assert refusal.value.code == "ended"


def test_confirming_by_another_door_answers_the_question():
    holding = make_holding()
    inquiry = asked(holding)

    for _time in range(2):
        verifying.note_confirmed(holding)

    inquiry.refresh_from_db()
    assert inquiry.answer == "right"


# --- Reminders ----------------------------------------------------------------------------------


def test_reminder_days_are_halfway_shortly_before_and_once_after():
    round = Round(opened_at=timezone.now(), answer_by=today() + timedelta(days=20))
    short = Round(opened_at=timezone.now(), answer_by=today() + timedelta(days=1))

    def after(round):
        return [(day - today()).days for day in verifying.reminder_days(round)]

    assert after(round) == [10, 18, 23]
    assert after(short) == [4]


def test_reminders_go_in_steps_never_twice_and_only_to_who_has_not_answered():
    politician, officer = make_pair()
    holding = Holding.objects.get(person=politician)
    silent = asked(Holding.objects.get(person=officer))
    verifying.answer_right(Inquiry.objects.with_names().get(holding=holding), by=politician)
    sent = []

    for day in (9, 10, 11, 18, 23, 24):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            for _time in range(2):
                tasks.remind_contacts()
            reminders = Mailing.objects.exclude(pk=verifying.invitation(silent.round).pk)
            sent.append(reminders.filter(kind="members/still_right").count())

    assert sent == [0, 1, 1, 2, 3, 3]
    assert letters("members/still_right").count(officer.email) == 4
    assert letters("members/still_right").count(politician.email) == 1


def test_reminder_is_not_sent_for_letters_that_were_taken_back():
    make_pair()
    round = open_round()
    posting.undo(verifying.invitation(round), by=None)

    with time_machine.travel(timezone.now() + timedelta(days=12)):
        assert verifying.remind(round) is None


def test_round_closes_when_all_have_answered_or_the_grace_is_over():
    inquiry = asked()
    round = inquiry.round
    seen = [verifying.close_if_over(round).closed_at]
    with time_machine.travel(timezone.now() + timedelta(days=35)):
        seen.append(verifying.close_if_over(round).closed_at)
    Round.objects.update(closed_at=None)
    verifying.answer_right(inquiry, by=inquiry.holding.person)
    seen.append(verifying.close_if_over(round).closed_at)

    assert [closed is not None for closed in seen] == [False, True, True]


def test_it_is_time_for_a_round_half_a_year_after_the_last():
    seen = [verifying.count_if_time_for_a_round()]
    make_pair()
    seen.append(verifying.count_if_time_for_a_round())
    make_holding(confirmed=False)
    seen.append(verifying.count_if_time_for_a_round())
    open_round()
    seen.append(verifying.count_if_time_for_a_round())
    with time_machine.travel(timezone.now() + timedelta(days=183)):
        seen.append(verifying.count_if_time_for_a_round())

    assert seen == [0, 0, 1, 0, 3]


# --- How far it has come --------------------------------------------------------------------------


def test_progress_says_what_became_of_each_contact(django_assert_num_queries):
    members = [make_member(name) for name in ("Arvika", "Boden", "Kalix", "Malå")]
    for member in members:
        make_pair(member)
    make_holding(member=make_member("Piteå"), kind="officer")
    round = open_round()
    answers = {
        (inquiry.holding.seat.member.short_name, inquiry.holding.seat.kind): inquiry
        for inquiry in round.inquiries.with_names()
    }
    for key in (("Arvika", "politician"), ("Arvika", "officer"), ("Boden", "politician")):
        verifying.answer_right(answers[key], by=answers[key].holding.person)
    bounced = answers["Boden", "officer"].holding.person
    Bounce.objects.create(person=bounced, email=bounced.email)
    old = answers["Kalix", "politician"].holding
    seating.end(old, on=today(), reason="", by=make_secretary())
    make_holding(seat=old.seat, starts_on=today() + timedelta(days=1))
    left = answers["Kalix", "officer"]
    verifying.answer_left(left, last_day=today(), note="=2+2", by=left.holding.person)

    with django_assert_num_queries(1):
        rows = following.rows(round)
        found = {
            row.member.short_name: (
                row.standing,
                row.politician and row.politician.state,
                row.officer.state,
            )
            for row in rows
        }

    assert found == {
        "Arvika": ("both", "right", "right"),
        "Boden": ("one", "right", "bounces"),
        "Kalix": ("replaced", "replaced", "left"),
        "Malå": ("none", "waiting", "waiting"),
        "Piteå": ("none", None, "waiting"),
    }
    assert following.count_standings(rows) == {"both": 1, "one": 1, "replaced": 1, "none": 2}
    assert len(following.table(rows)) == 6


def test_round_of_two_hundred_contacts_needs_no_letter_by_hand():
    for _number in range(100):
        make_pair()
    Confirmation.objects.all().delete()
    round = open_round()
    inquiries = list(round.inquiries.with_names())
    for place, inquiry in enumerate(inquiries):
        person = inquiry.holding.person
        if place % 4 == 0:
            verifying.answer_right(inquiry, by=person)
        elif place % 40 == 1:
            verifying.answer_left(inquiry, last_day=today(), note="", by=person)

    with time_machine.travel(timezone.now() + timedelta(days=11)):
        tasks.remind_contacts()
        for inquiry in round.inquiries.waiting().with_names():
            verifying.answer_right(inquiry, by=inquiry.holding.person)
        tasks.remind_contacts()
        fresh = [freshness.of(holding) for holding in verifying.contacts()]

    round.refresh_from_db()
    by_hand = Mailing.objects.exclude(about=posting.reference(round)).several()
    assert len(inquiries) == 200
    assert Inquiry.objects.waiting().count() == 0
    assert round.closed_at is not None
    assert set(fresh) == {"fresh"}
    assert by_hand.count() == 0
    assert Mailing.objects.about(round).count() == 2
