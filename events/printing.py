"""Printing: the agenda and the notes of a meeting as tagged PDF."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import acting
from events.models import Action, Event, Notes
from events.noted import items_of
from sekom import pdf
from sekom.kept_pdf import Kept, digest_of

LANGUAGE = "sv"
TEMPLATES = {"agenda": "events/pdf/agenda.html", "notes": "events/pdf/notes.html"}


def document_of(event: Event, what: str) -> Kept:
    """The document as the meeting stands now, whether it has been made or not."""
    with override(LANGUAGE):
        said = render_to_string(TEMPLATES[what], context_of(event, what))
    return Kept(f"meetings/{event.pk}/{what}", digest_of(said))


def context_of(event: Event, what: str) -> dict:
    """What the document's template shows."""
    actions = list(Action.objects.of_meeting(event).with_names())
    notes = Notes.objects.of(event)
    return {
        "event": event,
        "notes": notes,
        "approvers": notes.approvers.select_related("person") if notes.pk else [],
        "items": items_of(event, actions),
        "actions": actions,
        "open_actions": acting.open_for(event),
        "site_url": settings.SITE_URL,
        "report": event.title,
    }


def make(event_id: int, what: str) -> None:
    """Make a document of a meeting; one that is there stays, and twice is once."""
    event = Event.objects.filter(pk=event_id).first()
    if event is not None:
        document_of(event, what).make(lambda: build(event, what))


def build(event: Event, what: str) -> bytes:
    """The agenda or the notes as a tagged PDF."""
    with override(LANGUAGE):
        names = {"agenda": _("Agenda: %(meeting)s"), "notes": _("Notes: %(meeting)s")}
        title = names[what] % {"meeting": event}
        context = context_of(event, what)
    return pdf.build(TEMPLATES[what], context, title=title, language=LANGUAGE)
