"""The secretariat's page where it is chosen whom an issue goes to, with the number as one ticks."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from newsletter import audiences, counting, explaining
from newsletter.audience_forms import AudienceForm
from newsletter.models import Issue
from sekom import excel

secretariat = staff_member_required(login_url="account_login")

PER_PAGE = 25


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def audience(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom an issue goes to: chosen, counted and listed; nothing is kept until it is saved."""
    issue = _issue(request, pk)
    form = _form(request, issue)
    is_counting = request.POST.get("act") == "count"
    if request.method == "POST" and not is_counting:
        choice = _chosen(request, issue, form)
        if choice is not None:
            return _keep(request, issue, choice)
    context = {"issue": issue, "form": form, "last": audiences.last_like(issue)}
    context |= _reach(request, issue, form)
    template = "newsletter/desk/_reach.html" if request.htmx else "newsletter/desk/audience.html"
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, template, context | {"is_part": request.htmx}, status=status)


@secretariat
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Those behind one of the numbers, as a spreadsheet."""
    issue = _issue(request, pk)
    form = _form(request, issue)
    if form.is_bound and not form.is_valid():
        raise Http404
    _counts, readers = _found(request, issue, _choice(issue, form))
    file = excel.workbook({_("Recipients"): counting.sheet_of(readers)})
    return excel.hand_out(file, name=f"mottagare-{issue.slug}.xlsx")


def _form(request: HttpRequest, issue: Issue) -> AudienceForm:
    """The form as it was sent, or as it stands in the address, or as it was kept."""
    sent = request.POST if request.method == "POST" else request.GET
    data = sent if request.method == "POST" or "subscribers" in sent else None
    return AudienceForm(data, choice=audiences.choice_of(issue))


def _choice(issue: Issue, form: AudienceForm) -> dict:
    return form.choice if form.is_bound else audiences.choice_of(issue)


def _chosen(request: HttpRequest, issue: Issue, form: AudienceForm) -> dict | None:
    """What is to be kept: what was ticked, or what the last issue had; None when neither holds."""
    if request.POST.get("act") == "last":
        last = audiences.last_like(issue)
        return audiences.choice_of(last) if last else None
    return form.choice if form.is_valid() else None


def _keep(request: HttpRequest, issue: Issue, choice: dict) -> HttpResponse:
    try:
        audiences.choose(issue, choice)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The recipients are saved."))
        if request.POST.get("act") == "review":
            return redirect("newsletter:review_issue", issue.pk)
    return redirect("newsletter:issue_audience", issue.pk)


def _found(
    request: HttpRequest, issue: Issue, choice: dict
) -> tuple[counting.Counted, counting.Readers]:
    """The number of readers, and those behind the number that is asked for."""
    audience = audiences.audience_of(issue, choice)
    counts = counting.count(audience)
    reason = request.GET.get("visa")
    return counts, counting.readers(
        audience, counts, reason if reason in counting.REASONS else "queued"
    )


def _reach(request: HttpRequest, issue: Issue, form: AudienceForm) -> dict:
    """Words, numbers and the list of what is chosen; nothing where the choice says nothing."""
    if form.is_bound and not form.is_valid():
        return {}
    choice = _choice(issue, form)
    counts, readers = _found(request, issue, choice)
    kept = _query(form)
    return {
        "words": explaining.in_words(choice),
        "counted": counts,
        "left_out": [
            (key, counting.REASONS[key], number) for key, number in counts.by_reason.items()
        ],
        "reason": readers.reason,
        "reason_words": counting.REASONS[readers.reason],
        "page": Paginator(readers, PER_PAGE).get_page(request.GET.get("sida")),
        "query": kept,
        "list_query": f"{kept}visa={readers.reason}&",
        "change": counting.change_since_last(issue, counts),
    }


def _query(form: AudienceForm) -> str:
    """What is ticked, as links carry it on; nothing where it is what is kept."""
    if not form.is_bound:
        return ""
    ticked = {name: form.data.getlist(name) for name in form.fields if form.data.get(name)}
    return f"{urlencode(ticked, doseq=True)}&"


def _issue(request: HttpRequest, pk: int) -> Issue:
    return get_object_or_404(Issue.objects.editable_by(request.user), pk=pk)
