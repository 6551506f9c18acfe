"""Interviews to and from other programs: a codebook or a project to take along, or to take in."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from surveys.interviews import qda_taking_in, qda_writing
from surveys.interviews.models import Statement, Study
from surveys.interviews.qda_forms import QdaFileForm, QdaTakeInForm

page = require_http_methods(["GET", "HEAD", "POST"])


def _readable(request, pk):
    return get_object_or_404(Study.objects.readable_by(request.user).with_names(), pk=pk)


@require_safe
def codebook_file(request, pk):
    """The themes as a codebook (.qdc)."""
    study = _readable(request, pk)
    try:
        data = qda_writing.codebook(study)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("interviews:exchange", pk)
    return _hand_out(data, "teman.qdc", "application/xml")


@require_safe
def project_file(request, pk):
    """All of the study that one may read, as a project (.qdpx)."""
    study = _readable(request, pk)
    data = qda_writing.project(study, request.user)
    return _hand_out(data, "intervjuer.qdpx", "application/zip")


def _hand_out(data: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=content_type, headers=headers)


@page
def exchange(request, pk):
    """What can be taken along, and a file to take in: first one sees what it would change."""
    study = _readable(request, pk)
    may_take_in = Study.objects.led_by(request.user).under_way().contains(study)
    if request.method == "POST" and not may_take_in:
        raise Http404
    form = QdaFileForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    context = {"study": study, "form": form, "may_take_in": may_take_in}
    if request.method == "POST" and "looked_at" in request.POST:
        return _take_in(request, study, context)
    if form.is_valid():
        try:
            return _show(request, study, form.cleaned_data["file"], context)
        except ValidationError as refusal:
            form.add_error("file", refusal)
    status = 422 if form.errors else 200
    return render(request, "interviews/exchange.html", context, status=status)


def _show(request, study, plan, context, status=200, form=None):
    packed = qda_taking_in.packed(plan, study)
    initial = {"looked_at": packed, "kind": Statement.Kind.DONE}
    preview = qda_taking_in.preview(plan, study)
    more = {"form": QdaFileForm(), "plan": plan, "preview": preview}
    take_in_form = form or QdaTakeInForm(study=study, initial=initial)
    context |= more | {"take_in_form": take_in_form}
    return render(request, "interviews/exchange.html", context, status=status)


def _take_in(request, study, context):
    form = QdaTakeInForm(request.POST, study=study)
    context |= {"form": QdaFileForm(), "faults": []}
    try:
        plan = qda_taking_in.unpacked(request.POST["looked_at"], study)
        if not form.is_valid():
            return _show(request, study, plan, context, 422, form)
        given = {name: form.cleaned_data[name] for name in ("kind", "department")}
        taken = qda_taking_in.take_in(plan, study, by=request.user, **given)
    except ValidationError as refusal:
        context["faults"] = refusal.messages
        return render(request, "interviews/exchange.html", context, status=422)
    said = ngettext(
        "The file is taken in, with %(number)s interview as a draft.",
        "The file is taken in, with %(number)s interviews as drafts.",
        len(taken),
    )
    messages.success(request, said % {"number": len(taken)})
    return redirect(study if taken else "interviews:themes", *([] if taken else [study.pk]))
