"""Reaching a member's contacts, and saying that one of them is wrong."""

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from members import doubting, writing_to_pairs
from members.contact_forms import DoubtForm, PairLetterForm, SettleForm
from members.models import Doubt, Holding, Member, Seat

page = require_http_methods(["GET", "HEAD", "POST"])

WORDS = {"politiker": Seat.Kind.POLITICIAN, "tjansteperson": Seat.Kind.OFFICER}


@page
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to one or both of a member's contacts, without seeing their addresses."""
    member = get_object_or_404(Member.objects.visible_to(request.user), slug=slug)
    readers = writing_to_pairs.readers_of(member)
    is_told = request.user.may_see_contacts()
    form = PairLetterForm(
        request.POST if request.method == "POST" else None,
        choices=_choices(readers, is_told),
        initial=WORDS.get(request.GET.get("till", ""), ""),
    )
    if form.is_valid():
        given = form.cleaned_data
        to = [one for one in readers if given.get("to", "") in ("", one.seat.kind)]
        try:
            writing_to_pairs.write(
                member, to=to, subject=given["subject"], text=given["text"], by=request.user
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, ngettext("The letter is sent.", "The letters are sent.", len(to))
            )
            return redirect(member)
    addresses = [quote(one.person.email, "@") for one in readers]
    context = {
        "form": form,
        "member": member,
        "readers": readers,
        "is_told": is_told,
        "mailto": "mailto:" + ",".join(addresses) if is_told and readers else "",
    }
    return _answer(request, "members/write.html", context)


def _choices(readers: list[Holding], is_told: bool) -> list[tuple[str, str]]:
    """Who can be chosen: both, or one of them, by name where the reader may know it."""
    each = []
    for one in readers:
        role = one.seat.get_kind_display().capitalize()
        each.append((one.seat.kind, f"{role}, {one.person.name}" if is_told else role))
    return [("", _("Both")), *each] if len(each) > 1 else each


@page
def doubt(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a contact is wrong; the two of the pair and the secretariat see it."""
    holding = get_object_or_404(Holding.objects.visible_to(request.user).with_names(), pk=pk)
    form = DoubtForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            doubting.doubt(holding, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(
                request, _("Thank you. The contacts and the secretariat will look at it.")
            )
            return redirect(holding.seat)
    return _answer(request, "members/doubt.html", {"form": form, "holding": holding})


@page
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a doubt with what was done about it."""
    found = get_object_or_404(Doubt.objects.settleable_by(request.user).with_names(), pk=pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        doubting.settle(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you, that is noted."))
        return redirect(found.holding.seat)
    return _answer(request, "members/settle.html", {"form": form, "doubt": found})


def _answer(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)
