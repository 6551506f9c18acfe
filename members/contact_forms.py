"""What may come in to and about contacts: a letter, a doubt and what was done about it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PairLetterForm(forms.Form):
    """A letter to one or both of a member's contacts."""

    to = forms.ChoiceField(label=_("To"), required=False, widget=forms.RadioSelect)
    subject = forms.CharField(label=_("Subject"), max_length=120)
    text = forms.CharField(label=_("Letter"), max_length=5000, widget=forms.Textarea({"rows": 8}))

    def __init__(self, data, *, choices, initial):
        super().__init__(data, initial={"to": initial})
        if len(choices) > 1:
            self.fields["to"].choices = choices
        else:
            del self.fields["to"]


class DoubtForm(forms.Form):
    """What is wrong with a contact."""

    said = forms.CharField(
        label=_("What is wrong?"),
        max_length=300,
        help_text=_("For example that the person has left, or that mails come back."),
        widget=forms.Textarea({"rows": 3}),
    )


class SettleForm(forms.Form):
    """What was done about a doubt."""

    outcome = forms.CharField(
        label=_("What was done?"),
        max_length=300,
        help_text=_("For example that the address was changed, or that it was right all along."),
        widget=forms.Textarea({"rows": 3}),
    )
