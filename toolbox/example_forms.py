"""What a member writes about its good example."""

from collections.abc import Iterable
from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from toolbox import walking
from toolbox.models import Example, Framework, FrameworkItem, Tool

KINDS = (Framework.Kind.PRINCIPLES, Framework.Kind.GOALS, Framework.Kind.OBJECTIVES)


class ExampleForm(forms.ModelForm):
    """An example in the member's own words; `version` is the one that the writing started from."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, min_value=1)
    tools = forms.ModelMultipleChoiceField(
        label=_("Tools that you used"),
        queryset=Tool.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    items = forms.ModelMultipleChoiceField(
        label=_("Goals, objectives and principles"),
        help_text=_("Those that it clearly concerns, at most a handful."),
        queryset=FrameworkItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Example
        fields = ("title", "problem", "action", "result", "cost", "tools", "items", "seat")
        widgets = {
            name: forms.Textarea({"rows": rows})
            for name, rows in (("problem", 4), ("action", 7), ("result", 4))
        }

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tools"].queryset = Tool.objects.published().order_by("title")
        self.fields["items"].queryset = FrameworkItem.objects.in_use()
        self.fields["items"].choices = _grouped(FrameworkItem.objects.in_use())
        self.fields["seat"].queryset = walking.pair_seats(member)
        self.fields["seat"].label_from_instance = lambda seat: seat.get_kind_display().capitalize()
        self.fields["seat"].empty_label = None
        if self.instance.pk:
            self.initial["version"] = self.instance.version


def _grouped(items: Iterable[FrameworkItem]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Goals, objectives and principles to choose from, under the names of their frameworks."""
    uppermost = (item for item in items if not item.parent_id and item.framework.kind in KINDS)
    return [
        (framework.name, [(item.pk, str(item)) for item in found])
        for framework, found in groupby(uppermost, key=lambda item: item.framework)
    ]


class SendBackForm(forms.Form):
    """What the member should change before the example can be published."""

    comment = forms.CharField(
        label=_("What should the member change?"),
        help_text=_("The contact gets this in a letter."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )
