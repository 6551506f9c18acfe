"""What the secretariat says of a key that it makes for another system."""

from django import forms
from django.utils.translation import gettext_lazy as _

from newsletter.models import ApiKey
from sekom.text import DayField


class ApiKeyForm(forms.ModelForm):
    """Which system the key is for, and until when."""

    ends_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Left empty, the key works until somebody revokes it."),
    )

    class Meta:
        model = ApiKey
        fields = ("name", "ends_on")
        help_texts = {"name": _("What it is called among you, like “Intranätet”.")}
