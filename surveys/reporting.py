"""The report of a round: what is in it, how it is built and kept."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from members.models import Member
from sekom import charts, map, pdf
from sekom.outbox import posting
from sekom.progress import Progress, silently
from sekom.text import say_number, say_percent
from surveys import following, results
from surveys.models import Report, SurveyRound
from surveys.results import Reader, Results

# Counting and drawing, then what sekom.pdf tells of: written, laid out, printed.
STEPS_BEFORE_PDF, STEPS = 2, 5
EDITION = 1  # counts up when the report itself changes, so that older ones are built anew
MOST_KEY_FIGURES = 3


def basis_of(round: SurveyRound) -> str:
    """A digest of all that the report shows: another one means that a new report is due."""
    answered = round.responses.counted().aggregate(
        responses=Count("pk"),
        submitted=Max("submitted_at"),
        accepted=Max("accepted_at"),
        answered=Max("last_answer_at"),
        edits=Sum("edit_count"),
    )
    states = following.tally(round).counts
    told = [
        EDITION,
        round.title,
        round.smallest_group,
        round.takes_answers,
        sorted(states.items()),
        *(str(value) for value in answered.values()),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def build_report(report_id: int, *, tell: Progress = silently) -> Report:
    """Build a report that was asked for, keep it, and mail a link to who asked.

    One that is built or has failed stays as it is. Where PDF cannot be made the report fails with
    a sentence that says what to install.
    """
    report = Report.objects.select_related("round__version", "created_by").get(pk=report_id)
    if report.state != Report.State.BUILDING:
        return report

    def note(done: int, of: int) -> None:
        Report.objects.filter(pk=report.pk).update(step=done, steps=of)
        tell(done, of)

    with ExitStack() as afterwards:
        afterwards.callback(_fail, report, _("Something went wrong. Try again, or ask for help."))
        basis = basis_of(report.round)
        try:
            made = _print(report.round, note)
        except pdf.PdfUnavailable:
            afterwards.pop_all()
            _fail(
                report, _("PDF cannot be made here yet. Install: %(line)s") % {"line": pdf.APT_LINE}
            )
        else:
            afterwards.pop_all()
            _keep(report, made, basis)
    report.refresh_from_db()
    return report


def _print(round: SurveyRound, note: Progress) -> bytes:
    language = _language(round)
    with override(language):
        note(0, STEPS)
        made = results.results(round, reader=Reader())
        note(1, STEPS)
        context = context_of(made)
        note(STEPS_BEFORE_PDF, STEPS)
        return pdf.build(
            "surveys/pdf/report.html",
            context,
            title=round.title,
            language=language,
            tell=lambda done, of: note(STEPS_BEFORE_PDF + done, STEPS),
        )


def _language(round: SurveyRound) -> str:
    """The survey's own language, where we have words in it."""
    language = round.version.default_language
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _fail(report: Report, problem: str) -> None:
    still_building = Report.objects.filter(pk=report.pk, state=Report.State.BUILDING)
    still_building.update(state=Report.State.FAILED, problem=problem)


@transaction.atomic
def _keep(report: Report, made: bytes, basis: str) -> None:
    """Keep the file, unless another worker did so first."""
    held = Report.objects.select_for_update(of=("self",)).select_related("round")
    report = held.get(pk=report.pk)
    if report.state != Report.State.BUILDING:
        return
    report.file.save(f"{report.round.slug}.pdf", ContentFile(made), save=False)
    report.state, report.step, report.steps = Report.State.READY, STEPS, STEPS
    report.basis, report.built_at, report.problem = basis, timezone.now(), ""
    report.save(update_fields=["file", "state", "step", "steps", "basis", "built_at", "problem"])
    if report.created_by:
        posting.post(
            "surveys/report_ready",
            to=report.created_by,
            about=report.round,
            values={
                "round": report.round.title,
                "path": reverse("surveys:report", args=[report.round.slug]),
            },
        )


# --- What is in it ----------------------------------------------------------------------------


def context_of(made: Results) -> dict:
    """What the report's template shows, all of it as members may see it."""
    round = made.round
    answered = _answered(round)
    tally = made.tally
    return {
        "round": round,
        "report": round.title,
        "made_on": timezone.localdate(),
        "results": made,
        "land": map.land(),
        "dots": [dot for member in answered if (dot := map.dot(member.code))],
        "summary": ngettext(
            "%(counted)s of %(total)s member has answered.",
            "%(counted)s of %(total)s members have answered.",
            tally.total,
        )
        % {"counted": say_number(tally.counted), "total": say_number(tally.total)},
        "key_figures": key_figures(made),
        "rate": charts.Figure(_rate(tally)),
        "counties": results.rates_by_county(round),
        "answered": answered,
    }


def _answered(round: SurveyRound) -> list[Member]:
    """The members whose responses the round took, in alphabetical order."""
    counted = round.responses.counted()
    return list(Member.objects.filter(pk__in=counted.values("member")).order_by("sort_key"))


def _rate(tally: following.Tally) -> charts.ShareBar:
    said = {"percent": say_percent(tally.percent)}
    return charts.ShareBar(
        title=_("Who has answered"),
        base=_("Number of members."),
        finding=_("The response rate is %(percent)s.") % said,
        parts=[
            charts.SharePart(word, count, is_rest=colour == "c0")
            for count, colour, word in tally.segments
        ],
    )


@dataclass(frozen=True)
class Lead:
    """The answer that most gave to a question."""

    percent: float
    answer: str
    question: str


def key_figures(made: Results) -> list[tuple[str, str]]:
    """Up to three numbers with their words: the response rate, and where most agree."""
    tally = made.tally
    rate = _("of the members have answered (%(counted)s of %(total)s)") % {
        "counted": say_number(tally.counted),
        "total": say_number(tally.total),
    }
    leads = sorted(_leads(made), key=lambda lead: -lead.percent)[: MOST_KEY_FIGURES - 1]
    return [
        (say_percent(tally.percent), rate),
        *(
            (
                say_percent(lead.percent),
                _("answer “%(answer)s”: %(question)s")
                % {"answer": lead.answer, "question": lead.question},
            )
            for lead in leads
        ),
    ]


def _leads(made: Results) -> Iterable[Lead]:
    """The answer that most chose of each question with bars, where one was ahead."""
    for section in made.sections:
        for result in section.results:
            if result.figure is None or not isinstance(result.figure.chart, charts.BarChart):
                continue
            bars = result.figure.chart.bars
            shown = [bar for bar in bars if bar.value and not bar.is_hidden]
            if shown and len(bars) > 2:
                best = max(shown, key=lambda bar: bar.share_percent or 0)
                yield Lead(float(best.share_percent or 0), best.label, result.title)
