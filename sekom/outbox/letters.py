"""What a letter says: its templates filled with values, as subject, text and HTML.

A kind such as "surveys/invitation" is `surveys/email/invitation.txt`, whose first line is the
subject, and `surveys/email/invitation.html` where there is one. Values are JSON: whoever sends
needs nothing but the row. The value "calendar" is an invitation (iCalendar) that goes along as a
part of its own, for the reader's calendar.
"""

import email.policy
import re
from dataclasses import dataclass
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import MIMEPart
from functools import lru_cache

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine, Template, TemplateDoesNotExist
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


class WholeHeader(UnstructuredHeader, BaseHeader):
    """A header that stays on one line: folded anywhere, an address in it would be another one."""

    max_count = 1

    def fold(self, *, policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", WholeHeader)


class SameMessage(EmailMultiAlternatives):
    """A message that is the same, byte for byte, each time it is made from the same letter.

    `metadata` is told to a mail provider beside the message.
    """

    metadata: dict[str, str]

    def message(self, *, policy=email.policy.default):
        made = super().message(policy=policy.clone(header_factory=_headers))
        # Drawn by lot otherwise: a copy sent again would be another message.
        token = self.extra_headers["Message-ID"].strip("<>").partition("@")[0]
        several = [part for part in made.walk() if part.is_multipart()]
        for depth, part in enumerate(several):
            part.set_boundary(f"=_{depth}_{token}")
        return made


@dataclass(frozen=True)
class Attached:
    """A file that goes along with a letter."""

    name: str
    content_type: str
    content: bytes

    @property
    def as_part(self) -> bytes:
        """The file as one part of a message: its head, and its content in base64."""
        part = MIMEPart(policy=email.policy.SMTP)
        main, _slash, sub = self.content_type.partition("/")
        part.set_content(self.content, main, sub, filename=self.name)
        return part.as_bytes()


@dataclass(frozen=True)
class Letter:
    """A letter as one person gets it; `html` is "" where the kind has text only.

    `calendar` is the invitation that goes along, "" where none does, and `attached` the files.
    """

    subject: str
    text: str
    html: str
    calendar: str = ""
    attached: tuple[Attached, ...] = ()

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
        for file in self.attached:
            message.attach(file.name, file.content, file.content_type)
        return message


def write(
    kind: str,
    values: dict,
    *,
    name: str = "",
    email: str = "",
    token: str = "",
    source: dict[str, str] | None = None,
) -> Letter:
    """Fill a kind of letter, or a letter of its own, with these values for somebody.

    A value `language` says which one it is written in.
    """
    known = {
        "site_url": settings.SITE_URL,
        "organisation": settings.ORGANISATION_ADDRESS,
        "name": name,
        "email": email,
        "token": token,
        "language": "sv",
    } | values
    with override(known["language"]):
        # The engine's own template: through the other, text would be escaped as HTML.
        words, page = templates_of(kind, source)
        filled = words.render(Context(known, autoescape=False)).lstrip()
        first_line, _break, text = filled.partition("\n")
        subject = _one_line(first_line)
        html = page.render(Context(known | {"subject": subject})) if page else ""
    if not source:
        html = html and _inliner.inline(html)
        text = text.strip() + "\n"
    return Letter(subject, text, html, values.get("calendar", ""))


def templates_of(
    kind: str, source: dict[str, str] | None = None
) -> tuple[Template, Template | None]:
    """The templates of subject and text, and of the HTML; None where a kind has none.

    A letter of its own is finished mail: its words and its HTML leave as they are.
    """
    engine = Engine.get_default()
    if source:
        return _made_of(source["subject"] + "\n" + source["text"]), _made_of(source["html"])
    app, _slash, template = kind.rpartition("/")
    words = engine.get_template(f"{app}/email/{template}.txt")
    try:
        return words, engine.get_template(f"{app}/email/{template}.html")
    except TemplateDoesNotExist:
        return words, None


@lru_cache(maxsize=8)
def _made_of(source: str) -> Template:
    return Engine.get_default().from_string(source)


def _one_line(text: str) -> str:
    """A subject is one line, whatever a name in it holds."""
    return " ".join(text.split())
