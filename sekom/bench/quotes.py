"""The report of a study with many quotes, against WeasyPrint alone on the same finished HTML."""

import time
from importlib import import_module

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from members.models import Member, Person, today
from sekom.bench.measuring import Row, Size, by_turns, say_ms
from surveys.interviews import report_printing, reporting
from surveys.interviews.models import (
    Interview,
    Link,
    Report,
    ReportQuote,
    ReportText,
    Statement,
    Study,
    StudyDepartment,
    Theme,
)

FLOOR = "WeasyPrint on the same finished HTML of quotes (CPU)"
THEMES = 10


def measure_quotes(size: Size) -> Row:
    """Reading, counting, writing and printing the report, to the printing alone."""
    report = _report(size.quotes)
    html = _finished_html(report)
    weasyprint = import_module("weasyprint")
    static = f"{(settings.BASE_DIR / 'static').as_uri()}/"
    seconds, floor = by_turns(
        lambda: report_printing.build(report, is_draft=True),
        lambda: weasyprint.HTML(string=html, base_url=static).write_pdf(pdf_variant="pdf/ua-1"),
        rounds=size.report_rounds,
        clock=time.process_time,
    )
    return Row(
        f"Report of interviews with {report.quotes.count()} quotes",
        FLOOR,
        seconds / floor,
        (f"{say_ms(seconds)} against {say_ms(floor)}",),
    )


def _finished_html(report: Report) -> str:
    with override(report_printing.LANGUAGE):
        return render_to_string(
            report_printing.TEMPLATE,
            report_printing.context_of(report, is_draft=True)
            | {"language": report_printing.LANGUAGE},
        )


def _report(quotes: int) -> Report:
    """A report that quotes so many statements, under themes with a text each."""
    holder = Person.objects.filter(holdings__seat__kind="officer").order_by("pk").first()
    member = Member.objects.represented_by(holder).get()
    study = Study.objects.create(member=member, title="Många citat", purpose="Mäta.")
    interview = Interview.objects.create(
        study=study,
        department=StudyDepartment.objects.create(study=study, name="Miljöförvaltningen"),
        held_on=today(),
        state=Interview.State.APPROVED,
        approved_at=timezone.now(),
    )
    report = reporting.begin(study, by=holder)
    for number in range(THEMES):
        theme = Theme.objects.create(study=study, title=f"Tema {number}", position=number)
        ReportText.objects.create(
            report=report, kind=ReportText.Kind.THEME, theme=theme, text="Vi vill vidare. " * 40
        )
        said = Statement.objects.bulk_create(
            Statement(interview=interview, kind="wants", text="Vi vill cykla mer till jobbet.")
            for _number in range(quotes // THEMES)
        )
        Link.objects.bulk_create(Link(statement=one, theme=theme) for one in said)
        ReportQuote.objects.bulk_create(
            ReportQuote(report=report, theme=theme, statement=one, looked_at=timezone.now())
            for one in said
        )
    return report
