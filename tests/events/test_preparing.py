from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from events import preparing
from events.models import AgendaItem, Notes
from sekom.text import STOCKHOLM
from tests.event_factories import make_action, make_meeting
from tests.factories import make_secretary

pytestmark = pytest.mark.django_db


def agenda(event):
    """The items after the first, which is the same on every agenda."""
    first, *rest = [line.item for line in preparing.agenda_of(event)]
    assert first.is_follow_up
    return [item.title for item in rest]


def clocks(event):
    return [
        line.starts_at and line.starts_at.astimezone(STOCKHOLM).strftime("%H:%M")
        for line in preparing.agenda_of(event)
    ]


def add(event, title, **values):
    return preparing.add_item(event, {"title": title} | values, by=make_secretary())


def test_agenda_begins_by_itself_with_the_actions_of_earlier_meetings():
    event = make_meeting()

    (line,) = preparing.agenda_of(event)

    assert [line.number, line.item.is_follow_up, AgendaItem.objects.count()] == [1, True, 0]


def test_add_item_puts_it_last_and_keeps_the_first():
    event = make_meeting()

    add(event, "Budget")
    add(event, "Valberedning")

    assert agenda(event) == ["Budget", "Valberedning"]


def test_agenda_counts_out_when_each_item_begins_also_over_the_clock_change():
    event = make_meeting(
        starts_at=datetime(2027, 3, 28, 1, 30, tzinfo=STOCKHOLM), lasts=timedelta(hours=5)
    )
    preparing.change_item(preparing.begin(event), {"minutes": 30}, by=make_secretary())
    add(event, "Nattvandring", minutes=90)
    add(event, "Frukost")
    add(event, "Hemresa", minutes=10)

    assert clocks(event) == ["01:30", "03:00", "04:30", None]


def test_move_item_goes_as_far_as_there_is_room():
    event = make_meeting()
    first, _second, third = (add(event, title) for title in ("Ett", "Två", "Tre"))

    preparing.move_item(third, places=-1, by=make_secretary())
    preparing.move_item(first, places=-1, by=make_secretary())
    preparing.move_item(first, places=5, by=make_secretary())

    assert agenda(event) == ["Tre", "Två", "Ett"]


def test_move_item_leaves_the_first_where_it_is():
    event = make_meeting()

    with pytest.raises(ValidationError) as refusal:
        preparing.move_item(preparing.begin(event), places=1, by=make_secretary())

    assert refusal.value.code == "first"


def test_remove_item_takes_it_away_unless_something_was_noted():
    event = make_meeting()
    empty, noted = add(event, "Tomt"), add(event, "Antecknat")
    AgendaItem.objects.filter(pk=noted.pk).update(note="Vi talade om det.")

    preparing.remove_item(empty, by=make_secretary())
    with pytest.raises(ValidationError) as refusal:
        preparing.remove_item(noted, by=make_secretary())

    assert [refusal.value.code, agenda(event)] == ["noted", ["Antecknat"]]


def test_copy_agenda_takes_the_items_over_once_without_notes():
    source, event = make_meeting(), make_meeting()
    AgendaItem.objects.filter(pk=add(source, "Budget", minutes=20).pk).update(note="Förra året.")

    copied = [preparing.copy_agenda(event, source=source, by=make_secretary()) for _ in range(2)]

    (item,) = AgendaItem.objects.filter(event=event, is_follow_up=False)
    assert [copied, item.title, item.minutes, item.note] == [[1, 0], "Budget", 20, ""]


def test_agenda_can_not_be_changed_once_the_notes_are_approved():
    event = make_meeting()
    item = add(event, "Budget")
    Notes.objects.filter(event=event).update(state="approved", approved_at=event.starts_at)

    for act in (
        lambda: add(event, "Sent"),
        lambda: preparing.change_item(item, {"title": "Annat"}, by=make_secretary()),
        lambda: preparing.move_item(item, places=1, by=make_secretary()),
        lambda: preparing.remove_item(item, by=make_secretary()),
        lambda: preparing.add_paper(item, title="Sent", link="https://x.example", by=None),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.code == "approved"

    assert agenda(event) == ["Budget"]


def test_open_actions_of_an_earlier_meeting_are_on_the_next_agenda(client, settings):
    settings.REQUIRE_TWO_FACTOR = False
    earlier = make_meeting(starts_at=make_meeting().starts_at - timedelta(days=60))
    make_action("Skicka ut enkäten", meeting=earlier)
    event = make_meeting("Nästa möte")
    client.force_login(make_secretary())

    page = client.get(f"/moten/{event.slug}/").content.decode()

    assert page.index("Skicka ut enkäten") < page.index("atgarder-rubrik")
