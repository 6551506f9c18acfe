"""Handing a seat over: the form, what came of it, and the way back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import handing_over, links
from members.handover_forms import HandOverForm
from members.models import Holding
from sekom import history, open_work

NO_LINK = (links.LinkUnknown, links.LinkExpired)

page = require_http_methods(["GET", "HEAD", "POST"])


@page
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the holder, the counterpart or the secretariat name the successor."""
    holding = get_object_or_404(Holding.objects.handable_by(request.user).with_names(), pk=pk)
    return _hand_over(request, holding, by=request.user)


@login_not_required
@never_cache
@page
def hand_over_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for somebody who came by a link in a mail."""
    try:
        holding, by = handing_over.read_door(token)
    except NO_LINK:
        return _gone(request)
    with history.door("link", user=by.pk):
        return _hand_over(request, holding, by=by)


def _hand_over(request: HttpRequest, holding: Holding, *, by) -> HttpResponse:
    items = open_work.of(holding)
    form = HandOverForm(request.POST if request.method == "POST" else None, items=items)
    if form.is_valid():
        try:
            handover = handing_over.hand_over(holding, by=by, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(handing_over.address(handover))
    context = {
        "form": form,
        "holding": holding,
        "following": [item for item in items if item.follows_seat],
        "is_mine": by == holding.person,
    }
    status = 422 if form.errors else 200
    return render(request, "members/hand_over.html", context, status=status)


@login_not_required
@never_cache
@require_safe
def show_handover(request: HttpRequest, token: str) -> HttpResponse:
    """What a handover did, and the button that undoes it; looking changes nothing."""
    try:
        handover = handing_over.read(token)
    except NO_LINK:
        return _gone(request)
    context = {"handover": handover, "token": token}
    return render(request, "members/show_handover.html", context)


@login_not_required
@never_cache
@require_POST
def undo_handover(request: HttpRequest, token: str) -> HttpResponse:
    """Give the seat back, as long as the successor has not accepted."""
    try:
        handover = handing_over.read(token)
    except NO_LINK:
        return _gone(request)
    by = request.user if request.user.is_authenticated else None
    try:
        with history.door("web" if by else "link"):
            handing_over.undo(handover, by=by)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The handover is undone. Everything is as it was."))
    return redirect("members:handover", token)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "members/handover_gone.html", status=410)
