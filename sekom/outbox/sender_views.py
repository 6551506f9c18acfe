"""The secretariat's page of the sender: whether others can believe that our letters are ours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from sekom import tasks
from sekom.outbox import vouching
from sekom.outbox.heading import sender_and_domain
from sekom.outbox.views import secretariat_only


@secretariat_only
@require_safe
def sender(request: HttpRequest) -> HttpResponse:
    """What was found out about the address that letters come from, and what to ask IT for."""
    (name, address), domain = sender_and_domain()
    context = {"report": vouching.report(), "name": name, "address": address, "domain": domain}
    return render(request, "outbox/sender.html", context)


@secretariat_only
@require_safe
def sender_report(request: HttpRequest) -> HttpResponse:
    """That the check is under way, asked for again and again; once it is not, the whole page."""
    report = vouching.report()
    if not report.is_under_way:
        return HttpResponseClientRefresh()
    return render(request, "outbox/_sender_report.html", {"report": report})


@secretariat_only
@require_POST
def check_sender(request: HttpRequest) -> HttpResponse:
    """Find out anew, in the background."""
    if vouching.announce():
        tasks.check_sender.delay()
    return redirect("outbox:sender")
