"""The secretariat's paths: written as drafts, looked through, published; who walks them."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekom.outbox.models import reference
from toolbox import checking, laying_out, publishing, writing
from toolbox.models import Example, Journey, Path, Revision
from toolbox.path_forms import NewPathForm, PathForm, StepForm

secretariat = staff_member_required(login_url="account_login")
page = require_http_methods(["GET", "HEAD", "POST"])


@secretariat
@page
def manage_paths(request):
    """All paths with their state and how many members walk them; and how to begin another."""
    form = NewPathForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            path = writing.begin(Path, title=form.cleaned_data["title"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("toolbox:manage_path", path.slug)
    context = {
        "form": form,
        "paths": Path.objects.with_walkers().order_by("title"),
        "examples": Example.objects.to_judge().select_related("member"),
    }
    status = 422 if form.errors else 200
    return render(request, "toolbox/manage_paths.html", context, status=status)


def _path(request, slug) -> Path:
    return get_object_or_404(Path.objects.editable_by(request.user), slug=slug)


@secretariat
@page
def manage_path(request, slug):
    """A path's draft: its words, its steps, what is missing, and what can be done with it."""
    path = _path(request, slug)
    drafted = path.drafted()
    initial = {name: drafted.get(name, "") for name in path.FIELDS} | {"version": path.version}
    data = request.POST if request.method == "POST" else None
    form = PathForm(data, initial=initial)
    theirs = None
    if form.is_valid():
        given = form.cleaned_data
        version = given.pop("version")
        try:
            writing.save_draft(path, given, version=version, by=request.user)
        except writing.StaleDraft as stale:
            theirs = stale.theirs
            form.add_error(None, stale)
            form.data = form.data.copy()
            form.data["version"] = stale.thing.version
        else:
            messages.success(request, _("The draft is saved. Readers do not see it yet."))
            return redirect("toolbox:manage_path", slug)
    context = _around(request, path) | {"form": form, "theirs": theirs}
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "toolbox/manage_path.html", context, status=status)


def _around(request, path: Path) -> dict:
    """What a path's own page at the secretariat is drawn from."""
    walked = Journey.objects.on(path).with_counts().order_by("member__sort_key")
    return {
        "path": path,
        "steps": laying_out.steps_of(path),
        "problems": checking.problems(path, path.drafted()) if path.has_draft else [],
        "journeys": walked,
        "revisions": Revision.objects.about(reference(path))[:20],
    }


@secretariat
@page
def edit_step(request, slug, key=""):
    """Write a step of the draft, or a new one."""
    path = _path(request, slug)
    told = laying_out.step_of(path, key) if key else None
    if key and told is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, told=told, initial={"version": path.version})
    theirs = None
    if form.is_valid():
        given = {"values": form.told, "version": form.cleaned_data["version"], "by": request.user}
        try:
            if key:
                path = laying_out.change_step(path, key, **given)
            else:
                path = laying_out.add_step(path, **given)
        except writing.StaleDraft as stale:
            theirs = laying_out.step_of(stale.thing, key) or {}
            form.add_error(None, stale)
            form.data = form.data.copy()
            form.data["version"] = stale.thing.version
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The step is saved in the draft."))
            return redirect("toolbox:manage_path", slug)
    context = {"path": path, "form": form, "told": told, "theirs": theirs}
    status = 409 if theirs is not None else 422 if form.errors else 200
    return render(request, "toolbox/edit_step.html", context, status=status)


@secretariat
@require_POST
def arrange_step(request, slug, key):
    """Move a step of the draft up or down, or take it out."""
    path = _path(request, slug)
    version = request.POST.get("version", "")
    given = {"version": int(version) if version.isdecimal() else -1, "by": request.user}
    what = request.POST.get("do", "")
    try:
        if what == "remove":
            laying_out.remove_step(path, key, **given)
            messages.success(request, _("The step is out of the draft."))
        else:
            laying_out.move_step(path, key, places=-1 if what == "up" else 1, **given)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(reverse("toolbox:manage_path", args=[slug]) + "#stegen")


DEEDS = {
    "review": (
        publishing.send_to_review,
        gettext_lazy("Somebody else can look the draft through now."),
    ),
    "publish": (publishing.publish, gettext_lazy("The path is published.")),
    "back": (publishing.send_back, gettext_lazy("The draft is yours to write on.")),
    "archive": (publishing.archive, gettext_lazy("The path is no longer published.")),
}


@secretariat
@require_POST
def move_path_on(request, slug):
    """Send a draft to review, publish it, take it back, or take the path away from readers."""
    path = _path(request, slug)
    deed, said = DEEDS.get(request.POST.get("do", ""), (None, ""))
    if deed is None:
        raise Http404
    try:
        deed(path, by=request.user)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, said)
    return redirect("toolbox:manage_path", slug)


@secretariat
@require_POST
def restore_path(request, slug, number):
    """Make an older version the draft again."""
    path = _path(request, slug)
    get_object_or_404(Revision.objects.about(reference(path)), number=number)
    writing.restore(path, number, by=request.user)
    messages.success(request, _("Version %(number)d is the draft again.") % {"number": number})
    return redirect("toolbox:manage_path", slug)


@secretariat
@require_POST
def rename_path(request, slug):
    """Give a path another address; the old one leads to it for ever."""
    path = _path(request, slug)
    try:
        path = publishing.rename(path, request.POST.get("slug", "").strip(), by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The path has a new address. The old one still works."))
    return redirect("toolbox:manage_path", path.slug)


@secretariat
@require_safe
def preview_path(request, slug):
    """The draft as readers would see it."""
    path = _path(request, slug)
    context = {"path": path, "drafted": path.drafted(), "steps": laying_out.drafted_steps(path)}
    return render(request, "toolbox/preview_path.html", context)
