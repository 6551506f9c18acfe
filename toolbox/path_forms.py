"""What a pair writes about a step, and what the secretariat writes about a path."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Member
from sekom.text import DayField
from sekom.uploads import UploadField
from toolbox import walking
from toolbox.models import StepWork


class WorkForm(forms.ModelForm):
    """How far a step has come; `version` is the one that the writing started from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    on = DayField(
        label=_("Date"),
        required=False,
        help_text=_("When it was begun or done. Today unless you say otherwise."),
    )

    class Meta:
        model = StepWork
        fields = ("state", "on", "seat", "note", "result")
        widgets = {
            "state": forms.RadioSelect,
            "note": forms.Textarea({"rows": 5}),
            "result": forms.Textarea({"rows": 4}),
        }
        help_texts = {
            "note": _("For the two of you. Nobody else reads it unless you share your journey."),
            "result": _("What came of it: a text, a decision, a link."),
        }

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = walking.pair_seats(member)
        self.fields["seat"].label = _("Who takes it on")
        self.fields["seat"].empty_label = _("Nobody in particular")
        self.fields["seat"].label_from_instance = lambda seat: seat.get_kind_display().capitalize()
        self.initial["version"] = self.instance.version


class WorkFileForm(forms.Form):
    """A file to keep with a step."""

    file = UploadField(
        label=_("Add a file"),
        help_text=_("PDF, Word, Excel, PowerPoint or an image, at most 20 MB."),
    )
