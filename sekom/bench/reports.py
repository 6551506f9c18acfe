"""The report of a round, against WeasyPrint alone on the same finished HTML."""

import time
from importlib import import_module

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from members.models import Person
from sekom.bench.measuring import Row, Size, by_turns, say_ms
from surveys import reporting, results
from surveys.models import Report, SurveyRound
from surveys.results import Reader

FLOOR = "WeasyPrint on the same finished HTML (CPU)"
AIM = 1.2


def measure_report(round: SurveyRound, by: Person, size: Size) -> Row:
    """Counting, drawing, writing and keeping the report, to the printing of its pages alone."""
    html = _finished_html(round)
    weasyprint = import_module("weasyprint")
    static = f"{(settings.BASE_DIR / 'static').as_uri()}/"

    def build() -> None:
        report = Report.objects.create(round=round, created_by=by)
        report = reporting.build_report(report.pk)
        if report.state != Report.State.READY:
            raise RuntimeError(report.problem)

    def print_alone() -> bytes:
        return weasyprint.HTML(string=html, base_url=static).write_pdf(pdf_variant="pdf/ua-1")

    seconds, floor = by_turns(
        build, print_alone, rounds=size.report_rounds, clock=time.process_time
    )
    return Row(
        f"Report of {round.responses.count()} responses",
        FLOOR,
        seconds / floor,
        (f"aim: at most {AIM}", f"{say_ms(seconds)} against {say_ms(floor)}"),
    )


def _finished_html(round: SurveyRound) -> str:
    with override(settings.LANGUAGE_CODE):
        context = reporting.context_of(results.results(round, reader=Reader()))
        return render_to_string(
            "surveys/pdf/report.html",
            context | {"title": round.title, "language": settings.LANGUAGE_CODE},
        )
