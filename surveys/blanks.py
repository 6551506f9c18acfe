"""Blank forms: a version's questions on paper, to prepare at a meeting."""

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from sekom import pdf
from surveys import reading
from surveys.models import Version


def path_of(version: Version) -> str:
    """Where the blank form of a version is kept."""
    return f"blanks/{version.survey.form_id}-{version.number}.pdf"


def is_made(version: Version) -> bool:
    """Whether the form is there to be fetched."""
    return default_storage.exists(path_of(version))


def open_blank(version: Version) -> File:
    """The form's file; raises FileNotFoundError before it is made."""
    return default_storage.open(path_of(version))


def make(version_id: int) -> None:
    """Make the blank form of a published version; one that is there stays as it is.

    Raises PdfUnavailable when the machine cannot make PDF; trying again is safe.
    """
    version = Version.objects.published().select_related("survey").get(pk=version_id)
    if is_made(version):
        return
    made = pdf.build(
        "surveys/pdf/blank.html",
        {"version": version, "sections": reading.sections(version.questionnaire())},
        title=version.title,
        language=version.default_language,
    )
    default_storage.save(path_of(version), ContentFile(made))
