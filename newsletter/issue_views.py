"""The secretariat's pages of issues: the list of them, beginning and copying one, its letter."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsletter import beginning, starters, trying
from newsletter.issue_forms import NewIssueForm
from newsletter.models import Issue
from sekom.outbox.letters import LETTER_CSP

secretariat = staff_member_required(login_url="account_login")

PER_PAGE = 25
DARK = "@media (prefers-color-scheme: dark)"


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def issues(request: HttpRequest) -> HttpResponse:
    """Every issue: those being written, those that wait, those that were sent; and a new one."""
    form = NewIssueForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        issue = starters.begin(given["starter"], title=given["title"], by=request.user)
        return redirect("newsletter:edit_issue", issue.pk)
    rows = Issue.objects.editable_by(request.user)
    page = Paginator(rows.sent_with_numbers(), PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "form": form,
        "starters": starters.STARTERS.values(),
        "drafts": rows.drafts(),
        "scheduled": rows.scheduled(),
        "page": page,
        "more_url": f"?sida={page.next_page_number()}" if page.has_next() else "",
    }
    status = 422 if form.errors else 200
    return render(request, "newsletter/desk/issues.html", context, status=status)


@secretariat
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an issue with what an earlier one says."""
    issue = beginning.copy(_issue(request, pk), by=request.user)
    messages.success(request, _("This is the copy. Give it a name of its own."))
    return redirect("newsletter:edit_issue", issue.pk)


@secretariat
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away; pressed twice, it is gone once."""
    issue = Issue.objects.editable_by(request.user).filter(pk=pk).first()
    try:
        if issue:
            beginning.discard(issue)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("newsletter:edit_issue", issue.pk)
    messages.success(request, _("The draft is gone."))
    return redirect("newsletter:issues")


@secretariat
@csp_override(LETTER_CSP)
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter itself, as one reader would get it: HTML, the same in the dark, or as text."""
    issue, name = _issue(request, pk), _asked(request)
    reader = trying.reader_named(issue, name) if name else request.user
    if reader is None:
        words = _("None of those who get the letter is called that.")
        return HttpResponse(words, status=404, content_type="text/plain; charset=utf-8")
    made = trying.letter_to(issue, reader)
    look = request.GET.get("visa", "")
    if look == "text":
        return HttpResponse(made.text, content_type="text/plain; charset=utf-8")
    return HttpResponse(made.html.replace(DARK, "@media all") if look == "mork" else made.html)


def _asked(request: HttpRequest) -> str:
    """The name that was asked for, as the database takes it."""
    return request.GET.get("mottagare", "").replace("\x00", "").strip()[:100]


def _issue(request: HttpRequest, pk: int) -> Issue:
    return get_object_or_404(Issue.objects.editable_by(request.user).with_parts(), pk=pk)
