"""Where actions show up besides their own pages: desk, one's own page, handover, search."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events import acting, desk, related
from events.models import Action
from members import handing_over
from members.models import Group, Seat, today
from sekom import open_work
from sekom.desk import When
from sekom.search import indexing
from sekom.search.models import Entry
from tests.event_factories import make_action, make_meeting
from tests.factories import (
    make_expert,
    make_former_contact,
    make_group,
    make_holding,
    make_pair,
    make_secretary,
)

pytestmark = pytest.mark.django_db


def in_days(days):
    return today() + timedelta(days=days)


def make_late(title, **given):
    action = make_action(title, due_on=today(), **given)
    Action.objects.filter(pk=action.pk).update(due_on=in_days(-2))
    return action


def told(person):
    """What the desk tells this person: (title, when, whether it is late)."""
    return [(task.title, task.when, task.is_late) for task in desk.tasks(person)]


def test_the_desk_tells_of_what_is_due_and_the_secretariat_of_what_it_waits_for():
    expert, secretary = make_expert(), make_secretary()
    experts = make_group(Group.Kind.EXPERT_GROUP)
    make_late("Sen", responsible=[experts], by=secretary)
    make_action("I dag", responsible=[experts], due_on=today(), by=secretary)
    make_action("Snart", responsible=[expert], due_on=in_days(7), by=secretary)
    make_action("Långt bort", responsible=[experts], due_on=in_days(8), by=secretary)
    make_action("Ingens", by=secretary)
    acting.finish(
        make_action("Klar", responsible=[expert], due_on=today(), by=secretary), by=expert
    )

    assert told(expert) == [
        ("Sen", When.TODAY, True),
        ("I dag", When.TODAY, False),
        ("Snart", When.THIS_WEEK, False),
    ]
    assert told(secretary) == [
        ("Säg vem som ansvarar för ”Ingens”", When.THIS_WEEK, False),
        ("Sen", When.WAITING, True),
    ]
    assert told(make_former_contact()) == []


def test_the_desk_tells_of_five_late_ones_and_how_many_more():
    secretary = make_secretary()
    for number in range(7):
        make_late(f"Sen {number}", responsible=["BTH"], by=secretary)

    *few, rest = desk.tasks(secretary)

    assert [task.title for task in few] == [f"Sen {number}" for number in range(5)]
    assert (rest.title, rest.url) == ("2 åtgärder till", reverse("events:actions") + "?lage=sena")


def test_ones_own_page_and_the_members_page_show_what_is_open(client, settings):
    settings.REQUIRE_TWO_FACTOR = False
    politician, officer = make_pair()
    seat = Seat.objects.held_by(officer).get()
    action = make_action("Sprid brevet", responsible=[seat])
    acting.finish(make_action("Klar", responsible=[seat]), by=officer)
    client.force_login(officer)

    page = client.get(reverse("my_page"))

    assert list(page.context["own_actions"]["actions"]) == [action]
    assert "Åtgärder du ansvarar för" in page.content.decode()
    cards = [related.about_member(seat.member, person) for person in (politician, officer)]
    assert [[list(card.context["actions"]) for card in found] for found in cards] == [
        [[action]]
    ] * 2
    assert related.about_member(seat.member, make_former_contact()) == []


def test_a_handover_passes_the_seats_actions_on_and_the_persons_own_by_choice():
    holding = make_holding(kind=Seat.Kind.OFFICER)
    make_action("Sätets", responsible=[holding.seat], due_on=in_days(400))
    own = make_action("Egen", responsible=[holding.person])
    kept = make_action("Kvar", responsible=[holding.person])
    items = [item for item in open_work.of(holding) if item.key.startswith("events.action:")]

    handover = handing_over.hand_over(
        holding,
        email="ny@example.org",
        name="Exempelperson Ny",
        starts_on=in_days(1),
        by=holding.person,
        keys=[items[1].key],
    )
    successor = handover.new_holding.person
    passed = [action.responsible.get().person for action in (own, kept)]
    handing_over.undo(handover, by=holding.person)

    assert [(item.label, item.follows_seat) for item in items[1:]] == [
        ("Åtgärd: Egen", False),
        ("Åtgärd: Kvar", False),
    ]
    assert items[0].follows_seat
    assert passed == [successor, holding.person]
    assert own.responsible.get().person == holding.person


def test_an_action_is_found_by_the_network_and_a_groups_own_by_the_secretariat():
    board = make_group(Group.Kind.BOARD)
    make_action("Alla ser", description="Skicka")
    make_action("Styrelsens", meeting=make_meeting("M", kind="meeting", group=board))

    indexing.rebuild()

    found = Entry.objects.filter(kind="action").order_by("title")
    assert list(found.values_list("title", "audience")) == [
        ("Alla ser", "network"),
        ("Styrelsens", "secretariat"),
    ]
