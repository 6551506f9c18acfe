"""Events as everybody reads them: the list, an event's page, its material; and speakers' pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import (
    coming,
    coming_to_series,
    filing,
    following_up,
    handing_out,
    inviting_speakers,
    listing,
    wording,
)
from events.event_forms import EventFilterForm
from events.links import LinkDead, LinkUnknown
from events.models import Event, Material
from events.planning_forms import SlidesForm
from sekom import excel, uploads


@login_not_required
@require_safe
def list_events(request):
    """The events to come, or those that have been; who is logged in may have them as a sheet."""
    form = EventFilterForm(request.GET)
    found = Event.objects.visible_to(request.user).published().of_the_network()
    found = found.matching(**form.asked)
    is_past = request.GET.get("vy") == "tidigare"
    found = found.past() if is_past else found.upcoming()
    if request.GET.get("format") == "xlsx":
        if not request.user.is_authenticated:
            raise Http404
        rows = listing.sheet_of(found, is_office=False)
        return excel.hand_out(excel.workbook({_("Events"): rows}), name="evenemang.xlsx")
    page = listing.page_of(found, request.GET.get("sida"))
    context = {
        "form": form,
        "page": page,
        "is_past": is_past,
        "views": _views(request, is_past=is_past),
        "earlier_url": page.has_previous() and _address(request, sida=page.number - 1),
        "more_url": page.has_next() and _address(request, sida=page.number + 1),
        "sheet_url": request.user.is_authenticated and _address(request, format="xlsx"),
        "is_part": request.htmx,
    }
    return render(request, "events/_list.html" if request.htmx else "events/list.html", context)


def _views(request, *, is_past: bool) -> list[dict]:
    return [
        {"label": _("To come"), "url": _address(request, vy=""), "is_current": not is_past},
        {"label": _("Earlier"), "url": _address(request, vy="tidigare"), "is_current": is_past},
    ]


def _address(request, **changes) -> str:
    """This list with something else asked for; a page number is never kept."""
    asked = {name: value for name, value in request.GET.items() if name not in ("sida", "format")}
    kept = {name: value for name, value in (asked | changes).items() if value}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


@login_not_required
@require_safe
def show_event(request, slug):
    """An event: when and where, what happens, who leads it, its material, and sign-up."""
    event = get_object_or_404(Event.objects.visible_to(request.user).with_parts(), slug=slug)
    context = {
        "event": event,
        "when": wording.say_when(event),
        "where": wording.say_where(event),
        "programme": listing.programme_of(event),
        "leaders": listing.leaders_of(event),
        "speakers": event.speakers.all(),
        "whole_series": coming_to_series.dates_for(event, request.user),
        "dates": Event.objects.visible_to(request.user).other_dates_of(event),
        "tools": [link.tool for link in event.tool_links.all() if link.tool.is_published],
        "material": Material.objects.readable_by(request.user).of_event(event),
        "card": coming.signup_card(event, request.user),
        "after": following_up.shown_to(request.user, event),
    }
    return render(request, "events/event.html", context)


@require_POST
def sign_up_for_series(request, slug):
    """Sign oneself up for all dates of a series in one go."""
    event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
    try:
        signups = coming_to_series.sign_up(event, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = ngettext(
            "You are signed up for %(count)d date. A letter is on its way.",
            "You are signed up for %(count)d dates. A letter for each is on its way.",
            len(signups),
        )
        messages.success(request, said % {"count": len(signups)})
    return redirect(event)


@login_not_required
@require_safe
def material(request, slug, pk):
    """A piece of material, for those it is meant for: the file, or the way to the link."""
    readable = Material.objects.readable_by(request.user)
    return _hand_out(get_object_or_404(readable, event__slug=slug, pk=pk))


def _hand_out(found: Material):
    if found.link:
        return redirect(found.link)
    return uploads.hand_out(found.file, name=found.name, content_type=found.content_type)


@login_not_required
@never_cache
@require_safe
def own_material(request, token):
    """The material that is for who signed up, by the link of a letter."""
    try:
        signup = handing_out.read(token)
    except (LinkUnknown, LinkDead):
        return render(request, "events/link_dead.html", {"is_over": True}, status=410)
    context = {
        "event": signup.event,
        "when": wording.say_when(signup.event),
        "material": Material.objects.for_signup(signup),
        "token": token,
    }
    return render(request, "events/own_material.html", context)


@login_not_required
@never_cache
@require_safe
def own_material_file(request, token, pk):
    """A piece of that material."""
    try:
        signup = handing_out.read(token)
    except (LinkUnknown, LinkDead):
        return render(request, "events/link_dead.html", {"is_over": True}, status=410)
    return _hand_out(get_object_or_404(Material.objects.for_signup(signup), pk=pk))


# --- Speakers, by a link of their own -------------------------------------------------------------


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def speaker(request, token):
    """What a speaker needs to know, and where they hand in their slides; no account."""
    try:
        found = inviting_speakers.read(token)
    except inviting_speakers.LinkClosed:
        return _closed(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SlidesForm(*posted)
    if form.is_valid():
        try:
            filing.add(found.event, speaker=found, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. The secretariat has it now."))
            return redirect("events:speaker", token)
    event = found.event
    context = {
        "speaker": found,
        "event": event,
        "when": wording.say_when(event),
        "where": wording.say_where(event),
        "programme": listing.programme_of(event),
        "token": token,
        "form": form,
        "material": found.material.all(),
        "results": event.shared_results.with_reports(),
    }
    return render(request, "events/speaker.html", context, status=422 if form.errors else 200)


def _closed(request):
    return render(request, "events/speaker_closed.html", status=410)


@login_not_required
@never_cache
@require_safe
def speaker_report(request, token, slug):
    """The report of a survey that the secretariat has shared with the speakers."""
    try:
        found = inviting_speakers.read(token)
    except inviting_speakers.LinkClosed:
        return _closed(request)
    shared = get_object_or_404(found.event.shared_results.with_reports(), round__slug=slug)
    if shared.report is None:
        raise Http404
    return FileResponse(
        shared.report.file.open(), filename=f"{slug}.pdf", content_type="application/pdf"
    )
