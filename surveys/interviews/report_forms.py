"""What may come in about a report: its title, who may read it, and the words of a quote."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.interviews.models import Report


class TitleForm(forms.ModelForm):
    """What the report is called."""

    class Meta:
        model = Report
        fields = ["title"]
        widgets = {"title": forms.TextInput(attrs={"class": "sk-input"})}


class AudienceForm(forms.Form):
    """Who may read the approved edition."""

    audience = forms.ChoiceField(
        label=_("Who may read the report"), choices=Report.Audience, widget=forms.RadioSelect
    )


class QuoteForm(forms.Form):
    """The words that a quote leaves with."""

    words = forms.CharField(label=_("Quote"), max_length=4000, widget=forms.Textarea)
