"""The secretariat's page where an issue is written."""

import re
from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from newsletter import attaching, checking, counting, editing, explaining, picturing, trying
from newsletter.block_forms import BlockForm
from newsletter.issue_forms import IssueForm, Manuscript
from newsletter.models import Block, Issue
from sekom.outbox.freezing import Addressee

secretariat = staff_member_required(login_url="account_login")

ACT = re.compile(r"([a-z-]+)(?::([a-z]+|\d{1,9}))?(?::(\d{1,9}))?")
ICONS: dict[str, str] = {
    Block.Kind.HEADING: "heading-2",
    Block.Kind.TEXT: "text-align-start",
    Block.Kind.IMAGE: "image",
    Block.Kind.BUTTON: "square-mouse-pointer",
    Block.Kind.COLUMNS: "columns-2",
    Block.Kind.ARTICLE: "newspaper",
    Block.Kind.EVENT: "calendar-days",
    Block.Kind.TOOL: "wrench",
    Block.Kind.FILE: "file-down",
    Block.Kind.DIVIDER: "minus",
}


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an issue is written. Whatever button one presses, what was typed is kept first."""
    issue = _issue(request, pk)
    if request.method != "POST":
        return _page(request, Manuscript(issue))
    act, *about = _act(request)
    manuscript = Manuscript(issue, request.POST, request.FILES)
    try:
        _keep_all(request, manuscript, act, about)
    except ValidationError as refusal:  # it is on its way, or sent: what was typed stays in view
        return _closed(request, manuscript, refusal)
    if request.accepts("text/html") and not manuscript.troubled:
        return _do(request, issue, act, about)
    manuscript = manuscript.renewed(_issue(request, pk))
    if not request.accepts("text/html"):
        return _answer(request, manuscript)
    return _page(request, manuscript)


def _act(request: HttpRequest) -> tuple[str, str, str]:
    """The button that was pressed, and what it is about: ("add", "text", "12")."""
    found = ACT.fullmatch(request.POST.get("act", "save"))
    if found is None or found[1] not in (*ACTS, "save", "keep", "theirs"):
        raise BadRequest
    return found[1], found[2] or "", found[3] or ""


# --- Keeping ----------------------------------------------------------------------------------


def _keep_all(request: HttpRequest, manuscript: Manuscript, act: str, about: list[str]) -> None:
    """Keep every form that came in, but for the one where the other's words are chosen."""
    which, number = about
    kept = int(number or 0) if act == "keep" else None
    if manuscript.own.is_bound and (act, which) != ("theirs", "0"):
        _keep_own(manuscript, kept if which == "0" else None)
    for form in (*manuscript.blocks, *manuscript.gone):
        is_chosen = which == str(form.block.pk)
        if form.is_bound and not (act == "theirs" and is_chosen):
            _keep(request, form, kept if is_chosen else None)


def _keep_own(manuscript: Manuscript, number: int | None) -> None:
    form: IssueForm = manuscript.own
    form.is_valid()
    began = form.cleaned_data.get("number", -1) if number is None else number
    try:
        editing.save_issue(manuscript.issue, form.given, number=began)
    except editing.Stale as stale:
        form.meet(stale)


def _keep(request: HttpRequest, form: BlockForm, number: int | None) -> None:
    form.is_valid()
    began = form.cleaned_data.get("number", -1) if number is None else number
    given = form.given
    try:
        if form.file:
            file = attaching.add_file(form.block.issue, form.file, by=request.user)
            form.take(file)
            given["file"] = file.pk
        if form.picture:
            file, alt = form.picture
            given["picture"] = picturing.add_picture(file, alt=alt, by=request.user).pk
    except ValidationError as refusal:
        form.add_error("upload", refusal)
    try:
        editing.save_block(form.block, given, number=began, by=request.user)
    except editing.Stale as stale:
        form.meet(stale)


# --- Doing ------------------------------------------------------------------------------------


def _do(request: HttpRequest, issue: Issue, act: str, about: list[str]) -> HttpResponse:
    if act not in ACTS:
        return _back(issue)
    try:
        return ACTS[act](request, issue, *about)
    except ValidationError as refusal:
        return _refused(request, issue, refusal)


def _add(request: HttpRequest, issue: Issue, kind: str, after: str) -> HttpResponse:
    if kind not in Block.Kind.values:
        raise BadRequest
    block = editing.add(issue, kind, after=int(after or 0), by=request.user)
    return _back(issue, block.pk)


def _before(request: HttpRequest, issue: Issue, pk: str, beside: str) -> HttpResponse:
    return _place(issue, pk, beside, is_before=True)


def _after(request: HttpRequest, issue: Issue, pk: str, beside: str) -> HttpResponse:
    return _place(issue, pk, beside, is_before=False)


def _place(issue: Issue, pk: str, beside: str, *, is_before: bool) -> HttpResponse:
    block = _found(issue, pk)
    if block:
        editing.place(block, beside=int(beside or 0), is_before=is_before)
    return _back(issue, anchor=block and block.pk)


def _remove(request: HttpRequest, issue: Issue, pk: str, _nothing: str) -> HttpResponse:
    block = _found(issue, pk)
    if block:
        editing.remove(block)
        undo = reverse("newsletter:put_back", args=[issue.pk, block.pk])
        words = _("%(block)s is taken away.") % {"block": block.get_kind_display()}
        messages.success(request, words, extra_tags=f"undo:{undo}")
    return _back(issue)


def _test(request: HttpRequest, issue: Issue, to: str, _nothing: str) -> HttpResponse:
    _send_test(request, issue, trying.Office() if to == "office" else request.user)
    return _back(issue)


def _test_and_review(request: HttpRequest, issue: Issue, _one: str, _other: str) -> HttpResponse:
    _send_test(request, issue, request.user)
    return _review(request, issue, _one, _other)


def _send_test(request: HttpRequest, issue: Issue, reader: Addressee) -> None:
    trying.send_test(issue, to=reader, by=request.user)
    words = _("The test is on its way to %(address)s.") % {"address": reader.email}
    messages.success(request, words)


def _review(request: HttpRequest, issue: Issue, _one: str, _other: str) -> HttpResponse:
    return _leave(request, reverse("newsletter:review_issue", args=[issue.pk]))


def _audience(request: HttpRequest, issue: Issue, _one: str, _other: str) -> HttpResponse:
    return _leave(request, reverse("newsletter:issue_audience", args=[issue.pk]))


def _leave(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, also where the button was pressed through htmx."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


ACTS: dict[str, Callable[..., HttpResponse]] = {
    "add": _add,
    "before": _before,
    "after": _after,
    "remove": _remove,
    "test": _test,
    "test-and-review": _test_and_review,
    "review": _review,
    "audience": _audience,
}


@secretariat
@require_POST
def put_back(request: HttpRequest, pk: int, block_pk: int) -> HttpResponse:
    """Bring back a block that was taken away."""
    issue = _issue(request, pk)
    try:
        block = editing.put_back(issue, block_pk)
    except Block.DoesNotExist as never:
        raise Http404 from never
    except ValidationError as refusal:
        return _refused(request, issue, refusal)
    messages.success(request, _("It is back."))
    return _back(issue, block.pk)


# --- Answering --------------------------------------------------------------------------------


def _page(request: HttpRequest, manuscript: Manuscript, status: int = 0) -> HttpResponse:
    issue = manuscript.issue
    at = _found(issue, request.GET.get("vid", ""))
    context = _about(manuscript) | {
        "reader_count": counting.counted(issue).total,
        "readers": explaining.in_words(issue.audience),
        "at": at and at.pk,
        "kinds": [(kind, ICONS[kind]) for kind in Block.Kind],
        "office": trying.Office(),
    }
    status = status or _status(manuscript)
    return render(request, "newsletter/desk/edit.html", context, status=status)


def _answer(request: HttpRequest, manuscript: Manuscript) -> HttpResponse:
    """What the page must know after it has saved by itself."""
    forms = [manuscript.own, *manuscript.blocks]
    answer = {
        "isStale": any(form.theirs for form in manuscript.troubled),
        "numbers": {form.add_prefix("number"): form.initial["number"] for form in forms},
        "names": {form.prefix: str(form.name) for form in manuscript.blocks},
        "problems": {
            form.prefix or "own": [words for errors in form.errors.values() for words in errors]
            for form in manuscript.troubled
        },
        "checks": render_to_string("newsletter/desk/_checks.html", _about(manuscript), request),
    }
    return JsonResponse(answer, status=_status(manuscript))


def _about(manuscript: Manuscript) -> dict:
    issue = manuscript.issue
    return {"issue": issue, "manuscript": manuscript, "checks": checking.checks(issue)}


def _status(manuscript: Manuscript) -> int:
    if any(form.theirs for form in manuscript.troubled):
        return 409
    return 422 if manuscript.troubled else 200


def _closed(request: HttpRequest, manuscript: Manuscript, refusal: ValidationError) -> HttpResponse:
    words = " ".join(refusal.messages)
    if not request.accepts("text/html"):
        return JsonResponse({"refused": words}, status=409)
    messages.error(request, words)
    return _page(request, manuscript, 409)


def _refused(request: HttpRequest, issue: Issue, refusal: ValidationError) -> HttpResponse:
    """Say why nothing was changed."""
    messages.error(request, " ".join(refusal.messages))
    return _back(issue)


def _back(issue: Issue, at: int | None = None, *, anchor: int | None = None) -> HttpResponse:
    """To the page again, opened at a block or near it."""
    address = reverse("newsletter:edit_issue", args=[issue.pk])
    query = f"?vid={at}" if at else ""
    return redirect(f"{address}{query}#block-{at or anchor}" if at or anchor else address)


def _issue(request: HttpRequest, pk: int) -> Issue:
    return get_object_or_404(Issue.objects.editable_by(request.user).with_parts(), pk=pk)


def _found(issue: Issue, pk: str) -> Block | None:
    return next((block for block in issue.blocks.all() if str(block.pk) == pk), None)
