"""The page behind a link in a letter: is it still right, has something changed, have I left?

Nobody is logged in here, and whoever has the link can answer; what they may change is small, is in
the history, and can be mended by the secretariat.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members import handing_over, links, verifying
from members.models import Inquiry, today
from members.round_forms import ChangedForm, LeftForm
from sekom import history

page = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@never_cache
@page
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether a contact is still right; looking changes nothing, the button says yes."""
    inquiry, refusal = _read(request, token)
    if refusal:
        return refusal
    if request.method != "POST":
        return _show(request, token, inquiry)
    try:
        with history.door("link", user=inquiry.holding.person_id):
            verifying.answer_right(inquiry, by=inquiry.holding.person)
    except ValidationError as refused:
        return _show(request, token, inquiry, errors=refused.messages)
    return redirect("members:still_right", token)


@login_not_required
@never_cache
@page
def changed(request: HttpRequest, token: str) -> HttpResponse:
    """Let a contact say what has changed."""
    inquiry, refusal = _read(request, token)
    if refusal:
        return refusal
    person = inquiry.holding.person
    known = {name: getattr(person, name) for name in ("name", "title", "phone", "email")}
    form = ChangedForm(request.POST if request.method == "POST" else None, initial=known)
    return _answer(request, token, inquiry, form, verifying.answer_changed, "members/changed.html")


@login_not_required
@never_cache
@page
def left(request: HttpRequest, token: str) -> HttpResponse:
    """Let a contact who has left say so, or hand the seat over to whom they know comes next."""
    inquiry, refusal = _read(request, token)
    if refusal:
        return refusal
    form = LeftForm(request.POST if request.method == "POST" else None)
    return _answer(request, token, inquiry, form, verifying.answer_left, "members/left.html")


def _read(request: HttpRequest, token: str) -> tuple[Inquiry, HttpResponse | None]:
    """The inquiry of a link, or the page that says why it leads nowhere and what to do."""
    try:
        return verifying.read_link(token), None
    except links.LinkExpired:
        return Inquiry(), render(request, "members/link_expired.html", status=410)
    except links.LinkUnknown:
        return Inquiry(), render(request, "members/link_unknown.html", status=404)


def _show(
    request: HttpRequest, token: str, inquiry: Inquiry, errors: list[str] | None = None
) -> HttpResponse:
    context = _context(token, inquiry) | {"errors": errors or []}
    return render(request, "members/still_right.html", context, status=422 if errors else 200)


def _answer(
    request: HttpRequest,
    token: str,
    inquiry: Inquiry,
    form: ChangedForm | LeftForm,
    operation: Callable,
    template: str,
) -> HttpResponse:
    """Show the form; what it holds becomes the answer, by the person who was asked."""
    if inquiry.answer or not inquiry.holding.is_on(today()):
        return _show(request, token, inquiry)
    if form.is_valid():
        person = inquiry.holding.person
        try:
            with history.door("link", user=person.pk):
                operation(inquiry, by=person, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("members:still_right", token)
    context = _context(token, inquiry) | {
        "form": form,
        "handover_url": handing_over.door(inquiry.holding, by=inquiry.holding.person),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _context(token: str, inquiry: Inquiry) -> dict:
    holding = inquiry.holding
    return {
        "token": token,
        "inquiry": inquiry,
        "holding": holding,
        "person": holding.person,
        "seat": holding.seat,
        "round": inquiry.round,
        "is_over": not holding.is_on(today()),
    }
