"""The secretariat's tools: write, look through, publish, compare, move, and look after them."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekom.outbox.models import reference
from toolbox import checking, comparing, filing, previewing, publishing, writing
from toolbox.models import Remark, Revision, Tool, ToolFile
from toolbox.tool_forms import (
    FileForm,
    InviteForm,
    LookAfterForm,
    MoveForm,
    PublishForm,
    RemarkForm,
    TitleForm,
    ToolEditor,
)

secretariat: Callable = staff_member_required(login_url="account_login")
page = require_http_methods(["GET", "HEAD", "POST"])


def _tool(request, slug) -> Tool:
    return get_object_or_404(Tool.objects.editable_by(request.user), slug=slug)


@secretariat
@page
def manage_tools(request):
    """All tools with their state, owner and what is missing; and how to begin another."""
    form = TitleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        tool = writing.begin(Tool, title=form.cleaned_data["title"], by=request.user)
        return redirect("toolbox:edit_tool", tool.slug)
    context = {
        "form": form,
        "tools": Tool.objects.editable_by(request.user).for_the_office(),
        "today": timezone.localdate(),
    }
    return render(request, "toolbox/manage_tools.html", context, status=422 if form.errors else 200)


@secretariat
@page
def edit_tool(request, slug):
    """A tool's draft, all of it; one who has been overtaken sees both texts."""
    tool = _tool(request, slug)
    editor = ToolEditor(tool, request.POST if request.method == "POST" else None)
    stale = None
    if editor.is_valid():
        try:
            _save(tool, editor, by=request.user)
        except writing.StaleDraft as overtaken:
            stale = overtaken
        else:
            messages.success(request, _("The draft is saved. Readers do not see it yet."))
            return redirect("toolbox:edit_tool", slug)
    context = {
        "tool": tool,
        "editor": editor,
        "stale": stale,
        "differences": stale and comparing.compare(tool, stale.theirs, stale.yours),
        "version": stale.thing.version if stale else tool.version,
        **_about(tool),
    }
    status = 409 if stale else 422 if request.method == "POST" else 200
    return render(request, "toolbox/edit_tool.html", context, status=status)


def _save(tool: Tool, editor: ToolEditor, **who) -> None:
    given = editor.form.cleaned_data
    note, version = given["note"], given["version"]
    writing.save_draft(tool, editor.values, version=version, note=note, **who)


def _about(tool: Tool) -> dict:
    """What stands beside a draft: what is missing, what to look at, and its files."""
    drafted = tool.drafted()
    return {
        "problems": checking.problems(tool, drafted) if tool.has_draft else [],
        "warnings": checking.warnings(tool, drafted),
        "files": [(file, file.pk in drafted.get("files", [])) for file in tool.files.all()],
        "pictures": [file for file in tool.files.all() if file.is_picture],
        "file_form": FileForm(),
    }


@secretariat
@require_safe
def review_tool(request, slug):
    """The draft as readers will see it, what differs, what was said, and what can be done."""
    tool = _tool(request, slug)
    drawn = previewing.as_drafted(tool)
    people = publishing.owners()
    after = {"owner": tool.owner_id, "review_by": tool.review_by}
    context = {
        "tool": drawn,
        "thing": tool,
        "files": [file for file in tool.files.all() if file.pk in tool.drafted().get("files", [])],
        "differences": comparing.compare(tool, tool.live(), tool.drafted())
        if tool.is_published
        else [],
        "remarks": Remark.objects.about(reference(tool)),
        "remark_form": RemarkForm(),
        "publish_form": PublishForm(),
        "move_form": MoveForm(initial={"slug": tool.slug}),
        "look_after_form": LookAfterForm(initial=after, people=people),
        "invite_form": InviteForm(),
        "invitation": request.session.pop("invitation", None),
        "may_publish": tool.is_in_review and tool.asked_by_id != request.user.pk,
        **_about(tool),
    }
    return render(request, "toolbox/review_tool.html", context)


def _say(request, refusal: ValidationError) -> None:
    for sentence in refusal.messages:
        messages.error(request, sentence)


DEEDS: dict[str, tuple[Callable, object]] = {
    "review": (
        publishing.send_to_review,
        gettext_lazy("Somebody else can look the draft through now."),
    ),
    "back": (publishing.send_back, gettext_lazy("The draft is yours to write on.")),
    "archive": (publishing.archive, gettext_lazy("The tool is no longer published.")),
}


@secretariat
@require_POST
def move_tool_on(request, slug):
    """Send a draft to review, take it back, or take the tool away from readers."""
    tool = _tool(request, slug)
    deed, said = DEEDS.get(request.POST.get("do", ""), (None, ""))
    if deed is None:
        raise Http404
    try:
        deed(tool, by=request.user)
    except ValidationError as refusal:
        _say(request, refusal)
    else:
        messages.success(request, said)
    return redirect("toolbox:review_tool", slug)


@secretariat
@require_POST
def publish_tool(request, slug):
    """Let readers see the draft, now or at the time that was chosen."""
    tool = _tool(request, slug)
    form = PublishForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("Write the time like 2026-06-05 08:00."))
        at = form.cleaned_data["at"]
        if at:
            publishing.schedule(tool, at=at, by=request.user)
            messages.success(request, _("The tool will be published by itself."))
        else:
            publishing.publish(tool, by=request.user)
            messages.success(request, _("The tool is published."))
    except ValidationError as refusal:
        _say(request, refusal)
    return redirect("toolbox:review_tool", slug)


@secretariat
@require_POST
def rename_tool(request, slug):
    """Give a tool another address; the old one leads to it for ever."""
    tool = _tool(request, slug)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("An address has the letters a–z, digits and hyphens."))
        return redirect("toolbox:review_tool", slug)
    try:
        tool = publishing.rename(tool, form.cleaned_data["slug"], by=request.user)
    except ValidationError as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("The tool has a new address. The old one still works."))
    return redirect("toolbox:review_tool", tool.slug)


@secretariat
@require_POST
def look_after_tool(request, slug):
    """Say who looks after a tool, and by which day it is to be looked over again."""
    tool = _tool(request, slug)
    form = LookAfterForm(request.POST, people=publishing.owners())
    if form.is_valid():
        publishing.keep_looking_after(tool, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
    else:
        messages.error(
            request, _("Choose an owner of the list, and write the day like 2026-06-05.")
        )
    return redirect("toolbox:review_tool", slug)


@secretariat
@require_POST
def invite_to_tool(request, slug):
    """Make a link by which a guest reads and writes in the draft, or end all of them."""
    tool = _tool(request, slug)
    form = InviteForm(request.POST)
    if request.POST.get("do") == "end":
        previewing.take_back_links(tool)
        messages.success(request, _("No link to the draft works any more."))
    elif form.is_valid():
        name = form.cleaned_data["name"]
        link = previewing.preview_link(tool, guest=name)
        request.session["invitation"] = {"name": name, "link": link}
    else:
        messages.error(request, _("Write who the link is for."))
    return redirect("toolbox:review_tool", slug)


@secretariat
@require_POST
def remark_on_tool(request, slug):
    """Say something about a draft."""
    tool = _tool(request, slug)
    form = RemarkForm(request.POST)
    if form.is_valid():
        writing.remark(tool, form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Your comment is kept."))
    else:
        messages.error(request, _("Write something before you send it."))
    return redirect("toolbox:review_tool", slug)


@secretariat
@require_POST
def add_tool_file(request, slug):
    """Keep a file with a tool, as part of its draft."""
    tool = _tool(request, slug)
    form = FileForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise ValidationError(form.errors)
        given = form.cleaned_data
        filing.add_file(tool, given.pop("file"), **given, by=request.user)
    except ValidationError as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("The file goes with the draft."))
    return redirect("toolbox:edit_tool", slug)


@secretariat
@require_POST
def leave_tool_file(request, slug, file_id):
    """Take a file out of the draft, or put it back."""
    tool = _tool(request, slug)
    file = get_object_or_404(ToolFile.objects.filter(tool=tool), pk=file_id)
    filing.put_in_draft(file, is_in=request.POST.get("do") == "add", by=request.user)
    messages.success(request, _("The draft is saved. Readers do not see it yet."))
    return redirect("toolbox:edit_tool", slug)


@secretariat
@require_safe
def tool_versions(request, slug):
    """Every version of a tool; any two of them compared."""
    tool = _tool(request, slug)
    revisions = list(Revision.objects.about(reference(tool)))
    by_number = {str(revision.number): revision for revision in revisions}
    numbers = [revision.number for revision in revisions[:2]]
    new = by_number.get(request.GET.get("till", str(numbers[0])))
    old = by_number.get(request.GET.get("fran", str(numbers[-1])))
    if new is None or old is None:
        raise Http404
    context = {
        "tool": tool,
        "revisions": revisions,
        "old": old,
        "new": new,
        "differences": comparing.compare(tool, old.values, new.values),
    }
    return render(request, "toolbox/versions.html", context)


@secretariat
@require_POST
def restore_tool(request, slug, number):
    """Make an older version the draft again."""
    tool = _tool(request, slug)
    get_object_or_404(Revision.objects.about(reference(tool)), number=number)
    writing.restore(tool, number, by=request.user)
    messages.success(request, _("Version %(number)d is the draft again.") % {"number": number})
    return redirect("toolbox:edit_tool", slug)
