"""What may come in with a REFI-QDA file: the file itself, and then where it is to go."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.interviews import qda_reading
from surveys.interviews.archives import LARGEST_FILE, too_large
from surveys.interviews.models import Statement, StudyDepartment
from surveys.interviews.qda_reading import Plan


class QdaFileForm(forms.Form):
    """A codebook or a project; the cleaned file is what it holds."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A codebook (.qdc) or a project (.qdpx), at most 20 MB."),
        widget=forms.FileInput({"accept": ".qdc,.qdpx"}),
    )

    def clean_file(self) -> Plan:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise too_large()
        return qda_reading.read(file.read())


class QdaTakeInForm(forms.Form):
    """Where the texts of a project go, and what their passages are."""

    looked_at = forms.CharField(widget=forms.HiddenInput)
    department = forms.ModelChoiceField(
        queryset=StudyDepartment.objects.none(),
        label=_("Department"),
        required=False,
        empty_label=_("As the file says, else “Read in”"),
    )
    kind = forms.ChoiceField(label=_("Passages without a kind are"), choices=Statement.Kind.choices)

    def __init__(self, *args, study, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = study.departments.all()
