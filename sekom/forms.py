"""Forms of the frame's own pages."""

from django import forms
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
