"""Spreading: how an agenda or notes reach those who take part, and those who could not."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Action, Event, Notes, Signup
from events.preparing import agenda_of
from members import writing_to_groups
from members.models import Holding, Person
from sekom.outbox import posting
from sekom.outbox.freezing import Addressee
from sekom.outbox.models import Mailing
from sekom.text import say_day, say_list, say_moment

KINDS = {"agenda": "events/agenda", "notes": "events/notes"}


def readers_of(event: Event) -> list[posting.Recipient]:
    """Who gets the letter: who takes part, and the contacts or the group who do not, once each."""
    found: dict[str, posting.Recipient] = {}
    coming = Signup.objects.filter(event=event, state=Signup.State.CONFIRMED)
    everybody: list[Addressee] = [*coming.order_by("pk"), *_whom_it_concerns(event)]
    for to in everybody:
        recipient = posting.Recipient(to)
        found.setdefault(recipient.email, recipient)
    return list(found.values())


def _whom_it_concerns(event: Event) -> list[Person]:
    """The meeting's group; for the network's own meetings every contact of a member."""
    if event.group:
        return writing_to_groups.readers_of(event.group)
    held = Holding.objects.current().of_pairs().of_active_members().select_related("person")
    return [holding.person for holding in held.order_by("person") if holding.person.is_active]


@transaction.atomic
def spread(event: Event, *, what: str, by: Person) -> Mailing:
    """Send the agenda or the notes as they are now to everybody, in a minute.

    Spreading the same again before anything has changed sends nothing more. Raises
    ValidationError when there is nobody to write to.
    """
    notes = Notes.objects.hold(event)
    if what == "notes" and notes.is_draft:
        raise ValidationError(_("Let the notes out for comments first."), code="state")
    readers = readers_of(event)
    count = len(readers)
    mailing = posting.prepare(
        KINDS[what],
        recipients=readers,
        audience=_("%(meeting)s, %(people)s")
        % {"meeting": event, "people": ngettext("%d person", "%d people", count) % count},
        values=_values(event, notes, what),
        about=event,
        by=by,
        key=f"{KINDS[what]}-{event.pk}-{notes.number}-{notes.state}",
    )
    return posting.approve(mailing, by=by)


def _values(event: Event, notes: Notes, what: str) -> dict:
    values: dict = {
        "meeting": event.title,
        "moment": say_moment(event.starts_at),
        "day": say_day(timezone.localtime(event.starts_at)),
        "path": f"/moten/{event.slug}/",
        "pdf": f"/moten/{event.slug}/dagordning.pdf",
    }
    if what == "agenda":
        items = [f"{line.number}. {line.item.title}" for line in agenda_of(event)]
        return values | {"items": items, "place": event.place}
    actions = Action.objects.of_meeting(event).with_names()
    return values | {
        "pdf": f"/moten/{event.slug}/anteckningar.pdf",
        "is_approved": notes.is_approved,
        "until": say_day(notes.comments_until) if notes.comments_until else "",
        "actions": [
            {
                "text": f"{action.number}. {action.title}",
                "who": say_list(action.responsible.all()),
                "due": say_day(action.due_on) if action.due_on else _("ongoing"),
            }
            for action in actions
        ],
    }


def letters_about(event: Event) -> models.QuerySet[Mailing]:
    """What has been spread of a meeting, the latest first."""
    return Mailing.objects.about(event).filter(kind__in=KINDS.values()).order_by("-pk")
