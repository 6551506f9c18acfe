"""What comes back to us: handed in by mail servers and providers, and the list of the silenced."""

from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sekom.outbox import hearing, providing, reading, tasks


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
