"""The secretariat's page of the keys by which other systems send the newsletter."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from newsletter import entrusting
from newsletter.key_forms import ApiKeyForm
from newsletter.models import ApiDeed, ApiKey

secretariat = staff_member_required(login_url="account_login")

LINES = 25


@secretariat
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def api_keys(request: HttpRequest) -> HttpResponse:
    """The keys, a new one, what was done by them, and how a program uses one."""
    form = ApiKeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            key, secret = entrusting.make_key(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:  # here and never again: so it is no redirect
            return _page(request, ApiKeyForm(), made=key, secret=secret)
    return _page(request, form)


def _page(request: HttpRequest, form: ApiKeyForm, **made) -> HttpResponse:
    context = {
        "form": form,
        "keys": ApiKey.objects.listed(),
        "page": Paginator(ApiDeed.objects.log(), LINES).get_page(request.GET.get("sida")),
        "query": "",
        "site_url": settings.SITE_URL,
    }
    status = 422 if form.errors else 200
    return render(request, "newsletter/desk/api_keys.html", context | made, status=status)


@secretariat
@require_POST
def revoke_api_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a key open nothing any more."""
    key = entrusting.revoke(get_object_or_404(ApiKey, pk=pk), by=request.user)
    messages.success(request, _("The key %(name)s works no more.") % {"name": key})
    return redirect("newsletter:api_keys")
