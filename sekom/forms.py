"""Forms of the frame's own pages."""

from allauth.account.forms import AddEmailForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.models import Person


class OwnDetailsForm(forms.ModelForm):
    """What people may change about themselves; the address is the log-in and is changed there."""

    class Meta:
        model = Person
        fields = ("name", "title", "phone")
        help_texts = {
            "title": _("What you are in your municipality or region."),
            "phone": _("Seen by other contacts and the secretariat only."),
        }


class PasskeyForm(AddWebAuthnForm):
    """A new passkey; the library's form in our words."""

    name = forms.CharField(label=_("Name of the passkey"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.label = _("Log in with the passkey alone")
        alone.help_text = _("Without a code in the mail. It asks for your finger, face or PIN.")


class AddressForm(AddEmailForm):
    """A new address to log in with; never one that is somebody else's."""

    def clean_email(self) -> str:
        email = super().clean_email()
        if Person.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("This address belongs to somebody in the register already."))
        return email
