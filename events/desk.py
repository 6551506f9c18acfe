"""What events put on the desk: drafts whose day is near, links that are missing, slides to see."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from events import wording
from events.models import Event, Material
from sekom.desk import Task, When

# So long before its start a draft should be out.
SOON = timedelta(weeks=4)


def tasks(person) -> list[Task]:
    """What the secretariat should do about events."""
    if not person.is_authenticated or not person.is_staff:
        return []
    return [*_drafts(), *_material()]


def _drafts() -> Iterator[Task]:
    for event in Event.objects.drafts_within(SOON):
        yield Task(
            _("Publish “%(event)s”") % {"event": event},
            _("It is a draft, and begins %(when)s.") % {"when": wording.say_when(event)},
            reverse("events:manage_event", args=[event.slug]),
            _("Look and publish"),
            When.THIS_WEEK,
        )


def _material() -> Iterator[Task]:
    for material in Material.objects.waiting().select_related("event", "speaker"):
        yield Task(
            _("Look at “%(material)s”") % {"material": material},
            _("%(speaker)s has handed it in for “%(event)s”.")
            % {"speaker": material.speaker.name, "event": material.event},
            reverse("events:manage_event", args=[material.event.slug]) + "#material",
            _("Look at it"),
            When.THIS_WEEK,
        )
