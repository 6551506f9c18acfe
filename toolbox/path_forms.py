"""What a pair writes about a step, and what the secretariat writes about a path."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from sekom.text import DayField
from sekom.uploads import UploadField
from toolbox import walking
from toolbox.models import FrameworkItem, Path, Step, StepWork, Tool


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

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = walking.pair_seats(member)
        self.fields["note"].label = _("Note")
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


# --- The secretariat --------------------------------------------------------------------------


class NewPathForm(forms.Form):
    """What a new path is called."""

    title = forms.CharField(label=_("Heading"), max_length=160)


class PathForm(forms.ModelForm):
    """What a path says of itself; `version` is the one that the writing started from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Path
        fields = ("title", "summary", "outcome")
        widgets = {"summary": forms.Textarea({"rows": 3})}


class StepForm(forms.ModelForm):
    """One step of a path's draft. Each item that is chosen gets a field for its why."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    tools = forms.ModelMultipleChoiceField(
        label=_("Tools"),
        queryset=Tool.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    items = forms.MultipleChoiceField(
        label=_("Clauses, goals, objectives and principles"),
        help_text=_("Save once to get a field for the reason of each that you tick."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Step
        fields = ("title", "joins", "instruction", "result")
        widgets = {"instruction": forms.Textarea({"rows": 5})}

    def __init__(self, *args, told=None, **kwargs):
        super().__init__(*args, **kwargs)
        told = told or {"items": [], "tools": []}
        self.initial |= {name: told[name] for name in self.Meta.fields if name in told}
        self.whys = {link["item"]: link["why"] for link in told["items"]}
        self.initial |= {"tools": told["tools"], "items": [str(item) for item in self.whys]}
        self.fields["tools"].queryset = Tool.objects.order_by("title")
        found = list(FrameworkItem.objects.in_use())
        self.fields["items"].choices = [
            (framework.name, [(str(item.pk), str(item)) for item in items])
            for framework, items in groupby(found, key=lambda item: item.framework)
        ]
        names = {item.pk: str(item) for item in found}
        for item, why in self.whys.items():
            self.fields[f"why-{item}"] = forms.CharField(
                label=_("Why %(item)s?") % {"item": names.get(item, item)},
                max_length=200,
                required=False,
                initial=why,
            )

    @property
    def told(self) -> dict:
        """The step as the draft keeps it."""
        given = self.cleaned_data
        return {name: str(given[name]) for name in self.Meta.fields} | {
            "tools": [tool.pk for tool in given["tools"]],
            "items": [
                {"item": int(item), "why": given.get(f"why-{item}", "")} for item in given["items"]
            ],
        }
