"""The secretariat's own pages about members: take in, mend facts, appoint, correct, end."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members import reference, seating
from members.doubles import Lookalikes
from members.forms import AppointForm, CancelForm, CorrectForm, EndForm, MemberForm, NewMemberForm
from members.models import Holding, Member, Person, Seat

# The kinds of seats beside the pair, as addresses say them.
SEATS_BESIDE = {
    "nyckeltalsrapportor": Seat.Kind.KEY_FIGURE_REPORTER,
    "ersattare": Seat.Kind.SUBSTITUTE,
}

secretariat = staff_member_required(login_url="account_login")
page = require_http_methods(["GET", "HEAD", "POST"])
ANOTHER_PERSON = "annan"


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
    who = request.POST.get("who", "")
    alike = _who_it_may_be(form, seat, who) if form.is_valid() else []
    if form.is_valid() and not alike:
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
    context = {"form": form, "seat": seat, "held_by": seat.current_holding(), "alike": alike}
    status = 422 if form.errors or alike else 200
    return render(request, "members/appoint.html", context, status=status)


def _who_it_may_be(form: AppointForm, seat: Seat, who: str) -> list[Person]:
    """People in the register like the one in the form, until it is said who it is."""
    given = form.cleaned_data
    people = Lookalikes()
    alike = people.of(name=given["name"], email=given["email"], member_id=seat.member_id)
    chosen = next((person for person in alike if str(person.pk) == who), None)
    if chosen:
        given["email"] = chosen.email
    return [] if chosen or who == ANOTHER_PERSON else alike


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
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a holding that has not begun."""
    holding = _holding(pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _attempt(form, seating.cancel, holding, request):
        messages.success(request, _("The holding that was to come is taken away."))
        return redirect(holding.seat)
    context = {"form": form, "holding": holding}
    return _answer(request, "members/cancel.html", context)


@secretariat
@require_http_methods(["POST"])
def add_member_seat(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Give a member one more seat, and go on to appoint somebody to it."""
    member = get_object_or_404(Member, slug=slug)
    try:
        seat = seating.add_member_seat(member, kind=SEATS_BESIDE.get(kind, ""))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(member)
    return redirect("members:appoint", seat.pk)


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
