"""“So far we have come”: a member's journey as PDF, with its steps, its tools and what it wrote.

It is named for a digest of what it shows, so that one is never that of an earlier day.
"""

import hashlib
import json
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekom import pdf, rich_text
from toolbox import stops
from toolbox.models import Journey, Tool

EDITION = 1  # counts up when the document itself changes, so that older ones are made anew
LANGUAGE = "sv"


@dataclass(frozen=True)
class ToolPart:
    """A tool in the document: its fields as headings with rich text."""

    tool: Tool
    anchor: str
    steps: list[tuple[str, SafeString]]
    texts: list[tuple[str, SafeString]]


def find(journey: Journey) -> File | None:
    """The document as the journey stands now; None when it has not been made."""
    path = path_of(journey)
    return default_storage.open(path) if default_storage.exists(path) else None


def path_of(journey: Journey) -> str:
    """Where the document is kept."""
    return f"{_folder(journey)}/{_digest(journey)[:20]}.pdf"


def _folder(journey: Journey) -> str:
    return f"journals/{journey.pk}"


def _digest(journey: Journey) -> str:
    tools = _tools(journey).values_list("pk", "version", "published_at")
    path = journey.path
    told = [EDITION, journey.number, path.version, str(path.published_at), *map(str, tools)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _tools(journey: Journey):
    """The published tools of the path's steps."""
    steps = journey.path.steps.standing()
    return Tool.objects.published().filter(path_steps__in=steps).distinct().order_by("pk")


def make(journey_id: int) -> None:
    """Make the document, and let those of earlier days go; one that is there stays.

    Where PDF cannot be made, `problem_of` says so for a minute; trying again is safe.
    """
    journey = Journey.objects.with_names().filter(pk=journey_id).first()
    if journey is None or default_storage.exists(path_of(journey)):
        return
    path = path_of(journey)
    try:
        made = journal_pdf(journey)
    except pdf.PdfUnavailable as unavailable:
        cache.set(_problem_key(journey), str(unavailable), timeout=60)
        return
    default_storage.save(path, ContentFile(made))
    _folders, names = default_storage.listdir(_folder(journey))
    for name in names:
        if f"{_folder(journey)}/{name}" != path:
            default_storage.delete(f"{_folder(journey)}/{name}")


def problem_of(journey: Journey) -> str:
    """Why it could not be made a moment ago, in words; empty when nothing is wrong."""
    return cache.get(_problem_key(journey), "")


def _problem_key(journey: Journey) -> str:
    return f"journal-problem-{journey.pk}"


def journal_pdf(journey: Journey) -> bytes:
    """The document as a tagged PDF."""
    with override(LANGUAGE):
        context = context_of(journey)
        title = _("So far we have come: %(path)s") % {"path": journey.path}
    return pdf.build("toolbox/pdf/journal.html", context, title=title, language=LANGUAGE)


def context_of(journey: Journey) -> dict:
    """What the document's template shows."""
    steps = list(journey.path.steps.standing().with_links())
    found = stops.stops_of(steps, journey.works.with_who())
    done, of = stops.count_done(found)
    return {
        "journey": journey,
        "path": journey.path,
        "member": journey.member,
        "made_on": timezone.localdate(),
        "stops": found,
        "done_count": done,
        "step_count": of,
        "tools": [_tool_part(tool) for tool in _tools(journey).order_by("title")],
        "site_url": settings.SITE_URL,
    }


def _tool_part(tool: Tool) -> ToolPart:
    fields = ("solves", "when", "before", "after", "result", "tips", "pitfalls", "example")
    return ToolPart(
        tool=tool,
        anchor=f"verktyg-{tool.pk}",
        steps=[(step.get("title", ""), printed(step.get("text", ""))) for step in tool.steps],
        texts=[
            (tool.label_of(name), printed(getattr(tool, name)))
            for name in fields
            if getattr(tool, name)
        ],
    )


def printed(html: str) -> SafeString:
    """Rich text on paper: its links lead to the portal, its pictures are told in words."""
    text = re.sub(r'href="/(?!/)', f'href="{settings.SITE_URL}/', rich_text.shown(html))
    return SafeString(re.sub(r"<img[^>]*>", _picture_in_words, text))


def _picture_in_words(found: re.Match) -> str:
    alt = re.search(r'alt="([^"]+)"', found[0])
    return f"<em>[{_('Picture')}: {alt[1]}]</em>" if alt else ""
