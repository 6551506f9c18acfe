"""What readers may send in: an address that subscribes, what they want, where it shall go."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from members.models import Member
from newsletter.forms import WebsiteForm
from newsletter.models import Issue, Subscriber


class AddressField(forms.EmailField):
    """An address as mail servers know it: a domain that only looks like another is seen to be none.

    What nobody sees falls away, so that one mailbox has one address.
    """

    def clean(self, value):
        name, _at, domain = super().clean(value).rpartition("@")
        try:
            return super().clean(f"{name}@{domain.encode('idna').decode()}")
        except UnicodeError as wrong:
            raise ValidationError(validate_email.message, code="invalid") from wrong


class TopicsField(forms.MultipleChoiceField):
    """What one wants to read about: at least something."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **how):
        messages = {"required": _("Tick at least one.")}
        choices = Issue.Topic.choices
        super().__init__(
            label=_("What do you want to read about?"),
            choices=choices,
            error_messages=messages,
            **how,
        )


class MemberField(forms.ModelChoiceField):
    """One of the members, or none."""

    def __init__(self, **how):
        super().__init__(Member.objects.active().order_by("name"), required=False, **how)


class SubscribeForm(WebsiteForm):
    """An address that wants the newsletter, whose it is and where they work."""

    field_order = ("email", "name", "member", "topics")

    email = AddressField(
        label=_("Your e-mail"),
        help_text=_("A letter with a link comes there. You subscribe once you have opened it."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    member = MemberField(
        label=_("Your municipality or region"),
        empty_label=_("None of the members"),
    )
    topics = TopicsField(initial=Issue.Topic.values)

    def __init__(self, data=None, *, member: Member | None = None):
        super().__init__(data, initial={"member": member})

    def clean_member(self):
        """The organisation that was chosen; where only the address is asked for, the link's."""
        is_asked = "member" in self.data
        return self.cleaned_data["member"] if is_asked else self.initial["member"]


class InviteForm(forms.Form):
    """An address that the secretariat has been told of; its owner is asked."""

    email = AddressField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    member = MemberField(
        label=_("Municipality or region"),
        empty_label=_("None of the members"),
    )


class SubscriberFilterForm(forms.Form):
    """Which subscribers the secretariat wants to see; what is no choice chooses nothing."""

    sok = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput({"class": "sk-input", "placeholder": _("Address or name")}),
    )
    lage = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), *Subscriber.State.choices],
        required=False,
        widget=forms.Select({"class": "sk-input"}),
    )
    medlem = MemberField(
        label=_("Organisation"),
        empty_label=_("All"),
        widget=forms.Select({"class": "sk-input"}),
    )

    def found(self):
        """The subscribers that are asked for."""
        self.full_clean()
        given = self.cleaned_data
        found = Subscriber.objects.with_names().saying(given.get("sok", ""))
        return found.in_state(given.get("lage", "")).under(given.get("medlem"))


class ChoicesForm(forms.Form):
    """What of the newsletter somebody wants, how often, and in which language we write to them."""

    topics = TopicsField()
    frequency = forms.ChoiceField(
        label=_("How often?"), choices=Subscriber.Frequency.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Language of our letters about the subscription"),
        choices=[("sv", "Svenska"), ("en", "English")],
        help_text=_("The newsletter itself is in Swedish."),
    )


class OwnAddressForm(forms.Form):
    """The address that a letter went to, typed by whom it went to."""

    email = AddressField(
        label=_("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class LetterAddressForm(OwnAddressForm):
    """The same, where we know which address it must be."""

    def __init__(self, data=None, *, addresses: set[str]):
        super().__init__(data)
        self.addresses = addresses

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if email not in self.addresses:
            raise ValidationError(
                _(
                    "The letter did not go to this address. If somebody passed it on to you, "
                    "you can subscribe yourself."
                ),
                code="other",
            )
        return email


class NewAddressForm(OwnAddressForm):
    """Where the newsletter shall go instead."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail")
        self.fields["email"].help_text = _("A letter with a link comes there.")
