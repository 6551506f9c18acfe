"""What may come in about meetings: agenda, papers, notes, decisions, approval, corrections."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events import approving
from events.models import AgendaItem, Correction, Decision, Event, NoteComment, Notes
from members.models import Person, today
from sekom.text import DayField
from sekom.uploads import UploadField

COMMENTS_LAST = timedelta(days=14)


class AgendaItemForm(forms.ModelForm):
    """An item of the agenda."""

    class Meta:
        model = AgendaItem
        fields = ("title", "minutes", "presenter", "text")
        widgets = {"text": forms.Textarea({"rows": 4})}
        help_texts = {
            "minutes": _("The agenda counts out when each item begins."),
        }


class PaperForm(forms.Form):
    """A paper of an item: a file, or a link."""

    title = forms.CharField(
        label=_("What it is"), max_length=160, help_text=_("For example: Proposal for a budget.")
    )
    file = UploadField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word, Excel, PowerPoint or an image, at most 20 MB."),
    )
    link = forms.URLField(
        label=_("Or a link"), required=False, max_length=400, assume_scheme="https"
    )

    def clean(self):
        given = super().clean()
        # A field that has said what is wrong need not be filled in as well.
        if not self.errors and bool(given.get("file")) == bool(given.get("link")):
            raise ValidationError(_("Give either a file or a link."))
        return given


class CopyForm(forms.Form):
    """Whose agenda to copy."""

    source = forms.ModelChoiceField(
        label=_("Copy the items of"),
        queryset=Event.objects.none(),
        empty_label=_("Choose a meeting"),
    )

    def __init__(self, *args, event, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Event.objects.with_agenda_readable_by(
            person
        ).with_items_to_copy(event)


class ParticipantsForm(forms.ModelForm):
    """Who took part, in words."""

    class Meta:
        model = Notes
        fields = ("participants",)
        widgets = {"participants": forms.Textarea({"rows": 2})}


class DecisionForm(forms.ModelForm):
    """The words of a decision, and who took part in it."""

    class Meta:
        model = Decision
        fields = ("text", "participants")
        widgets = {
            "text": forms.Textarea({"rows": 4}),
            "participants": forms.Textarea({"rows": 2}),
        }


class SendOutForm(forms.Form):
    """Until when comments are taken, and who is to approve the notes."""

    until = DayField(label=_("Comments until"), initial=lambda: today() + COMMENTS_LAST)
    approvers = forms.ModelMultipleChoiceField(
        label=_("Who approves the notes"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each gets a letter with a link, and can approve without logging in."),
        error_messages={"required": _("Choose who approves the notes.")},
    )

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        roles = approving.who_may_approve(event)
        field = self.fields["approvers"]
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in roles])
        field.choices = [(person.pk, f"{person}, {role}") for person, role in roles.items()]


class CommentForm(forms.ModelForm):
    """What a participant says of an item."""

    class Meta:
        model = NoteComment
        fields = ("text",)
        widgets = {"text": forms.Textarea({"rows": 3})}


class CorrectionForm(forms.ModelForm):
    """What should have been in approved notes, and why."""

    class Meta:
        model = Correction
        fields = ("text", "reason")
        widgets = {"text": forms.Textarea({"rows": 4})}
