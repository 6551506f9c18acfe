"""What may come in about frameworks: their facts, and a sheet of what they hold."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from toolbox.importing import LARGEST_FILE
from toolbox.models import Framework


class FrameworkForm(forms.ModelForm):
    """A framework or one edition of it."""

    class Meta:
        model = Framework
        fields = (
            "name",
            "short_name",
            "slug",
            "kind",
            "edition",
            "publisher",
            "link",
            "replaces",
            "is_active",
        )
        help_texts = {
            "short_name": _("What stands over its chips, for example Agenda 2030."),
            "slug": _("Letters a–z, digits and hyphens, with the edition: iso-undp-53001-2026."),
            "replaces": _("The edition before; its codes stay, and lead to the new ones."),
            "is_active": _("Tools can go with it, and it stands in the cross-walk."),
        }


class SheetForm(forms.Form):
    """A CSV file to look at, or the one just looked at, to take in."""

    sheet = forms.FileField(
        label=_("CSV file"),
        required=False,
        help_text=_("Saved as “CSV UTF-8”, with the columns kod and rubrik."),
    )
    looked_at = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        sheet = cleaned.get("sheet")
        if not sheet and not cleaned.get("looked_at"):
            raise ValidationError(_("Choose a file."), code="missing")
        if sheet and sheet.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 2 MB."), code="too_large")
        content = sheet.read() if sheet else cleaned["looked_at"].encode()
        return cleaned | {"content": content}
