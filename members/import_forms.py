"""What may come in about an import: the file, what its columns hold, who a possible double is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.sheets import LONG_COLUMNS, MADE_UP_COLUMNS, MEMBER_COLUMNS, WIDE_COLUMNS
from members.tables import Table
from sekom.excel import LARGEST_FILE, MEGABYTE

LONGEST_SAMPLE = 40
SAMPLES = 3
NOT_READ = "-"


class ImportForm(forms.Form):
    """A register of one's own."""

    sheet = forms.FileField(
        label=_("The register"),
        help_text=_("An Excel workbook (.xlsx) or CSV, of at most 10 MB and 20,000 rows."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def clean_sheet(self):
        sheet = self.cleaned_data["sheet"]
        if sheet.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB. Divide it into several files."),
                params={"most": LARGEST_FILE // MEGABYTE},
            )
        return sheet


class ColumnsForm(forms.Form):
    """What each column of a sheet holds; each field is named for its column's number."""

    def __init__(self, data, *, table: Table, columns: dict[str, str]):
        super().__init__(data)
        for place, heading in table.headings.items():
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading,
                choices=_meanings(),
                initial=columns.get(str(place), NOT_READ),
                help_text=_samples(table, place),
            )

    @property
    def chosen(self) -> dict[int, str]:
        """{column: key} as chosen; "" for what is not read."""
        return {
            int(name.removeprefix("column_")): "" if key == NOT_READ else key
            for name, key in self.cleaned_data.items()
        }


def _samples(table: Table, place: int) -> str:
    texts = dict.fromkeys(cells[place] for _row, cells in table.rows if place in cells)
    return ", ".join(text[:LONGEST_SAMPLE] for text in list(texts)[:SAMPLES])


def _meanings() -> list:
    groups = [
        (_("The member"), MEMBER_COLUMNS),
        (_("A contact in each row"), LONG_COLUMNS),
        (_("Contacts in columns"), WIDE_COLUMNS),
        (_("Made-up members"), MADE_UP_COLUMNS),
    ]
    return [
        (NOT_READ, _("Not read")),
        *((name, [(column.key, column.heading) for column in columns]) for name, columns in groups),
    ]


class ConfirmForm(forms.Form):
    """That what was looked at is to be written, and whether letters go out."""

    digest = forms.CharField(widget=forms.HiddenInput)
    invites = forms.BooleanField(required=False)


def chosen_doubles(data) -> dict[str, int]:
    """{which: a person's id, or 0 for another person} out of the fields "double:…"."""
    return {
        name.removeprefix("double:"): int(value)
        for name, value in data.items()
        if name.startswith("double:") and value.isdecimal() and len(value) < 18
    }
