"""The report as tagged PDF, made by a worker and kept until what it says changes."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from sekom import pdf
from sekom.kept_pdf import Kept, digest_of
from surveys.interviews import findings
from surveys.interviews.findings import Content
from surveys.interviews.models import Report

EDITION = 1  # counts up when the document itself changes, so that older ones are made anew
LANGUAGE = "sv"
TEMPLATE = "interviews/pdf/report.html"


def said_by(report: Report, *, is_draft: bool) -> Content:
    """What the report says: as a draft, or in the edition approved last."""
    edition = None if is_draft else report.edition()
    with override(LANGUAGE):
        return edition.content if edition else findings.content_of(report)


def document_of(report: Report, *, is_draft: bool) -> Kept:
    """The document as the report stands now, whether it has been made or not."""
    kind = "utkast" if is_draft else "rapport"
    said = said_by(report, is_draft=is_draft)
    return Kept(f"interview-reports/{report.pk}/{kind}", digest_of(EDITION, said))


def make(report_id: int, *, is_draft: bool) -> None:
    """Make the document of a report; one that is there stays, and twice is once."""
    report = Report.objects.with_names().filter(pk=report_id).first()
    if report is not None:
        document_of(report, is_draft=is_draft).make(lambda: build(report, is_draft=is_draft))


def build(report: Report, *, is_draft: bool) -> bytes:
    """The report as a tagged PDF."""
    context = context_of(report, is_draft=is_draft)
    return pdf.build(TEMPLATE, context, title=context["title"], language=LANGUAGE)


def context_of(report: Report, *, is_draft: bool) -> dict[str, Any]:
    """What the document is drawn from."""
    said = said_by(report, is_draft=is_draft)
    edition = None if is_draft else report.edition()
    title = said["title"]
    if is_draft:
        with override(LANGUAGE):
            title = _("%(title)s (draft)") % {"title": title}
    return {
        "said": said,
        "edition": edition,
        "sender": said["member"],
        "report": said["title"],
        "title": title,
    }
