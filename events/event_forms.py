"""What may come in from readers of the list of events: how it is asked for in the address."""

from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event
from toolbox.models import FrameworkItem, Tool

KINDS = {
    "workshop": Event.Kind.WORKSHOP,
    "vintermote": Event.Kind.WINTER,
    "sommarmote": Event.Kind.SUMMER,
    "arsmote": Event.Kind.ANNUAL,
    "mote": Event.Kind.MEETING,
    "annat": Event.Kind.OTHER,
}
WAYS = {"nat": Event.Form.ONLINE, "plats": Event.Form.ON_SITE}


class EventFilterForm(forms.Form):
    """What the list is to show; what it does not know it leaves out."""

    slag = forms.ChoiceField(label=_("Kind"), required=False)
    plats = forms.ChoiceField(label=_("Where"), required=False)
    verktyg = forms.ModelChoiceField(
        label=_("About the tool"),
        queryset=Tool.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("Any tool"),
    )
    mal = forms.ChoiceField(label=_("Goal or principle"), required=False)

    def __init__(self, data):
        super().__init__(data)
        self.fields["slag"].choices = [
            ("", pgettext_lazy("events", "All kinds")),
            *((word, kind.label.capitalize()) for word, kind in KINDS.items()),
        ]
        self.fields["plats"].choices = [
            ("", _("Everywhere")),
            *((word, form.label.capitalize()) for word, form in WAYS.items()),
        ]
        self.fields["verktyg"].queryset = Tool.objects.published().order_by("title")
        items = list(FrameworkItem.objects.in_use().at_the_top())
        self.items = {f"{item.framework.slug}/{item.code}": item for item in items}
        by_framework = groupby(self.items.items(), key=lambda pair: pair[1].framework.label)
        self.fields["mal"].choices = [
            ("", _("Anything")),
            *(
                (label, [(key, f"{item.number} {item.title}") for key, item in pairs])
                for label, pairs in by_framework
            ),
        ]
        for field in self.fields.values():
            field.widget.attrs["class"] = "sk-input"

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What was chosen, as `Event.objects.matching` takes it."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "kind": KINDS.get(given.get("slag", ""), ""),
            "form": WAYS.get(given.get("plats", ""), ""),
            "tool": given.get("verktyg"),
            "item": self.items.get(given.get("mal", "")),
        }

    @property
    def is_asked(self) -> bool:
        return any(self.asked.values())
