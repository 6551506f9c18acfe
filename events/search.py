"""What of events can be found: what is published, by everybody, never its link; actions by us."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from events import wording
from events.models import Action, Event, EventTool, ProgrammeItem, Speaker
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
    return Action.objects.select_related("meeting")


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
]
