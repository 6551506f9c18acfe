"""The example study's report: two themes with quotes, approved and shown to the members."""

import json
from pathlib import Path

from members.models import Holding, Person, Seat
from surveys.interviews import reporting
from surveys.interviews.models import Report, ReportText, Statement, Study, Theme

DATA = Path(__file__).parent / "data"


def told() -> dict:
    """What the report says: introduction, themes with text and quotes, and asks."""
    return json.loads((DATA / "example_report.json").read_text(encoding="utf-8"))


def load(study: Study, titles: dict[str, str], by: Person) -> None:
    """Write the report; it stays a draft where nobody can approve it. `titles` are the themes'."""
    story = told()
    report = reporting.begin(study, by=by)
    kinds = ReportText.Kind
    for kind in (kinds.INTRODUCTION, kinds.ASKS):
        reporting.save_text(report, kind, None, text=story[kind.value], base=0, by=by)
    for part in story["themes"]:
        theme = study.themes.get(title=titles[part["theme"]])
        reporting.save_text(report, kinds.THEME, theme, text=part["text"], base=0, by=by)
        reporting.choose_quotes(report, theme, _quoted(theme, part["quotes"]), by=by)
    for quote in report.quotes.with_names():
        reporting.look_at(quote, words=quote.shown, by=by)
    held = Holding.objects.current().filter(seat__member=study.member)
    politician = held.filter(seat__kind=Seat.Kind.POLITICIAN).select_related("person").first()
    if politician is not None:
        reporting.approve(report, by=politician.person)
        reporting.show_to(report, Report.Audience.MEMBERS, by=by)


def _quoted(theme: Theme, beginnings: list[str]) -> list[int]:
    said = Statement.objects.filter(links__theme=theme)
    return [said.get(text__startswith=beginning).pk for beginning in beginnings]
