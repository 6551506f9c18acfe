"""The secretariat's pages about who joins and leaves, and the documents that come with it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members import filing, joining
from members.manage_views import page, secretariat
from members.membership_forms import DecideForm, DocumentForm, LeaveForm
from members.models import Document, Group, Member
from sekom import uploads


@secretariat
@require_safe
def membership(request: HttpRequest, slug: str) -> HttpResponse:
    """How a member joined, and how it leaves: each step with its day and documents."""
    member = get_object_or_404(Member, slug=slug)
    context = {"member": member, "documents": member.documents.with_names()}
    return render(request, "members/membership.html", context)


@secretariat
@page
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down the board's decision that lets a member in."""
    member = get_object_or_404(Member, slug=slug)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _attempt(form, joining.decide, member, request):
        messages.success(request, _("%(member)s is a member.") % {"member": member})
        return redirect("members:membership", slug)
    return _answer(request, "members/decide.html", {"form": form, "member": member})


@secretariat
@page
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down a notice and the last day."""
    member = get_object_or_404(Member, slug=slug)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _attempt(form, joining.leave, member, request):
        messages.success(request, _("That %(member)s leaves is noted.") % {"member": member})
        return redirect("members:membership", slug)
    return _answer(request, "members/leave.html", {"form": form, "member": member})


@secretariat
@require_POST
def stay(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a notice back."""
    member = get_object_or_404(Member, slug=slug)
    try:
        joining.stay(member, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("%(member)s stays.") % {"member": member})
    return redirect("members:membership", slug)


@secretariat
@require_safe
def former_members(request: HttpRequest) -> HttpResponse:
    """Those who have left, with their last day."""
    return render(request, "members/former.html", {"members": Member.objects.former()})


# --- Documents --------------------------------------------------------------------------------


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a file to its own people and the secretariat."""
    found = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    return uploads.hand_out(found.file, name=found.name, content_type=found.content_type)


@secretariat
@page
def add_document(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a document to a member."""
    member = get_object_or_404(Member, slug=slug)
    return _add(request, member, back="members:membership")


@page
def add_group_document(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a group's own people, or the secretariat, add a file to it."""
    group = get_object_or_404(Group.objects.readable_by(request.user), slug=slug)
    return _add(request, group, back="members:group")


def _add(request: HttpRequest, owner: Member | Group, *, back: str) -> HttpResponse:
    is_sent = request.method == "POST"
    form = DocumentForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        added = filing.add(owner, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(document)s is added.") % {"document": added})
        return redirect(back, owner.slug)
    context = {"form": form, "owner": owner, "back": back}
    return _answer(request, "members/add_document.html", context)


@require_POST
def remove_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a document away."""
    found = get_object_or_404(Document.objects.removable_by(request.user), pk=pk)
    back = found.group or found.member
    filing.remove(found)
    messages.success(request, _("%(document)s is taken away.") % {"document": found})
    return redirect("members:group" if found.group else "members:membership", back.slug)


def _attempt(form, operation, member: Member, request: HttpRequest) -> bool:
    """Call the operation with what the form holds; a refusal goes back to the form."""
    try:
        operation(member, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True


def _answer(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)
