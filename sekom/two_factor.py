"""A second factor for the secretariat: it reaches every contact in the country."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

# What somebody must reach to add a factor, or to leave.
OPEN_PREFIXES = ("/konto/", "/static/", "/halsa/")


class TwoFactorMiddleware:
    """Lead a member of the secretariat who has no second factor to the page that adds one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._lacks_factor(request):
            messages.warning(
                request,
                _("Add a passkey or an authenticator app: the secretariat needs a second factor."),
            )
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

    @staticmethod
    def _lacks_factor(request: HttpRequest) -> bool:
        return (
            settings.REQUIRE_TWO_FACTOR
            and not request.path.startswith(OPEN_PREFIXES)
            and request.user.is_authenticated
            and request.user.is_staff
            and not is_mfa_enabled(request.user)
        )
