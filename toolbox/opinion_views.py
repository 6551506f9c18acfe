"""“Was this page of help?”: taking the answers in, and showing them to the secretariat."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sekom import excel
from toolbox import listening, reporting
from toolbox.models import Opinion

secretariat = staff_member_required(login_url="account_login")


# Without a cookie there is no CSRF token; the form is signed, and nothing is done in one's name
# unless one's log-in comes along, which browsers withhold from other sites (SameSite).
@csrf_exempt
@login_not_required
@never_cache
@require_POST
def give_opinion(request):
    """Take in what a visitor says about a page; who fills in the trap is thanked, no more."""
    token = request.POST.get("page", "")
    typed = request.POST.get("comment", "")[:1000]
    address = ""
    try:
        page = listening.page_of(token)
        address = page.address
        if not request.POST.get("website"):
            listening.give_opinion(
                page,
                is_helpful=request.POST.get("answer") == "yes",
                comment=typed,
                address=get_adapter().get_client_ip(request),
                browser=request.headers.get("User-Agent", ""),
                person=_who_wants_an_answer(request),
            )
    except ValidationError as refusal:
        context = {"page": address, "problem": " ".join(refusal.messages), "typed": typed}
        context["page_token"] = token if address else ""
        template = "toolbox/_helpful.html" if request.htmx and address else "toolbox/opinion.html"
        return render(request, template, context, status=422)
    if request.htmx:
        return render(request, "toolbox/_helpful_thanks.html")
    return render(request, "toolbox/opinion.html", {"page": address, "is_given": True})


def _who_wants_an_answer(request):
    wants = request.POST.get("wants_answer") and request.POST.get("comment", "").strip()
    return request.user if wants and request.user.is_authenticated else None


@secretariat
@require_safe
def opinions(request):
    """How many each page helped, and the comments that nobody has read."""
    context = {
        "pages": Opinion.objects.per_page(),
        "unread": Opinion.objects.unread().select_related("person"),
    }
    return render(request, "toolbox/opinions.html", context)


@secretariat
@require_POST
def put_aside(request, pk):
    """Mark a comment as read."""
    listening.put_aside(get_object_or_404(Opinion, pk=pk))
    messages.success(request, _("The comment is marked as read. It stays in the report."))
    return redirect("toolbox:opinions")


@secretariat
@require_safe
def opinions_report(request):
    """Rates and comments as a workbook, to hand on to BTH."""
    name = f"sidan-till-hjalp-{timezone.localdate()}.xlsx"
    return excel.hand_out(reporting.opinions_workbook(), name=name)
