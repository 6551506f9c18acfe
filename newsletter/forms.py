"""What visitors may write to us through the website."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members import reference
from members.models import Member, today
from newsletter.models import Page
from sekom.text import DayField
from sekom.uploads import UploadField


class WebsiteForm(forms.Form):
    """A form open to all, with a field that people do not see and machines fill in."""

    homepage = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_homepage(self):
        if self.cleaned_data["homepage"]:
            raise ValidationError(_("Leave the hidden field empty and send again."))
        return ""


class MessageForm(WebsiteForm):
    """A letter to the secretariat."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail"), help_text=_("The answer comes there."))
    text = forms.CharField(
        label=_("What do you want to say?"),
        help_text=_("Leave out what is nobody else's business, such as personal numbers."),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
    )


class ObstacleForm(MessageForm):
    """What does not work for somebody, and where."""

    field_order = ("about", "text", "name", "email")

    about = forms.CharField(
        label=_("Which page was it?"),
        help_text=_("Its address or its heading."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What did not work?")
        self.fields["text"].help_text = _("Tell us what you wanted to do, and with what aids.")


class ApplicationForm(WebsiteForm):
    """A municipality or region that wants to become a member."""

    field_order = (
        "place",
        "decided_on",
        "diary_number",
        "decision",
        "programme",
        "name",
        "title",
        "email",
    )

    place = forms.CharField(
        label=_("Municipality or region"),
        help_text=_("Begin to write and choose from the list."),
        widget=forms.TextInput({"list": "places", "autocomplete": "off"}),
    )
    decided_on = DayField(
        label=_("Day of the decision"),
        help_text=_("When the council or executive board decided to apply."),
    )
    diary_number = forms.CharField(
        label=_("Diary number"), max_length=40, required=False, help_text=_("Of the decision.")
    )
    decision = UploadField(
        label=_("Copy of the decision"), help_text=_("PDF, Word or image, 20 MB at most.")
    )
    programme = UploadField(
        label=_("Your programme for environment or sustainability"),
        help_text=_("The one that is in force. PDF, Word or image, 20 MB at most."),
    )
    name = forms.CharField(label=_("Your name"), max_length=120)
    title = forms.CharField(label=_("Your title"), max_length=160, required=False)
    email = forms.EmailField(label=_("Your e-mail"), help_text=_("We write to you there."))

    def clean_place(self):
        place = reference.place_named(self.cleaned_data["place"])
        if place is None:
            raise ValidationError(
                _("There is no such municipality or region. Choose a name from the list.")
            )
        known = Member.objects.of_place(place).first()
        if known and known.status == Member.Status.MEMBER:
            raise ValidationError(_("%(name)s is a member already."), params={"name": known.name})
        if known and known.status == Member.Status.APPLIED:
            raise ValidationError(
                _("%(name)s has applied already. The secretariat will be in touch."),
                params={"name": known.name},
            )
        return place

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        if day > today():
            raise ValidationError(_("Apply once the decision has been made."))
        return day


class PageForm(forms.ModelForm):
    """The draft of a page, with the version that it was opened from."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Page
        fields = Page.FIELDS
        help_texts = {
            "lead": _("One or two sentences under the heading."),
            "description": _("What a search engine shows. Without it, the lead is used."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].widget = forms.Textarea({"rows": 2})
        self.fields["position"].required = False

    def clean_position(self):
        return self.cleaned_data["position"] or 0


class NewPageForm(forms.Form):
    """What a new page begins with; its address is made of the heading."""

    title = forms.CharField(label=_("Heading"), max_length=160)


class AddressForm(forms.Form):
    """Where a page is found."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        help_text=_("Small letters a to z, digits and hyphens. Every earlier address still works."),
    )
