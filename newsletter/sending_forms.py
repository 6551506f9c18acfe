"""What may come in from the pages where an issue is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.planning_forms import MomentField
from sekom.outbox.models import Delivery

State = Delivery.State


class SendForm(forms.Form):
    """When an issue leaves; `expected` is the number of letters that stood on the button.

    `seen` is the edition that was looked through.
    """

    NOW, LATER = "nu", "sedan"

    when = forms.ChoiceField(
        label=_("When"),
        choices=[(NOW, _("As soon as I press Send")), (LATER, _("At a set time"))],
        widget=forms.RadioSelect,
    )
    at = MomentField(label=_("Day and time, Swedish time"), required=False)
    is_in_archive = forms.BooleanField(
        label=_("Anybody may read it in the archive on the web"), required=False
    )
    expected = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, issue):
        is_waiting = issue.is_scheduled and not issue.held_because
        initial = {
            "when": self.LATER if is_waiting else self.NOW,
            "at": issue.scheduled_at if is_waiting else None,
            "is_in_archive": issue.is_in_archive,
        }
        super().__init__(data, initial=initial)
        for field in self.fields.values():  # they stand beside the button, not around it
            field.widget.attrs["form"] = "send"
        self.fields["at"].widget.attrs["class"] = "sk-input"

    @property
    def is_for_later(self) -> bool:
        return self.cleaned_data["when"] == self.LATER

    def clean(self):
        given = super().clean()
        is_missing = "at" not in self.errors and not given.get("at")
        if given.get("when") == self.LATER and is_missing:
            self.add_error("at", _("Choose a day and a time."))
        return given


class SendAgainForm(forms.Form):
    """Which of those whom the issue missed get it once more."""

    states = forms.MultipleChoiceField(
        label=_("To those whose letter"), widget=forms.CheckboxSelectMultiple
    )
    WORDS = {
        State.BOUNCED: _("was refused by the receiver"),
        State.FAILED: _("was given up after many tries"),
        State.CANCELLED: _("had not left when the mailing was cancelled"),
        State.IN_DOUBT: _("was perhaps sent when the mailing was cancelled"),
    }

    def __init__(self, data=None, *, counts):
        likely = [state for state in counts if state != State.IN_DOUBT]
        super().__init__(data, initial={"states": likely})
        # Who presses twice chooses what is chosen already.
        chosen = data.getlist("states") if data else []
        self.fields["states"].choices = [
            (state, f"{words}: {counts.get(state, 0)}")
            for state, words in self.WORDS.items()
            if state in counts or state in chosen
        ]
