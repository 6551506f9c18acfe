"""The secretariat's own pages about members: take in, mend facts, appoint, correct, end."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members import reference, seating
from members.forms import AppointForm, CorrectForm, EndForm, MemberForm, NewMemberForm
from members.models import Holding, Member, Seat

secretariat = staff_member_required(login_url="account_login")
page = require_http_methods(["GET", "HEAD", "POST"])


@secretariat
@page
def take_in(request: HttpRequest) -> HttpResponse:
    """Make a member of a municipality or region from the list."""
    form = NewMemberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        day = "joined_on" if given["status"] == Member.Status.MEMBER else "applied_on"
        try:
            member = seating.take_in(
                given["place"], status=given["status"], **{day: given["since"]}
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("%(member)s is added. Appoint its contacts next.") % {"member": member}
            )
            return redirect(member)
    context = {"form": form, "places": reference.places().values()}
    return _answer(request, "members/take_in.html", context)


@secretariat
@page
def edit_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Mend the facts about a member, or let it leave."""
    member = get_object_or_404(Member, slug=slug)
    form = MemberForm(request.POST if request.method == "POST" else None, instance=member)
    if form.is_valid():
        form.save()
        messages.success(request, _("The facts about %(member)s are saved.") % {"member": member})
        return redirect(member)
    member.refresh_from_db()
    return _answer(request, "members/edit_member.html", {"form": form, "member": member})


@secretariat
@page
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody on a seat and invite them."""
    seat = get_object_or_404(Seat.objects.with_names(), pk=pk)
    form = AppointForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            holding = seating.invite(seat, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            words = {"person": holding.person, "email": holding.person.email}
            messages.success(
                request, _("%(person)s is appointed. An invitation goes to %(email)s.") % words
            )
            return redirect(seat)
    context = {"form": form, "seat": seat, "held_by": seat.current_holding()}
    return _answer(request, "members/appoint.html", context)


@secretariat
@page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend what was written wrong about a holding."""
    holding = _holding(pk)
    form = CorrectForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(holding, name) for name in ("starts_on", "ends_on", "source")},
    )
    if form.is_valid() and _attempt(form, seating.correct, holding, request):
        messages.success(request, _("The holding is corrected. The old value is in the history."))
        return redirect(holding.seat)
    context = {"form": form, "holding": holding}
    return _answer(request, "members/correct.html", context)


@secretariat
@page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a holding end on a day."""
    holding = _holding(pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _attempt(form, seating.end, holding, request):
        messages.success(request, _("The holding ends. Appoint a successor when you know who."))
        return redirect(holding.seat)
    context = {"form": form, "holding": holding}
    return _answer(request, "members/end.html", context)


def _holding(pk: int) -> Holding:
    return get_object_or_404(Holding.objects.with_names(), pk=pk)


def _attempt(form, operation, holding: Holding, request: HttpRequest) -> bool:
    """Call the operation with what the form holds; a refusal goes back to the form."""
    try:
        operation(holding, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True


def _answer(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)
