"""Coding an interview: marking what was said, changing statements, coding blind by two."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.interviews import coding, comparing, laying_out, remembering, theming
from surveys.interviews.coding_forms import CodersForm, MarkForm, MemoForm, MendForm, StatementForm
from surveys.interviews.models import Coding, Interview, Statement

page = require_http_methods(["GET", "HEAD", "POST"])
NOTHING_NEW = 204


def _interview(request: HttpRequest, pk: int) -> Interview:
    return get_object_or_404(Interview.objects.readable_by(request.user).with_names(), pk=pk)


def _data(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _context(request: HttpRequest, interview: Interview) -> dict:
    return {
        "interview": interview,
        "study": interview.study,
        "layout": laying_out.layout(interview, request.user),
        "may_write": Interview.objects.worked_on_by(request.user).contains(interview),
    }


@page
def code(request, pk):
    """The notes of an interview, what is marked in them, and the form to mark more."""
    interview = _interview(request, pk)
    form = MarkForm(_data(request), study=interview.study)
    if form.is_valid():
        try:
            statement = _mark(request, interview, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _marked(request, interview, statement)
    if request.htmx and form.errors:
        context = {"form": form, "interview": interview}
        answer = render(request, "interviews/_mark_form.html", context, status=422)
        answer["HX-Retarget"] = "#markera"
        answer["HX-Reswap"] = "outerHTML"
        return answer
    context = _context(request, interview) | {"form": form}
    return render(request, "interviews/code.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _mark(request: HttpRequest, interview: Interview, form: MarkForm) -> Statement:
    given, ties = form.cleaned_data, form.ties()
    if given["new_theme"].strip():
        ties.append(theming.add(interview.study, title=given["new_theme"], by=request.user))
    what = {"kind": given["kind"], "by": request.user, "ties": ties}
    if given["is_own_words"]:
        return coding.write(interview, text=given["quote"], question=given["question"], **what)
    place = {"answer_id": given["answer"], "span": form.span()}
    return coding.mark(interview, quote=given["quote"], **place, **what)


def _marked(request: HttpRequest, interview: Interview, statement: Statement) -> HttpResponse:
    if not request.htmx:
        messages.success(request, _("The statement is kept."))
        return redirect(f"{reverse('interviews:code', args=[interview.pk])}#u{statement.pk}")
    context = _context(request, interview) | {"form": MarkForm(study=interview.study)}
    region = render_to_string("interviews/_coded.html", context, request)
    fresh = render_to_string("interviews/_mark_form.html", context | {"is_oob": True}, request)
    return HttpResponse(region + fresh)


@never_cache
@require_safe
def look_at_coding(request, pk):
    """What is marked now, if it is not what the page shows already."""
    interview = _interview(request, pk)
    stands = Coding.objects.filter(interview=interview).first() or Coding(interview=interview)
    if request.GET.get("nummer") == str(stands.number):
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "interviews/_coded.html", _context(request, interview))


# --- One statement ----------------------------------------------------------------------------


def _statement(request: HttpRequest, pk: int) -> Statement:
    found = Statement.objects.readable_by(request.user).with_links()
    return get_object_or_404(found.select_related("interview__study__member", "answer"), pk=pk)


def _back(statement: Statement) -> str:
    return f"{reverse('interviews:code', args=[statement.interview_id])}#u{statement.pk}"


@page
def show_statement(request, pk):
    """A statement: its kind, all that it is tied to with the reasons, and its memos."""
    statement = _statement(request, pk)
    form = StatementForm(_data(request), statement=statement)
    if form.is_valid():
        try:
            _change(request, statement, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The statement is kept."))
            return redirect(_back(statement))
    return _show(request, statement, 422 if form.errors else 200, form=form)


@transaction.atomic
def _change(request: HttpRequest, statement: Statement, form: StatementForm) -> None:
    given = form.cleaned_data
    coding.change(statement, kind=given["kind"], text=given.get("text"), by=request.user)
    reasons = {
        link.aim: request.POST[f"why-{link.pk}"].strip()
        for link in statement.links.all()
        if f"why-{link.pk}" in request.POST
    }
    ties = form.ties()
    coding.tie_anew(statement, ties, by=request.user)
    for target in ties:
        if target in reasons:
            coding.tie(statement, target, why=reasons[target], by=request.user)


def _show(request: HttpRequest, statement: Statement, status: int = 200, **forms) -> HttpResponse:
    interview = statement.interview
    context = {
        "statement": statement,
        "interview": interview,
        "study": interview.study,
        "form": StatementForm(statement=statement),
        "mend_form": MendForm(),
        "memo_form": MemoForm(),
        "memos": statement.memos.select_related("author"),
        "may_write": Interview.objects.worked_on_by(request.user).contains(interview),
    }
    return render(request, "interviews/statement.html", context | forms, status=status)


@require_POST
def mend(request, pk):
    """Give a statement another passage, or none."""
    statement = _statement(request, pk)
    if request.POST.get("do") == "let_stand":
        coding.let_stand(statement, by=request.user)
        messages.success(request, _("The words stay, without a place in the notes."))
        return redirect(_back(statement))
    form = MendForm(request.POST)
    if form.is_valid():
        try:
            coding.mend(statement, quote=form.cleaned_data["quote"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The statement has its place again."))
            return redirect(_back(statement))
    return _show(request, statement, 422, mend_form=form)


@require_POST
def remove_statement(request, pk):
    """Remove a statement; this can be undone where the themes are."""
    statement = _statement(request, pk)
    interview = statement.interview
    try:
        coding.remove(statement, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(statement)
    messages.success(request, _("The statement is removed. You can undo it under Themes."))
    return redirect("interviews:code", interview.pk)


@require_POST
def add_memo(request, pk):
    """Keep a memo about a statement."""
    statement = _statement(request, pk)
    form = MemoForm(request.POST)
    if form.is_valid():
        study, text = statement.interview.study, form.cleaned_data["text"]
        try:
            remembering.keep(study, text=text, about=statement, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(statement)
    return _show(request, statement, 422, memo_form=form)


# --- Blind, by two ----------------------------------------------------------------------------


@page
def code_blind(request, pk):
    """Let two code blind; when both are done, how well they agree, and what is to stand."""
    interview = _interview(request, pk)
    coders = comparing.coders_of(interview.study)
    is_begun = request.POST.get("do") == "begin"
    form = CodersForm(request.POST if is_begun else None, coders=coders)
    refusal = None
    if request.method == "POST" and (form.is_valid() or not is_begun):
        try:
            said = _do_blind(request, interview, form)
        except ValidationError as error:
            refusal = error
        else:
            messages.success(request, said)
            return redirect("interviews:code_blind", pk)
    if refusal and form.is_bound:
        form.add_error(None, refusal)
    elif refusal:
        messages.error(request, " ".join(refusal.messages))
    status = 422 if refusal or form.errors else 200
    return render(request, "interviews/blind.html", _blind(request, interview, form), status=status)


def _do_blind(request: HttpRequest, interview: Interview, form: CodersForm) -> str:
    """Do what the button says; what to tell."""
    what, by = request.POST.get("do", ""), request.user
    if what == "begin":
        comparing.begin(interview, **form.cleaned_data, by=by)
        return _("The two code blind from now on.")
    if what in ("done", "not_done"):
        comparing.say_done(interview, by=by, is_done=what == "done")
        return _("Noted.")
    if what == "settle":
        kept = [int(pk) for pk in request.POST.getlist("standing") if pk.isdecimal()]
        comparing.settle(interview, standing=kept, by=by)
        return _("What you chose stands and counts.")
    if what == "call_off":
        comparing.call_off(interview, by=by)
        return _("The blind coding is called off. All that was coded is seen by all.")
    raise ValidationError(_("Load the page again and try once more."))


def _blind(request: HttpRequest, interview: Interview, form: CodersForm) -> dict:
    found = Coding.objects.select_related("first", "second").filter(interview=interview).first()
    stands = found or Coding(interview=interview)
    own = {stands.first_id: stands.first_done_at, stands.second_id: stands.second_done_at}
    coded = Statement.objects.shown_to(request.user).filter(interview=interview, is_blind=True)
    return {
        "interview": interview,
        "study": interview.study,
        "coding": stands,
        "form": form,
        "is_coder": stands.is_blind and request.user.pk in own,
        "is_done": own.get(request.user.pk) is not None,
        "comparison": comparing.compare(interview) if stands.is_compared else None,
        "coded": coded.with_links().in_text_order() if stands.is_compared else [],
        "may_write": Interview.objects.worked_on_by(request.user).contains(interview),
    }
