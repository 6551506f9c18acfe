"""What the secretariat and participants may send in around the day of an event."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events import attendance_reports, questions
from events.models import Evaluation, Event
from events.reminding import reminders_of
from surveys.questionnaires import Questionnaire

LONGEST_LETTER = 4000
# Minutes before the start, and how people say them.
CHOICES = [
    (14 * 24 * 60, _("two weeks before")),
    (7 * 24 * 60, _("a week before")),
    (3 * 24 * 60, _("three days before")),
    (24 * 60, _("a day before")),
    (3 * 60, _("three hours before")),
    (60, _("an hour before")),
    (15, _("a quarter of an hour before")),
]


class ReminderForm(forms.Form):
    """When the participants of an event are reminded."""

    minutes_before = forms.TypedMultipleChoiceField(
        label=_("Remind those who have a place"),
        choices=CHOICES,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data, *, event: Event):
        initial = {"minutes_before": reminders_of(event).minutes_before}
        super().__init__(data, initial=initial)


class ReportForm(forms.Form):
    """A report of attendance from Teams."""

    report = forms.FileField(
        label=_("Attendance report"),
        help_text=_("The file that Teams calls attendance report (CSV)."),
        widget=forms.ClearableFileInput({"accept": ".csv,.tsv,.txt"}),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("The file is empty. Download the report again."),
        },
    )

    def clean_report(self):
        report = self.cleaned_data["report"]
        if report.size > attendance_reports.LARGEST:
            raise ValidationError(_("The file is larger than 2 MB. An attendance report never is."))
        return report


class CodeForm(forms.Form):
    """The code of somebody at the door, scanned or typed."""

    code = forms.CharField(
        label=_("Code"),
        max_length=400,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code first.")},
    )


class LetterForm(forms.Form):
    """Words of one's own in a letter after the event."""

    text = forms.CharField(
        label=_("Words of your own"),
        help_text=_("They come first. The rest of the letter is there already."),
        max_length=LONGEST_LETTER,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class OpenEvaluationForm(forms.Form):
    """How an evaluation is asked."""

    is_anonymous = forms.TypedChoiceField(
        label=_("Answers"),
        choices=[("yes", _("anonymous")), ("no", _("with names, which the secretariat sees"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )


class EvaluationForm(forms.Form):
    """The questions of an evaluation, for one who took part."""

    def __init__(self, data, *, evaluation: Evaluation):
        super().__init__(data)
        self.questionnaire: Questionnaire = evaluation.questionnaire()
        self.fields.update(questions.fields_of(self.questionnaire))
        self.answers: dict = {}

    def clean(self):
        self.answers = questions.answers_in(self, self.questionnaire)
        return super().clean()


class CertificateForm(forms.Form):
    """A certificate's code, as it was read from paper."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("It stands at the foot of the certificate, like ABCD-EFGH-JKLM."),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the code first.")},
    )
