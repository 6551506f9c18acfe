"""What a report says: its texts, the quotes that were chosen, goal marks and the matrix.

One structure that JSON can hold, from which the page, the PDF and the Word file are drawn. An
approved edition keeps it; a draft makes it anew.
"""

from collections.abc import Mapping
from typing import Any

from members.models import today
from surveys.interviews import compiling
from surveys.interviews.compiling import By, Counts, Tally
from surveys.interviews.models import (
    Dimension,
    Link,
    LocalGoal,
    Report,
    ReportQuote,
    ReportText,
    Study,
    Theme,
)
from surveys.interviews.trees import in_tree_order
from toolbox.models import FrameworkItem

type Content = dict[str, Any]


def content_of(report: Report) -> Content:
    """Everything that the report shows as it stands.

    {"title", "member", "purpose", "introduction", "asks", "method": texts; "themes": [theme, …]
    in the order of the tree; "matrix": {"columns", "rows"}; "goals_not_spoken_of": [title, …];
    "departments": [name, …]; figures}
    """
    study = report.study
    texts = {(text.kind, text.theme_id): text.text for text in report.texts.all()}
    matrix = compiling.matrix(study, By.DEPARTMENT)
    whole = matrix.counts.whole
    approved = study.interviews.approved()
    return {
        "title": report.title,
        "member": str(study.member),
        "purpose": study.purpose,
        "goal_term": str(study.goal_term) if study.goal_term else "",
        "introduction": texts.get((ReportText.Kind.INTRODUCTION, None), ""),
        "asks": texts.get((ReportText.Kind.ASKS, None), ""),
        "method": texts.get((ReportText.Kind.METHOD, None), ""),
        "questions": [question.text for question in study.questions.standing()],
        "departments": sorted(
            set(approved.values_list("department__name", flat=True)), key=str.casefold
        ),
        "interview_count": whole.interviews,
        "statement_count": whole.statements,
        "themes": _themes(report, texts, matrix.counts),
        "matrix": _matrix(matrix),
        "goals_not_spoken_of": [str(goal) for goal in compiling.orphans(study).goals],
        "made_on": today().isoformat(),
    }


def _matrix(matrix: compiling.Matrix) -> Content:
    return {
        "columns": [column.title for column in matrix.columns],
        "rows": [
            {
                "title": row.title,
                "depth": row.depth,
                "all": _figures(row.tally),
                "cells": [_figures(cell.tally) | {"shade": cell.shade} for cell in row.cells],
            }
            for row in matrix.rows
        ],
    }


def _figures(tally: Tally) -> dict[str, int]:
    return {
        "statements": tally.statements,
        "interviews": tally.interviews,
        "done": tally.done,
        "ahead": tally.ahead,
        "obstacles": tally.obstacles,
    }


def _themes(report: Report, texts: dict, counts: Counts) -> list[Content]:
    """The themes that somebody wrote about or quoted, with what each is tied to."""
    study = report.study
    marks = _Marks(study)
    quotes: dict[int, list[Content]] = {}
    for quote in report.quotes.with_words().with_names().order_by("theme", "pk"):
        quotes.setdefault(quote.theme_id, []).append(_quoted(quote))
    found = []
    for theme, depth in in_tree_order(study.themes.all()):
        text = texts.get((ReportText.Kind.THEME, theme.pk), "")
        if text or theme.pk in quotes:
            found.append(
                {
                    "title": theme.title,
                    "depth": depth,
                    "text": text,
                    "figures": _figures(counts.rows.get(str(theme.pk), Tally())),
                    "dimensions": marks.dimensions(theme),
                    "goals": marks.goals(theme),
                    "items": marks.items(theme),
                    "quotes": quotes.get(theme.pk, []),
                }
            )
    return found


def _quoted(quote: ReportQuote) -> Content:
    interview = quote.statement.interview
    return {
        "words": quote.shown,
        "kind": quote.statement.kind,
        "kind_label": str(quote.statement.get_kind_display()),
        "department": interview.department.name,
        "month": interview.held_on.strftime("%Y-%m"),
    }


class _Marks:
    """What each theme is tied to: by its statements, by what stands beneath it, and by itself."""

    def __init__(self, study: Study):
        self.by_dimension = compiling.count(study, By.DIMENSION).cells
        self.by_goal = compiling.count(study, By.GOAL).cells
        self.by_item = compiling.count(study, By.SDG).cells
        self.own: dict[int, list[Link]] = {}
        for link in Link.objects.filter(of_theme__study=study):
            self.own.setdefault(link.of_theme_id or 0, []).append(link)
        goals = {int(key) for _theme, key in self.by_goal if key}
        items = {int(key) for _theme, key in self.by_item if key}
        for link in (link for links in self.own.values() for link in links):
            if link.goal_id is not None:
                goals.add(link.goal_id)
            if link.item_id is not None:
                items.add(link.item_id)
        self.all_goals = LocalGoal.objects.in_bulk(goals)
        self.all_items = FrameworkItem.objects.select_related("framework").in_bulk(items)

    def dimensions(self, theme: Theme) -> list[str]:
        used = {key for row, key in self.by_dimension if row == str(theme.pk)}
        return [str(label) for value, label in Dimension.choices if value in used]

    def goals(self, theme: Theme) -> list[Content]:
        keys = self._keys(theme, self.by_goal, "goal_id")
        found = sorted((self.all_goals[key] for key in keys), key=lambda goal: goal.position)
        return [{"code": goal.code, "title": goal.title} for goal in found]

    def items(self, theme: Theme) -> list[Content]:
        keys = self._keys(theme, self.by_item, "item_id")
        found = sorted(
            (self.all_items[key] for key in keys),
            key=lambda item: (item.framework_id, item.position),
        )
        return [
            {"number": item.number, "title": item.title, "colour": item.colour} for item in found
        ]

    def _keys(self, theme: Theme, counted: Mapping, column: str) -> set[int]:
        keys = {int(key) for row, key in counted if row == str(theme.pk) and key}
        return keys | {
            key for link in self.own.get(theme.pk, []) if (key := getattr(link, column)) is not None
        }
