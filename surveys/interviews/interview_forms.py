"""What may come in about an interview: with whom and when, its text, and the group's approval."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.models import today
from sekom.text import DayField
from surveys.interviews import documents
from surveys.interviews.archives import LARGEST_FILE, too_large
from surveys.interviews.models import Interview, StudyDepartment
from surveys.interviews.wording import LONGEST


class InterviewForm(forms.ModelForm):
    """With whom an interview is held, and when."""

    held_on = DayField(label=_("Day"))

    class Meta:
        model = Interview
        fields = ("department", "held_on", "roles")
        help_texts = {
            "roles": _("For example: the head of administration, three heads of unit. No names."),
        }

    def __init__(self, *args, study, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = StudyDepartment.objects.filter(study=study)
        self.fields["department"].empty_label = _("Choose")
        if not self.instance.pk:
            self.initial.setdefault("held_on", today())


class NotesForm(forms.Form):
    """Notes as a whole: pasted, or in a file; divided by the questions of the guide."""

    text = forms.CharField(
        label=_("Paste the notes"),
        required=False,
        widget=forms.Textarea({"rows": 10}),
        max_length=4 * LONGEST,
        help_text=_("Write the question, or its number, on a line of its own before each answer."),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=_("Word (.docx), OpenDocument (.odt) or plain text (.txt), at most 20 MB."),
        widget=forms.ClearableFileInput({"accept": ",".join(documents.ENDINGS)}),
    )

    def clean_file(self) -> str:
        """The text of the file, "" without one."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > LARGEST_FILE:
            raise too_large()
        return documents.read(file)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        notes = cleaned.get("file") or cleaned.get("text")
        if not self.errors and not notes:
            raise ValidationError(_("Paste the notes, or choose a file."), code="missing")
        return cleaned | {"notes": notes}


class SendForm(forms.Form):
    """Where to mail the link by which the group approves."""

    name = forms.CharField(
        label=_("Role of the one who gets the letter"),
        max_length=120,
        required=False,
        help_text=_("For example: Head of administration."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Leave empty to hand out the link yourself."),
    )

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("email") and not cleaned.get("name"):
            self.add_error("name", _("Write the role, so that the letter can greet somebody."))
        return cleaned


class ApproveForm(forms.Form):
    """That the group stands behind its notes, said by one of them by role."""

    role = forms.CharField(
        label=_("Your role"),
        max_length=120,
        help_text=_("For example: Head of administration, for the management group. No name."),
    )
    agrees = forms.BooleanField(
        label=_("We have read the notes, and they may be used as they stand here.")
    )
