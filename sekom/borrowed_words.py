"""What Django and allauth say on our pages and in our mail, where their Swedish is not ours.

A word that stands here is found by makemessages, so that our catalogue has it; and ours goes first.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

DJANGO = (
    _("This field is required."),
    _("Enter a valid value."),
    _("Enter a valid URL."),
    _("Enter a valid email address."),
    _("Enter a number."),
    _("Enter a whole number."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("No file was submitted."),
    _("The submitted file is empty."),
)
DJANGO_COUNTED = (
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
        "max",
    ),
)
ALLAUTH = (
    # Labels
    _("Email"),
    _("Email address"),
    _("Authenticator code"),
    _("Use authenticator app or code"),
    _("Use a security key"),
    # Refusals
    _("This account is currently inactive."),
    _("Incorrect code."),
    _("Invalid token."),
    _("Invalid or expired key."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
    _("The email address is not assigned to any user account."),
    _("This email address is already associated with this account."),
    _("A user is already registered with this email address."),
    _("The new value must be different from the current one."),
    _("Your primary email address must be verified."),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("The third-party account is already connected to a different account."),
    _("You cannot disconnect your last remaining third-party account."),
    # What has happened
    _("A sign-in code has been sent to %(recipient)s."),
    _("Successfully signed in as %(name)s."),
    _("You have signed out."),
    _("Signed out of all other sessions."),
    _("Confirmation email sent to %(email)s."),
    _("You have confirmed %(email)s."),
    _("Removed email address %(email)s."),
    _("Primary email address set."),
    _("Security key added."),
    _("Security key removed."),
    _("A new set of recovery codes has been generated."),
    _("The third-party account has been connected."),
    _("The third-party account has been disconnected."),
    # Letters
    _("Sign-In Code"),
    _("Your sign-in code is listed below. Please enter it in your open browser window."),
    _("This mail can be safely ignored if you did not initiate this action."),
    _("Please Confirm Your Email Address"),
    _("Your email verification code is listed below. Please enter it in your open browser window."),
    _("You are receiving this mail because the following change was made to your account:"),
    _(
        "If you do not recognize this change then please take proper security precautions "
        "immediately. The change to your account originates from:\n\n"
        "- IP address: %(ip)s\n- Browser: %(user_agent)s\n- Date: %(timestamp)s"
    ),
    _("Email Changed"),
    _("Your email has been changed from %(from_email)s to %(to_email)s."),
    _("Email Confirmation"),
    _("Your email has been confirmed."),
    _("Email Removed"),
    _("Email address %(deleted_email)s has been removed from your account."),
    _("Security Key Added"),
    _("A new security key has been added."),
    _("Security Key Removed"),
    _("A security key has been removed."),
    _("Authenticator App Activated"),
    _("Authenticator app activated."),
    _("Authenticator App Deactivated"),
    _("Authenticator app deactivated."),
    _("New Recovery Codes Generated"),
    _("A new set of Two-Factor Authentication recovery codes has been generated."),
)
