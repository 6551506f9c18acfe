"""The notes of a meeting and what comes of them, for the secretariat or the chair who writes."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events import acting, approving, deciding, noting, preparing, presence, spreading
from events.agenda_views import item_of, number_in, page, writable
from events.meeting_forms import (
    CorrectionForm,
    DecisionForm,
    ParticipantsForm,
    SendOutForm,
)
from events.models import Action, AgendaItem, Decision, Notes
from sekom.outbox import posting, sending

# --- Taking notes -----------------------------------------------------------------------------


@page
def take_notes(request, slug):
    """Write on every item; what started from what no longer stands is shown beside what does."""
    event = writable(request, slug)
    notes = Notes.objects.of(event)
    if notes.is_approved:
        messages.info(request, _("The notes are approved and stay as they are."))
        return redirect("events:meeting", slug)
    if request.method != "POST":
        return _take_notes(request, event)
    if not event.agenda.exists():
        preparing.begin(event)
        return redirect("events:take_notes", slug)
    refused: dict[int, Refused] = {}
    for item in AgendaItem.objects.of(event):
        text = request.POST.get(f"text-{item.pk}")
        if text is None:
            continue
        version = number_in(request.POST.get(f"version-{item.pk}"))
        try:
            save = noting.save_note(
                item, text=text, version=version, by=request.user, is_finished=True
            )
        except ValidationError as refusal:
            is_stale = isinstance(refusal, noting.StaleNote)
            refused[item.pk] = Refused(refusal.messages, text, is_stale)
        else:
            if save.problems:
                refused[item.pk] = Refused(save.problems, save.item.note)
    if refused:
        return _take_notes(request, event, refused=refused)
    messages.success(request, _("Everything is saved."))
    decide_on = request.POST.get("decide", "")
    if decide_on.isdecimal():
        return redirect("events:decide", slug, int(decide_on[:9]))
    return redirect("events:take_notes", slug)


@dataclass(frozen=True)
class Refused:
    """Why what was written on an item was not kept, or not as it was meant; and what it was."""

    problems: list[str]
    text: str
    is_stale: bool = False


def _take_notes(request, event, *, refused=None):
    refused = refused or {}
    lines = preparing.agenda_of(event)
    context = {
        "event": event,
        "notes": Notes.objects.of(event),
        "rows": [(line, refused.get(line.item.pk)) for line in lines if line.item.pk],
        "refused": bool(refused),
        "participants_form": ParticipantsForm(instance=Notes.objects.of(event)),
        "open_actions": acting.open_for(event),
    } | _actions(event)
    is_stale = any(one.is_stale for one in refused.values())
    status = 409 if is_stale else 422 if refused else 200
    return render(request, "events/take_notes.html", context, status=status)


def _actions(event) -> dict:
    """What the list of the meeting's actions is drawn from."""
    actions = list(Action.objects.of_meeting(event).with_names())
    done = sum(1 for action in actions if action.is_done)
    return {"event": event, "actions": actions, "done_count": done, "may_write": True}


@never_cache
@require_POST
def save_note(request, slug, pk):
    """Keep one item as it is being written; answers with what stands, never with a page."""
    item = item_of(request, slug, pk)
    given = request.POST
    try:
        save = noting.save_note(
            item,
            text=given.get("text", ""),
            version=number_in(given.get("version")),
            by=request.user,
            is_finished=given.get("finished") == "1",
        )
    except noting.StaleNote as stale:
        return JsonResponse({"outcome": "stale"} | _standing(stale.theirs))
    except ValidationError as refusal:
        return JsonResponse({"outcome": "refused", "words": " ".join(refusal.messages)})
    answer = {"outcome": "saved", "replaced": save.replaced, "words": " ".join(save.problems)}
    if save.replaced:
        context = _actions(item.event)
        answer["actions"] = render_to_string("events/_meeting_actions.html", context, request)
    return JsonResponse(answer | _standing(save.item))


def _standing(item) -> dict:
    by = item.noted_by.name if item.noted_by else ""
    return {"item": item.pk, "version": item.version, "text": item.note, "by": by}


@never_cache
@require_POST
def look(request, slug):
    """Who else writes here now, and what they have written that the page does not show."""
    event = writable(request, slug)
    at = request.POST.get("at", "")
    presence.note(event, request.user, item_id=int(at[:9]) if at.isdecimal() else None)
    items = []
    if request.POST.get("number") != str(Notes.objects.of(event).number):
        items = [_standing(item) for item in AgendaItem.objects.of(event).with_all()]
    return JsonResponse(
        {
            "number": Notes.objects.of(event).number,
            "items": items,
            "here": [
                {"name": name, "item": pk} for name, pk in presence.others(event, request.user)
            ],
        }
    )


@require_POST
def say_participants(request, slug):
    """Keep who took part."""
    event = writable(request, slug)
    form = ParticipantsForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["participants"]
            noting.say_participants(event, text=text, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Who took part is saved."))
    else:
        messages.error(request, _("That is too long. Name groups instead of people."))
    return redirect("events:take_notes", slug)


# --- Decisions --------------------------------------------------------------------------------


@page
def decide(request, slug, pk):
    """Write down a decision on an item."""
    item = item_of(request, slug, pk)
    took_part = Notes.objects.of(item.event).participants
    data = request.POST if request.method == "POST" else None
    form = DecisionForm(data, initial={"participants": took_part})
    if form.is_valid():
        try:
            decision = deciding.decide(item, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            said = _("The decision is written down as %(decision)s.") % {"decision": decision}
            messages.success(request, said)
            return redirect(f"{reverse('events:take_notes', args=[slug])}#punkt-{item.pk}")
    context = {"event": item.event, "item": item, "form": form, "decision": None}
    return render(request, "events/decide.html", context, status=422 if form.errors else 200)


@page
def edit_decision(request, slug, pk):
    """Put a decision in other words, or take it away."""
    event = writable(request, slug)
    decisions = Decision.objects.select_related("item__event")
    decision = get_object_or_404(decisions, item__event=event, pk=pk)
    back = f"{reverse('events:take_notes', args=[slug])}#punkt-{decision.item_id}"
    is_withdrawn = "withdraw" in request.POST
    data = request.POST if request.method == "POST" and not is_withdrawn else None
    form = DecisionForm(data, instance=Decision.objects.get(pk=pk))
    try:
        if is_withdrawn:
            deciding.withdraw(decision, by=request.user)
            messages.success(request, _("The decision is gone."))
            return redirect(back)
        if form.is_valid():
            deciding.change(decision, by=request.user, **form.cleaned_data)
            messages.success(request, _("The decision is saved."))
            return redirect(back)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("events:meeting", slug)
    context = {"event": event, "item": decision.item, "form": form, "decision": decision}
    return render(request, "events/decide.html", context, status=422 if form.errors else 200)


# --- Out for comments, approval, corrections --------------------------------------------------


@page
def send_out(request, slug):
    """Let the notes out for comments until a day, and ask people to approve them."""
    event = writable(request, slug)
    notes = Notes.objects.of(event)
    asked = [one.person_id for one in notes.approvers.all()] if notes.pk else []
    initial = {"approvers": asked} | ({"until": notes.comments_until} if notes.is_out else {})
    data = request.POST if request.method == "POST" else None
    form = SendOutForm(data, event=event, initial=initial)
    if form.is_valid():
        try:
            approving.send_out(event, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("The notes are out for comments. Now tell those who took part.")
            )
            return redirect("events:meeting", slug)
    context = {"event": event, "notes": notes, "form": form}
    return render(request, "events/send_out.html", context, status=422 if form.errors else 200)


@require_POST
def take_back(request, slug):
    """Make notes that are out a draft again."""
    try:
        approving.take_back(writable(request, slug), by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The notes are a draft again. Nobody else reads them."))
    return redirect("events:meeting", slug)


@page
def correct(request, slug, pk):
    """Write a correction beside what was approved."""
    item = item_of(request, slug, pk)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            approving.correct(item, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The correction stands beside the notes."))
            return redirect(item)
    context = {"event": item.event, "item": item, "form": form}
    return render(request, "events/correct.html", context, status=422 if form.errors else 200)


# --- Spreading --------------------------------------------------------------------------------


@require_POST
def spread(request, slug, what):
    """Send the agenda or the notes to everybody whom they concern, in a minute."""
    event = writable(request, slug)
    try:
        letter = spreading.spread(event, what=what, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("events:meeting", slug)
    return redirect("events:meeting_letter", slug, letter.pk)


@require_safe
def letter(request, slug, pk):
    """What was spread of a meeting: to whom, and where it stands."""
    event = writable(request, slug)
    sent = get_object_or_404(spreading.letters_about(event), pk=pk)
    context = {"event": event, "letter": sent, "progress": sending.progress(sent)}
    return render(request, "events/meeting_letter.html", context)


@require_POST
def undo_letter(request, slug, pk):
    """Take a letter back before anything has left."""
    event = writable(request, slug)
    sent = get_object_or_404(spreading.letters_about(event), pk=pk)
    try:
        posting.undo(sent, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Nothing was sent."))
    return redirect("events:meeting_letter", slug, pk)
