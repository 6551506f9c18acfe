"""The secretariat's events: begin, write, publish, move, repeat, cancel, and what goes along."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import filing, inviting_speakers, listing, planning, repeating, starters, wording
from events.models import Event, Material, Speaker
from events.planning_forms import (
    AudienceForm,
    BeginForm,
    CancelForm,
    EventEditor,
    MaterialForm,
    MoveForm,
    RepeatForm,
)
from sekom import excel

secretariat: Callable = staff_member_required(login_url="account_login")
page = require_http_methods(["GET", "HEAD", "POST"])


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.editable_by(request.user).with_parts(), slug=slug)


def _say(request, refusal: ValidationError) -> None:
    for sentence in refusal.messages:
        messages.error(request, sentence)


@secretariat
@require_safe
def manage_events(request):
    """All events with their state and numbers, to come or held; also as a sheet."""
    is_past = request.GET.get("vy") == "tidigare"
    found = Event.objects.editable_by(request.user)
    found = found.past() if is_past else found.upcoming()
    if request.GET.get("format") == "xlsx":
        rows = listing.sheet_of(found.with_numbers(), is_office=True)
        return excel.hand_out(excel.workbook({_("Events"): rows}), name="evenemang.xlsx")
    shown = listing.page_of(found, request.GET.get("sida"))
    past = "vy=tidigare&" if is_past else ""
    context = {
        "page": shown,
        "is_past": is_past,
        "views": [
            {"label": _("To come"), "url": request.path, "is_current": not is_past},
            {"label": _("Earlier"), "url": f"{request.path}?vy=tidigare", "is_current": is_past},
        ],
        "earlier_url": shown.has_previous() and f"?{past}sida={shown.number - 1}",
        "more_url": shown.has_next() and f"?{past}sida={shown.number + 1}",
        "sheet_url": f"?{past}format=xlsx",
    }
    return render(request, "events/manage_events.html", context)


@secretariat
@page
def begin_event(request):
    """Begin an event from a starter, or one like an earlier."""
    earlier = None
    if slug := request.GET.get("fran"):
        earlier = get_object_or_404(Event.objects.editable_by(request.user), slug=slug)
    form = BeginForm(request.POST if request.method == "POST" else None, earlier=earlier)
    if form.is_valid():
        given, by = form.cleaned_data, request.user
        when = {"title": given["title"], "starts_at": given["starts_at"], "by": by}
        try:
            if earlier:
                event = planning.duplicate(earlier, **when)
            else:
                event = starters.begin(starters.STARTERS[given["sort"]], **when)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("events:edit_event", event.slug)
    context = {"form": form, "earlier": earlier}
    return render(request, "events/begin_event.html", context, status=422 if form.errors else 200)


@secretariat
@require_safe
def manage_event(request, slug):
    """One event at the secretariat: what is missing, who comes, what can be done."""
    event = _event(request, slug)
    material = [
        (one, AudienceForm(initial={"audience": one.audience}, prefix=str(one.pk)))
        for one in Material.objects.readable_by(request.user).of_event(event)
    ]
    context = {
        "event": event,
        "when": wording.say_when(event),
        "where": wording.say_where(event),
        "leaders": listing.leaders_of(event),
        "told": event.signups.live().count(),
        "numbers": Event.objects.with_numbers().get(pk=event.pk),
        "problems": planning.problems(event) if event.state == Event.State.DRAFT else [],
        "dates": event.series.events.order_by("starts_at") if event.series else [],
        "speakers": [(one, inviting_speakers.address_of(one)) for one in event.speakers.all()],
        "material": material,
        "material_form": MaterialForm(),
        "cancel_form": CancelForm(),
    }
    return render(request, "events/manage_event.html", context)


@secretariat
@page
def edit_event(request, slug):
    """Write an event: its facts, programme, speakers and tools; one or all dates that follow."""
    event = _event(request, slug)
    editor = EventEditor(event, request.POST if request.method == "POST" else None)
    theirs, status = None, 200
    if request.method == "POST":
        status = 422
        if editor.is_valid():
            given = {"version": editor.version, "parts": editor.parts, "by": request.user}
            change = repeating.change_following if editor.is_for_following else planning.change
            try:
                change(event, editor.values, **given)
            except planning.StaleEvent as stale:
                theirs, status = stale.theirs, 409
                editor.form.data = editor.form.data.copy()
                editor.form.data["version"] = theirs.version
                editor.form.add_error(None, stale)
            except ValidationError as refusal:
                editor.form.add_error(None, refusal.messages)
            else:
                messages.success(request, _("The event is saved."))
                return redirect("events:manage_event", event.slug)
    differences = theirs and planning.differences(theirs, editor.values)
    context = {"event": event, "editor": editor, "theirs": theirs, "differences": differences}
    return render(request, "events/edit_event.html", context, status=status)


@secretariat
@page
def move_event(request, slug):
    """Put an event, or it and all dates that follow, at another time."""
    event = _event(request, slug)
    form = MoveForm(request.POST if request.method == "POST" else None, instance=event)
    if form.is_valid():
        values, by = dict(form.cleaned_data), request.user
        which = values.pop("which", "")
        try:
            if which == repeating.Which.FOLLOWING:
                begins, ends = values["starts_at"], values["ends_at"]
                repeating.move_following(event, begins, ends_at=ends, by=by)
            else:
                planning.change(event, values, by=by)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The event has a new time."))
            return redirect("events:manage_event", event.slug)
    context = {"event": event, "form": form, "told": event.signups.live().count()}
    return render(request, "events/move_event.html", context, status=422 if form.errors else 200)


@secretariat
@page
def repeat_event(request, slug):
    """Make a series of an event: choose a rhythm, look at the days, and make them."""
    event = _event(request, slug)
    form = RepeatForm(request.POST if request.method == "POST" else None)
    days: list = []
    if form.is_valid():
        days = repeating.days(repeating.day_of(event), **form.cleaned_data)
        if request.POST.get("do") == "make":
            try:
                made = repeating.repeat(event, days, by=request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                said = ngettext(
                    "The series has %(count)d date.", "The series has %(count)d dates.", len(made)
                )
                messages.success(request, said % {"count": len(made)})
                return redirect("events:manage_event", event.slug)
    context = {"event": event, "form": form, "days": days}
    return render(request, "events/repeat_event.html", context, status=422 if form.errors else 200)


@secretariat
@require_POST
def publish_event(request, slug):
    """Let readers see an event, or every draft of its series."""
    event = _event(request, slug)
    try:
        if request.POST.get("do") == "all":
            repeating.publish_all(event, by=request.user)
        else:
            planning.publish(event, by=request.user)
    except ValidationError as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("The event is published."))
    return redirect("events:manage_event", slug)


@secretariat
@require_POST
def cancel_event(request, slug):
    """Call an event off; everybody who was to come gets a letter."""
    event, form = _event(request, slug), CancelForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("Write at most 240 characters about why."))
        planning.cancel(event, reason=form.cleaned_data["reason"], by=request.user)
    except ValidationError as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("The event is cancelled, and those who were to come are told."))
    return redirect("events:manage_event", slug)


@secretariat
@require_POST
def delete_event(request, slug):
    """Take away a draft."""
    try:
        planning.delete_draft(_event(request, slug), by=request.user)
    except ValidationError as refusal:
        _say(request, refusal)
        return redirect("events:manage_event", slug)
    messages.success(request, _("The draft is gone."))
    return redirect("events:manage_events")


# --- Material and speakers ------------------------------------------------------------------------


@secretariat
@require_POST
def add_material(request, slug):
    """Put a file or a link with an event."""
    event, form = _event(request, slug), MaterialForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        filing.add(event, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("The material is with the event."))
    return redirect("events:manage_event", slug)


@secretariat
@require_POST
def change_material(request, slug, pk):
    """Let others have a piece of material, or take it away."""
    readable = Material.objects.readable_by(request.user)
    found = get_object_or_404(readable, event__slug=slug, pk=pk)
    if request.POST.get("do") == "remove":
        filing.remove(found, by=request.user)
        messages.success(request, _("The material is gone."))
        return redirect("events:manage_event", slug)
    form = AudienceForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        raise Http404
    filing.let_out(found, audience=form.cleaned_data["audience"], by=request.user)
    messages.success(request, _("Saved."))
    return redirect("events:manage_event", slug)


@secretariat
@require_POST
def speaker_link(request, slug, pk):
    """Open a speaker's own page, mail its link, or close it."""
    speaker = get_object_or_404(Speaker.objects.select_related("event"), event__slug=slug, pk=pk)
    do, by = request.POST.get("do"), request.user
    try:
        if do == "send":
            inviting_speakers.send_link(speaker, by=by)
            messages.success(
                request, _("The link is on its way to %(name)s.") % {"name": speaker.name}
            )
        elif do == "end":
            inviting_speakers.end_link(speaker, by=by)
            messages.success(request, _("The link no longer works."))
        else:
            inviting_speakers.open_link(speaker, by=by)
    except ValidationError as refusal:
        _say(request, refusal)
    return redirect("events:manage_event", slug)
