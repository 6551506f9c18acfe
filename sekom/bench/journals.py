"""How far a pair has come on a path, as PDF, against WeasyPrint alone on the same finished HTML."""

import time
from importlib import import_module

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from members.models import Member, Person
from sekom.bench.measuring import Row, Size, by_turns, say_ms
from toolbox import example, example_paths, journals, walking
from toolbox.loading import load_frameworks
from toolbox.models import Journey, Path

FLOOR = "WeasyPrint on the same finished HTML of a journey (CPU)"


def measure_journal(secretary: Person, size: Size) -> Row:
    """Reading, writing and printing a journey's document, to the printing alone."""
    journey = _journey(secretary)
    html = _finished_html(journey)
    weasyprint = import_module("weasyprint")
    static = f"{(settings.BASE_DIR / 'static').as_uri()}/"
    seconds, floor = by_turns(
        lambda: journals.journal_pdf(journey),
        lambda: weasyprint.HTML(string=html, base_url=static).write_pdf(pdf_variant="pdf/ua-1"),
        rounds=size.report_rounds,
        clock=time.process_time,
    )
    return Row(
        f"Journey over {journey.path.steps.count()} steps as PDF",
        FLOOR,
        seconds / floor,
        (f"{say_ms(seconds)} against {say_ms(floor)}",),
    )


def _journey(secretary: Person) -> Journey:
    """A pair that has begun the longest of the example paths."""
    load_frameworks()
    example.load(by=secretary)
    example_paths.load(by=secretary)
    officer = Person.objects.filter(holdings__seat__kind="officer").first()
    member = Member.objects.represented_by(officer).get()
    path = max(Path.objects.published(), key=lambda path: path.steps.count())
    return walking.begin(path, member=member, by=officer)


def _finished_html(journey: Journey) -> str:
    with override(journals.LANGUAGE):
        return render_to_string(
            "toolbox/pdf/journal.html",
            journals.context_of(journey)
            | {"title": str(journey.path), "language": journals.LANGUAGE},
        )
