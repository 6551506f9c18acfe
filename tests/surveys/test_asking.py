"""Asking the members: opening, letters, reminders, closing, reopening and accepting."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from sekom.outbox.models import UNDO_TIME, Delivery, Mailing
from surveys import asking, following, links
from surveys.following import State
from surveys.models import Response, Signature, SurveyRound
from tests.factories import (
    make_former_contact,
    make_holding,
    make_member,
    make_pair,
    make_person,
    make_secretary,
)
from tests.survey_factories import make_response, make_round

pytestmark = pytest.mark.django_db


def make_draft(**columns):
    """A round that has not been opened."""
    return make_round(opened=False, **columns)


def letters_of(mailing):
    """Who gets which letter: {address: values}."""
    return dict(mailing.deliveries.values_list("email", "values"))


def at_once(act):
    """Do the same from two connections at the same time: both results."""

    def act_and_hang_up(_number):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(act_and_hang_up, range(2)))


# --- Who is asked -------------------------------------------------------------------------------


def test_audience_counts_people_members_and_vacancies():
    make_pair()
    make_pair()
    half = make_member()
    make_holding(member=half, kind="officer")
    empty = make_member()
    make_pair(make_member(status="applied"))
    make_former_contact()

    audience = asking.audience(make_draft())

    assert [len(audience.people), len(audience.reached)] == [5, 3]
    assert [asked.member for asked in audience.incomplete][:2] == [half, empty]
    assert empty in [asked.member for asked in audience.unreachable]
    with override("en"):
        assert str(audience) == "5 people at 3 members; 3 members lack a contact"


def test_audience_in_words_says_one_and_none_rightly():
    with override("en"):
        nobody = str(asking.audience(make_draft()))
        make_pair()
        one_pair = str(asking.audience(make_draft()))

    assert [nobody, one_pair] == ["0 people at 0 members", "2 people at 1 member"]


def test_audience_leaves_out_who_may_not_log_in():
    politician, _officer = make_pair()
    politician.is_active = False
    politician.save()

    audience = asking.audience(make_draft())

    assert [person.pk for person in audience.people] == [_officer.pk]
    assert len(audience.incomplete) == 1


def test_audience_costs_two_queries_for_any_number(django_assert_num_queries):
    round = make_draft()
    for _number in range(5):
        make_pair()

    with django_assert_num_queries(2):
        audience = asking.audience(round)
        str(audience)

    assert len(audience.people) == 10


# --- Opening ------------------------------------------------------------------------------------


def test_open_round_gives_every_member_a_response_and_writes_to_its_contacts():
    politician, officer = make_pair()
    empty = make_member()
    round = make_draft(letter="Hej!\n\nSvara gärna.")
    by = make_secretary()

    mailing = asking.open_round(round, by=by)

    round.refresh_from_db()
    assert (round.is_draft, mailing.state, mailing.sender) == (False, Mailing.State.APPROVED, by)
    assert mailing.send_after - mailing.approved_at == UNDO_TIME
    assert Response.objects.filter(member=empty).count() == 1
    assert round.responses.count() == 2
    letters = letters_of(mailing)
    assert sorted(letters) == sorted([politician.email, officer.email])
    values = letters[politician.email]
    assert values["paragraphs"] == ["Hej!", "Svara gärna."]
    (asked,) = values["asked"]
    assert (asked["role"], asked["other"]) == ("politician", officer.name)
    token = asked["link"].rstrip("/").rsplit("/", 1)[1]
    assert links.read(token).person == politician


def test_open_round_twice_sends_nothing_twice():
    make_pair()
    round = make_draft()
    by = make_secretary()

    first = asking.open_round(round, by=by)
    second = asking.open_round(round, by=by)

    assert first == second
    assert Mailing.objects.count() == 1
    assert Delivery.objects.count() == 2


def test_open_round_writes_once_to_who_represents_two_members():
    person = make_person()
    for _number in range(2):
        make_holding(member=make_member(), person=person, kind="officer")

    mailing = asking.open_round(make_draft(), by=make_secretary())

    (values,) = letters_of(mailing).values()
    assert len(values["asked"]) == 2
    assert len({asked["link"] for asked in values["asked"]}) == 2


def test_open_round_is_refused_when_nobody_can_be_written_to():
    make_member()
    round = make_draft()

    with pytest.raises(ValidationError) as refusal:
        asking.open_round(round, by=make_secretary())

    round.refresh_from_db()
    assert (refusal.value.code, round.is_draft, Response.objects.count()) == ("nobody", True, 0)


def test_open_round_is_refused_after_the_last_day():
    make_pair()
    round = make_draft(closes_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(ValidationError) as refusal:
        asking.open_round(round, by=make_secretary())

    assert (refusal.value.code, Mailing.objects.count()) == ("late", 0)


@pytest.mark.django_db(transaction=True)
def test_open_round_from_two_windows_at_once_sends_once():
    make_pair()
    round = make_draft()
    by = make_secretary()

    mailings = at_once(lambda: asking.open_round(round, by=by))

    assert mailings[0] == mailings[1]
    assert (Mailing.objects.count(), Delivery.objects.count()) == (1, 2)


# --- Undoing the opening ------------------------------------------------------------------------


def test_undo_opening_makes_the_round_a_draft_and_sends_nothing():
    make_pair()
    round = make_draft()
    by = make_secretary()
    mailing = asking.open_round(round, by=by)

    asking.undo_opening(round, by=by)
    asking.undo_opening(round, by=by)

    round.refresh_from_db()
    mailing.refresh_from_db()
    assert (round.is_draft, round.responses.count()) == (True, 0)
    assert mailing.state == Mailing.State.CANCELLED
    assert set(mailing.deliveries.values_list("state", flat=True)) == {Delivery.State.CANCELLED}


def test_undo_opening_keeps_answers_and_opening_again_sends_anew():
    member = make_member()
    make_pair(member)
    make_pair()
    round = make_draft()
    by = make_secretary()
    asking.open_round(round, by=by)
    response = round.responses.get(member=member)
    response.answers.create(key="home", value="bygg", role="officer")

    asking.undo_opening(round, by=by)
    kept = list(round.responses.all())
    mailing = asking.open_round(round, by=by)

    assert kept == [response]
    assert round.responses.count() == 2
    assert mailing.deliveries.filter(state=Delivery.State.QUEUED).count() == 4


def test_undo_opening_is_refused_once_letters_may_have_left():
    make_pair()
    round = make_draft()
    by = make_secretary()
    asking.open_round(round, by=by)
    Mailing.objects.update(send_after=timezone.now())

    with pytest.raises(ValidationError) as refusal:
        asking.undo_opening(round, by=by)

    round.refresh_from_db()
    assert (refusal.value.code, round.is_draft, round.responses.count()) == ("late", False, 1)


# --- Reminders ----------------------------------------------------------------------------------


def make_standing(round, state):
    """A member with its pair, whose response is in this state: (response, politician, officer)."""
    member = make_member()
    politician, officer = make_pair(member)
    answers = None if state in (State.NOT_OPENED, State.OPENED) else {"home": "bygg"}
    signed = {State.WAITING: "politician", State.SUBMITTED: "both", State.ACCEPTED: "officer"}
    response = make_response(
        round,
        member,
        answers=answers,
        signed=signed.get(state, ""),
        accepted="Vakant" if state == State.ACCEPTED else "",
    )
    if state == State.OPENED:
        Response.objects.filter(pk=response.pk).update(opened_at=timezone.now())
    return response, politician, officer


@pytest.mark.parametrize("state", following.UNFINISHED)
def test_remind_writes_only_to_those_whose_move_it_is(state):
    round = make_round()
    standings = {other: make_standing(round, other) for other in State}

    mailing = asking.remind(round, state=state, text="Hej igen.", by=make_secretary())

    _response, politician, officer = standings[state]
    expected = [officer] if state == State.WAITING else [politician, officer]
    assert sorted(letters_of(mailing)) == sorted(person.email for person in expected)
    assert {"Hej igen."} == {values["paragraphs"][0] for values in letters_of(mailing).values()}
    assert mailing.kind == f"surveys/reminder_{state}"


@pytest.mark.parametrize("state", following.COUNTED)
def test_remind_never_writes_to_who_has_sent_in(state):
    round = make_round()
    make_standing(round, state)

    with pytest.raises(ValidationError) as refusal:
        asking.remind(round, state=state, text="Hej.", by=make_secretary())

    assert (refusal.value.code, Mailing.objects.count()) == ("finished", 0)


def test_remind_twice_on_a_day_sends_once_and_the_day_after_again():
    round = make_round()
    make_standing(round, State.STARTED)
    by = make_secretary()

    first = asking.remind(round, state=State.STARTED, text="Hej.", by=by)
    second = asking.remind(round, state=State.STARTED, text="Hej igen.", by=by)
    Mailing.objects.update(created_at=timezone.now() - timedelta(hours=21))
    third = asking.remind(round, state=State.STARTED, text="Hej igen.", by=by)

    assert (first == second, first == third, Mailing.objects.count()) == (True, False, 2)


@pytest.mark.django_db(transaction=True)
def test_remind_from_two_windows_at_once_sends_once():
    round = make_round()
    make_standing(round, State.STARTED)
    by = make_secretary()

    mailings = at_once(lambda: asking.remind(round, state=State.STARTED, text="Hej.", by=by))

    assert mailings[0] == mailings[1]
    assert (Mailing.objects.count(), Delivery.objects.count()) == (1, 2)


def test_remind_is_refused_when_nobody_is_left_or_the_seat_is_vacant():
    round = make_round()
    response, _politician, officer = make_standing(round, State.WAITING)
    officer.holdings.update(ends_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(ValidationError) as refusal:
        asking.remind(round, state=State.WAITING, text="Hej.", by=make_secretary())

    waiting = asking.reminder_audience(round, State.WAITING)
    assert refusal.value.code == "nobody"
    assert [one.response for one in waiting.unreachable] == [response]


def test_remind_is_refused_when_the_round_is_not_open():
    for round in (make_draft(), make_round(closed=True)):
        with pytest.raises(ValidationError):
            asking.remind(round, state=State.STARTED, text="Hej.", by=make_secretary())


def test_undo_reminder_sends_nothing_and_lets_it_be_written_anew():
    round = make_round()
    make_standing(round, State.STARTED)
    by = make_secretary()
    first = asking.remind(round, state=State.STARTED, text="Fel text.", by=by)

    asking.undo_reminder(round, by=by)
    asking.undo_reminder(round, by=by)
    second = asking.remind(round, state=State.STARTED, text="Rätt text.", by=by)

    first.refresh_from_db()
    assert first.state == Mailing.State.CANCELLED
    assert (second.state, second == first) == (Mailing.State.APPROVED, False)


# --- The end ------------------------------------------------------------------------------------


def test_close_round_closes_once():
    round = make_round()
    by = make_secretary()

    first = asking.close_round(round, by=by)
    second = asking.close_round(round, by=by)

    assert (first.takes_answers, first.closed_at) == (False, second.closed_at)


def test_close_round_refuses_a_draft():
    with pytest.raises(ValidationError) as refusal:
        asking.close_round(make_draft(), by=make_secretary())

    assert refusal.value.code == "draft"


def test_close_due_closes_only_what_has_passed():
    passed = make_round(closes_at=timezone.now() - timedelta(minutes=1))
    make_round()
    make_draft(closes_at=timezone.now() - timedelta(minutes=1))

    assert asking.close_due() == [passed]
    assert asking.close_due() == []
    assert list(SurveyRound.objects.closed()) == [passed]


def test_reopen_lets_one_member_answer_and_tells_both_once():
    round = make_round(closed=True)
    response, politician, officer = make_standing(round, State.STARTED)
    _other, other_politician, _other_officer = make_standing(round, State.STARTED)
    by = make_secretary()

    asking.reopen(response, by=by)
    asking.reopen(response, by=by)

    assert list(Response.objects.answerable_by(politician)) == [response]
    assert list(Response.objects.answerable_by(other_politician)) == []
    sent = Delivery.objects.filter(mailing__kind=asking.REOPENED)
    assert sorted(sent.values_list("email", flat=True)) == sorted([politician.email, officer.email])


def test_reopen_is_refused_while_the_round_is_open():
    response, *_pair = make_standing(make_round(), State.STARTED)

    with pytest.raises(ValidationError) as refusal:
        asking.reopen(response, by=make_secretary())

    assert refusal.value.code == "open"


def test_accept_takes_one_signature_with_a_reason():
    response, *_pair = make_standing(make_round(), State.WAITING)
    by = make_secretary()

    asking.accept(response, reason=" Vakant plats. ", by=by)
    asking.accept(response, reason="Något annat", by=by)

    response = Response.objects.with_state().get()
    assert (response.state, response.accepted_reason, response.accepted_by) == (
        State.ACCEPTED,
        "Vakant plats.",
        by,
    )


@pytest.mark.parametrize(
    ("state", "reason", "code"),
    [
        (State.NOT_OPENED, "Vakant", "unsigned"),
        (State.STARTED, "Vakant", "unsigned"),
        (State.WAITING, "  ", "reason"),
    ],
)
def test_accept_is_refused_without_signature_or_reason(state, reason, code):
    response, *_pair = make_standing(make_round(), state)

    with pytest.raises(ValidationError) as refusal:
        asking.accept(response, reason=reason, by=make_secretary())

    response.refresh_from_db()
    assert (refusal.value.code, response.is_counted) == (code, False)


def test_accept_is_refused_when_the_signature_is_under_other_answers():
    response, *_pair = make_standing(make_round(), State.WAITING)
    Signature.objects.update(digest="0" * 64)

    with pytest.raises(ValidationError) as refusal:
        asking.accept(response, reason="Vakant", by=make_secretary())

    assert refusal.value.code == "unsigned"


# --- Following ----------------------------------------------------------------------------------


def test_standings_say_state_and_who_it_waits_for_in_few_queries(django_assert_max_num_queries):
    round = make_round()
    for state in State:
        make_standing(round, state)

    with django_assert_max_num_queries(4), override("en"):
        standings = following.standings(round)
        said = {one.state: one.waits_for for one in standings}

    assert said == {
        State.NOT_OPENED: "both",
        State.OPENED: "both",
        State.STARTED: "both",
        State.WAITING: "the officer",
        State.SUBMITTED: "",
        State.ACCEPTED: "",
    }
    assert following.tally(round).counts == following.tally_of(standings).counts


def test_standing_tells_whose_letter_did_not_arrive():
    member = make_member()
    politician, _officer = make_pair(member)
    round = make_draft()
    mailing = asking.open_round(round, by=make_secretary())
    mailing.deliveries.filter(person=politician).update(
        state=Delivery.State.BOUNCED, settled_at=timezone.now()
    )

    (standing,) = following.standings(round)

    assert standing.letters_lost == [politician]
    assert following.letters_sent(mailing) == {"all": 2, "sent": 0, "lost": 1, "waiting": 1}


def test_tally_rounds_the_rate_down_and_leaves_empty_states_out():
    round = make_round()
    for state in (State.SUBMITTED, State.ACCEPTED, State.STARTED):
        make_standing(round, state)

    tally = following.tally(round)

    assert (tally.total, tally.counted, tally.unfinished, tally.percent) == (3, 2, 1, 66)
    assert [(count, colour) for count, colour, _word in tally.segments] == [
        (1, "c1"),
        (1, "c4"),
        (1, "c3"),
    ]
    assert following.Tally().percent == 0
