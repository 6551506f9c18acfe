"""What comes back to us: handed in by mail servers and providers, and the list of the silenced."""

from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekom.outbox import hearing, providing, reading, silencing, tasks
from sekom.outbox.models import Mailing, Return, ReturnBox, Suppression
from sekom.outbox.views import ROWS_ON_A_PAGE, secretariat_only


@csrf_exempt
@login_not_required
@require_POST
def receive(request):
    """Take in a message that came back, as the mail server got it; it shows our secret."""
    if not settings.MAIL_RETURN_SECRET:
        raise Http404
    shown = request.headers.get("Authorization", "")
    if not constant_time_compare(shown, f"Bearer {settings.MAIL_RETURN_SECRET}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    if hearing.hear(request.read(reading.MOST_BYTES)):
        tasks.notice_returns.delay_on_commit()
    return HttpResponse(status=204)


@csrf_exempt
@login_not_required
@require_http_methods(["HEAD", "POST"])
def provider_events(request):
    """Take in what the mail provider tells of our letters; it is judged by its own signature."""
    if not settings.MAIL_PROVIDER:
        raise Http404
    try:
        found = resolve(f"/{settings.MAIL_PROVIDER}/tracking/", "anymail.urls")
    except Resolver404 as unknown:
        raise Http404 from unknown
    webhook: AnymailCoreWebhookView = found.func.view_class()
    webhook.setup(request)
    if request.method == "POST":  # some ask first whether anybody is there
        webhook.run_validators(request)
        for event in webhook.parse_events(request):
            providing.hear_event(event, provider=webhook.esp_name)
        tasks.notice_returns.delay_on_commit()
    return HttpResponse()


@secretariat_only
@require_safe
def silenced(request):
    """The addresses that get no mail, and why; an address can be looked for."""
    asked = request.GET.get("q", "").strip()
    pages = Paginator(Suppression.objects.shown(asked), ROWS_ON_A_PAGE)
    page = pages.get_page(request.GET.get("sida"))
    known = silencing.addresses_of(page.object_list)
    context = {
        "page": page,
        "rows": [(one, *known.get(one.address_hash, ("", ""))) for one in page],
        "asked": asked,
        "query": "",
        "boxes": ReturnBox.objects.in_trouble(),
    }
    return render(request, "outbox/silenced.html", context)


@secretariat_only
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request, pk):
    """Let an address get mail again, once the secretariat has said so twice."""
    suppression = get_object_or_404(Suppression, pk=pk)
    if request.method == "POST":
        silencing.lift(suppression, by=request.user)
        messages.success(request, _("Letters go to the address again."))
        return redirect("outbox:silenced")
    name, email = silencing.addresses_of([suppression]).get(suppression.address_hash, ("", ""))
    context = {"suppression": suppression, "name": name, "email": email}
    return render(request, "outbox/lift.html", context)


@secretariat_only
@require_safe
def returns(request, pk):
    """What has come back for the letters of a mailing."""
    mailing = get_object_or_404(Mailing, pk=pk)
    found = Return.objects.of_mailing(mailing).to_read()
    page = Paginator(found, ROWS_ON_A_PAGE).get_page(request.GET.get("sida"))
    return render(request, "outbox/returns.html", {"mailing": mailing, "page": page, "query": ""})
