"""A study: how it stands, and what those who lead it decide about it."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Member
from sekom.excel import WorkbookRefused
from surveys.interviews import aiming, guiding, inviting, planning, standing
from surveys.interviews.forms import (
    DepartmentForm,
    DepartmentsForm,
    GoalForm,
    GoalSheetForm,
    GuestForm,
    QuestionForm,
    StudyForm,
    TermForm,
)
from surveys.interviews.models import (
    GoalTerm,
    GuideQuestion,
    LocalGoal,
    Study,
    StudyDepartment,
    StudyGuest,
)

page = require_http_methods(["GET", "HEAD", "POST"])


def _readable(request: HttpRequest, pk: int) -> Study:
    return get_object_or_404(Study.objects.readable_by(request.user).with_names(), pk=pk)


def _led(request: HttpRequest, pk: int) -> Study:
    return get_object_or_404(Study.objects.led_by(request.user).with_names(), pk=pk)


def _data(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _refuse(request: HttpRequest, refusal: ValidationError) -> None:
    messages.error(request, " ".join(refusal.messages))


@require_safe
def list_studies(request):
    """The studies that this person may read; what they are, and how to begin, for who has none."""
    studies = list(Study.objects.readable_by(request.user).with_names())
    standings = standing.of_all(studies)
    context = {
        "studies": [(study, standings[study.pk]) for study in studies],
        "members": Member.objects.represented_by(request.user),
        "may_compare": request.user.may_see_contacts(),
    }
    return render(request, "interviews/list.html", context)


@page
def begin(request, slug):
    """Start a study for one's own member."""
    member = get_object_or_404(Member.objects.represented_by(request.user), slug=slug)
    form = StudyForm(_data(request))
    if form.is_valid():
        try:
            study = planning.begin(member, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The study is begun. Now say whom you want to meet."))
            return redirect("interviews:departments", study.pk)
    context = {"form": form, "member": member}
    status = 422 if form.errors else 200
    return render(request, "interviews/begin.html", context, status=status)


@require_safe
def show_study(request, pk):
    """How a study stands: who is met, what is left, and where to go on."""
    study = _readable(request, pk)
    context = {
        "study": study,
        "standing": standing.of(study),
        "is_leader": Study.objects.led_by(request.user).contains(study),
        "questions": study.questions.standing(),
        "goals": study.goal_term.goals.standing() if study.goal_term else [],
        "guests": study.guests.current(),
    }
    return render(request, "interviews/study.html", context)


@page
def edit_study(request, pk):
    """Say anew what a study is called, why it is made and how; close it, open it, share it."""
    study = _led(request, pk)
    form = StudyForm(_data(request), instance=study)
    if form.is_valid():
        try:
            planning.change(study, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(study)
    context = {"form": form, "study": Study.objects.with_names().get(pk=pk)}
    status = 422 if form.errors else 200
    return render(request, "interviews/edit_study.html", context, status=status)


@require_POST
def close(request, pk):
    """End a study; its guests have no part in it any more."""
    study = planning.close(_led(request, pk), by=request.user)
    messages.success(request, _("The study is closed. You can still read it."))
    return redirect(study)


@require_POST
def reopen(request, pk):
    """Go on with a study that was closed."""
    study = planning.reopen(_led(request, pk), by=request.user)
    messages.success(request, _("The study is open again."))
    return redirect(study)


@require_POST
def share(request, pk):
    """Let the network compare themes, goals and counts, or no longer."""
    is_shared = request.POST.get("shared") == "1"
    study = planning.share(_led(request, pk), is_shared=is_shared, by=request.user)
    said = _("The network can compare your themes, goals and counts now. Never what was said.")
    unsaid = _("Nothing more is told of the study. The next comparison leaves it out.")
    messages.success(request, said if is_shared else unsaid)
    return redirect(study)


# --- Whom to meet -------------------------------------------------------------------------------


@page
def departments(request, pk):
    """Whom the study wants to meet, and a form for more."""
    study = _led(request, pk)
    form = DepartmentsForm(_data(request))
    if form.is_valid():
        try:
            planning.add_departments(study, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The list is saved. Plan when you meet each of them."))
            return redirect("interviews:departments", pk)
    context = {"form": form, "study": study, "standing": standing.of(study)}
    status = 422 if form.errors else 200
    return render(request, "interviews/departments.html", context, status=status)


def _department(request: HttpRequest, pk: int) -> StudyDepartment:
    led = Study.objects.led_by(request.user).order_by()
    found = StudyDepartment.objects.select_related("study__member")
    return get_object_or_404(found, pk=pk, study__in=led)


@page
def edit_department(request, pk):
    """One department: its name, its kind and the day it is to be met."""
    department = _department(request, pk)
    form = DepartmentForm(_data(request), instance=department)
    if form.is_valid():
        try:
            planning.change_department(department, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("interviews:departments", department.study_id)
    kept = StudyDepartment.objects.select_related("study").get(pk=pk)
    context = {"form": form, "department": kept, "study": kept.study}
    status = 422 if form.errors else 200
    return render(request, "interviews/edit_department.html", context, status=status)


@require_POST
def decline(request, pk):
    """Note that a department will not be met, or that it will after all."""
    department = _department(request, pk)
    try:
        planning.decline(
            department, is_declined=request.POST.get("declined") == "1", by=request.user
        )
    except ValidationError as refusal:
        _refuse(request, refusal)
    else:
        messages.success(request, _("Saved."))
    return redirect("interviews:departments", department.study_id)


@require_POST
def remove_department(request, pk):
    """Take a department off the list."""
    department = _department(request, pk)
    try:
        planning.remove_department(department, by=request.user)
    except ValidationError as refusal:
        _refuse(request, refusal)
    else:
        messages.success(request, _("The department is off the list."))
    return redirect("interviews:departments", department.study_id)


# --- The guide ----------------------------------------------------------------------------------


@page
def guide(request, pk):
    """The questions that are asked, and a form for one more."""
    study = _led(request, pk)
    form = QuestionForm(_data(request))
    if form.is_valid():
        try:
            guiding.add_question(study, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The question is in the guide."))
            return redirect("interviews:guide", pk)
    context = {
        "form": form,
        "study": study,
        "questions": study.questions.standing(),
        "retired": study.questions.retired(),
    }
    status = 422 if form.errors else 200
    return render(request, "interviews/guide.html", context, status=status)


def _question(request: HttpRequest, pk: int) -> GuideQuestion:
    led = Study.objects.led_by(request.user).order_by()
    return get_object_or_404(GuideQuestion.objects.select_related("study"), pk=pk, study__in=led)


@page
def edit_question(request, pk):
    """Word a question anew."""
    question = _question(request, pk)
    form = QuestionForm(_data(request), instance=question)
    if form.is_valid():
        try:
            guiding.change_question(question, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("interviews:guide", question.study_id)
    context = {
        "form": form,
        "question": question,
        "study": question.study,
        "is_answered": question.texts.exists(),
    }
    status = 422 if form.errors else 200
    return render(request, "interviews/edit_question.html", context, status=status)


@require_POST
def arrange_question(request, pk):
    """Move a question up or down, ask it no longer, or ask it again."""
    question = _question(request, pk)
    study_id, do = question.study_id, request.POST.get("do", "")
    try:
        if do in ("up", "down"):
            guiding.move_question(question, steps=-1 if do == "up" else 1, by=request.user)
        elif do == "retire":
            guiding.retire_question(question, by=request.user)
        elif do == "bring_back":
            guiding.bring_back_question(question, by=request.user)
    except ValidationError as refusal:
        _refuse(request, refusal)
    return redirect("interviews:guide", study_id)


# --- Who takes part -----------------------------------------------------------------------------


@page
def guests(request, pk):
    """Who works on the study, and a form for inviting somebody more."""
    study = _led(request, pk)
    form = GuestForm(_data(request))
    if form.is_valid():
        try:
            guest = inviting.invite(study, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            said = _("The invitation is on its way to %(email)s.") % {"email": guest.email}
            messages.success(request, said)
            return redirect("interviews:guests", pk)
    context = {"form": form, "study": study, "guests": study.guests.current()}
    status = 422 if form.errors else 200
    return render(request, "interviews/guests.html", context, status=status)


@require_POST
def end_guest(request, pk):
    """Let somebody take part no longer."""
    led = Study.objects.led_by(request.user).order_by()
    guests = StudyGuest.objects.select_related("study")
    guest = get_object_or_404(guests, pk=pk, study__in=led)
    try:
        inviting.end(guest, by=request.user)
    except ValidationError as refusal:
        _refuse(request, refusal)
    else:
        said = _("%(name)s takes part no longer.") % {"name": guest.name}
        messages.success(request, said)
    return redirect("interviews:guests", guest.study_id)


# --- The member's own goals ---------------------------------------------------------------------


def _goals_context(study: Study) -> dict:
    term = study.goal_term
    return {
        "study": study,
        "term": term,
        "terms": GoalTerm.objects.filter(member=study.member),
        "goals": term.goals.standing() if term else [],
        "withdrawn": term.goals.withdrawn() if term else [],
        "form": GoalForm(),
        "term_form": TermForm(),
    }


@page
def goals(request, pk):
    """The goals that the study looks to, and a form for one more."""
    study = _led(request, pk)
    form = GoalForm(_data(request))
    if form.is_valid():
        try:
            aiming.add_goal(study, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The goal is added."))
            return redirect("interviews:goals", pk)
    context = _goals_context(study) | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "interviews/goals.html", context, status=status)


@require_POST
def choose_term(request, pk):
    """Let the study look to the goals of other years."""
    study = _led(request, pk)
    form = TermForm(request.POST)
    if form.is_valid():
        try:
            term = aiming.begin_term(study, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            said = _("The study looks to the goals for %(years)s.") % {"years": term}
            messages.success(request, said)
            return redirect("interviews:goals", pk)
    context = _goals_context(study) | {"term_form": form}
    return render(request, "interviews/goals.html", context, status=422)


@page
def take_in_goals(request, pk):
    """Look at what a workbook would change, and then take it in: all of it or nothing."""
    study = _led(request, pk)
    if study.goal_term is None:
        return redirect("interviews:goals", pk)
    form = GoalSheetForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    plan, faults = None, []
    if form.is_valid():
        rows, sheet = form.cleaned_data["looked_at"], form.cleaned_data["sheet"]
        try:
            if sheet:
                plan = aiming.read(sheet, study.goal_term)
            else:
                aiming.take_in(study, rows, by=request.user)
                messages.success(request, _("The goals are taken in."))
                return redirect("interviews:goals", pk)
        except WorkbookRefused as refusal:
            faults = refusal.refusals
        except ValidationError as refusal:
            faults = refusal.messages
    told = json.dumps([[row.code, row.title, row.text] for row in plan.rows]) if plan else ""
    context = {"form": form, "study": study, "plan": plan, "faults": faults, "told": told}
    status = 422 if faults or form.errors else 200
    return render(request, "interviews/take_in_goals.html", context, status=status)


def _goal(study: Study, goal_id: int) -> LocalGoal:
    return get_object_or_404(LocalGoal, pk=goal_id, term=study.goal_term)


@page
def edit_goal(request, pk, goal_id):
    """Say a goal anew."""
    study = _led(request, pk)
    goal = _goal(study, goal_id)
    form = GoalForm(_data(request), instance=goal)
    if form.is_valid():
        try:
            aiming.change_goal(study, goal, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("interviews:goals", pk)
    context = {"form": form, "study": study, "goal": _goal(study, goal_id)}
    status = 422 if form.errors else 200
    return render(request, "interviews/edit_goal.html", context, status=status)


@require_POST
def withdraw_goal(request, pk, goal_id):
    """Let a goal stand no longer, or again."""
    study = _led(request, pk)
    is_withdrawn = request.POST.get("withdrawn") == "1"
    try:
        aiming.withdraw_goal(
            study, _goal(study, goal_id), is_withdrawn=is_withdrawn, by=request.user
        )
    except ValidationError as refusal:
        _refuse(request, refusal)
    return redirect("interviews:goals", pk)
