"""What may come in about sign-ups: who, for which member, what they need, what the event asks."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events import questions
from events.models import Event, Signup, SignupNeeds
from events.signing_up import MOST_COLLEAGUES, Colleague
from members.models import Member, Person

FACTS = ("answers", "diet", "access", "forget")


class NeedsForm(forms.ModelForm):
    """What somebody needs to be able to take part."""

    class Meta:
        model = SignupNeeds
        fields = ("diet", "access")
        labels = {
            "diet": _("Dietary needs"),
            "access": _("What do you need to be able to take part?"),
        }
        help_texts = dict.fromkeys(
            fields, _("Seen by the secretariat only, and erased after 30 days.")
        )


class AnswersForm(forms.Form):
    """What an event asks of everybody who comes: needs, and questions of its own.

    What somebody needs is never shown again, not even to them: what is typed takes its place.
    """

    def __init__(self, data=None, *, event: Event, answers: Mapping[str, Any] | None = None):
        self.questionnaire = event.questions.questionnaire() if event.questions else None
        initial = (
            questions.initial_of(self.questionnaire, answers or {}) if self.questionnaire else {}
        )
        super().__init__(data, initial=initial)
        if self.questionnaire:
            self.fields |= questions.fields_of(self.questionnaire)
        for name, is_asked in (("diet", event.asks_diet), ("access", event.asks_access_needs)):
            if is_asked:
                self.fields[name] = deepcopy(NeedsForm.base_fields[name])

    def clean(self):
        given = super().clean()
        if self.questionnaire:
            given["answers"] = questions.answers_in(self, self.questionnaire)
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """What `sign_up` takes of it."""
        given = self.cleaned_data
        return {name: given[name] for name in FACTS if name in given}


class EditAnswersForm(AnswersForm):
    """The answers once more, and a way to take back what one has told of one's needs."""

    def __init__(self, data=None, *, signup: Signup):
        super().__init__(data, event=signup.event, answers=signup.answers)
        if SignupNeeds.objects.filter(signup=signup).exists():
            self.fields["forget"] = forms.BooleanField(
                label=_("Erase what I have told you of my needs"), required=False
            )


class OwnSignupForm(AnswersForm):
    """A contact signs up: for which of their members, where there are several."""

    def __init__(self, data=None, *, event: Event, person: Person):
        super().__init__(data, event=event)
        self.person = person
        self.members = list(Member.objects.represented_by(person))
        if len(self.members) > 1:
            field = forms.ModelChoiceField(
                label=_("You come for"),
                queryset=Member.objects.represented_by(person),
                empty_label=None,
            )
            self.fields = {"member": field} | self.fields

    @property
    def facts(self) -> dict[str, Any]:
        only = self.members[0] if self.members else None
        return super().facts | {
            "name": self.person.name,
            "email": self.person.email,
            "member": self.cleaned_data.get("member", only),
        }


class GuestSignupForm(AnswersForm):
    """Anybody signs up by name and address; a member's name is known as the member's."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "invalid": _("Write the whole address, with its end, for example anna@granfors.se.")
        },
    )
    organisation = forms.CharField(
        label=_("Municipality, region or organisation"),
        max_length=Signup._meta.get_field("organisation").max_length,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        wrote = given["organisation"]
        is_called = Q(name__iexact=wrote) | Q(short_name__iexact=wrote)
        member = Member.objects.active().filter(is_called).first()
        return super().facts | {
            "name": given["name"],
            "email": given["email"],
            "member": member,
            "organisation": "" if member else given["organisation"],
        }


class ColleagueForm(forms.Form):
    """One colleague: a name and an address, or neither."""

    use_required_attribute = False

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def clean(self):
        given = super().clean()
        for here, there in (("name", "email"), ("email", "name")):
            if given.get(here) and not given.get(there) and there not in self.errors:
                self.add_error(there, _("Write both name and address."))
        return given


class _Colleagues(forms.BaseFormSet):
    """Up to ten colleagues, each once."""

    def clean(self):
        if any(self.errors):
            return
        addresses = [one.email.lower() for one in self.colleagues]
        if not addresses:
            raise ValidationError(_("Write at least one colleague."))
        if len(set(addresses)) < len(addresses):
            raise ValidationError(_("The same address stands twice. Each needs one of their own."))

    @property
    def colleagues(self) -> list[Colleague]:
        """Those that were written."""
        return [
            Colleague(form.cleaned_data["name"], form.cleaned_data["email"])
            for form in self.forms
            if form.cleaned_data.get("email")
        ]


ColleaguesFormSet = forms.formset_factory(
    ColleagueForm,
    formset=_Colleagues,
    extra=MOST_COLLEAGUES,
    max_num=MOST_COLLEAGUES,
    absolute_max=MOST_COLLEAGUES,
    validate_max=True,
)


class SwapForm(forms.Form):
    """Who comes instead."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("A letter with a link goes there."))


class AddForm(GuestSignupForm):
    """The secretariat signs somebody up."""


class CapacityForm(forms.Form):
    """How many may come."""

    places = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=32_767,
        required=False,
        help_text=_("Empty means without limit. New places are offered to those who wait."),
    )
