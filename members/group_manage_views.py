"""The secretariat's pages about groups: make, rename, seat, elect, close."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import grouping, seating
from members import groups as facts
from members.group_forms import CloseForm, ElectionForm, GroupForm, SeatForm
from members.models import Group, Seat

secretariat = staff_member_required(login_url="account_login")
page = require_http_methods(["GET", "HEAD", "POST"])


@secretariat
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """All groups with who sits there, and those of the statutes that are not there yet."""
    found = list(Group.objects.open())
    posts = facts.posts_of(found)
    context = {
        "groups": [(group, posts[group.pk]) for group in found],
        "closed": Group.objects.closed(),
        "missing": [
            (kind, Group.Kind(kind).label.capitalize())
            for kind in grouping.STATUTORY
            if kind not in {group.kind for group in found}
        ],
    }
    return render(request, "members/groups.html", context)


@secretariat
@require_POST
def found_group(request: HttpRequest, kind: str) -> HttpResponse:
    """Set up the board, the expert group or the secretariat, with its seats."""
    if kind not in grouping.STATUTORY:
        raise Http404
    try:
        group = grouping.found(kind, name=Group.Kind(kind).label.capitalize())
    except ValidationError as refusal:  # another group has taken the name
        messages.error(request, " ".join(refusal.messages))
        return redirect("members:groups")
    messages.success(request, _("%(group)s is set up. Fill its seats next.") % {"group": group})
    return redirect("members:edit_group", group.pk)


@secretariat
@page
def start_group(request: HttpRequest) -> HttpResponse:
    """Begin a working group."""
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        group = grouping.start(**form.cleaned_data)
        messages.success(request, _("%(group)s is set up. Fill its seats next.") % {"group": group})
        return redirect("members:edit_group", group.pk)
    return _answer(request, "members/start_group.html", {"form": form})


@secretariat
@page
def edit_group(request: HttpRequest, pk: int) -> HttpResponse:
    """A group's name, what it is for, and its seats."""
    group = get_object_or_404(Group, pk=pk)
    form = GroupForm(request.POST if request.method == "POST" else None, instance=group)
    if form.is_valid():
        form.save()
        messages.success(request, _("%(group)s is saved.") % {"group": group})
        return redirect("members:edit_group", pk)
    group.refresh_from_db()
    context = {
        "form": form,
        "group": group,
        "posts": facts.posts_of([group])[group.pk],
        "seat_form": SeatForm(),
    }
    return _answer(request, "members/edit_group.html", context)


@secretariat
@require_POST
def add_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one more seat in a group, and go on to appoint somebody to it."""
    group = get_object_or_404(Group, pk=pk)
    form = SeatForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose which kind of seat."))
        return redirect("members:edit_group", pk)
    try:
        seat = seating.add_seat(group, kind=form.cleaned_data["kind"])
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("members:edit_group", pk)
    return redirect("members:appoint", seat.pk)


@secretariat
@require_POST
def remove_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a seat that nobody ever held."""
    seat = get_object_or_404(Seat.objects.of_groups(), pk=pk)
    try:
        grouping.remove_seat(seat)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The seat is gone."))
    return redirect("members:edit_group", seat.group_id)


@secretariat
@page
def elect(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill several seats of a group for one term."""
    group = get_object_or_404(Group.objects.open(), pk=pk)
    form = ElectionForm(
        request.POST if request.method == "POST" else None,
        posts=facts.posts_of([group])[group.pk],
    )
    if form.is_valid():
        try:
            filled = grouping.elect(group, by=request.user, **form.term)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done = ngettext("%(count)d seat is filled.", "%(count)d seats are filled.", len(filled))
            messages.success(request, done % {"count": len(filled)})
            return redirect(group)
    return _answer(request, "members/elect.html", {"form": form, "group": group})


@secretariat
@page
def close_group(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a working group have its last day."""
    group = get_object_or_404(Group.objects.open(), pk=pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            grouping.close(group, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("%(group)s is closed.") % {"group": group})
            return redirect("members:groups")
    return _answer(request, "members/close_group.html", {"form": form, "group": group})


@secretariat
@require_POST
def reopen_group(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a closed group go on."""
    group = get_object_or_404(Group, pk=pk)
    grouping.reopen(group, by=request.user)
    messages.success(request, _("%(group)s is open again.") % {"group": group})
    return redirect("members:edit_group", pk)


def _answer(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)
