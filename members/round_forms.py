"""What may come in about reminders, rounds of asking, and the answers to them."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import today
from sekom.text import DayField

LONGEST_LETTER = 2000


def in_two_weeks() -> date:
    return today() + timedelta(days=14)


def in_three_weeks() -> date:
    return today() + timedelta(days=21)


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


class ChangedForm(forms.Form):
    """What has changed about a contact who is still there."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("A new address is looked at by the secretariat before it is used."),
    )
    note = forms.CharField(
        label=_("Anything else that we should know?"), max_length=400, required=False
    )


class LeftForm(forms.Form):
    """The last day of a contact who has left, or is about to."""

    last_day = DayField(label=_("My last day"), initial=today)
    note = forms.CharField(
        label=_("Whom should we ask?"),
        help_text=_("For example your manager, or the municipality’s registrar."),
        max_length=400,
        required=False,
    )


class AudienceForm(forms.Form):
    """Whom a round asks."""

    ALL, UNSURE = "alla", "osakra"

    vem = forms.ChoiceField(choices=[(ALL, _("All contacts")), (UNSURE, _("Unsure contacts"))])


class RoundForm(forms.Form):
    """The day by which a round wants answers."""

    answer_by = DayField(
        label=_("Answer by"),
        initial=in_three_weeks,
        help_text=_("Who has not answered is reminded halfway, two days before, and once after."),
    )


class MandateChangeForm(forms.Form):
    """Whose mandates a mandate change is about, and when we want answers."""

    mandates_end_on = DayField(label=_("Mandates that end by"))
    with_open_ended = forms.BooleanField(
        label=_("Also politicians whose mandate has no last day in the register"), required=False
    )
