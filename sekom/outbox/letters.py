"""What a letter says: its templates filled with values, as subject, text and HTML.

A kind such as "surveys/invitation" is `surveys/email/invitation.txt`, whose first line is the
subject, and `surveys/email/invitation.html` where there is one. Values are JSON: whoever sends
needs nothing but the row.
"""

from dataclasses import dataclass

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import override

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


@dataclass(frozen=True)
class Letter:
    """A letter as one person gets it; `html` is "" where the kind has text only."""

    subject: str
    text: str
    html: str

    def message(self, *, to: str, headers: dict[str, str]) -> EmailMultiAlternatives:
        """The letter as a message with these headers."""
        message = EmailMultiAlternatives(self.subject, self.text, to=[to], headers=headers)
        if self.html:
            message.attach_alternative(self.html, "text/html")
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
        words = get_template(f"{app}/email/{template}.txt").template
        subject, _break, text = words.render(Context(known | values, autoescape=False)).partition(
            "\n"
        )
        try:
            page = get_template(f"{app}/email/{template}.html")
        except TemplateDoesNotExist:
            html = ""
        else:
            html = _inliner.inline(page.render(known | values | {"subject": _one_line(subject)}))
    return Letter(_one_line(subject), text.strip() + "\n", html)


def _one_line(text: str) -> str:
    """A subject is one line, whatever a name in it holds."""
    return " ".join(text.split())
