"""What may come in about who takes over a seat."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import today
from sekom.text import DayField


def tomorrow():
    """The day after today."""
    return today() + timedelta(days=1)


class HandOverForm(forms.Form):
    """Who comes next, from which day, and what of the open work goes along."""

    name = forms.CharField(
        label=_("The successor’s name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "words"}),
    )
    email = forms.EmailField(
        label=_("E-mail at work"),
        help_text=_("The invitation goes there."),
        widget=forms.EmailInput({"autocomplete": "off", "inputmode": "email"}),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        required=False,
        help_text=_("For example sustainability strategist, or chair of the council board."),
    )
    starts_on = DayField(
        label=_("From which day?"),
        initial=tomorrow,
        help_text=_("Whoever sits here now has the day before as last day."),
    )
    keys = forms.MultipleChoiceField(
        label=_("What goes along"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data, *, items):
        super().__init__(data)
        choices = [(item.key, item.label) for item in items if not item.follows_seat]
        if choices:
            self.fields["keys"].choices = choices
            self.fields["keys"].initial = [key for key, _label in choices]
        else:
            del self.fields["keys"]
