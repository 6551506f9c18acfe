"""What of events can be found: what is published, by everybody, never its link; actions by us.

A group's own notes and decisions are found by those who sit in it.
"""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import wording
from events.models import Action, Event, EventTool, Notes, ProgrammeItem, Speaker
from members.models import Group, Person
from sekom import rich_text
from sekom.search.kinds import Audience, Found, Kind, Watch


def _event(event: Event) -> Iterator[Found]:
    """A workshop or meeting, with its programme, who leads it and what it is about."""
    rows = [f"{row.title} {row.text}" for row in event.programme.all()]
    speakers = [f"{speaker} {speaker.about}" for speaker in event.speakers.all()]
    tools = [link.tool.title for link in event.tool_links.all()]
    told = [event.summary, rich_text.plain(event.description), event.audience, *rows, *speakers]
    yield Found(
        title=event.title,
        url=event.get_absolute_url(),
        keywords=" ".join([event.get_kind_display(), *tools]),
        text=" ".join([*told, wording.say_when(event), wording.say_where(event)]),
    )


def _action(action: Action) -> Iterator[Found]:
    """What we agreed to do, for whoever holds a seat; a group's own for the secretariat alone."""
    of_a_group = action.meeting and action.meeting.group_id
    yield Found(
        title=action.title,
        url=action.get_absolute_url(),
        keywords=action.meeting.title if action.meeting else "",
        text=action.description,
        audience=Audience.SECRETARIAT if of_a_group else Audience.NETWORK,
    )


def _agreed():
    return Action.objects.of_the_network().select_related("meeting")


def circles_of(person: Person) -> list[str]:
    """The groups whose own notes this person may find: those they sit in."""
    return [_circle(pk) for pk in Group.objects.sat_in_by(person).values_list("pk", flat=True)]


def _circle(group: int | None) -> str:
    return f"group-{group}" if group else ""


def _notes(meeting: Event) -> Iterator[Found]:
    """What was noted at a meeting, and each decision: for who holds a seat, or the group."""
    items = meeting.agenda.all()
    circle = _circle(meeting.group_id)
    yield Found(
        title=_("Notes: %(meeting)s") % {"meeting": meeting},
        url=reverse("events:meeting", args=[meeting.slug]),
        keywords=meeting.title,
        text=" ".join(f"{item.title}. {item.note}" for item in items),
        audience=Audience.NETWORK,
        circle=circle,
    )
    for decision in (decision for item in items for decision in item.decisions.all()):
        yield Found(
            title=f"{decision}: {decision.text}",
            url=decision.get_absolute_url(),
            keywords=meeting.title,
            text=f"{decision.item.title}. {decision.text} {decision.participants}",
            audience=Audience.NETWORK,
            circle=circle,
        )


def _published():
    return Event.objects.published().of_the_network().with_parts()


KINDS = [
    Kind(
        key="event",
        label=gettext_lazy("Workshops and meetings"),
        name=gettext_lazy("Event"),
        icon="calendar-days",
        model=Event,
        rows=_published,
        entries=_event,
        watches=(
            Watch(ProgrammeItem, "event_id"),
            Watch(Speaker, "event_id"),
            Watch(EventTool, "event_id"),
        ),
    ),
    Kind(
        key="action",
        label=gettext_lazy("Actions"),
        name=gettext_lazy("Action"),
        icon="list-todo",
        model=Action,
        rows=_agreed,
        entries=_action,
        weight=0.9,
    ),
    Kind(
        key="notes",
        label=gettext_lazy("Notes and decisions"),
        name=gettext_lazy("From a meeting"),
        icon="notebook-pen",
        model=Event,
        rows=Event.objects.with_notes_to_read,
        entries=_notes,
        # Whatever changes in the notes counts up their number.
        watches=(Watch(Notes, "event_id"),),
    ),
]
