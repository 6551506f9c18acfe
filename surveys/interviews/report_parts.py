"""The texts of a report as they are written: each in a field of its own, in the report's order."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from surveys.interviews.models import Report, ReportQuote, ReportText, Statement, Theme
from surveys.interviews.trees import in_tree_order

Kind = ReportText.Kind


@dataclass(frozen=True)
class Part:
    """One text, with the quotes that one may choose from where it is about a theme.

    `typed` is what somebody writes that is not kept; `theirs` what stands when they were overtaken.
    """

    kind: Kind
    theme: Theme | None = None
    depth: int = 0
    stands: ReportText | None = None
    quotes: tuple[ReportQuote, ...] = ()
    statements: tuple[Statement, ...] = field(default=())
    typed: str | None = None
    error: str = ""
    theirs: ReportText | None = None
    started_from: int = 0

    @property
    def key(self) -> str:
        """How forms and addresses name the text."""
        return f"tema-{self.theme.pk}" if self.theme else str(self.kind)

    @property
    def label(self) -> str:
        return str(self.theme or self.kind.label)

    @property
    def text(self) -> str:
        """What the field shows."""
        if self.typed is not None:
            return self.typed
        return self.stands.text if self.stands else ""

    @property
    def base(self) -> int:
        """What the next save starts from."""
        if self.theirs:
            return self.started_from
        return self.stands.number if self.stands else 0

    @property
    def chosen(self) -> set[int]:
        """The statements that are quoted."""
        return {quote.statement_id for quote in self.quotes}

    def overtaken(self, typed: str, theirs: ReportText, started_from: int) -> "Part":
        """The text with what was typed beside what another saved meanwhile."""
        return replace(self, typed=typed, theirs=theirs, started_from=started_from)

    def refused(self, typed: str, error: str) -> "Part":
        """The text with what was typed, and why it is not kept."""
        return replace(self, typed=typed, error=error)


def parts_of(report: Report) -> list[Part]:
    """Every text of the report, those of the themes in the order of the tree. Five queries."""
    texts = {(text.kind, text.theme_id): text for text in report.texts.select_related("saved_by")}
    found = [Part(Kind.INTRODUCTION, stands=texts.get((Kind.INTRODUCTION, None)))]
    found += _about_themes(report, texts)
    found += [Part(kind, stands=texts.get((kind, None))) for kind in (Kind.ASKS, Kind.METHOD)]
    return found


def _about_themes(report: Report, texts: dict) -> Iterator[Part]:
    quotes: dict[int, list[ReportQuote]] = {}
    for quote in report.quotes.with_names():
        quotes.setdefault(quote.theme_id, []).append(quote)
    sorted_under: dict[int, list[Statement]] = {}
    counted = Statement.objects.counted().filter(interview__study=report.study).exclude(text="")
    for statement in counted.with_links().order_by("interview__department__position", "pk"):
        for link in statement.links.all():
            if link.theme_id:
                sorted_under.setdefault(link.theme_id, []).append(statement)
    for theme, depth in in_tree_order(report.study.themes.all()):
        yield Part(
            Kind.THEME,
            theme,
            depth,
            texts.get((Kind.THEME, theme.pk)),
            tuple(quotes.get(theme.pk, ())),
            tuple(sorted_under.get(theme.pk, ())),
        )
