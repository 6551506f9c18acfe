"""What may come in about joining, leaving and the documents of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Document, today
from sekom.text import DayField
from sekom.uploads import UploadField


class DecideForm(forms.Form):
    """The board's decision on an application."""

    decided_on = DayField(label=_("The board decided"), initial=today)
    joined_on = DayField(label=_("Member from"), initial=today)
    diary_number = forms.CharField(label=_("Diary number"), max_length=40, required=False)


class LeaveForm(forms.Form):
    """A notice, and the last day that comes of it."""

    noticed_on = DayField(label=_("Gave notice"), initial=today)
    last_day = DayField(
        label=_("Last day as a member"),
        help_text=_("The contacts keep their access until then. Nothing is deleted."),
    )
    diary_number = forms.CharField(label=_("Diary number"), max_length=40, required=False)


class DocumentForm(forms.ModelForm):
    """A file, what it is and how long it holds."""

    file = UploadField(
        label=_("File"), help_text=_("PDF, Word, Excel, PowerPoint or an image, at most 20 MB.")
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        required=False,
        help_text=_("Without a title the file’s name is used."),
    )
    dated_on = DayField(label=_("Dated"), required=False)
    valid_until = DayField(
        label=_("Valid until"),
        required=False,
        help_text=_("The last day of a programme. The secretariat is told when it has passed."),
    )

    class Meta:
        model = Document
        fields = ("file", "title", "kind", "dated_on", "valid_until", "diary_number")
