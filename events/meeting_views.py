"""Meetings for those who read them: what is coming, agenda and notes, decisions, approval."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import acting, approving, noting, ordering, printing, spreading
from events.meeting_forms import CommentForm
from events.models import Action, Approver, Decision, Event, Notes, Paper
from events.noted import items_of
from members import links
from sekom import excel
from sekom.uploads import hand_out

PER_PAGE = 50


def readable(request, slug) -> Event:
    """A meeting whose agenda this person may read, or 404."""
    meetings = Event.objects.with_agenda_readable_by(request.user).select_related("group")
    return get_object_or_404(meetings, slug=slug)


@require_safe
def list_meetings(request):
    """The meetings that are coming, and those that have been, with what they led to."""
    meetings = Event.objects.with_agenda_readable_by(request.user).with_meeting_facts()
    if request.GET.get("format") == "xlsx":
        rows = [[_("Meeting"), _("Starts"), _("Group"), _("Notes"), _("Decisions"), _("Actions")]]
        rows += [
            [
                meeting.title,
                timezone.localdate(meeting.starts_at),
                str(meeting.group or ""),
                state_of(meeting),
                meeting.decision_count,
                meeting.action_count,
            ]
            for meeting in meetings.order_by("-starts_at")
        ]
        return excel.hand_out(excel.workbook({_("Meetings"): rows}), name="moten.xlsx")
    past = Paginator(meetings.past(), PER_PAGE).get_page(request.GET.get("sida"))
    context = {"coming": meetings.upcoming(), "past": past, "more_url": _more(past)}
    return render(request, "events/meetings.html", context)


def state_of(meeting: Event) -> str:
    """How far the meeting's notes have come, in a word."""
    return meeting.notes.get_state_display() if hasattr(meeting, "notes") else ""


@require_safe
def decisions(request):
    """What meetings have decided, searched by words or number."""
    asked = request.GET.get("q", "").strip()[:200]
    found = Decision.objects.readable_by(request.user).with_meeting().saying(asked)
    if request.GET.get("format") == "xlsx":
        rows = [
            [
                pgettext("which one", "Number"),
                _("Decision"),
                _("Meeting"),
                _("Date"),
                _("Who took part"),
            ]
        ]
        rows += [
            [
                str(decision),
                decision.text,
                decision.item.event.title,
                timezone.localdate(decision.item.event.starts_at),
                decision.participants,
            ]
            for decision in found
        ]
        return excel.hand_out(excel.workbook({_("Decisions"): rows}), name="beslut.xlsx")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
    asked_again = f"&{urlencode({'q': asked})}" if asked else ""
    context = {
        "page": page,
        "asked": asked,
        "export_url": f"?format=xlsx{asked_again}",
        "more_url": _more(page, asked_again),
    }
    return render(request, "events/decisions.html", context)


def _more(page, asked: str = "") -> str:
    """The address of the next page of a list, "" after the last."""
    return f"?sida={page.next_page_number()}{asked}" if page.has_next() else ""


@require_safe
def show_meeting(request, slug):
    """A meeting: its agenda, what was noted and decided, and what is to be done."""
    return render(request, "events/meeting.html", context_of(request, readable(request, slug)))


def context_of(request, event) -> dict:
    """What the page of a meeting is drawn from."""
    notes = Notes.objects.of(event)
    may_write = Event.objects.editable_by(request.user).contains(event)
    is_read = may_write or not notes.is_draft
    approvers = list(notes.approvers.select_related("person")) if notes.pk else []
    actions = list(Action.objects.of_meeting(event).with_names()) if is_read else []
    return {
        "event": event,
        "notes": notes,
        "items": items_of(event, actions),
        "is_read": is_read,
        "may_write": may_write,
        "may_comment": notes.is_out,
        "comment_form": CommentForm(auto_id=False),
        "approvers": approvers,
        "own_approval": next(
            (one for one in approvers if one.person == request.user and not one.approved_at), None
        ),
        "open_actions": acting.open_for(event),
        "actions": actions,
        "done_count": sum(1 for action in actions if action.is_done),
        "reader_count": len(spreading.readers_of(event)) if may_write else 0,
        "letters": spreading.letters_about(event) if may_write else [],
    }


@require_safe
def paper(request, pk):
    """A paper of a meeting whose agenda one may read."""
    kept = get_object_or_404(Paper.objects.readable_by(request.user), pk=pk)
    if not kept.file:
        return redirect(kept.link)
    return hand_out(kept.file, name=kept.name, content_type=kept.content_type)


@never_cache
@require_safe
def document(request, slug, what):
    """The agenda or the notes as PDF; a page that waits until it is made."""
    event = readable(request, slug)
    if what == "notes" and not Notes.objects.readable_by(request.user).filter(event=event).exists():
        raise Http404
    document = printing.document_of(event, what)
    made = document.find()
    if made is None:
        problem = document.problem
        if not problem:
            ordering.request_document(event, what)
        context = {"event": event, "problem": problem}
        return render(request, "events/document_wait.html", context, status=202)
    names = {"agenda": "dagordning", "notes": "anteckningar"}
    name = f"{names[what]}-{event.slug}.pdf"
    return FileResponse(made, filename=name, content_type="application/pdf")


@require_POST
def comment(request, slug, pk):
    """Say something about an item of notes that are out."""
    event = readable(request, slug)
    item = get_object_or_404(event.agenda, pk=pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            noting.comment(item, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. Everybody who reads the notes sees it."))
            return redirect(item)
    context = context_of(request, event) | {"comment_form": form, "commented": item}
    return render(request, "events/meeting.html", context, status=422)


# --- Approving --------------------------------------------------------------------------------


@require_POST
def approve(request, slug):
    """Approve the notes as they were read, as one of those who shall."""
    event = readable(request, slug)
    approver = get_object_or_404(Approver, notes__event=event, person=request.user)
    return _approve(request, approver, to=reverse("events:meeting", args=[slug]))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def approve_by_link(request, token):
    """The notes for one who shall approve them, by the link of a letter, without logging in."""
    try:
        approver = approving.approver_of(token)
    except links.LinkExpired:
        return render(request, "members/link_expired.html", status=410)
    except links.LinkUnknown:
        return render(request, "members/link_unknown.html", status=404)
    if request.method == "POST":
        return _approve(request, approver, to=request.path)
    event = approver.notes.event
    actions = list(Action.objects.of_meeting(event).with_names())
    context = {
        "approver": approver,
        "event": event,
        "notes": approver.notes,
        "actions": actions,
        "items": items_of(event, actions),
        "is_read": True,
    }
    return render(request, "events/approve_by_link.html", context)


def _approve(request, approver, *, to):
    number = request.POST.get("number", "")
    try:
        notes = approving.approve(approver, number=int(number[:9]) if number.isdecimal() else -1)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        all_have = _("You have approved the notes. Now all have, and they stay as they are.")
        messages.success(
            request, all_have if notes.is_approved else _("You have approved the notes.")
        )
    return redirect(to)
