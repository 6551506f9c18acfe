"""The secretariat's pages of mailings: what leaves, to whom, and what became of it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from sekom.outbox import posting, sending
from sekom.outbox.letters import LETTER_CSP
from sekom.outbox.models import Delivery, Mailing

secretariat_only = staff_member_required(login_url="account_login")

ROWS_ON_A_PAGE = 50
MAILINGS_ON_A_PAGE = 25


@secretariat_only
@require_safe
def mailings(request: HttpRequest) -> HttpResponse:
    """Every mailing to several people, the newest first."""
    found = Mailing.objects.several().with_numbers()
    page = Paginator(found, MAILINGS_ON_A_PAGE).get_page(request.GET.get("sida"))
    return render(request, "outbox/list.html", {"page": page})


@secretariat_only
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mailing: how far it has come, and what became of each letter."""
    mailing = get_object_or_404(Mailing, pk=pk)
    progress = sending.progress(mailing)
    state = request.GET.get("lage", "")
    rows = mailing.deliveries.in_state(state).order_by("name", "email")
    context = _status(mailing, progress) | {
        "page": Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("sida")),
        "filters": _filters(progress, state),
        "state": state,
    }
    return render(request, "outbox/detail.html", context)


@secretariat_only
@require_safe
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the mailing has come: the part of its page that is fetched again and again."""
    mailing = get_object_or_404(Mailing, pk=pk)
    return render(request, "outbox/_status.html", _status(mailing, sending.progress(mailing)))


@secretariat_only
@csp_override(LETTER_CSP)
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as the first on the list gets it."""
    delivery = Delivery.objects.filter(mailing=pk).select_related("mailing").first()
    if delivery is None:
        raise Http404
    return HttpResponse(sending.letter_of(delivery).as_page)


def _act(request: HttpRequest, pk: int, act: Callable, done: str) -> HttpResponse:
    mailing = get_object_or_404(Mailing, pk=pk)
    try:
        act(mailing, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect(mailing)


@secretariat_only
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the mailing leave, in a minute."""
    return _act(request, pk, posting.approve, _("The mailing leaves in a minute."))


@secretariat_only
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the mailing back before anything has left."""
    return _act(request, pk, posting.undo, _("Nothing was sent. The mailing is a draft again."))


@secretariat_only
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand still."""
    return _act(request, pk, posting.pause, _("The mailing is paused."))


@secretariat_only
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on."""
    return _act(request, pk, posting.resume, _("The mailing goes on."))


@secretariat_only
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End the mailing where it stands."""
    return _act(request, pk, posting.cancel, _("The mailing is cancelled."))


def _status(mailing: Mailing, progress: sending.Progress) -> dict:
    """What the status of a mailing shows, on its page and fetched alone."""
    left = progress.seconds_left
    return {
        "mailing": mailing,
        "progress": progress,
        "minutes_left": None if left is None else max(1, round(left / 60)),
        "is_live": mailing.state in (Mailing.State.APPROVED, Mailing.State.SENDING),
        "waits_for_relay": sending.waits_for_relay(mailing),
    }


def _filters(progress: sending.Progress, current: str) -> list[dict]:
    """The states that occur, as links: [{label, value, count, is_current}, …]."""
    everyone = [{"label": _("All"), "value": "", "count": progress.total}]
    found = [
        {"label": state.label.capitalize(), "value": state.value, "count": count}
        for state in Delivery.State
        if (count := progress.by_state.get(state.value))
    ]
    return [one | {"is_current": one["value"] == current} for one in everyone + found]
