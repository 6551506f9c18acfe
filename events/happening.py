"""What events put on the start page: the next one that everybody may read of."""

from events import wording
from events.models import Event
from sekom.happening import Happening


def happening() -> list[Happening]:
    """The next workshop or meeting, on its day."""
    coming = Event.objects.published().of_the_network().upcoming()[:1]
    return [
        Happening(
            title=event.title,
            text=event.summary or f"{wording.say_when(event)}. {wording.say_where(event)}.",
            url=event.get_absolute_url(),
            at=event.starts_at,
            is_day=True,
        )
        for event in coming
    ]
