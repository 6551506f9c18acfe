"""Whom an issue goes to, as the secretariat ticks it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event
from members.models import County, Group, Member
from newsletter import explaining
from surveys.models import SurveyRound

ANSWERED = {"no": _("Have not answered"), "yes": _("Have answered")}
CAME = {
    "attended": _("Were there"),
    "signed_up": _("Are signed up"),
    "not": _("Are not signed up"),
}
SUBSCRIBERS = {
    "none": pgettext_lazy("subscribers", "None"),
    "all": _("All subscribers"),
    "members": _("Those in members’ organisations"),
    "some": _("Those in some organisations"),
}
MOST_EVENTS = 30


def _capitals(words: dict):
    """Choices that are said with a capital letter, in the language of who reads them."""
    return lambda: [(key, str(said)[:1].upper() + str(said)[1:]) for key, said in words.items()]


def _boxes(label, choices=(), **about) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=widget, **about
    )


class AudienceForm(forms.Form):
    """Parts that are added up: contacts and what narrows them, groups, subscribers."""

    NARROWING = ("kinds", "counties", "answered", "came")

    roles = _boxes(_("Which contacts"), _capitals(explaining.ROLES))
    kinds = _boxes(_("Only of"), _capitals(explaining.KINDS))
    counties = _boxes(_("Only in these counties"))
    answered = forms.ChoiceField(label=_("Only by a survey"), required=False)
    came = forms.ChoiceField(label=_("Only by a workshop or meeting"), required=False)
    groups = _boxes(_("Everybody in these groups"))
    subscribers = forms.ChoiceField(
        label=_("Which subscribers"), choices=SUBSCRIBERS.items(), widget=forms.RadioSelect
    )
    organisations = _boxes(_("Which organisations"))

    def __init__(self, *args, choice, **kwargs):
        super().__init__(*args, initial=ticked(choice), **kwargs)
        members = Member.objects.active()
        here = set(members.values_list("county", flat=True))
        self.fields["counties"].choices = [one for one in County.choices if one[0] in here]
        self.fields["answered"].choices = _offered(SurveyRound.objects.opened(), ANSWERED)
        self.fields["came"].choices = _offered(_events(choice), CAME)
        self.fields["groups"].choices = [(group.pk, group.name) for group in Group.objects.open()]
        self.fields["organisations"].choices = [(member.pk, member.name) for member in members]

    @property
    def is_narrowed(self) -> bool:
        """Whether the contacts are anything but all of their role."""
        return any(self[name].value() for name in self.NARROWING)

    def clean(self):
        given = super().clean()
        if given.get("subscribers") == "some" and not given.get("organisations"):
            words = _("Tick at least one organisation, or choose other subscribers.")
            self.add_error("organisations", ValidationError(words))
        nobody = given.get("subscribers") == "none" and not self.errors
        if nobody and not given["roles"] and not given["groups"]:
            raise ValidationError(_("Tick at least one part: contacts, a group or subscribers."))
        return given

    @property
    def choice(self) -> dict[str, Any]:
        """What is kept with the issue: only what says something."""
        given = self.cleaned_data
        kept: dict[str, Any] = {"subscribers": given["subscribers"]}
        if given["roles"]:
            kept |= {name: given[name] for name in ("roles", "kinds", "counties") if given[name]}
            kept |= _split(given["answered"], "answered", "round")
            kept |= _split(given["came"], "came", "event")
        if given["groups"]:
            kept["groups"] = [int(pk) for pk in given["groups"]]
        if given["subscribers"] == "some":
            kept["organisations"] = [int(pk) for pk in given["organisations"]]
        return kept


def ticked(choice: dict[str, Any]) -> dict[str, Any]:
    """A choice as the form's values, and as a query for its address."""
    values = {"subscribers": "none"} | choice
    for name, about in (("answered", "round"), ("came", "event")):
        if about in values:
            values[name] = f"{values[name]}:{values.pop(about)}"
    return values


def _events(choice: dict[str, Any]) -> list[Event]:
    """The latest events of the network, and the one that is chosen however old."""
    found = Event.objects.published().of_the_network().order_by("-starts_at")
    latest = list(found[:MOST_EVENTS])
    chosen = Event.objects.filter(pk=choice.get("event", 0))
    return latest + [event for event in chosen if event not in latest]


def _offered(rows, says: dict) -> list:
    """What may be chosen of each row, grouped by what is said of it."""
    rows = list(rows)
    groups = [
        (words, [(f"{key}:{row.pk}", str(row)) for row in rows]) for key, words in says.items()
    ]
    return [("", _("All")), *groups] if rows else [("", _("All"))]


def _split(given: str, name: str, about: str) -> dict[str, Any]:
    key, _colon, pk = given.partition(":")
    return {name: key, about: int(pk)} if pk else {}
