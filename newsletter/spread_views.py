"""Passing an issue on, what comes of it, and who spreads the newsletter in the network."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Member
from newsletter import reaching, retelling, spreading, thanking, trying
from newsletter.models import Issue, OwnCount
from newsletter.spread_forms import OwnCountForm
from newsletter.spreading import Letter
from sekom import excel
from sekom.outbox import foot

secretariat = staff_member_required(login_url="account_login")


# --- For contacts -------------------------------------------------------------------------------


@never_cache
@require_safe
def spread(request: HttpRequest) -> HttpResponse:
    """Lead a contact to the newest issue, to pass it on."""
    newest = Issue.objects.archived().first()
    if newest is None or not spreading.members_of(request.user):
        return redirect("newsletter:archive")
    return redirect("newsletter:spread_issue", newest.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def spread_issue(request: HttpRequest, slug: str) -> HttpResponse:
    """A contact's own link and words to pass an issue on, and how far it has come."""
    issue = _issue(slug)
    members = spreading.members_of(request.user)
    member = _chosen(request, members)
    form = OwnCountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            spreading.tell(issue, member=member, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. It is noted for %(name)s.") % {"name": member})
            return redirect(_page_of(issue, member))
    context = _passing_on(Letter(issue, member, request.user)) | {
        "form": form,
        "draft": _page_of(issue, member, name="newsletter:spread_draft"),
        "reached": reaching.at(member, issue),
        "told": OwnCount.objects.about(issue).of_member(member),
        "views": [
            {"label": own.name, "url": _page_of(issue, own), "is_current": own == member}
            for own in members
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "newsletter/spread/spread_issue.html", context, status=status)


@never_cache
@require_safe
def spread_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """The words for mail as an unsent letter of the contact's own."""
    member = _chosen(request, spreading.members_of(request.user))
    return _hand_out_draft(Letter(_issue(slug), member, request.user))


# --- For whoever holds a letter -----------------------------------------------------------------


@login_not_required
@never_cache
@require_safe
def spread_letter(request: HttpRequest, word: str) -> HttpResponse:
    """The link and words of the organisation that a letter went to, by the link in its foot."""
    if trying.is_trial(foot.read(word)):
        return render(request, "newsletter/readers/trial.html")
    letter = _letter(word)
    if letter.member in spreading.members_of(request.user):
        return redirect(_page_of(letter.issue, letter.member))
    context = _passing_on(letter)
    context["draft"] = reverse("newsletter:letter_draft", args=[word])
    return render(request, "newsletter/spread/spread_letter.html", context)


@login_not_required
@never_cache
@require_safe
def letter_draft(request: HttpRequest, word: str) -> HttpResponse:
    """The words for mail as an unsent letter, by the link in a letter's foot."""
    return _hand_out_draft(_letter(word))


# --- For their colleagues -----------------------------------------------------------------------


@login_not_required
@require_safe
def shared(request: HttpRequest, code: str) -> HttpResponse:
    """Lead whoever follows a shared link to the issue, which is where visits are counted."""
    link = spreading.link_by(code)
    if link is None:
        raise Http404
    issue = get_object_or_404(Issue.objects.archived(), pk=link.issue_id)
    return redirect(f"{issue.get_absolute_url()}?via={code}")


# Sent by the page itself without a cookie, hence without a CSRF token.
@csrf_exempt
@login_not_required
@never_cache
@require_POST
def count_visit(request: HttpRequest, slug: str) -> HttpResponse:
    """Count a visit to an issue; contacts and the secretariat, who get it anyway, are left out."""
    issue = get_object_or_404(Issue.objects.archived(), slug=slug)
    is_own_page = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if is_own_page and not request.user.is_authenticated:
        link = spreading.link_by(request.GET.get("via", ""))
        is_of_issue = link is not None and link.issue_id == issue.pk
        is_new = reaching.count_visit(
            issue,
            member=link.member if link and is_of_issue else None,
            address=get_adapter().get_client_ip(request),
            browser=request.headers.get("User-Agent", ""),
        )
        if is_new and link and is_of_issue:
            spreading.keep(link)
    return HttpResponse(status=204)


# --- For the secretariat ------------------------------------------------------------------------


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: HttpRequest) -> HttpResponse:
    """Who spreads the newsletter, on the map and in numbers, to be thanked in a draft."""
    issues = Issue.objects.archived()
    asked = request.GET.get("brev", "")
    issue = get_object_or_404(issues, slug=asked) if asked else None
    thanked_for = issue or issues.first()
    if request.method == "POST":
        return _thank(request, thanked_for)
    found = reaching.spread_of(issue)
    if request.GET.get("format") == "xlsx":
        book = excel.workbook({_("Spread"): reaching.sheet_of(found.rows)})
        return excel.hand_out(book, name="spridning.xlsx")
    context = {
        "issue": issue,
        "issues": issues,
        "spread": found,
        "thanks": thanking.thanks(thanked_for) if thanked_for else "",
        "drafts": Issue.objects.editable_by(request.user).drafts(),
        "sheet_url": f"?brev={asked}&format=xlsx",
    }
    return render(request, "newsletter/spread/reach.html", context)


def _thank(request: HttpRequest, issue: Issue | None) -> HttpResponse:
    """Put the thanks into the chosen draft, and go there."""
    drafts = Issue.objects.editable_by(request.user).drafts()
    draft = next((one for one in drafts if str(one.pk) == request.POST.get("draft")), None)
    if draft is None or issue is None:
        messages.error(request, _("Choose a letter that is being written."))
        return redirect("newsletter:reach")
    try:
        block = thanking.thank_in(draft, issue=issue, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("newsletter:reach")
    if block:
        messages.success(request, _("The thanks stand last in the letter."))
    return redirect("newsletter:edit_issue", draft.pk)


# --- What they share ----------------------------------------------------------------------------


def _issue(slug: str) -> Issue:
    return get_object_or_404(Issue.objects.archived().with_parts(), slug=slug)


def _chosen(request: HttpRequest, members: list[Member]) -> Member:
    """The member that the page is about: one's own, or which of them the address says."""
    asked = request.GET.get("medlem")
    found = [member for member in members if asked in (None, member.slug)]
    if not found:
        raise Http404
    return found[0]


def _letter(word: str) -> Letter:
    token = foot.read(word)
    letter = spreading.letter_by(token) if token else None
    if letter is None:
        raise Http404
    return letter


def _page_of(issue: Issue, member: Member, *, name: str = "newsletter:spread_issue") -> str:
    return reverse(name, args=[issue.slug]) + f"?medlem={member.slug}"


def _passing_on(letter: Letter) -> dict:
    address = retelling.address_of(letter)
    return {
        "issue": letter.issue,
        "member": letter.member,
        "address": address,
        "texts": retelling.texts(letter.issue, address),
    }


def _hand_out_draft(letter: Letter) -> HttpResponse:
    text = retelling.texts(letter.issue, retelling.address_of(letter))[-1]
    answer = HttpResponse(retelling.draft(text), content_type="message/rfc822")
    answer["Content-Disposition"] = f'attachment; filename="{letter.issue.slug}.eml"'
    return answer
