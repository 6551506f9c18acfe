"""Notes and decisions where they are looked for: the search, and the desk of who approves."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from events import approving, deciding, desk, noting, preparing
from events.models import Event
from members.models import Group, Seat, today
from sekom.search import indexing
from sekom.search.finding import find
from sekom.search.models import Entry
from tests.event_factories import make_meeting
from tests.factories import make_group, make_holding, make_pair, make_seat, make_secretary

pytestmark = pytest.mark.django_db


def make_item(by, **event):
    item = preparing.add_item(make_meeting(**event), {"title": "Budget"}, by=by)
    noting.save_note(item, text="Vi talade om solceller.", version=0, by=by)
    deciding.decide(item, text="Vi köper solceller.", by=by)
    return item


def send_out(item, by):
    until = today() + timedelta(days=7)
    return approving.send_out(item.event, until=until, approvers=[by], by=by)


def sits_in(group, kind=Seat.Kind.ORDINARY, **days):
    return make_holding(seat=make_seat(group=group, kind=kind), **days).person


def refresh():
    while indexing.refresh():
        pass


def entries():
    refresh()
    return sorted(Entry.objects.filter(kind="notes").values_list("audience", "title"))


def test_notes_and_decisions_are_found_by_the_network_once_they_are_out():
    by = make_secretary()
    item = make_item(by)

    before = entries()
    send_out(item, by)
    decision = item.decisions.get()
    after = entries()
    approving.take_back(item.event, by=by)

    assert [before, entries()] == [[], []]
    assert after == [
        ("network", f"{decision}: Vi köper solceller."),
        ("network", f"Minnesanteckningar: {item.event}"),
    ]


def test_decisions_of_a_group_are_found_by_those_who_sit_in_it_and_by_us():
    by, board, other = make_secretary(), make_group(Group.Kind.BOARD), make_group()
    item = make_item(by, kind=Event.Kind.MEETING, group=board)
    people = {
        "guest": AnonymousUser(),
        "contact": make_pair()[0],
        "other group": sits_in(other),
        "group": sits_in(board),
        "before": sits_in(board, Seat.Kind.CHAIR, ends_on=today() - timedelta(days=1)),
        "secretariat": by,
    }

    def who_finds():
        refresh()
        found = {name: find("solceller", person=person) for name, person in people.items()}
        return {name: len(answer.ranked) for name, answer in found.items() if answer.ranked}

    before = who_finds()
    send_out(item, by)
    out = who_finds()
    approving.take_back(item.event, by=by)

    assert (before, out, who_finds()) == ({}, {"group": 2, "secretariat": 2}, {})


def test_who_shall_approve_has_it_on_the_desk_until_it_is_done():
    by = make_secretary()
    item = make_item(by)
    url = f"/moten/{item.event.slug}/"

    def asked():
        return [task.url for task in desk.tasks(by) if task.url == url]

    before = asked()
    notes = send_out(item, by)
    waiting = asked()
    approving.approve(notes.approvers.get(), number=notes.number)

    assert [before, waiting, asked()] == [[], [url], []]
