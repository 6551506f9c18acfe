"""What may come in about tools: how the list is asked for, and what is written."""

from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _

from toolbox.models import Framework, FrameworkItem

TIMES = [
    ("", _("Any time")),
    ("30", _("At most half an hour")),
    ("60", _("At most an hour")),
    ("120", _("At most two hours")),
    ("240", _("At most half a day")),
]


class ToolFilterForm(forms.Form):
    """How the tools are asked for in the address; what it does not know it leaves out."""

    steg = forms.ChoiceField(label=_("Phase"), required=False)
    tid = forms.ChoiceField(label=_("Time"), required=False, choices=TIMES)
    hor = forms.MultipleChoiceField(label=_("Goes with"), required=False)

    def __init__(self, data, *, items):
        super().__init__(data)
        self.items = {f"{item.framework.slug}/{item.code}": item for item in items}
        phases = [key for key in self.items if key.startswith("abcd/")]
        self.fields["steg"].choices = [
            ("", _("All phases")),
            *((key, str(self.items[key])) for key in phases),
        ]
        self.fields["hor"].choices = _grouped(self.items)
        self.fields["hor"].widget = _OneSelect(choices=self.fields["hor"].choices)
        for field in self.fields.values():
            field.widget.attrs["class"] = "sk-input"

    @cached_property
    def chosen_items(self) -> list[FrameworkItem]:
        """The items that the tools are to go with, all of them."""
        self.is_valid()
        keys = [self.cleaned_data.get("steg"), *self.cleaned_data.get("hor", [])]
        return [self.items[key] for key in dict.fromkeys(keys) if key]

    @cached_property
    def minutes(self) -> int | None:
        self.is_valid()
        return int(self.cleaned_data["tid"]) if self.cleaned_data.get("tid") else None

    @property
    def is_asked(self) -> bool:
        return bool(self.chosen_items or self.minutes)


class _OneSelect(forms.SelectMultiple):
    """A list to choose one from, though an address may name several."""

    allow_multiple_selected = False

    def value_from_datadict(self, data, files, name):
        return [value for value in super().value_from_datadict(data, files, name) if value]


def _grouped(items: dict[str, FrameworkItem]) -> list:
    """The items as choices, under the names of their frameworks."""
    groups: dict[str, list] = {}
    for key, item in items.items():
        groups.setdefault(item.framework.label, []).append((key, f"{item.number} {item.title}"))
    return [("", _("Anything")), *groups.items()]


class CrossForm(forms.Form):
    """Which two frameworks are to be crossed."""

    rader = forms.ModelChoiceField(
        label=_("Rows"), queryset=Framework.objects.none(), to_field_name="slug", empty_label=None
    )
    kolumner = forms.ModelChoiceField(
        label=_("Columns"),
        queryset=Framework.objects.none(),
        to_field_name="slug",
        empty_label=None,
    )

    def __init__(self, data, *, frameworks):
        super().__init__(data)
        for field in self.fields.values():
            field.queryset = frameworks
            field.widget.attrs["class"] = "sk-input"
