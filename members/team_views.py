"""The secretariat's pages of the contact persons' Team: who is to be in it, and making it so."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import graph, listing_team, reading, teams, updating_team
from members.models import TeamList
from members.team_forms import TeamSettingsForm, UpdateForm
from sekom import excel
from sekom.text import say_day

secretariat = staff_member_required(login_url="account_login")
page = require_http_methods(["GET", "HEAD", "POST"])


@secretariat
@require_safe
def show_teams(request: HttpRequest) -> HttpResponse:
    """Who should be in the Team today, what that changes, and what was done before."""
    wanted = teams.wanted()
    waiting = TeamList.objects.not_applied().with_sizes().first()
    applied = TeamList.objects.applied().with_sizes()
    latest = applied.first()
    context = {
        "wanted": wanted,
        "change": teams.change(teams.in_team_since(latest), wanted),
        "waiting": waiting,
        "is_true": waiting and teams.is_true(waiting, wanted),
        "latest": latest,
        "to_invite": latest.places_to_invite() if latest else [],
        "applied": applied[:10],
        "settings": teams.settings(),
        "groups": teams.groups_in_team(),
        "is_configured": graph.is_configured(),
    }
    return render(request, "members/teams.html", context)


@secretariat
@page
def team_settings(request: HttpRequest) -> HttpResponse:
    """Where the Team is and which groups are in it."""
    form = TeamSettingsForm(
        request.POST if request.method == "POST" else None, instance=teams.settings()
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("The settings of the Team are saved."))
        return redirect("members:teams")
    status = 422 if form.errors else 200
    return render(request, "members/team_settings.html", {"form": form}, status=status)


@secretariat
@require_POST
def make_team_list(request: HttpRequest) -> HttpResponse:
    """Keep who should be in the Team today, to follow."""
    try:
        listing_team.make_list(by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("members:teams")


@secretariat
@require_safe
def team_sheet(request: HttpRequest, pk: int) -> FileResponse:
    """A list to follow, as a workbook: all, add, remove."""
    made = get_object_or_404(TeamList.objects.not_applied().with_sizes(), pk=pk)
    reading.record(request.user, _("The list for Teams (XLSX)"), count=made.size)
    name = f"teams-{made.made_at.date().isoformat()}.xlsx"
    return excel.hand_out(excel.workbook(teams.sheets_of(made)), name=name)


@secretariat
@require_POST
def team_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the list has been followed by hand."""
    made = get_object_or_404(TeamList, pk=pk)
    try:
        listing_team.mark_done(made)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request,
            _("Noted: the Team is as the list of %(day)s says.") % {"day": say_day(made.made_at)},
        )
    return redirect("members:teams")


@secretariat
@page
def compare_team(request: HttpRequest, pk: int) -> HttpResponse:
    """What the list would change in the real Team; with a yes it is done."""
    if not graph.is_configured():
        raise Http404
    made = get_object_or_404(TeamList.objects.not_applied(), pk=pk)
    try:
        found = updating_team.compare(made)
    except ValidationError as refusal:
        context = {"made": made, "problem": " ".join(refusal.messages)}
        return render(request, "members/compare_team.html", context, status=502)
    form = UpdateForm(request.POST if request.method == "POST" else None, found=found)
    if form.is_valid():
        try:
            listing_team.order_update(made, found, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("members:teams")
    context = {"made": made, "found": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "members/compare_team.html", context, status=status)


@secretariat
@never_cache
@require_safe
def team_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an update of the Team has come: the part that is fetched again and again."""
    made = get_object_or_404(TeamList.objects.with_sizes(), pk=pk)
    context = {"made": made, "is_configured": graph.is_configured()}
    return render(request, "members/_team_update.html", context)
