"""What contacts tell of how they passed an issue on."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from newsletter.models import OwnCount
from newsletter.models.spreading import MOST_READERS


class OwnCountForm(forms.Form):
    """To how many, and how; the same way again replaces what was told before."""

    channel = forms.ChoiceField(
        label=_("How"),
        choices=lambda: [(way.value, capfirst(way.label)) for way in OwnCount.Channel],
    )
    reader_count = forms.IntegerField(
        label=_("To how many"),
        min_value=0,
        max_value=MOST_READERS,
        help_text=_("About how many got it. Write 0 to take away what you told before."),
    )
