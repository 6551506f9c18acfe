"""A member's own actions, made from its report: its two contacts see them, and nobody else."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from events import acting, acting_on_reports, action_links, desk
from events import related as events_related
from events.action_forms import ActionFilterForm
from events.models import Action
from events.reminding_of_actions import remind
from members import handing_over, links
from members.models import Seat, today
from sekom import network, open_work, related
from sekom.outbox.models import Mailing
from sekom.search import indexing
from sekom.search.models import Entry
from surveys.interviews import reporting
from tests.event_factories import make_action, make_meeting
from tests.factories import (
    make_expert,
    make_former_contact,
    make_group,
    make_pair,
    make_secretary,
)
from tests.interview_factories import make_guest, make_study, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def pair():
    return make_pair()


@pytest.fixture
def report(pair):
    """A report that the member's politician has approved."""
    politician, officer = pair
    study = make_study(officer=officer)
    report = reporting.begin(study, by=officer)
    reporting.save_text(report, "theme", make_theme(study), text="Vatten.", base=0, by=officer)
    reporting.approve(report, by=politician)
    return report


def seat_of(person):
    return Seat.objects.held_by(person).get()


def agree(report, officer, title="Mät vattnet", **given):
    row = {"responsible": seat_of(officer), "due_on": today()} | given
    return acting_on_reports.agree(report, title, by=officer, **row)


def everybody(report):
    """Each role: the pair, another member's pair, an expert, a guest, a former one, the office."""
    guest = make_guest(report.study)
    return [*make_pair(), make_expert(), guest, make_former_contact(), make_secretary()]


def test_an_action_is_the_members_own_linked_to_its_report_and_made_once(report, pair):
    action = agree(report, pair[1], "  Mät \n vattnet ")
    again = agree(report, pair[0], "Mät vattnet")

    assert again == action
    assert (action.title, action.member, action.meeting) == (
        "Mät vattnet",
        report.study.member,
        None,
    )
    assert [row.who for row in action.responsible.all()] == [seat_of(pair[1])]
    assert [(link.address, link.title) for link in action.links.all()] == [
        (report.get_absolute_url(), report.title)
    ]
    assert list(acting_on_reports.actions_of(report)) == [action]
    assert [entry.kind for entry in action.log.all()] == ["agreed", "linked"]


def test_an_action_is_refused_for_others_before_approval_and_with_a_day_that_has_passed(
    report, pair
):
    politician, officer = pair
    other, draft = make_pair()[1], reporting.begin(make_study(officer=officer), by=officer)
    tries = [
        (report, {"by": other}, "not_yours"),
        (report, {"by": make_secretary()}, "not_yours"),
        (draft, {}, "not_yours"),
        (report, {"responsible": seat_of(other)}, "not_yours"),
    ]

    for thing, given, code in tries:
        row = {"responsible": seat_of(officer), "due_on": None, "by": politician} | given
        with pytest.raises(ValidationError) as refusal:
            acting_on_reports.agree(thing, "Mät", **row)
        assert refusal.value.code == code
    with pytest.raises(ValidationError) as refusal:
        agree(report, officer, due_on=today() - timedelta(days=1))

    assert list(refusal.value.message_dict) == ["due_on"]
    assert not Action.objects.exists()


def test_a_members_own_action_stays_with_its_contacts(report, pair):
    action = agree(report, pair[1])

    for who in (make_secretary(), make_group("board"), "BTH", seat_of(make_pair()[1])):
        with pytest.raises(ValidationError, match="egna kontakter"):
            acting.change(action, {"responsible": [seat_of(pair[1]), who]}, by=pair[1])
    acting.change(action, {"responsible": [seat_of(pair[0])]}, by=pair[1])

    assert [row.who for row in action.responsible.all()] == [seat_of(pair[0])]


@pytest.mark.parametrize("right", ["readable_by", "workable_by", "editable_by"])
def test_who_may_with_a_members_own_action(report, pair, right):
    action = agree(report, pair[1])

    seen = [list(getattr(Action.objects, right)(person)) for person in pair]
    unseen = [list(getattr(Action.objects, right)(person)) for person in everybody(report)]

    assert (seen, unseen) == ([[action]] * 2, [[]] * 6)


def test_an_own_action_follows_the_seat_to_whoever_holds_it(report, pair):
    officer, action = pair[1], agree(report, pair[1])
    held = officer.holdings.get()
    (item,) = [one for one in open_work.of(held) if one.key.startswith("events.action:")]
    handover = handing_over.hand_over(
        held,
        email="ny@example.org",
        name="Exempelperson Ny",
        starts_on=today(),
        by=officer,
        keys=[],
    )
    token = action_links.link_to(action, officer).split("/")[-2]

    assert (item.label, item.follows_seat) == ("En av medlemmens egna åtgärder", True)
    with time_machine.travel(today() + timedelta(days=2)):
        heir = handover.new_holding.person
        assert list(Action.objects.readable_by(heir)) == [action]
        assert not Action.objects.readable_by(officer).exists()
        with pytest.raises(links.LinkUnknown):
            action_links.read(token)


def test_lists_cards_counts_and_the_desk_tell_the_pair_alone(client, report, pair):
    politician, officer = pair
    action = agree(report, officer)
    Action.objects.filter(pk=action.pk).update(due_on=today() - timedelta(days=2))
    member = report.study.member

    def told(person):
        """In the list, on the member's card, in the network's counts, on the desk."""
        chosen = ActionFilterForm({}, person=person).chosen()
        counts = network.read(person)
        return (
            len(chosen),
            len(events_related.about_member(member, person)),
            (counts.open_action_count, counts.late_action_count),
            sum(task.title == action.title for task in desk.tasks(person)),
        )

    client.force_login(make_secretary())
    sheet = client.get(reverse("events:actions_sheet")).getvalue()
    assert openpyxl.load_workbook(BytesIO(sheet)).worksheets[0].max_row == 1
    assert told(officer) == (1, 1, (1, 1), 1)
    assert told(politician) == (1, 1, (1, 1), 0)
    assert [told(person) for person in everybody(report)] == [(0, 0, (0, 0), 0)] * 6


def test_the_desk_does_not_ask_the_secretariat_who_answers_for_an_own_action(report, pair):
    agree(report, pair[1]).responsible.all().delete()

    assert [task.title for task in desk.tasks(make_secretary())] == []


def test_search_and_meetings_leave_own_actions_out(report, pair):
    agree(report, pair[1])
    shared = make_action("Nätverkets")
    coming = make_meeting()

    indexing.rebuild()

    assert list(Entry.objects.filter(kind="action").values_list("title", flat=True)) == [
        "Nätverkets"
    ]
    assert list(acting.open_for(coming)) == [shared]


def test_a_reminder_goes_to_whoever_sits_and_does_not_say_of_what(report, pair):
    action = agree(report, pair[1])

    remind()
    remind()

    (letter,) = Mailing.objects.about(action)
    delivery = letter.deliveries.get()
    assert delivery.email == pair[1].email
    assert letter.subject == "I dag: En av era egna åtgärder"


def test_the_page_of_the_report_shows_actions_and_a_form_to_the_pair_alone(client, report, pair):
    page = reverse("interviews:approve_report", args=[report.study_id])
    agree(report, pair[1], "Mät vattnet")
    client.force_login(pair[1])
    guest = make_guest(report.study)

    shown = client.get(page).text
    cards = [len(related.cards_with_steps(report, who)) for who in (*pair, guest)]

    assert ("Mät vattnet" in shown, "Gör en åtgärd" in shown) == (True, True)
    assert cards == [1, 1, 0]
    client.force_login(guest)
    assert "Gör en åtgärd" not in client.get(page).text


def test_an_action_is_made_by_the_page_and_what_is_wrong_is_said_there(client, report, pair):
    page = reverse("events:act_on_report", args=[report.study_id])
    client.force_login(pair[0])

    empty = client.post(page, {"title": "", "responsible": seat_of(pair[0]).pk})
    foreign = client.post(page, {"title": "Mät", "responsible": seat_of(make_pair()[1]).pk})
    late = client.post(
        page, {"title": "Mät", "responsible": seat_of(pair[0]).pk, "due_on": "2020-01-01"}
    )
    made = client.post(page, {"title": "Mät", "responsible": seat_of(pair[1]).pk})
    action = Action.objects.get()

    assert [answer.status_code for answer in (empty, foreign, late)] == [422] * 3
    assert "Dagen har passerat" in late.text
    assert 'value="Mät"' in late.text
    assert made.url == reverse("interviews:approve_report", args=[report.study_id])
    assert (action.title, action.due_on, action.agreed_by) == ("Mät", None, pair[0])
    told = client.get(action.get_absolute_url()).text
    assert f"bara kontaktparet i {report.study.member}" in told
    change = reverse("events:change_action", args=[action.pk])
    names = client.get(change).context["form"].names
    assert set(names.values()) == {seat_of(person) for person in pair}
    for person in everybody(report):
        client.force_login(person)
        pages = [page, action.get_absolute_url(), change]
        assert [client.get(path).status_code for path in pages] == [404] * 3


def test_pages_of_a_report_ask_as_much_for_one_action_as_for_three(
    client, report, pair, django_assert_max_num_queries, django_assert_num_queries
):
    page = reverse("interviews:approve_report", args=[report.study_id])
    agree(report, pair[1])
    client.force_login(pair[1])
    client.get(page)
    with django_assert_max_num_queries(60) as once:
        client.get(page)
    for number in range(2):
        agree(report, pair[1], f"Fler {number}")

    with django_assert_num_queries(len(once)):
        client.get(page)
