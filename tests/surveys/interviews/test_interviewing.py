"""Noting an interview: texts that are saved, settled and deleted; the group that approves them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from members import links
from members.models import today
from sekom.outbox.models import Delivery
from surveys.interviews import approving, interviewing, inviting, planning
from surveys.interviews.models import AnswerText, Interview, Study
from tests.factories import make_pair
from tests.interview_factories import make_department, make_guest, make_interview, make_study

pytestmark = pytest.mark.django_db

State = Interview.State


def refused(operation, *args, **given):
    """The code of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        operation(*args, **given)
    return refusal.value.code


def gone(operation, *args):
    with pytest.raises((links.LinkUnknown, links.LinkExpired)) as closed:
        operation(*args)
    return closed.type


@pytest.fixture
def officer():
    return make_pair()[1]


@pytest.fixture
def interview(officer):
    study = make_study("Ett?", "Två?", officer=officer)
    return interviewing.add(
        study, department=make_department(study), held_on=today(), roles="Chefer", by=officer
    )


@pytest.fixture
def question(interview):
    return interview.study.questions.first()


def versions(interview):
    """[(question, number, text, saves)] in order."""
    rows = interview.texts.order_by("question__position", "number")
    return [(row.question and row.question.text, row.number, row.text, row.saves) for row in rows]


def token_of(address):
    return address.split("/")[-2]


def sent(interview, officer, text="Mycket."):
    """The interview with an answer, waiting for its group."""
    question = interview.study.questions.first()
    interviewing.save_text(interview, question, text=text, base=0, by=officer)
    return approving.send(interview, by=officer)


# --- The interview ------------------------------------------------------------------------------


def test_add_takes_the_studys_own_departments_and_meets_who_was_declined(officer):
    study = make_study(officer=officer)
    department = make_department(study)
    planning.decline(department, is_declined=True, by=officer)

    added = interviewing.add(study, department=department, held_on=today(), by=make_guest(study))

    department.refresh_from_db()
    foreign = make_department(make_study())
    given = {"held_on": today(), "by": officer}
    assert (added.state, department.declined_at) == (State.DRAFT, None)
    assert refused(interviewing.add, study, department=foreign, **given) == "department"
    stranger = {"held_on": today(), "by": make_pair()[0]}
    assert refused(interviewing.add, study, department=department, **stranger) == "not_yours"


def test_change_and_remove_an_interview(officer, interview, question):
    other = make_department(interview.study)
    changed = interviewing.change(
        interview, department=other, held_on=today(), roles="Rektorer", by=officer
    )
    interviewing.save_text(interview, question, text="Något.", base=0, by=officer)
    code = refused(interviewing.remove, interview, by=officer)
    interviewing.save_text(interview, question, text="", base=1, by=officer)

    interviewing.remove(interview, by=officer)

    assert (changed.department, changed.roles, code) == (other, "Rektorer", "written")
    assert list(Interview.objects.all()) == []


# --- Its texts ----------------------------------------------------------------------------------


def test_save_text_writes_over_the_newest_until_it_is_settled(officer, interview, question):
    for base, text in enumerate(["E\u0301n\r\nrad", "Två rader", "Tre"]):
        interviewing.save_text(interview, question, text=text, base=base, by=officer)
    before = versions(interview)
    interviewing.settle(interview)

    interviewing.save_text(interview, question, text="Fyra", base=3, by=officer)

    assert before == [("Ett?", 1, "Tre", 3)]
    assert versions(interview) == [("Ett?", 1, "Tre", 3), ("Ett?", 2, "Fyra", 4)]
    assert [row.text for row in AnswerText.objects.newest()] == ["Fyra"]


def test_save_text_keeps_texts_composed_with_line_feeds(officer, interview, question):
    kept = interviewing.save_text(
        interview, question, text=" E\u0301n\r\nrad \r\n🌱\n", base=0, by=officer
    )

    assert (kept.text, kept.asked, kept.author) == ("Én\nrad\n🌱", "Ett?", officer)


def test_save_text_twice_is_one_save(officer, interview, question):
    for _time in range(2):
        interviewing.save_text(interview, question, text="Samma", base=0, by=officer)

    assert versions(interview) == [("Ett?", 1, "Samma", 1)]


def test_save_text_refuses_what_started_from_an_older_save(officer, interview, question):
    guest = make_guest(interview.study)
    interviewing.save_text(interview, question, text="Deras", base=0, by=guest)

    with pytest.raises(interviewing.StaleText) as stale:
        interviewing.save_text(interview, question, text="Min", base=0, by=officer)

    assert (stale.value.theirs.text, stale.value.theirs.author) == ("Deras", guest)
    assert versions(interview) == [("Ett?", 1, "Deras", 1)]


def test_texts_without_a_question_are_kept_beside_the_others(officer, interview, question):
    interviewing.save_text(interview, question, text="Svar", base=0, by=officer)
    interviewing.save_text(interview, None, text="Annat", base=0, by=officer)
    interviewing.settle(interview)
    interviewing.save_text(interview, None, text="Annat igen", base=1, by=officer)

    newest = AnswerText.objects.newest().order_by("pk")
    assert [(row.question_id, row.text) for row in newest] == [
        (question.pk, "Svar"),
        (None, "Annat igen"),
    ]


def test_save_texts_keeps_all_or_none(officer, interview):
    first, second = interview.study.questions.all()
    interviewing.save_text(interview, second, text="Deras", base=0, by=officer)

    code = refused(
        interviewing.save_texts, interview, [(first, "A", 0), (second, "B", 0)], by=officer
    )
    interviewing.save_texts(interview, [(first, "A", 0), (second, "B", 1)], by=officer)

    assert code == "stale"
    assert versions(interview) == [("Ett?", 1, "A", 1), ("Två?", 1, "B", 2)]


def test_save_text_refuses_foreign_questions_strangers_and_closed_studies(
    officer, interview, question
):
    foreign = make_study().questions.first()
    given = {"text": "Hej", "base": 0}

    codes = [
        refused(interviewing.save_text, interview, foreign, by=officer, **given),
        refused(interviewing.save_text, interview, question, by=make_pair()[0], **given),
        refused(
            interviewing.save_text, interview, question, text="a" * 100_001, base=0, by=officer
        ),
    ]
    planning.close(interview.study, by=officer)
    codes.append(refused(interviewing.save_text, interview, question, by=officer, **given))

    assert codes == ["unknown", "not_yours", "long", "closed"]


@pytest.mark.parametrize("change", [{"text": "Annat"}, {"number": 7}, {"settled_at": None}])
def test_the_database_holds_a_settled_text_as_it_is(officer, interview, question, change):
    interviewing.save_text(interview, question, text="Så", base=0, by=officer)
    interviewing.settle(interview)

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        AnswerText.objects.update(**change)

    assert versions(interview) == [("Ett?", 1, "Så", 1)]


def test_delete_texts_empties_every_version_for_good(officer, interview, question):
    approving.take_back(sent(interview, officer), by=officer)
    interviewing.save_text(interview, question, text="Nytt", base=1, by=officer)
    guest = make_guest(interview.study)

    code = refused(interviewing.delete_texts, interview, by=guest)
    deleted = [interviewing.delete_texts(interview, by=officer) for _time in range(2)]

    assert code == "not_yours"
    assert versions(interview) == [("Ett?", 1, "", 1), ("Ett?", 2, "", 2)]
    assert deleted[0].texts_deleted_at == deleted[1].texts_deleted_at


# --- The group's approval -----------------------------------------------------------------------


def test_send_asks_for_something_to_approve(officer, interview):
    assert refused(approving.send, interview, by=officer) == "empty"
    assert Interview.objects.get().state == State.DRAFT


def test_the_group_reads_corrects_and_approves(officer, interview, question):
    waiting = sent(interview, officer)
    read = approving.read(token_of(approving.link(waiting)))

    code = refused(interviewing.save_text, interview, question, text="A", base=1, by=officer)
    approving.correct(read, question, text="Inte så mycket.", base=1)
    approving.correct(read, question, text="Lite.", base=2)
    approved = [approving.approve(read, role="Chef", round=read.round) for _time in range(2)]

    assert code == "state"
    assert versions(interview) == [("Ett?", 1, "Mycket.", 1), ("Ett?", 2, "Lite.", 3)]
    newest = AnswerText.objects.newest().get()
    assert (newest.is_by_group, newest.author, newest.settled_at is None) == (True, None, False)
    assert (approved[0].state, approved[0].approved_as) == (State.APPROVED, "Chef")
    assert approved[0].approved_at == approved[1].approved_at
    assert list(Interview.objects.approved()) == [interview]
    assert [
        refused(approving.correct, read, question, text="Nej", base=3),
        refused(approving.send, interview, by=officer),
    ] == ["approved", "approved"]


def test_correct_refuses_what_is_stale_and_what_was_not_answered(officer, interview, question):
    read = sent(interview, officer)
    approving.correct(read, question, text="En i gruppen", base=1)
    unanswered = interview.study.questions.last()

    assert refused(approving.correct, read, question, text="En annan", base=1) == "stale"
    assert refused(approving.correct, read, unanswered, text="Nytt", base=0) == "unknown"


def test_notes_that_are_taken_back_end_the_link_and_can_be_sent_anew(officer, interview, question):
    first = sent(interview, officer)
    token = token_of(approving.link(first))
    approving.take_back(interview, by=officer)
    interviewing.save_text(interview, question, text="Mer.", base=1, by=officer)
    again = approving.send(interview, by=officer)

    assert gone(approving.read, token) is links.LinkUnknown
    assert refused(approving.approve, first, role="Chef", round=first.round) == "state"
    assert approving.read(token_of(approving.link(again))) == interview
    assert versions(interview) == [("Ett?", 1, "Mycket.", 1), ("Ett?", 2, "Mer.", 2)]


def test_approved_notes_that_are_taken_back_count_no_longer(officer, interview):
    waiting = sent(interview, officer)
    approving.approve(waiting, role="Chef", round=waiting.round)

    back = approving.take_back(interview, by=officer)

    assert (back.state, back.approved_at, back.approved_as) == (State.DRAFT, None, "")
    assert list(Interview.objects.approved()) == []


def test_the_link_ends_after_thirty_days_with_the_texts_and_is_ours_alone(officer, interview):
    token = token_of(approving.link(sent(interview, officer)))
    with time_machine.travel(timezone.now() + links.LASTS + timedelta(hours=1)):
        late = gone(approving.read, token)
    forged = gone(approving.read, token[:-2] + "AA")
    interviewing.delete_texts(interview, by=officer)

    assert late is links.LinkExpired
    assert [forged, gone(approving.read, token)] == [links.LinkUnknown] * 2


def test_send_mails_the_link_to_a_role_at_an_address(officer, interview):
    sent(interview, officer)

    approving.send(
        interview, by=officer, to=approving.Reader("chef@example.org", "Förvaltningschef")
    )

    letter = Delivery.objects.get()
    assert (letter.email, letter.mailing.kind) == ("chef@example.org", "interviews/please_approve")
    link = letter.values["link"]
    assert approving.read(token_of(link)) == interview


# --- Guests -------------------------------------------------------------------------------------


def test_invite_writes_once_more_to_who_is_asked_again(officer, interview):
    study = interview.study

    guests = [
        inviting.invite(study, email="Kollega@Example.org", name="Kollega", by=officer)
        for _time in range(2)
    ]

    assert guests[0] == guests[1]
    letters = Delivery.objects.values_list("email", "mailing__kind")
    assert list(letters) == [("kollega@example.org", "interviews/invitation")] * 2


def test_invite_refuses_the_pair_itself_and_is_for_the_pair(officer, interview):
    guest = make_guest(interview.study)
    given = {"email": officer.email, "name": "Jag"}

    assert refused(inviting.invite, interview.study, by=officer, **given) == "leads"
    assert refused(inviting.invite, interview.study, by=guest, **given) == "not_yours"


def test_a_guest_accepts_works_and_is_let_out(officer, interview, question):
    study = interview.study
    guest = inviting.invite(study, email="kollega@example.org", name="Kollega", by=officer)
    token = token_of(inviting.link(guest))

    accepted = [inviting.accept(inviting.read(token)) for _time in range(2)]
    person = accepted[0].person
    interviewing.save_text(interview, question, text="Av gästen", base=0, by=person)
    reads = [Study.objects.readable_by(person).exists()]
    inviting.end(guest, by=officer)
    reads.append(Study.objects.readable_by(person).exists())

    assert (person.email, person.name, accepted[1].person) == (
        "kollega@example.org",
        "Kollega",
        person,
    )
    assert (reads, person.may_see_contacts()) == ([True, False], False)
    assert gone(inviting.read, token) is links.LinkUnknown
    assert refused(inviting.accept, guest) == "ended"


def test_an_invitation_to_a_closed_study_leads_nowhere(officer, interview):
    guest = inviting.invite(interview.study, email="a@example.org", name="A", by=officer)
    planning.close(interview.study, by=officer)

    assert gone(inviting.read, token_of(inviting.link(guest))) is links.LinkUnknown


def test_make_interview_of_the_factories_is_what_the_operations_make(officer):
    made = make_interview(make_study("Ett?", officer=officer), "Mycket.")

    assert (made.state, versions(made)) == (State.APPROVED, [("Ett?", 1, "Mycket.", 1)])
