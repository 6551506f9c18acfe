"""The secretariat's frameworks: their facts, a file in and out, a new edition beside the old."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from toolbox import importing
from toolbox.framework_forms import FrameworkForm, SheetForm
from toolbox.models import Framework

secretariat: Callable = staff_member_required(login_url="account_login")
page = require_http_methods(["GET", "HEAD", "POST"])


@secretariat
@page
def manage_frameworks(request):
    """All frameworks and editions, and how to add one."""
    form = FrameworkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        added = form.save()
        messages.success(request, _("The framework is added. Now take in what it holds."))
        return redirect("toolbox:take_in", added.slug)
    context = {
        "form": form,
        "frameworks": Framework.objects.with_counts().select_related("replaces"),
    }
    status = 422 if form.errors else 200
    return render(request, "toolbox/manage_frameworks.html", context, status=status)


@secretariat
@page
def edit_framework(request, slug):
    """A framework's own facts."""
    framework = get_object_or_404(Framework, slug=slug)
    data = request.POST if request.method == "POST" else None
    form = FrameworkForm(data, instance=framework)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("toolbox:manage_frameworks")
    context = {"form": form, "framework": Framework.objects.get(pk=framework.pk)}
    status = 422 if form.errors else 200
    return render(request, "toolbox/edit_framework.html", context, status=status)


@secretariat
@page
def take_in(request, slug):
    """Look at what a file would change, and then take it in: all of it or nothing."""
    framework = get_object_or_404(Framework.objects.select_related("replaces"), slug=slug)
    form = SheetForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    plan, faults = None, []
    if form.is_valid():
        content = form.cleaned_data["content"]
        try:
            if request.POST.get("do") == "take_in":
                done = importing.take_in(framework, content)
                said = _("%(new)d new and %(changed)d changed.")
                counts = {"new": len(done.new), "changed": len(done.changed)}
                messages.success(request, said % counts)
                return redirect("toolbox:framework", slug)
            plan = importing.read(framework, content)
        except ValidationError as refusal:
            faults = refusal.messages
    context = {"form": form, "framework": framework, "plan": plan, "faults": faults}
    status = 422 if faults or form.errors else 200
    return render(request, "toolbox/take_in.html", context, status=status)


@secretariat
@require_safe
def export(request, slug):
    """The framework as the file that take_in takes."""
    framework = get_object_or_404(Framework, slug=slug)
    return HttpResponse(
        "\ufeff" + importing.write(framework),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{framework.slug}.csv"'},
    )
