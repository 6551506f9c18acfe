"""What events put on the desk: drafts whose day is near, slides to see, who came, actions."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from events import actions_on_desk, attending, wording
from events.models import Approver, Event, Material
from members.models import today
from sekom.desk import Task, When
from sekom.text import say_day

# So long before its start a draft should be out.
SOON = timedelta(weeks=4)


def tasks(person) -> list[Task]:
    """What the secretariat should do about events, and everybody about their actions."""
    if not person.is_authenticated:
        return []
    mine = [*_approvals(person), *actions_on_desk.own_tasks(person)]
    if not person.is_staff:
        return mine
    return [
        *_drafts(),
        *_material(),
        *_attendance(),
        *mine,
        *actions_on_desk.secretariat_tasks(person),
    ]


def _approvals(person) -> Iterator[Task]:
    for approver in Approver.objects.asked(person).select_related("notes__event"):
        notes = approver.notes
        yield Task(
            _("Approve the notes of %(meeting)s") % {"meeting": notes.event},
            _("Comments are taken until %(until)s.") % {"until": say_day(notes.comments_until)},
            reverse("events:meeting", args=[notes.event.slug]),
            _("Read and approve"),
            When.THIS_WEEK,
            is_late=notes.comments_until < today(),
        )


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


def _attendance() -> Iterator[Task]:
    for event in attending.to_note():
        yield Task(
            _("Note who came to “%(event)s”") % {"event": event},
            _("Then certificates, material and evaluation can be sent."),
            reverse("events:attendance", args=[event.slug]),
            _("Note the attendance"),
            When.THIS_WEEK,
        )
