"""The mailbox of the example network: everything that was sent, to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from sekom.demo.views import demo_only
from sekom.outbox import kept
from sekom.outbox.letters import LETTER_CSP

MOST_SHOWN = 200


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest messages, of everybody or of one receiver."""
    demo_only()
    to = request.GET.get("till", "").strip()
    context = {"letters": kept.newest(to=to, most=MOST_SHOWN), "to": to, "most": MOST_SHOWN}
    return render(request, "demo/post.html", context)


@login_not_required
@require_safe
def message(request: HttpRequest, name: str) -> HttpResponse:
    """One message: as HTML, as text and as its source."""
    demo_only()
    found = _get(name)
    context = {
        "mail": found,
        "has_html": bool(found.body("html")),
        "text": found.body("plain"),
        "source": found.source.decode(errors="replace"),
    }
    return render(request, "demo/post_message.html", context)


@login_not_required
@csp_override(LETTER_CSP)
@require_safe
def message_body(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of a message alone, for the frame on its page."""
    demo_only()
    return HttpResponse(_get(name).body("html"))


def _get(name: str) -> kept.Kept:
    found = kept.get(name)
    if found is None:
        raise Http404
    return found
