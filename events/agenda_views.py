"""The agenda of a meeting and its papers, for those who write it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import preparing
from events.meeting_forms import (
    AgendaItemForm,
    CopyForm,
    PaperForm,
)
from events.models import AgendaItem, Event, Notes, Paper

page = require_http_methods(["GET", "HEAD", "POST"])


def writable(request, slug) -> Event:
    """A meeting that this person writes for, or 404."""
    meetings = Event.objects.editable_by(request.user).meetings().select_related("group")
    return get_object_or_404(meetings, slug=slug)


def item_of(request, slug, pk) -> AgendaItem:
    """An item of the agenda of such a meeting, or 404."""
    items = AgendaItem.objects.select_related("event__group")
    return get_object_or_404(items, event=writable(request, slug), pk=pk)


def number_in(text: str | None) -> int:
    """A version out of a browser; what is none matches no version."""
    return int(text[:9]) if text and text.isdecimal() else -1


@page
def edit_agenda(request, slug):
    """The agenda as it is written: its items in their order, a new one, or those of a meeting."""
    event = writable(request, slug)
    form = AgendaItemForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            preparing.add_item(event, form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The item is on the agenda."))
            return redirect(reverse("events:edit_agenda", args=[slug]) + "#ny-punkt")
    context = {
        "event": event,
        "notes": Notes.objects.of(event),
        "lines": preparing.agenda_of(event),
        "form": form,
        "copy_form": CopyForm(event=event, person=request.user),
    }
    return render(request, "events/edit_agenda.html", context, status=422 if form.errors else 200)


@page
def edit_item(request, slug, pk):
    """Change an item, and what there is to read for it."""
    item = item_of(request, slug, pk)
    data = request.POST if request.method == "POST" else None
    # The form fills in a row of its own: what is saved is the operation's doing.
    form = AgendaItemForm(data, instance=AgendaItem.objects.get(pk=item.pk))
    if form.is_valid():
        try:
            preparing.change_item(item, form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The item is saved."))
            return redirect("events:edit_agenda", slug)
    return _edit_item(request, item, form=form)


def _edit_item(request, item, *, form=None, paper_form=None):
    context = {
        "event": item.event,
        "item": item,
        "papers": item.papers.all(),
        "form": form or AgendaItemForm(instance=item),
        "paper_form": paper_form or PaperForm(),
    }
    is_wrong = (form and form.errors) or (paper_form and paper_form.errors)
    return render(request, "events/edit_item.html", context, status=422 if is_wrong else 200)


@require_POST
def begin_agenda(request, slug):
    """Keep the first item, so that it can be given time and notes."""
    event = writable(request, slug)
    try:
        item = preparing.begin(event)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("events:edit_agenda", slug)
    return redirect("events:edit_item", slug, item.pk)


@require_POST
def arrange_item(request, slug, pk):
    """Move an item up or down, or take it off the agenda."""
    item = item_of(request, slug, pk)
    what = request.POST.get("do", "")
    try:
        if what == "remove":
            preparing.remove_item(item, by=request.user)
            messages.success(request, _("The item is off the agenda."))
        else:
            preparing.move_item(item, places=-1 if what == "up" else 1, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(reverse("events:edit_agenda", args=[slug]) + "#punkterna")


@require_POST
def copy_agenda(request, slug):
    """Put the items of an earlier meeting last on the agenda."""
    event = writable(request, slug)
    form = CopyForm(request.POST, event=event, person=request.user)
    if not form.is_valid():
        messages.error(request, _("Choose whose agenda to copy."))
        return redirect("events:edit_agenda", slug)
    try:
        count = preparing.copy_agenda(event, source=form.cleaned_data["source"], by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Items copied: %(count)d.") % {"count": count})
    return redirect(reverse("events:edit_agenda", args=[slug]) + "#punkterna")


@require_POST
def add_paper(request, slug, pk):
    """Put a file or a link with an item."""
    item = item_of(request, slug, pk)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            preparing.add_paper(item, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The paper is with the item."))
            return redirect("events:edit_item", slug, pk)
    return _edit_item(request, item, paper_form=form)


@require_POST
def remove_paper(request, slug, pk):
    """Take a paper away from its item."""
    papers = Paper.objects.select_related("item__event")
    kept = get_object_or_404(papers, item__event=writable(request, slug), pk=pk)
    try:
        preparing.remove_paper(kept, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The paper is gone."))
    return redirect("events:edit_item", slug, kept.item_id)
