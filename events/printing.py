"""Printing: the agenda and the notes of a meeting as tagged PDF.

Each is named for a digest of what it says, so that one is never that of an earlier day.
"""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import acting
from events.models import Action, Event, Notes
from events.noted import items_of
from sekom import pdf

LANGUAGE = "sv"
TEMPLATES = {"agenda": "events/pdf/agenda.html", "notes": "events/pdf/notes.html"}


def find(event: Event, what: str) -> File | None:
    """The document as the meeting stands now; None when it has not been made."""
    path = path_of(event, what)
    return default_storage.open(path) if default_storage.exists(path) else None


def path_of(event: Event, what: str) -> str:
    """Where the document is kept."""
    with override(LANGUAGE):
        said = render_to_string(TEMPLATES[what], context_of(event, what))
    return f"{_folder(event, what)}/{hashlib.sha256(said.encode()).hexdigest()[:20]}.pdf"


def _folder(event: Event, what: str) -> str:
    return f"meetings/{event.pk}/{what}"


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
    """Make the document, and let those of earlier days go; one that is there stays.

    Where PDF cannot be made, `problem_of` says so for a minute; trying again is safe.
    """
    event = Event.objects.filter(pk=event_id).first()
    if event is None or default_storage.exists(path := path_of(event, what)):
        return
    with override(LANGUAGE):
        names = {"agenda": _("Agenda: %(meeting)s"), "notes": _("Notes: %(meeting)s")}
        title = names[what] % {"meeting": event}
        context = context_of(event, what)
    try:
        made = pdf.build(TEMPLATES[what], context, title=title, language=LANGUAGE)
    except pdf.PdfUnavailable as unavailable:
        cache.set(_problem_key(event, what), str(unavailable), timeout=60)
        return
    default_storage.save(path, ContentFile(made))
    folder = _folder(event, what)
    for name in default_storage.listdir(folder)[1]:
        if f"{folder}/{name}" != path:
            default_storage.delete(f"{folder}/{name}")


def problem_of(event: Event, what: str) -> str:
    """Why it could not be made a moment ago, in words; empty when nothing is wrong."""
    return cache.get(_problem_key(event, what), "")


def _problem_key(event: Event, what: str) -> str:
    return f"meeting-problem-{event.pk}-{what}"
