"""The report of a study: written text by text, quoted by choice, approved edition by edition."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from members.models import Holding, Person, Seat
from surveys.interviews import findings, planning, wording
from surveys.interviews.models import (
    Report,
    ReportEdition,
    ReportQuote,
    ReportText,
    Statement,
    Study,
    Theme,
)

LONGEST_TEXT = 20_000


class StaleText(ValidationError):
    """Somebody else has saved the text meanwhile; `theirs` is what stands."""

    def __init__(self, theirs: ReportText):
        super().__init__(_("Somebody else has saved this text since you opened it."), code="stale")
        self.theirs = theirs


@transaction.atomic
def begin(study: Study, *, by: Person) -> Report:
    """The study's report; a new one begins with the study's own method. Twice is once."""
    study = planning.worked_on(study, by)
    report, is_new = Report.objects.get_or_create(
        study=study, defaults={"title": study.title, "created_by": by}
    )
    if is_new and study.method:
        ReportText.objects.create(
            report=report, kind=ReportText.Kind.METHOD, text=study.method, number=1, saved_by=by
        )
    return report


@transaction.atomic
def rename(report: Report, *, title: str, by: Person) -> Report:
    """Give the report another title."""
    report = _worked_on(report, by)
    report.title = " ".join(title.split())
    report.full_clean(exclude=["created_by"])
    report.save(update_fields=["title"])
    return report


@transaction.atomic
def save_text(
    report: Report, kind: str, theme: Theme | None, *, text: str, base: int, by: Person
) -> ReportText:
    """Keep one text of the report as it is written; `base` is the save that one went on from.

    Raises StaleText when somebody saved meanwhile, ValidationError for what is too long.
    """
    report = _worked_on(report, by)
    if (kind == ReportText.Kind.THEME) != (theme is not None):
        raise ValidationError(_("This text is no part of the report."), code="unknown")
    if theme is not None and theme.study_id != report.study_id:
        raise ValidationError(_("This theme is not one of the study’s."), code="unknown")
    text = wording.kept(text)
    if len(text) > LONGEST_TEXT:
        raise ValidationError(_("The text is too long: at most 20,000 characters."), code="long")
    stands = ReportText.objects.filter(report=report, kind=kind, theme=theme).first()
    stands = stands or ReportText(report=report, kind=kind, theme=theme)
    if stands.text == text:
        return stands
    if stands.number != base:
        raise StaleText(stands)
    stands.text, stands.saved_by, stands.saved_at = text, by, timezone.now()
    stands.number += 1
    stands.full_clean(exclude=["saved_by"])
    stands.save()
    return stands


@transaction.atomic
def choose_quotes(report: Report, theme: Theme, statements: list[int], *, by: Person) -> None:
    """Quote these statements under a theme and no others; those that stay keep their words."""
    report = _worked_on(report, by)
    sorted_here = Statement.objects.counted().filter(
        links__theme=theme, links__theme__study=report.study, pk__in=statements
    )
    chosen = set(sorted_here.values_list("pk", flat=True))
    report.quotes.filter(theme=theme).exclude(statement__in=chosen).delete()
    ReportQuote.objects.bulk_create(
        [ReportQuote(report=report, theme=theme, statement_id=pk) for pk in sorted(chosen)],
        ignore_conflicts=True,
    )


@transaction.atomic
def look_at(quote: ReportQuote, *, words: str, by: Person) -> ReportQuote:
    """Let a quote leave with the report, perhaps with other words than were said.

    Raises ValidationError when nothing is left of it.
    """
    _worked_on(quote.report, by)
    words = wording.kept(words).strip()
    if not words:
        raise ValidationError(_("Write the quote, or take it away."), code="empty")
    quote.words = "" if words == quote.statement.text else words
    quote.looked_at, quote.looked_by = timezone.now(), by
    quote.full_clean(exclude=["looked_by"])
    quote.save(update_fields=["words", "looked_at", "looked_by"])
    return quote


@transaction.atomic
def drop_quote(quote: ReportQuote, *, by: Person) -> None:
    """Take a quote out of the report; the statement stays."""
    _worked_on(quote.report, by)
    quote.delete()


def may_approve(report: Report, person: Person) -> bool:
    """Whether this person decides for the municipality: its political contact."""
    return _politician(report, person) is not None


def _politician(report: Report, person: Person) -> Holding | None:
    held = Holding.objects.current().filter(person=person, seat__member=report.study.member)
    return held.filter(seat__kind=Seat.Kind.POLITICIAN).with_names().first()


def lacks(report: Report) -> list[str]:
    """What stands in the way of approving the report, each as a sentence."""
    found = []
    if not report.texts.exclude(text="").filter(kind=ReportText.Kind.THEME).exists():
        found.append(_("Write about at least one theme."))
    waiting = report.quotes.waiting().count()
    if waiting:
        found.append(_("Look once more at every quote: %(count)d are left.") % {"count": waiting})
    return found


@transaction.atomic
def approve(report: Report, *, by: Person) -> ReportEdition:
    """Approve the report as it stands: an edition that nothing changes any more.

    The newest edition is handed back when it says the same. Raises ValidationError when something
    is lacking, or this person does not decide.
    """
    report = _worked_on(report, by)
    holding = _politician(report, by)
    if holding is None:
        raise ValidationError(
            _("The municipality’s political contact approves the report."), code="not_yours"
        )
    if missing := lacks(report):
        raise ValidationError(missing, code="lacking")
    newest = report.edition()
    with override("sv"):
        content = findings.content_of(report)
    if newest and newest.says(content):
        return newest
    role = f"{holding.seat.get_kind_display().capitalize()}, {report.study.member}"
    return ReportEdition.objects.create(
        report=report,
        number=newest.number + 1 if newest else 1,
        content=content,
        approved_by=by,
        approved_as=role,
    )


@transaction.atomic
def show_to(report: Report, audience: str, *, by: Person) -> Report:
    """Decide who may read the approved edition; the draft is never seen outside.

    Raises ValidationError before anything is approved, and for those who do not lead the study.
    """
    report = Report.objects.hold(report)
    if not Study.objects.led_by(by).filter(pk=report.study_id).exists():
        raise ValidationError(_("Only the member’s two contacts can do this."), code="not_yours")
    if audience != Report.Audience.PRIVATE and report.edition() is None:
        raise ValidationError(_("The report must be approved first."), code="draft")
    report.audience = audience
    report.full_clean(exclude=["created_by"])
    report.save(update_fields=["audience"])
    return report


def _worked_on(report: Report, by: Person) -> Report:
    """The report, held until commit, if this person may write in its study."""
    planning.worked_on(report.study, by)
    return Report.objects.hold(report)
