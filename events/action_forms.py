"""What may come in about actions: how the list is asked for, what is to be done, how it goes."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events import acting, answerable
from events.acting import Who
from events.models import Action, Event
from members.models import Group, Seat
from sekom.text import DayField

MINE = "jag"
# Rows for those responsible: as many as there are, and so many more.
SPARE = 2

STATES = {
    "": pgettext_lazy("actions", "Open"),
    "sena": pgettext_lazy("actions", "Late"),
    "nya": pgettext_lazy("actions", "New"),
    "pagar": _("Under way"),
    "klara": pgettext_lazy("actions", "Done"),
    "utgar": _("Dropped"),
    "alla": _("All"),
}
KINDS = {
    "nya": Action.State.NEW,
    "pagar": Action.State.UNDER_WAY,
    "klara": Action.State.DONE,
    "utgar": Action.State.DROPPED,
}
WAYS: dict[str, Callable[..., Any]] = {
    "klar": acting.finish,
    "pagar": acting.start,
    "rad": acting.comment,
    "utgar": acting.drop,
    "oppna": acting.reopen,
}


class ActionFilterForm(forms.Form):
    """How the actions are asked for in the address; what it does not know it leaves out."""

    lage = forms.ChoiceField(label=_("State"), required=False, choices=list(STATES.items()))
    ansvarig = forms.ChoiceField(label=_("Responsible"), required=False)
    mote = forms.ModelChoiceField(
        label=_("Meeting"),
        required=False,
        queryset=Event.objects.none(),
        to_field_name="slug",
        empty_label=_("All"),
    )

    def __init__(self, data, *, person):
        super().__init__(data)
        self.person = person
        self.groups = {group.slug: group for group in Group.objects.open()}
        self.fields["ansvarig"].choices = [
            ("", _("All")),
            (MINE, _("Mine")),
            *((slug, group.name) for slug, group in self.groups.items()),
        ]
        agreed = Action.objects.readable_by(person).values("meeting")
        self.fields["mote"].queryset = Event.objects.filter(pk__in=agreed).order_by("-starts_at")
        for field in self.fields.values():
            field.widget.attrs["class"] = "sk-input"

    @cached_property
    def said(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    @property
    def is_asked(self) -> bool:
        return any(self.said.values())

    def chosen(self):
        """The actions that this person may read and asks for, with their names."""
        found = Action.objects.readable_by(self.person)
        if self.said.get("ansvarig") == MINE:
            found = found.resting_with(self.person)
        elif group := self.groups.get(self.said.get("ansvarig", "")):
            found = found.resting_with_group(group)
        if meeting := self.said.get("mote"):
            found = found.of_meeting(meeting)
        return _in_state(found, self.said.get("lage", "")).in_order().with_names()


def _in_state(actions, word: str):
    if word in KINDS:
        return actions.in_state(KINDS[word])
    chosen = {"alla": actions.all, "sena": actions.late}
    return chosen.get(word, actions.open)()


class ActionForm(forms.Form):
    """What is to be done, by whom and by when."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    description = forms.CharField(
        label=_("More about it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = DayField(
        label=_("To be done by"),
        required=False,
        help_text=_("Leave it empty for what goes on without an end."),
    )

    def __init__(self, data=None, *, person, action=None, initial=None):
        rows = list(action.responsible.with_names()) if action else []
        member = action.member if action else None
        self.names = answerable.of_member(member) if member else answerable.known(rows)
        labels = [answerable.label_of(row.who) for row in rows]
        given = {f"responsible_{place}": label for place, label in enumerate(labels, start=1)}
        if action:
            kept = ("title", "description", "due_on", "version")
            given |= {name: getattr(action, name) for name in kept}
        super().__init__(data, initial=given | (initial or {}))
        self.places = [f"responsible_{place}" for place in range(1, len(rows) + SPARE + 1)]
        for name in self.places:
            is_first = name == self.places[0]
            self.fields[name] = forms.CharField(
                label=_("Responsible") if is_first else _("Also responsible"),
                required=is_first,
                max_length=120,
            )
            self.fields[name].widget.attrs |= {"list": "answerable", "autocomplete": "off"}
        self.fields["responsible_1"].help_text = _(
            "Choose a group, a seat or a person of the list, or write a name from outside."
        )
        if action:
            self.fields["words"] = forms.CharField(
                label=_("Why it changes"), required=False, max_length=2000
            )
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        else:
            self.fields["meeting"] = MeetingField(person)

    def clean(self):
        found: dict[Who, None] = {}
        for name in self.places:
            if said := self.cleaned_data.pop(name, ""):
                try:
                    found[answerable.understand(said, self.names)] = None
                except ValidationError as refusal:
                    self.add_error(name, refusal)
        return self.cleaned_data | {"responsible": list(found)}

    def meet(self: Any, stale: acting.StaleAction) -> None:
        """Keep what is written here beside what somebody else has saved, to be saved onto that."""
        self.add_error(None, stale)
        self.data = self.data.copy()
        self.data["version"] = stale.theirs.version


class SeatField(forms.ModelChoiceField):
    """One of a member's two contacts, by what the seat is called."""

    def label_from_instance(self, obj):
        return capfirst(obj.get_kind_display())


class ReportActionForm(forms.Form):
    """What a member means to do about its report, which of its contacts sees to it, by when."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    responsible = SeatField(label=_("Responsible"), queryset=Seat.objects.none(), empty_label=None)
    due_on = DayField(label=_("To be done by"), required=False)

    def __init__(self, data=None, *, report, person):
        super().__init__(data)
        seats = report.study.member.seats.of_pairs()
        self.fields["responsible"].queryset = seats
        self.fields["responsible"].initial = seats.held_by(person).first()


class MeetingField(forms.ModelChoiceField):
    """At which meeting it was agreed, of those that this person writes for."""

    def __init__(self, person):
        super().__init__(
            label=_("Agreed at"),
            required=False,
            queryset=Event.objects.meetings().editable_by(person).order_by("-starts_at"),
            to_field_name="slug",
            empty_label=_("No meeting"),
        )


class WordForm(forms.Form):
    """How an action goes: a word that says what it becomes, and a line about it."""

    do = forms.ChoiceField(choices=[(word, word) for word in WAYS], widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Write a line"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What has been done, what comes next, or what is in the way."),
    )
    # Where it was said, when that was at a meeting.
    meeting = forms.ModelChoiceField(
        required=False,
        queryset=Event.objects.none(),
        to_field_name="slug",
        widget=forms.HiddenInput,
    )

    def __init__(self, data=None, *, meetings=None, **given):
        super().__init__(data, **given)
        if meetings is not None:
            self.fields["meeting"].queryset = meetings


class LinkForm(forms.Form):
    """What came of an action."""

    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Copied from the address bar: a page of ours, or one elsewhere."),
    )
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("Of our own pages we know it."),
    )
