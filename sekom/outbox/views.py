"""The secretariat's pages of mailings: what leaves, to whom, and what became of it."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from sekom import excel
from sekom.outbox import listing, posting, sending, telling
from sekom.outbox.letters import LETTER_CSP
from sekom.outbox.models import Delivery, Mailing, Return

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
    context = status_of(mailing)
    state, words = _wanted(request)
    pages = Paginator(mailing.deliveries.shown(state, words), ROWS_ON_A_PAGE)
    if not words:  # the ledger has counted them
        progress = context["progress"]
        pages.count = progress.by_state.get(state, 0) if state else progress.total
    context |= {
        "page": pages.get_page(request.GET.get("sida")),
        "filters": _filters(context["progress"], state, words),
        "state": state,
        "words": words,
        "query": _query(state, words),
        "returned_count": Return.objects.of_mailing(mailing).count(),
    }
    return render(request, "outbox/detail.html", context)


@secretariat_only
@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The recipients that the page of the mailing shows, as a spreadsheet."""
    mailing = get_object_or_404(Mailing, pk=pk)
    rows = mailing.deliveries.shown(*_wanted(request))
    try:
        file = listing.workbook(rows)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(mailing)
    return excel.hand_out(file, name=f"utskick-{mailing.pk}.xlsx")


def _wanted(request: HttpRequest) -> tuple[str, str]:
    """Which recipients are asked for: their state, and words of their name or address."""
    state = request.GET.get("lage", "")
    return state if state in Delivery.State.values else "", request.GET.get("q", "").strip()


def _query(state: str, words: str) -> str:
    """What the list is narrowed by, as it stands in an address; ends in "&" if by anything."""
    given = {"lage": state, "q": words}
    return "".join(f"{urlencode({name: value})}&" for name, value in given.items() if value)


@secretariat_only
@require_safe
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the mailing has come: the part of its page that is fetched again and again."""
    mailing = get_object_or_404(Mailing, pk=pk)
    return render(request, "outbox/_status.html", status_of(mailing))


@secretariat_only
@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The same in short, as the desk shows it and fetches it again."""
    mailing = get_object_or_404(Mailing, pk=pk)
    return render(request, "outbox/_card.html", {"one": status_of(mailing)})


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
    return redirect(telling.home_of(mailing).page)


@secretariat_only
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the mailing leave, in a minute."""
    return _act(request, pk, posting.approve, _("The mailing leaves in a minute."))


@secretariat_only
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the mailing back before anything has left; refused where more has to follow it."""
    home = telling.home_of(get_object_or_404(Mailing, pk=pk))
    if home.undo != request.path:
        messages.error(request, _("Undo it here: what it sends is taken back along with it."))
        return redirect(home.page)
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


def status_of(mailing: Mailing) -> dict:
    """What the status of a mailing shows, on every page that it stands on."""
    progress = sending.progress(mailing)
    left = progress.seconds_left
    return {
        "mailing": mailing,
        "home": telling.home_of(mailing),
        "progress": progress,
        "minutes_left": None if left is None else max(1, round(left / 60)),
        "is_live": mailing.state in (Mailing.State.APPROVED, Mailing.State.SENDING),
        "waits_for_relay": sending.waits_for_relay(mailing),
    }


def _filters(progress: sending.Progress, current: str, words: str) -> list[dict]:
    """The states that occur, as links: [{label, query, count, is_current}, …]."""
    found = [("", _("All"), progress.total)] + [
        (state.value, state.label.capitalize(), count)
        for state in Delivery.State
        if (count := progress.by_state.get(state.value))
    ]
    return [
        {
            "label": label,
            "query": _query(value, words).removesuffix("&"),
            "count": count,
            "is_current": value == current,
        }
        for value, label, count in found
    ]
