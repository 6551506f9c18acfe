"""Notes and decisions where they are looked for: the search, and the desk of who approves."""

from datetime import timedelta

import pytest

from events import approving, deciding, desk, noting, preparing
from events.models import Event
from members.models import Group, today
from sekom.search import indexing
from sekom.search.models import Entry
from tests.event_factories import make_meeting
from tests.factories import make_group, make_secretary

pytestmark = pytest.mark.django_db


def make_item(by, **event):
    item = preparing.add_item(make_meeting(**event), {"title": "Budget"}, by=by)
    noting.save_note(item, text="Vi talade om solceller.", version=0, by=by)
    deciding.decide(item, text="Vi köper solceller.", by=by)
    return item


def send_out(item, by):
    until = today() + timedelta(days=7)
    return approving.send_out(item.event, until=until, approvers=[by], by=by)


def entries():
    while indexing.refresh():
        pass
    return sorted(Entry.objects.filter(kind="notes").values_list("audience", "title"))


def test_notes_and_decisions_are_found_by_the_network_once_they_are_out():
    by = make_secretary()
    item = make_item(by)
    closed = make_item(by, kind=Event.Kind.MEETING, group=make_group(Group.Kind.BOARD))
    send_out(closed, by)

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
