"""What may come in about a study: its facts, whom it meets, its guide, its guests and its goals."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sekom.excel import LARGEST_FILE, MEGABYTE
from sekom.text import DayField
from surveys.interviews.aiming import GoalRow
from surveys.interviews.models import (
    GoalTerm,
    GuideQuestion,
    LocalGoal,
    Study,
    StudyDepartment,
    StudyGuest,
)


class StudyForm(forms.ModelForm):
    """What a study is called, why it is made and how."""

    class Meta:
        model = Study
        fields = ("title", "purpose", "method")
        widgets = {
            "purpose": forms.Textarea({"rows": 3}),
            "method": forms.Textarea({"rows": 4}),
        }
        help_texts = {
            "title": _("For example: What the administrations say."),
            "purpose": _("What the interviews are for, in a sentence or two. The groups read it."),
            "method": _("How the meetings are held and what becomes of the notes."),
        }


class DepartmentsForm(forms.Form):
    """Several departments of one kind, a line for each."""

    names = forms.CharField(
        label=_("Departments"),
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
        help_text=_("One on each line."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=StudyDepartment.Kind)

    def clean_names(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        longest = StudyDepartment._meta.get_field("name").max_length or 0
        if any(len(name) > longest for name in names):
            raise ValidationError(
                _("A name is at most %(most)d signs. Write one department on each line."),
                params={"most": longest},
            )
        return list(dict.fromkeys(filter(None, names)))


class DepartmentForm(forms.ModelForm):
    """One department, and when it is to be met."""

    planned_on = DayField(
        label=_("Meeting planned"), required=False, help_text=_("Leave empty until it is known.")
    )

    class Meta:
        model = StudyDepartment
        fields = ("name", "kind", "planned_on")


class QuestionForm(forms.ModelForm):
    """A question of the guide."""

    class Meta:
        model = GuideQuestion
        fields = ("text",)


class GuestForm(forms.ModelForm):
    """Whom to invite to work on a study."""

    class Meta:
        model = StudyGuest
        fields = ("name", "email")


class TermForm(forms.ModelForm):
    """The years that goals are decided for."""

    class Meta:
        model = GoalTerm
        fields = ("first_year", "last_year")


class GoalForm(forms.ModelForm):
    """One of the member's own goals."""

    class Meta:
        model = LocalGoal
        fields = ("code", "title", "text")
        widgets = {"text": forms.Textarea({"rows": 3})}
        help_texts = {"code": _("As your own documents number it. Left empty, it gets the next.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False


class GoalSheetForm(forms.Form):
    """A workbook of goals to look at, or the one just looked at, to take in."""

    sheet = forms.FileField(
        label=_("Excel workbook"),
        required=False,
        help_text=_("Saved as .xlsx, with the heading “Mål”; “Kod” and “Text” if you have them."),
        widget=forms.ClearableFileInput({"accept": ".xlsx"}),
    )
    looked_at = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean_sheet(self):
        sheet = self.cleaned_data["sheet"]
        if sheet and sheet.size > LARGEST_FILE:
            raise ValidationError(
                _("The file is larger than %(most)d MB. Save the goals alone in a new workbook."),
                params={"most": LARGEST_FILE // MEGABYTE},
            )
        return sheet

    def clean_looked_at(self) -> list[GoalRow] | None:
        """The rows that were shown; they come back from the browser and are judged once more."""
        given = self.cleaned_data["looked_at"]
        if not given:
            return None
        try:
            return [GoalRow(*map(str, row)) for row in json.loads(given)]
        except (ValueError, TypeError) as bad:
            raise ValidationError(_("Choose the file once more.")) from bad

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("sheet") and cleaned.get("looked_at") is None:
            raise ValidationError(_("Choose a file."), code="missing")
        return cleaned
