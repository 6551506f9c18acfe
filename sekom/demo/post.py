"""The mailbox of the demo: every message that would have been sent, as people would read it."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from sekom.demo.views import demo_only
from sekom.outbox import kept

NAME = re.compile(r"\d{20}-[0-9a-f]{8}")
SHOWN = 200


@dataclass(frozen=True)
class Kept:
    """A message in the mailbox."""

    name: str
    message: EmailMessage

    @property
    def at(self) -> datetime:
        seconds = int(self.name.partition("-")[0]) / 1_000_000_000
        return datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def source(self) -> str:
        return self.message.as_string()

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return part.get_content() if part else ""


def _read(path: Path) -> Kept:
    with path.open("rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    return Kept(path.stem, message)


def _kept_or_404(name: str) -> Kept:
    path = kept.folder() / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.exists():
        raise Http404
    return _read(path)


@login_not_required
@require_GET
def mailbox(request: HttpRequest):
    """The newest messages, of everybody or of one address."""
    demo_only()
    wanted = request.GET.get("till", "").strip().lower()
    messages = []
    for path in sorted(kept.folder().glob("*.eml"), reverse=True):
        found = _read(path)
        if wanted in str(found.message["To"]).lower():
            messages.append(found)
        if len(messages) == SHOWN:
            break
    return render(request, "demo/mailbox.html", {"letters": messages, "wanted": wanted})


@login_not_required
@require_GET
def message(request: HttpRequest, name: str):
    """One message: as HTML, as text, and as it went over the wire."""
    demo_only()
    return render(request, "demo/message.html", {"letter": _kept_or_404(name)})


@login_not_required
@require_GET
@csp_override(
    {
        "default-src": [CSP.NONE],
        "style-src": [CSP.UNSAFE_INLINE],
        "img-src": [CSP.SELF, "data:"],
        "frame-ancestors": [CSP.SELF],
    }
)
def body(request: HttpRequest, name: str) -> HttpResponse:
    """The message's HTML alone, for the frame; nothing in it may run or load."""
    demo_only()
    html = _kept_or_404(name).html
    return HttpResponse(html or _("This message has no HTML."))
