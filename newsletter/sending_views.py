"""The secretariat's pages where an issue is looked through, sent, and followed afterwards."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from newsletter import audiences, checking, counting, dispatching, explaining, resending, scheduling
from newsletter.checking import Check, Verdict
from newsletter.dispatching import Changed, OtherNumber
from newsletter.models import ApiDeed, File, Issue
from newsletter.sending_forms import SendAgainForm, SendForm
from newsletter.trying import Office
from sekom.outbox import freezing
from sekom.outbox.views import status_of

secretariat = staff_member_required(login_url="account_login")

# So many names stand on the page: enough to see that they are the right ones.
SOME = 5


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Look an issue through, then send it or say when it leaves."""
    issue = _issue(request, pk)
    if issue.is_sent:
        return redirect("newsletter:issue_sending", issue.pk)
    counted = counting.counted(issue)
    form = SendForm(request.POST if request.method == "POST" else None, issue=issue)
    if form.is_valid():
        try:
            return _send(request, issue, form)
        except (Changed, OtherNumber) as refusal:
            form.add_error(None, refusal)
            issue = _issue(request, pk)
            counted = counting.counted(issue)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = _about(issue, counted) | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "newsletter/desk/review.html", context, status=status)


def _send(request: HttpRequest, issue: Issue, form: SendForm) -> HttpResponse:
    given = form.cleaned_data
    if form.is_for_later:
        scheduling.schedule(
            issue, at=given["at"], seen=given["seen"], is_in_archive=given["is_in_archive"]
        )
        messages.success(request, _("The letter leaves by itself when it is time."))
        return redirect("newsletter:review_issue", issue.pk)
    dispatching.send(
        issue,
        by=request.user,
        expected=given["expected"],
        seen=given["seen"],
        is_in_archive=given["is_in_archive"],
    )
    return redirect("newsletter:issue_sending", issue.pk)


def _about(issue: Issue, counted: counting.Counted) -> dict[str, Any]:
    """What the review shows of an issue: its checks, its readers, its sender."""
    found = [*checking.checks(issue), *_checks_of_readers(issue, counted)]
    order = list(Verdict)
    audience = audiences.resolve(issue)
    return {
        "issue": issue,
        "edition": dispatching.edition_of(issue),
        "checks": sorted(found, key=lambda check: order.index(check.verdict)),
        "counted": counted,
        "left_out": [(counting.REASONS[why], count) for why, count in counted.by_reason.items()],
        "words": explaining.in_words(issue.audience),
        "some": [one.name or one.email for one in freezing.pick(audience, "queued", most=SOME)],
        "sender": Office(),
        "stops": any(check.verdict == Verdict.STOP for check in found),
    }


def _checks_of_readers(issue: Issue, counted: counting.Counted) -> list[Check]:
    if not counted.total:
        return [Check(Verdict.STOP, _("Nobody gets the letter. Choose the recipients."))]
    change = counting.change_since_last(issue, counted)
    if change and change.is_large:
        words = _("The last letter about the same went to %(before)d, this one goes to %(now)d.")
        return [Check(Verdict.LOOK, words % {"before": change.before, "now": change.now})]
    return []


@secretariat
@require_POST
def unschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a scheduled issue back to be written on."""
    issue = _issue(request, pk)
    try:
        scheduling.unschedule(issue)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("newsletter:review_issue", issue.pk)
    messages.success(request, _("The letter is a draft again and leaves when you send it."))
    return redirect("newsletter:edit_issue", issue.pk)


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an issue has come, who missed it, and sending it to them."""
    issue = _issue(request, pk)
    if not issue.is_sent:
        return redirect("newsletter:review_issue", issue.pk)
    counts = resending.count_missed(issue)
    form = SendAgainForm(request.POST if request.method == "POST" else None, counts=counts)
    if form.is_valid():
        try:
            resending.send_again(issue, states=form.cleaned_data["states"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("newsletter:issue_sending", issue.pk)
    latest, *earlier = dispatching.mailings_of(issue).with_numbers()
    context = status_of(latest) | {
        "issue": issue,
        "never_left": dispatching.never_left(latest),
        "earlier": earlier,
        "sent_by_key": ApiDeed.objects.that_sent(issue),
        "form": form,
        "missed_count": sum(counts.values()),
        "files": File.objects.in_letter(issue),
    }
    status = 422 if form.errors else 200
    return render(request, "newsletter/desk/sending.html", context, status=status)


@secretariat
@require_POST
def take_back(request: HttpRequest, pk: int, mailing_pk: int) -> HttpResponse:
    """Undo a mailing of the issue before its first letter leaves."""
    issue = _issue(request, pk)
    mailing = get_object_or_404(dispatching.with_undone(issue), pk=mailing_pk)
    try:
        issue = dispatching.take_back(mailing, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Nothing was sent."))
    return redirect("newsletter:review_issue", issue.pk)


def _issue(request: HttpRequest, pk: int) -> Issue:
    return get_object_or_404(Issue.objects.editable_by(request.user).with_parts(), pk=pk)
