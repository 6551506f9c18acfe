"""What may come in about members, people and who sits where."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members import reference
from members.models import Member, today
from sekom.text import DayField


class DirectoryForm(forms.Form):
    """How the directory is asked for in the address; what it does not know it leaves out."""

    ORDERS = ("namn", "-namn", "bekraftad", "-bekraftad")

    sok = forms.CharField(label=_("Search member or tool"), required=False, max_length=80)
    lan = forms.ChoiceField(label=_("County"), required=False)
    storlek = forms.ChoiceField(
        label=_("Size"),
        required=False,
        choices=[
            ("", _("All sizes")),
            ("liten", _("Under 10,000 inhabitants")),
            ("mellan", _("10,000 to 30,000")),
            ("stor", _("30,000 to 100,000")),
            ("storst", _("Over 100,000")),
        ],
    )
    par = forms.ChoiceField(
        label=_("Contact pair"),
        required=False,
        choices=[
            ("", _("All")),
            ("bada", _("Both are appointed")),
            ("politiker", _("Politician is missing")),
            ("tjansteperson", _("Officer is missing")),
            ("ingen", _("Both are missing")),
        ],
    )

    def __init__(self, data, *, counties):
        super().__init__(data)
        self.fields["lan"].choices = [("", _("All counties")), *counties]
        self.fields["sok"].widget = forms.TextInput(
            {"type": "search", "placeholder": _("For example Granfors")}
        )
        for field in self.fields.values():
            field.widget.attrs["class"] = "sk-input"

    @cached_property
    def chosen(self) -> dict[str, str]:
        """{field: value} of what was asked for and is known."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def order(self) -> str:
        """How the rows are to be sorted; by name when the address says nothing we know."""
        order = self.data.get("ordning", "")
        return order if order in self.ORDERS else "namn"


class NewMemberForm(forms.Form):
    """A member out of the list of municipalities and regions."""

    place = forms.CharField(
        label=_("Municipality or region"),
        help_text=_("Begin to write and choose from the list."),
        widget=forms.TextInput({"list": "places", "autocomplete": "off"}),
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            (Member.Status.MEMBER, _("Is a member")),
            (Member.Status.APPLIED, _("Has applied")),
        ],
        widget=forms.RadioSelect,
        initial=Member.Status.MEMBER,
    )
    since = DayField(
        label=_("Since"),
        required=False,
        help_text=_("The day it became a member, or applied."),
    )

    def clean_place(self):
        place = reference.place_named(self.cleaned_data["place"])
        if place is None:
            raise ValidationError(
                _("There is no such municipality or region. Choose a name from the list.")
            )
        if Member.objects.filter(kind=place.kind, code=place.code).exists():
            raise ValidationError(
                _("%(name)s is in the register already."), params={"name": place.name}
            )
        return place


class OwnMemberForm(forms.ModelForm):
    """What the two contacts of a member may change about it."""

    class Meta:
        model = Member
        fields: tuple[str, ...] = ("website", "description")
        widgets = {"description": forms.Textarea({"rows": 4})}
        help_texts: dict[str, Any] = {
            "website": _("The page about your sustainability work, or the front page."),
            "description": _("Some sentences about how you work. Shown to everybody."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["website"].assume_scheme = "https"


class MemberForm(OwnMemberForm):
    """The facts about a member; joining and leaving are steps of their own."""

    applied_on = DayField(label=_("Applied"), required=False)
    decided_on = DayField(label=_("Decided by the board"), required=False)
    joined_on = DayField(label=_("Member since"), required=False)

    class Meta(OwnMemberForm.Meta):
        fields = (
            "name",
            "inhabitants",
            "website",
            "description",
            "applied_on",
            "decided_on",
            "diary_number",
            "joined_on",
        )
        help_texts: dict[str, Any] = {}


class AppointForm(forms.Form):
    """Who takes a seat, from which day, and how we know."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The address in the role. The invitation goes there.")
    )
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    starts_on = DayField(label=_("From"), initial=today)
    source = forms.CharField(
        label=_("How do we know?"),
        help_text=_("For example a decision with its number, or a mail from the municipality."),
        max_length=200,
        required=False,
    )


class CorrectForm(forms.Form):
    """What was written wrong about a holding, and why it is mended."""

    starts_on = DayField(label=_("From"))
    ends_on = DayField(
        label=_("Until"), required=False, help_text=_("The last day. Leave empty if it goes on.")
    )
    source = forms.CharField(label=_("How do we know?"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("Kept in the history beside the old value."),
        max_length=200,
    )


class CancelForm(forms.Form):
    """Why a holding that was to come does not come."""

    why = forms.CharField(
        label=_("Why does it not come to be?"),
        help_text=_("Kept in the history."),
        max_length=200,
    )


class EndForm(forms.Form):
    """The last day of a holding, and why it ends."""

    on = DayField(
        label=_("Last day"),
        initial=today,
        help_text=_("The seat is vacant from the day after, and the person no longer gets in."),
    )
    reason = forms.CharField(
        label=_("Why does it end?"),
        help_text=_("For example a new term, another post, parental leave."),
        max_length=200,
    )
