"""What the secretariat may send in about surveys and their rounds."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sekom.excel import LARGEST_FILE, MEGABYTE
from sekom.text import DayField, slugify_sv
from surveys.models import Response, SurveyRound, Version, end_of_day

LONGEST_LETTER = 4000
SMALLEST_GROUP = 3

DEFAULT_LETTER = _(
    "How is the work for sustainability organised in your organisation? The network needs to know, "
    "so that we give the right support, and you get to compare yourselves with the others.\n\n"
    "The two of you, politician and officer, answer together in one and the same form. You can "
    "write at the same time or take turns, stop whenever you like, and go on later."
)


class WorkbookForm(forms.Form):
    """A workbook to import; what is in it is judged by its content, not by its name."""

    workbook = forms.FileField(
        label=_("Workbook"),
        help_text=_("An Excel file (.xlsx) with the sheets survey, choices and settings."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Choose the workbook first."),
            "empty": _("The file is empty. Save the workbook again and choose it once more."),
        },
    )

    def clean_workbook(self):
        workbook = self.cleaned_data["workbook"]
        if workbook.size > LARGEST_FILE:
            raise ValidationError(
                _("The file is larger than %(size)d MB. Remove pictures and other sheets."),
                code="too_large",
                params={"size": LARGEST_FILE // MEGABYTE},
            )
        return workbook


class RoundForm(forms.ModelForm):
    """A round before it is opened: which questions, until when, and with which letter."""

    closes_on = DayField(
        label=_("Last day to answer"),
        help_text=_("It closes when that day ends. Three to five weeks is usual."),
    )

    class Meta:
        model = SurveyRound
        fields = ("version", "title", "closes_on", "letter", "smallest_group")
        labels = {
            "version": _("Questions"),
            "title": _("Name of the round"),
            "letter": _("Letter"),
            "smallest_group": _("Smallest group shown in results"),
        }
        help_texts = {
            "version": _("Only published versions can be sent out."),
            "title": _("The members see it, for example “Organisation survey 2026”."),
            "letter": _(
                "What you want to say. The last day, who the other is, that both sign and the link "
                "are added by themselves. An empty line begins a new paragraph."
            ),
        }
        widgets = {"letter": forms.Textarea(attrs={"rows": 9, "maxlength": LONGEST_LETTER})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        version = self.fields["version"]
        version.queryset = Version.objects.published().select_related("survey")
        version.empty_label = None
        letter = self.fields["letter"]
        letter.required, letter.max_length = True, LONGEST_LETTER
        if self.instance.pk:
            self.initial["closes_on"] = timezone.localdate(self.instance.closes_at)
        elif not self.initial.get("letter"):
            self.initial["letter"] = str(DEFAULT_LETTER)

    def clean_closes_on(self):
        closes_on = self.cleaned_data["closes_on"]
        if closes_on and closes_on < timezone.localdate():
            raise ValidationError(_("The last day has already been. Choose a later one."))
        return closes_on

    def clean_smallest_group(self):
        smallest = self.cleaned_data["smallest_group"]
        if smallest is not None and smallest < SMALLEST_GROUP:
            raise ValidationError(_("Groups smaller than three give people away."))
        return smallest

    def save(self, commit=True):
        self.instance.closes_at = end_of_day(self.cleaned_data["closes_on"])
        if not self.instance.slug:
            self.instance.slug = self._free_slug()
        return super().save(commit)

    def _free_slug(self) -> str:
        """The title as an address, with a number behind it when another round has it."""
        wish = slugify_sv(self.instance.title)[:70].strip("-") or "enkat"
        taken = set(
            SurveyRound.objects.filter(slug__startswith=wish).values_list("slug", flat=True)
        )
        number = 2
        slug = wish
        while slug in taken:
            slug, number = f"{wish}-{number}", number + 1
        return slug


class ReminderForm(forms.Form):
    """The words of a reminder."""

    text = forms.CharField(
        label=_("Text"),
        help_text=_("The last day and the link are added by themselves."),
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": LONGEST_LETTER}),
    )


class AcceptForm(forms.Form):
    """Why one signature is enough for a response."""

    reason = forms.CharField(
        label=_("Why one signature is enough"),
        help_text=_("For example a vacant seat or a long illness. It is kept with the response."),
        max_length=Response._meta.get_field("accepted_reason").max_length,
    )
