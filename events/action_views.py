"""The pages of actions: what is to be done, how it goes, and what became of a meeting."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import acting, acting_on_reports, action_links, action_sheets
from events.action_forms import (
    WAYS,
    ActionFilterForm,
    ActionForm,
    LinkForm,
    ReportActionForm,
    WordForm,
)
from events.models import Action, ActionLink, Event
from members import links
from members.models import Person
from sekom import excel, history
from surveys.interviews.models import Report

PAGE = 50
page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """What we have agreed to do, the late first."""
    form = ActionFilterForm(request.GET, person=request.user)
    found = Paginator(form.chosen(), PAGE).get_page(request.GET.get("sida"))
    asked = {name: value for name, value in form.data.items() if name in form.fields and value}
    pages = [
        f"?{urlencode(asked | {'sida': number})}" if there else ""
        for number, there in (
            (found.number - 1, found.has_previous()),
            (found.number + 1, found.has_next()),
        )
    ]
    context = {
        "form": form,
        "page": found,
        "earlier_url": pages[0],
        "later_url": pages[1],
        "sheet_query": urlencode(asked),
        "may_write": _may_write(request),
    }
    return render(request, "events/actions.html", context)


@require_safe
def actions_sheet(request: HttpRequest) -> FileResponse:
    """The actions that are shown, as a workbook."""
    form = ActionFilterForm(request.GET, person=request.user)
    return excel.hand_out(action_sheets.workbook(form.chosen()), name="atgarder.xlsx")


@page
def new_action(request: HttpRequest) -> HttpResponse:
    """Write down what is to be done; for the secretariat and those who lead a group."""
    meetings = Event.objects.meetings().editable_by(request.user)
    if not request.user.is_staff:
        get_object_or_404(meetings.order_by("-starts_at")[:1])
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        person=request.user,
        initial={"meeting": request.GET.get("mote", "")},
    )
    if not request.user.is_staff:
        form.fields["meeting"].required = True
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = acting.agree(given.pop("title"), by=request.user, **given)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The action is written down."))
            return redirect(made)
    context = {"form": form}
    return render(request, "events/new_action.html", context, status=422 if form.errors else 200)


@page
def act_on_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the member means to do about its report; for its contacts alone."""
    found = Report.objects.worked_on_by(request.user).with_names()
    report = get_object_or_404(found, study=pk)
    if not acting_on_reports.may_act(report, request.user):
        raise Http404
    form = ReportActionForm(
        request.POST if request.method == "POST" else None, report=report, person=request.user
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            acting_on_reports.agree(report, given.pop("title"), by=request.user, **given)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The action is written down."))
            return redirect("interviews:approve_report", pk)
    context = {"form": form, "report": report}
    return render(request, "events/act_on_report.html", context, status=422 if form.errors else 200)


@page
def show_action(request: HttpRequest, pk: int) -> HttpResponse:
    """One action with its log; who answers for it says here how it goes."""
    action = get_object_or_404(Action.objects.readable_by(request.user).with_log(), pk=pk)
    may_work = Action.objects.workable_by(request.user).contains(action)
    form = WordForm(
        request.POST if request.method == "POST" and may_work else None,
        meetings=Event.objects.meetings().visible_to(request.user),
        initial={"meeting": request.GET.get("mote", "")},
    )
    if form.is_valid() and _say(form, action, by=request.user):
        messages.success(request, _("Thank you, it is written down."))
        meeting = form.cleaned_data["meeting"]
        return redirect("events:meeting", meeting.slug) if meeting else redirect(action)
    return _show(request, action, form, LinkForm())


@page
def change_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is to be done, by whom and by when."""
    action = get_object_or_404(Action.objects.editable_by(request.user), pk=pk)
    form = ActionForm(
        request.POST if request.method == "POST" else None, person=request.user, action=action
    )
    theirs = None
    if form.is_valid():
        given = form.cleaned_data
        told = {"words": given.pop("words"), "version": given.pop("version")}
        try:
            acting.change(action, given, by=request.user, **told)
        except acting.StaleAction as stale:
            theirs = stale.theirs
            form.meet(stale)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The action is changed."))
            return redirect(action)
    context = {"form": form, "action": action, "theirs": theirs}
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "events/change_action.html", context, status=status)


@require_POST
def add_action_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link an action to what came of it."""
    action = get_object_or_404(Action.objects.workable_by(request.user).with_log(), pk=pk)
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            acting.link(
                action, form.cleaned_data.pop("address"), by=request.user, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The link is added."))
            return redirect(action)
    return _show(request, action, WordForm(), form)


@require_POST
def remove_action_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a link that was wrong."""
    made = get_object_or_404(ActionLink.objects.removable_by(request.user), pk=pk)
    acting.unlink(made, by=request.user)
    messages.success(request, _("The link is removed."))
    return redirect(made.action)


@require_safe
def meeting_actions(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of a meeting: each action with its log and what came of it."""
    meeting = get_object_or_404(Event.objects.meetings().visible_to(request.user), slug=slug)
    found = list(Action.objects.readable_by(request.user).of_meeting(meeting).with_log())
    context = {
        "meeting": meeting,
        "actions": found,
        "done_count": sum(action.is_done for action in found),
        "may_write": Event.objects.editable_by(request.user).contains(meeting),
    }
    return render(request, "events/meeting_actions.html", context)


@login_not_required
@never_cache
@page
def answer_action(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a reminder: done, under way, or a line; looking changes nothing."""
    try:
        action, person = action_links.read(token)
    except links.LinkExpired:
        return render(request, "events/action_link_dead.html", {"is_old": True}, status=410)
    except links.LinkUnknown:
        return render(request, "events/action_link_dead.html", status=404)
    may_work = Action.objects.workable_by(person).contains(action)
    form = WordForm(request.POST if request.method == "POST" and may_work else None)
    if form.is_valid():
        with history.door("link", user=person.pk):
            is_said = _say(form, action, by=person)
        if is_said:
            messages.success(request, _("Thank you, it is written down."))
            return redirect("events:answer_action", token)
    context = {"action": action, "person": person, "form": form, "may_work": may_work}
    status = 422 if form.errors else 200
    return render(request, "events/answer_action.html", context, status=status)


def _show(
    request: HttpRequest, action: Action, form: WordForm, link_form: LinkForm
) -> HttpResponse:
    context = {
        "action": action,
        "form": form,
        "link_form": link_form,
        "may_work": Action.objects.workable_by(request.user).contains(action),
        "may_see_meeting": bool(action.meeting)
        and Event.objects.visible_to(request.user).contains(action.meeting),
        "may_edit": Action.objects.editable_by(request.user).contains(action),
    }
    status = 422 if form.errors or link_form.errors else 200
    return render(request, "events/action.html", context, status=status)


def _say(form: WordForm, action: Action, *, by: Person) -> bool:
    """Do what the form says; whether that went well, else the form says why not."""
    given = form.cleaned_data
    try:
        WAYS[given["do"]](action, by=by, words=given["words"], meeting=given["meeting"])
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _may_write(request: HttpRequest) -> bool:
    return request.user.is_staff or Event.objects.meetings().editable_by(request.user).exists()
