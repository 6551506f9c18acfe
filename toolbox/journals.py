"""“So far we have come”: a member's journey as PDF, with its steps, its tools and what it wrote."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekom import pdf, rich_text
from sekom.kept_pdf import Kept, digest_of
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


def document_of(journey: Journey) -> Kept:
    """The document as the journey stands now, whether it has been made or not."""
    tools = _tools(journey).values_list("pk", "version", "published_at")
    path = journey.path
    told = (EDITION, journey.number, path.version, path.published_at, list(tools))
    return Kept(f"journals/{journey.pk}", digest_of(*told))


def _tools(journey: Journey):
    """The published tools of the path's steps."""
    steps = journey.path.steps.standing()
    return Tool.objects.published().filter(path_steps__in=steps).distinct().order_by("pk")


def make(journey_id: int) -> None:
    """Make the document of a journey; one that is there stays, and twice is once."""
    journey = Journey.objects.with_names().filter(pk=journey_id).first()
    if journey is not None:
        document_of(journey).make(lambda: journal_pdf(journey))


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
