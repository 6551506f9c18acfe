"""Composing: an issue as a letter that survives Outlook, dark mode and being read as plain text.

The parts become MJML, MJML becomes the HTML of tables that mail programs agree on. What comes out
is a letter of its own for the outbox: subject, text and HTML as templates over each reader's own
values, in which nothing that an editor wrote can be taken for a template.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from mjml import mjml2html

from newsletter import parts, wording
from newsletter.models import Issue
from newsletter.parts import Part, own_address

WIDTH = 600
MARGIN = 32
# Over this Gmail cuts a letter off.
MOST_BYTES = 102_000

STYLES = {
    "h1": "margin:0 0 12px;font-size:28px;line-height:34px;letter-spacing:-0.02em",
    "h2": "margin:0 0 8px;font-size:20px;line-height:26px",
    "h3": "margin:0 0 8px;font-size:17px;line-height:26px",
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding:0 0 0 24px",
    "ol": "margin:0 0 16px;padding:0 0 0 24px",
    "li": "margin:0 0 8px",
    "blockquote": "margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #a3d4ba",
    "a": "color:#12664a",
}
# Addresses that are each reader's own: marks in the MJML, and what the template says instead.
MARKS = SPREAD, PREFERENCES, LEAVE = "[[spread]]", "[[preferences]]", "[[leave]]"
OWN = {
    SPREAD: "{{ site_url }}/nyhetsbrev/sprid/{{ token }}/",
    PREFERENCES: "{{ site_url }}/nyhetsbrev/mina-val/{{ token }}/",
    LEAVE: "{{ site_url }}/nyhetsbrev/mina-val/{{ token }}/#avsluta",
}
LIST = "nyhetsbrev"  # by which mail programs know the letters to be of one list
ONE_CLICK = f"{settings.SITE_URL}/nyhetsbrev/avsluta/{{signed}}/"
_OPENS_A_TAG = re.compile(r"\{(?=[{%#])")
_VOID_TAG = re.compile(r"<((?:br|img)\b[^>]*?)\s*/?>")
_BLOCK_TAG = re.compile(r"<(h2|h3|p|ul|ol|li|blockquote|a)(?=[ >])")


def source_of(issue: Issue) -> dict[str, str]:
    """The issue as a letter of its own to a list, as sekom.outbox.heading takes it.

    Subject, text and html are templates over the reader's values token and site_url.
    """
    said = [parts.of(block) for block in issue.blocks.all()]
    with override("sv"):
        return {
            "subject": _inert(issue.subject or issue.title),
            "text": _with_own(_inert(wording.twin(issue, said, marks=MARKS))),
            "html": _with_own(_inert_html(page_of(issue, said))),
            "list": LIST,
            "unsubscribe": ONE_CLICK,
            "help": own_address("/nyhetsbrev/prenumerera/"),
            "archive": own_address(reverse("newsletter:archive")),
            "archived_at": own_address(issue.get_absolute_url()),
        }


def page_of(issue: Issue, said: Iterable[Part]) -> str:
    """The HTML of the letter, with marks where a reader's own addresses go."""
    context: dict[str, Any] = {
        "subject": issue.subject or issue.title,
        "title": issue.title,
        "preheader": issue.preheader,
        "archive": own_address(issue.get_absolute_url()),
        "site_url": settings.SITE_URL,
        "mark": own_address(static("img/mail-mark.png")),
        "parts": [_dressed(part) for part in said],
        "styles": STYLES,
        # Not in the template: what MJML says is not looked through for words to translate.
        "words": {
            "read": _("Read in the browser"),
            "spread": _("Spread the letter at home"),
            "how": _("Pass it on to a colleague, who can subscribe with one click."),
            "pass_on": _("Pass it on"),
            "why": _("You get this letter as a contact or subscriber of Sveriges Ekokommuner."),
            "change": _("Change what you get"),
            "stop": _("Stop the newsletter"),
        },
        "sender": settings.DEFAULT_FROM_EMAIL,
        "organisation": settings.ORGANISATION_ADDRESS,
    }
    return mjml2html(render_to_string("newsletter/letter/letter.mjml", context))


def _dressed(part: Part) -> dict[str, Any]:
    """A part as the template wants it: rich text with its styles in its tags, sizes in pixels."""
    room = WIDTH - 2 * MARGIN
    return part.as_json() | {
        "text": _with_styles(part.text),
        "more": _with_styles(part.more),
        "width": min(part.picture.width, room) if part.picture else 0,
    }


def _with_styles(html: str) -> SafeString:
    """Cleaned rich text with styles in its tags, as mail must have them, closed as MJML wants."""
    styled = _BLOCK_TAG.sub(lambda tag: f'{tag[0]} style="{STYLES[tag[1]]}"', html)
    return SafeString(_VOID_TAG.sub(r"<\1 />", styled))


def _inert(text: str) -> str:
    """Text in which nothing is a template's: a brace becomes a value that holds one."""
    return _OPENS_A_TAG.sub("{{ brace }}", text)


def _inert_html(html: str) -> str:
    """The same for HTML, where a brace may be written with its number."""
    return _OPENS_A_TAG.sub("&#123;", html)


def _with_own(text: str) -> str:
    for mark, template in OWN.items():
        text = text.replace(mark, template)
    return text
