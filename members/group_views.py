"""The groups' own pages: who sits there, their files and past, and letters to them."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import groups, reading, writing_to_groups
from members.group_forms import LetterForm
from members.models import Document, Group, Holding
from sekom import excel
from sekom.outbox import posting, sending


def _may_see_contacts(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.may_see_contacts()


@login_not_required
@require_safe
def list_groups(request: HttpRequest) -> HttpResponse:
    """All groups of the network, those that are closed at the end."""
    open_groups = list(Group.objects.open())
    posts = groups.posts_of(open_groups)
    context = {
        "groups": [
            (group, posts[group.pk], sum(1 for post in posts[group.pk] if post.holding))
            for group in open_groups
        ],
        "closed": Group.objects.closed(),
        "may_see_contacts": _may_see_contacts(request),
    }
    return render(request, "members/list_groups.html", context)


@login_not_required
@require_safe
def show_group(request: HttpRequest, slug: str) -> HttpResponse:
    """A group: who sits there today; its files and past for its own people."""
    group = get_object_or_404(Group, slug=slug)
    person = request.user
    may_read = Group.objects.readable_by(person).contains(group)
    context = {
        "group": group,
        "posts": groups.posts_of([group])[group.pk],
        "past": Holding.objects.of_groups([group]).ended().with_names() if may_read else [],
        "documents": Document.objects.visible_to(person).of_group(group),
        "removable": Document.objects.removable_by(person).of_group(group),
        "may_read": may_read,
        "may_mail": Group.objects.mailable_by(person).contains(group),
        "may_see_contacts": _may_see_contacts(request),
        "is_staff": person.is_authenticated and person.is_staff,
    }
    return render(request, "members/show_group.html", context)


@require_safe
def group_sheet(request: HttpRequest, slug: str) -> FileResponse:
    """The list of a group as a workbook, for those who may see the contacts."""
    visible = Group.objects.with_contacts_visible_to(request.user)
    group = get_object_or_404(visible, slug=slug)
    rows = groups.sheet_of(groups.posts_of([group])[group.pk])
    what = _("The list of %(group)s (XLSX)") % {"group": group}
    reading.record(request.user, what, count=len(rows) - 1)
    return excel.hand_out(excel.workbook({_("Group"): rows}), name=f"{group.slug}.xlsx")


# --- Letters ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def mail_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a letter to a group; nothing is sent before it has been looked through."""
    group = get_object_or_404(Group.objects.mailable_by(request.user), slug=slug)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            letter = writing_to_groups.write(group, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("members:group_letter", group.slug, letter.pk)
    context = {"form": form, "group": group, "readers": writing_to_groups.readers_of(group)}
    status = 422 if form.errors else 200
    return render(request, "members/mail_group.html", context, status=status)


@require_safe
def group_letter(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A letter to a group: as it will look, to whom, and where it stands."""
    group, letter = _letter(request, slug, pk)
    context = {"group": group, "letter": letter, "progress": sending.progress(letter)}
    return render(request, "members/group_letter.html", context)


@require_POST
def send_letter(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let the letter leave, in a minute."""
    return _act(request, slug, pk, posting.approve, _("The letter leaves in a minute."))


@require_POST
def undo_letter(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take the letter back before anything has left."""
    return _act(request, slug, pk, posting.undo, _("Nothing was sent. The letter is a draft."))


def _letter(request: HttpRequest, slug: str, pk: int):
    group = get_object_or_404(Group.objects.mailable_by(request.user), slug=slug)
    return group, get_object_or_404(writing_to_groups.letters_from(request.user, group), pk=pk)


def _act(request: HttpRequest, slug: str, pk: int, act: Callable, done: str) -> HttpResponse:
    group, letter = _letter(request, slug, pk)
    try:
        act(letter, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect("members:group_letter", group.slug, letter.pk)
