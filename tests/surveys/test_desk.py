"""What surveys put on the desk and on members' pages."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from sekom import related
from sekom.desk import When
from surveys import asking, desk
from surveys.following import State
from surveys.models import Report, Response
from tests.factories import make_expert, make_former_contact, make_member, make_pair, make_secretary
from tests.survey_factories import make_response, make_round, make_version

pytestmark = pytest.mark.django_db


def said(person):
    """The titles on a person's desk, in English, with how soon and how late."""
    with override("en"):
        return [(task.title, task.when, task.is_late) for task in desk.tasks(person)]


def opened_weeks_ago(**columns):
    """A round with the example's title that has been open for twenty days."""
    return make_round(title="Enkäten", **columns)


# --- The secretariat ----------------------------------------------------------------------------


def test_desk_is_empty_for_whom_nothing_waits():
    people = [AnonymousUser(), make_secretary(), make_expert(), make_former_contact()]

    assert [desk.tasks(person) for person in people] == [[]] * 4


def test_desk_asks_the_secretariat_to_finish_drafts():
    make_version(title="Frågor", published=False)
    make_round(title="Enkäten", opened=False)

    assert said(make_secretary()) == [
        ("Publish Frågor, version 1", When.THIS_WEEK, False),
        ("Send out Enkäten", When.THIS_WEEK, False),
    ]


def test_desk_asks_to_remind_a_week_after_the_letters_and_not_again_the_same_week():
    round = opened_weeks_ago()
    by = make_secretary()
    make_pair(member := make_member())
    make_response(round, member)

    before = said(by)
    asking.remind(round, state=State.NOT_OPENED, text="Hej.", by=by)
    after = said(by)

    assert before == [("Remind 1 member that has not begun the survey", When.THIS_WEEK, False)]
    assert after == []


def test_desk_says_nothing_of_reminders_in_the_first_week():
    make_response(make_round(opened_at=timezone.now() - timedelta(days=2)))

    assert said(make_secretary()) == []


def test_desk_hurries_when_a_week_is_left_and_waits_for_second_signatures():
    round = opened_weeks_ago(closes_at=timezone.now() + timedelta(days=5))
    make_response(round)
    make_response(round, answers={"home": "bygg"}, signed="officer")

    assert said(make_secretary()) == [
        ("Remind 1 member that has not begun the survey", When.TODAY, False),
        ("1 response waits for a second signature", When.WAITING, False),
    ]


def test_desk_asks_to_close_what_has_passed_and_to_report_what_is_closed():
    opened_weeks_ago(closes_at=timezone.now() - timedelta(hours=1))
    closed = make_round(title="Förra enkäten", closed=True)
    by = make_secretary()

    before = said(by)
    Report.objects.create(round=closed, state=Report.State.READY)
    after = said(by)

    close = ("Close Enkäten", When.TODAY, True)
    assert before == [close, ("Make the report of Förra enkäten", When.THIS_WEEK, False)]
    assert after == [close]


# --- The contacts -------------------------------------------------------------------------------


def test_desk_leads_a_contact_from_the_first_answer_to_the_signing():
    member = make_member()
    politician, officer = make_pair(member)
    round = opened_weeks_ago()
    response = make_response(round, member)
    untouched = said(politician)

    response.answers.create(key="home", value="bygg", role="officer", author=officer)
    begun = said(politician)
    signature = response.signatures.create(role="officer", person=officer, name="O", digest="0")
    signed = [said(politician), said(officer)]
    signature.voided_at = timezone.now()
    signature.save()
    voided = said(officer)
    Response.objects.update(submitted_at=timezone.now())
    sent_in = [said(politician), said(officer)]

    assert untouched == [("Answer Enkäten", When.THIS_WEEK, False)]
    assert begun == [("Go on with Enkäten", When.THIS_WEEK, False)]
    assert signed == [
        [("Approve the answers to Enkäten", When.TODAY, False)],
        [("The other has yet to approve Enkäten", When.WAITING, False)],
    ]
    assert voided == [("Approve Enkäten once more", When.TODAY, False)]
    assert sent_in == [[], []]


def test_desk_shows_progress_and_the_last_day():
    member = make_member()
    politician, _officer = make_pair(member)
    make_response(opened_weeks_ago(), member, answers={"home": "bygg"})

    with override("en"):
        (task,) = desk.tasks(politician)

    assert task.detail.startswith("1 of 9 questions are answered. The last day is ")
    address = reverse("surveys:answer", args=[Response.objects.get().round.slug])
    assert task.url == f"{address}?sida=work"


def test_desk_has_nothing_of_closed_rounds_or_other_members():
    politician, _officer = make_pair()
    make_response(opened_weeks_ago())
    closed = make_round(closed=True)
    make_response(closed, politician.holdings.get().seat.member)

    assert said(politician) == []


# --- Members' pages -----------------------------------------------------------------------------


def test_directory_tells_the_network_how_far_each_member_has_come():
    round = opened_weeks_ago()
    done = make_response(round, answers={"home": "bygg"}, signed="both").member
    idle = make_response(round).member

    with override("en"):
        (column,) = related.member_columns([done.pk, idle.pk], make_expert())
    outside = [AnonymousUser(), make_former_contact()]
    nothing = [related.member_columns([done.pk, idle.pk], person) for person in outside]

    assert {member: cell.label for member, cell in column.cells.items()} == {
        done.pk: "Sent in",
        idle.pk: "Not opened",
    }
    assert nothing == [[], []]


def test_member_page_shows_its_responses_to_its_own_contacts_and_the_secretariat():
    member = make_member()
    politician, _officer = make_pair(member)
    make_response(opened_weeks_ago(), member)
    outsider, _other = make_pair()

    people = [politician, make_secretary(), outsider, make_expert(), AnonymousUser()]
    seen = [len(related.cards_about(member, person)) for person in people]

    assert seen == [1, 1, 0, 0, 0]
