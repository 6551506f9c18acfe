"""What may come in about reminders, rounds of asking, and the answers to them."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import today
from sekom.text import DayField

LONGEST_LETTER = 2000


def in_two_weeks() -> date:
    return today() + timedelta(days=14)


class GapReminderForm(forms.Form):
    """The words of a reminder of a gap, and when we want an answer."""

    text = forms.CharField(
        label=_("Text"),
        help_text=_("What is missing at the member and the last day are added by themselves."),
        max_length=LONGEST_LETTER,
        initial=_(
            "Each member has a contact politician and a contact officer, so that what we ask and "
            "tell reaches both the politics and the administration. At yours something is missing. "
            "Do you know who it should be?"
        ),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST_LETTER}),
    )
    answer_by = DayField(label=_("Answer by"), initial=in_two_weeks)
    key = forms.UUIDField(widget=forms.HiddenInput)
