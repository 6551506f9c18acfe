"""Logging in: by a code in the mail, a passkey, or an account that we already know."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from members import tasks
from members.models import Confirmation, Holding, Person, today


class AccountAdapter(DefaultAccountAdapter):
    """Codes by mail, nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue the mail. An unknown address costs the same work, and gets nothing."""
        is_known = template_prefix != "account/email/unknown_account"
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        tasks.send_account_mail.delay(
            to=email if is_known else "", subject=message.subject, text=message.body
        )

    def post_login(self, request: HttpRequest, user: Person, **kwargs):
        """Somebody who logs in has confirmed that the address and the seat are theirs."""
        confirm_by_login(user)
        return super().post_login(request, user, **kwargs)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Microsoft or OpenID Connect: only for a verified address that is already in the register."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin) -> None:
        """Turn away who is not in the register, with words instead of a sign-up form."""
        if sociallogin.is_existing:
            return
        messages.error(
            request,
            _("Your account is not linked to a contact in the register. Log in with a code."),
        )
        raise ImmediateHttpResponse(redirect("account_login"))


def confirm_by_login(person: Person) -> None:
    """Note that the address is theirs, and on holdings not confirmed yet that they were here."""
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    unconfirmed = Holding.objects.current().filter(person=person, confirmations__isnull=True)
    Confirmation.objects.bulk_create(
        Confirmation(holding=holding, on=today(), by=person, through=Confirmation.Through.LOGIN)
        for holding in unconfirmed
    )
