"""Guided paths as everybody reads them, and as a member's pair walks them."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.models import Member
from toolbox import publishing, stops, walking
from toolbox.models import Framework, Journey, Path

Kind = Framework.Kind


@login_not_required
@require_safe
def paths(request):
    """All paths, and how far one's own member has come on each."""
    own = defaultdict(list)
    for journey in Journey.objects.walked_by(request.user).under_way().with_counts():
        own[journey.path_id].append(journey)
    found = Path.objects.published().with_step_count().order_by("title")
    context = {"paths": [(path, own.get(path.pk, [])) for path in found]}
    return render(request, "toolbox/paths.html", context)


@login_not_required
@require_safe
def show_path(request, slug):
    """A path step by step; for one of a pair that walks it, with how far they have come."""
    path = Path.objects.published().at(slug)
    if path is None:
        moved = publishing.at_old_address(Path, slug)
        if moved is None:
            raise Http404
        return redirect(moved, permanent=True)
    journey = Journey.objects.walked_by(request.user).under_way().on(path).first()
    return render(request, "toolbox/path.html", context_of(request, path, journey))


def context_of(request, path: Path, journey: Journey | None) -> dict:
    """What a path's page is drawn from, with or without a journey on it."""
    steps = list(path.steps.standing().with_links())
    works = list(journey.works.with_who()) if journey else []
    asked = request.GET.get("steg", "")
    found = stops.stops_of(steps, works, open_key=asked)
    done, of = stops.count_done(found)
    mine = list(Member.objects.represented_by(request.user))
    return {
        "path": path,
        "journey": journey,
        "stops": found,
        "opened": asked,
        "shows_all": asked == "alla",
        "step_count": of,
        "done_count": done,
        "is_own": bool(journey) and journey.member_id in {member.pk for member in mine},
        "may_begin": [] if journey else mine,
        "goals": _goals(steps),
        "clauses": _clauses(steps),
        "set_aside": [work for work in works if not work.step.is_standing],
        "others": Journey.objects.under_way().on(path).besides(mine).count() if mine else 0,
    }


def _goals(steps) -> list[tuple[int, bool]]:
    """The seventeen goals, and whether the path touches each; [] when it touches none."""
    items = [item for item in stops.items_of(steps) if item.framework.kind == Kind.GOALS]
    touched = {item.code.partition(".")[0] for item in items}
    return [(goal, str(goal) in touched) for goal in range(1, 18)] if touched else []


def _clauses(steps) -> list:
    """The clauses that the path touches, by their codes."""
    return [item for item in stops.items_of(steps) if item.framework.kind == Kind.STANDARD]


@require_POST
def begin(request, slug):
    """Set out on a path for a member of one's own."""
    path = get_object_or_404(Path.objects.published(), slug=slug)
    mine = Member.objects.represented_by(request.user)
    member = get_object_or_404(mine, slug=request.POST.get("member", ""))
    journey = walking.begin(path, member=member, by=request.user)
    messages.success(
        request, _("%(member)s is on its way. Both of you see the same.") % {"member": member}
    )
    return redirect(journey)


@require_safe
def learn_from(request, slug):
    """Who lets the network read how they walk this path, and how far they have come."""
    path = get_object_or_404(Path.objects.published(), slug=slug)
    shared = Journey.objects.readable_by(request.user).shared().on(path).with_counts()
    return render(request, "toolbox/learn_from.html", {"path": path, "journeys": shared})
