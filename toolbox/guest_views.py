"""A draft by a signed link: a guest reads, writes and says what they think, without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekom.outbox.models import reference
from toolbox import checking, comparing, previewing, publishing, writing
from toolbox.models import Remark, Tool, ToolFile
from toolbox.tool_forms import RemarkForm, ToolEditor
from toolbox.views import hand_out


def _closed(request):
    return render(request, "toolbox/guest_closed.html", status=410)


def _draft(token) -> previewing.Preview:
    """The tool's draft that a link leads to. Raises LinkClosed."""
    preview = previewing.read(token)
    if not isinstance(preview.thing, Tool):
        raise previewing.LinkClosed
    return preview


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request, token):
    """The draft as readers will see it, and what a guest may do with it."""
    try:
        preview = _draft(token)
    except previewing.LinkClosed:
        return _closed(request)
    tool, said = preview.thing, RemarkForm(request.POST if request.method == "POST" else None)
    if said.is_valid():
        writing.remark(tool, said.cleaned_data["text"], guest=preview.guest)
        messages.success(request, _("Your comment is kept."))
        return redirect("toolbox:guest", token)
    files = tool.drafted().get("files", [])
    context = {
        "tool": previewing.as_drafted(tool),
        "files": [file for file in tool.files.all() if file.pk in files],
        "thing": tool,
        "guest": preview.guest,
        "token": token,
        "remarks": Remark.objects.about(reference(tool)),
        "remark_form": said,
        "problems": checking.problems(tool, tool.drafted()),
    }
    return render(request, "toolbox/guest.html", context, status=422 if said.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest_edit(request, token):
    """Write in the draft; one who has been overtaken sees both texts."""
    try:
        preview = _draft(token)
    except previewing.LinkClosed:
        return _closed(request)
    tool, stale = preview.thing, None
    editor = ToolEditor(tool, request.POST if request.method == "POST" else None)
    if editor.is_valid():
        try:
            given = editor.form.cleaned_data
            writing.save_draft(
                tool,
                editor.values,
                version=given["version"],
                note=given["note"],
                guest=preview.guest,
            )
        except writing.StaleDraft as overtaken:
            stale = overtaken
        else:
            messages.success(request, _("The draft is saved. Readers do not see it yet."))
            return redirect("toolbox:guest", token)
    context = {
        "tool": tool,
        "editor": editor,
        "token": token,
        "stale": stale,
        "differences": stale and comparing.compare(tool, stale.theirs, stale.yours),
        "version": stale.thing.version if stale else tool.version,
        "warnings": checking.warnings(tool, tool.drafted()),
        "pictures": tool.files.pictures(),
    }
    status = 409 if stale else 422 if request.method == "POST" else 200
    return render(request, "toolbox/guest_edit.html", context, status=status)


@login_not_required
@require_POST
def guest_send(request, token):
    """Ask the secretariat to look the draft through."""
    try:
        preview = _draft(token)
    except previewing.LinkClosed:
        return _closed(request)
    try:
        publishing.send_to_review(preview.thing)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Thank you. The secretariat looks it through."))
    return redirect("toolbox:guest", token)


@login_not_required
@never_cache
@require_safe
def guest_file(request, token, file_id):
    """A file of the draft."""
    try:
        preview = _draft(token)
    except previewing.LinkClosed:
        return _closed(request)
    files = ToolFile.objects.filter(tool=preview.thing)
    return hand_out(get_object_or_404(files, pk=file_id))
