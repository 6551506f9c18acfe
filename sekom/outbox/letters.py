"""What a letter says: its templates filled with values, as subject, text and HTML.

A kind such as "surveys/invitation" is `surveys/email/invitation.txt`, whose first line is the
subject, and `surveys/email/invitation.html` where there is one. Values are JSON: whoever sends
needs nothing but the row. The value "calendar" is an invitation (iCalendar) that goes along as a
part of its own, for the reader's calendar.
"""

import email.policy
import re
from dataclasses import dataclass

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.csp import CSP
from django.utils.html import format_html
from django.utils.translation import override

# A letter carries its styles in its tags, as mail must; nothing else of it may load or run.
LETTER_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}

CALENDAR_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


class SameMessage(EmailMultiAlternatives):
    """A message that is the same, byte for byte, each time it is made from the same letter."""

    def message(self, *, policy=email.policy.default):
        made = super().message(policy=policy)
        if made.is_multipart():
            # Drawn by lot otherwise: a copy sent again would be another message.
            token = self.extra_headers["Message-ID"].strip("<>").partition("@")[0]
            made.set_boundary(f"=_{token}")
        return made


@dataclass(frozen=True)
class Letter:
    """A letter as one person gets it; `html` is "" where the kind has text only.

    `calendar` is the invitation that goes along, "" where none does.
    """

    subject: str
    text: str
    html: str
    calendar: str = ""

    @property
    def as_page(self) -> str:
        """The letter to look at in a browser, also where it is text only."""
        return self.html or format_html("<!doctype html><pre>{}</pre>", self.text)

    def message(self, *, to: str, headers: dict[str, str]) -> SameMessage:
        """The letter as a message with these headers, Message-ID among them."""
        message = SameMessage(self.subject, self.text, to=[to], headers=headers)
        if self.html:
            message.attach_alternative(self.html, "text/html")
        if self.calendar:
            # Mail programs do what the part's method says: it must be that of the calendar itself.
            [method] = CALENDAR_METHOD.findall(self.calendar)
            message.attach_alternative(self.calendar, f"text/calendar; method={method}")
        return message


def write(kind: str, values: dict, *, name: str = "", language: str = "sv") -> Letter:
    """Fill a kind of letter with these values for somebody of this name."""
    app, _slash, template = kind.rpartition("/")
    known = {
        "site_url": settings.SITE_URL,
        "organisation": settings.ORGANISATION_ADDRESS,
        "name": name,
    }
    with override(language):
        # The engine's own template: through the other, text would be escaped as HTML.
        words = Engine.get_default().get_template(f"{app}/email/{template}.txt")
        filled = words.render(Context(known | values, autoescape=False)).lstrip()
        first_line, _break, text = filled.partition("\n")
        subject = _one_line(first_line)
        try:
            page = get_template(f"{app}/email/{template}.html")
        except TemplateDoesNotExist:
            html = ""
        else:
            html = _inliner.inline(page.render(known | values | {"subject": subject}))
    return Letter(subject, text.strip() + "\n", html, values.get("calendar", ""))


def _one_line(text: str) -> str:
    """A subject is one line, whatever a name in it holds."""
    return " ".join(text.split())
