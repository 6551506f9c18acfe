"""The compilation of interviews: its matrices, against the same GROUP BYs in plain SQL."""

import random

from django.db import connection
from django.utils import timezone

from members.models import Member, today
from sekom.bench.measuring import Row, Size, by_turns, say_ms
from surveys.interviews import compiling
from surveys.interviews.compiling import By
from surveys.interviews.models import (
    Dimension,
    GuideQuestion,
    Interview,
    Link,
    Statement,
    Study,
    StudyDepartment,
    Theme,
)
from toolbox.loading import load_frameworks
from toolbox.models import FrameworkItem

FLOOR = "the four GROUP BYs of the matrix in plain SQL"
THEMES, DEPARTMENTS, QUESTIONS = 60, 12, 6

# What a person would write by hand: where each statement stands, and a GROUP BY over it.
CELLS = """
    SELECT DISTINCT statement.id, statement.kind, statement.interview_id,
        unnest(array_remove(ARRAY[theme.id, theme.parent_id], NULL)) AS theme,
        interview.department_id AS place
    FROM interviews_statement statement
    JOIN interviews_interview interview ON interview.id = statement.interview_id
    JOIN interviews_link link ON link.statement_id = statement.id
    JOIN interviews_theme theme ON theme.id = link.theme_id
    WHERE interview.study_id = %s AND interview.state = 'approved' AND NOT statement.is_blind
"""
FIGURES = """
    count(DISTINCT id), count(DISTINCT interview_id),
    count(DISTINCT id) FILTER (WHERE kind = 'done'),
    count(DISTINCT id) FILTER (WHERE kind IN ('wants', 'idea')),
    count(DISTINCT id) FILTER (WHERE kind = 'obstacle')
"""
COUNTS = [
    " ".join(("SELECT", places, FIGURES, "FROM (", CELLS, ") cells", group))
    for places, group in (
        ("theme, place,", "GROUP BY theme, place"),
        ("theme,", "GROUP BY theme"),
        ("place,", "GROUP BY place"),
        ("", ""),
    )
]


def measure_matrices(size: Size) -> list[Row]:
    """The matrix of themes and departments, and how the others compare with it."""
    study = _study(size.statements)
    seconds, floor = by_turns(
        lambda: compiling.count(study, By.DEPARTMENT), lambda: _by_hand(study), rounds=size.rounds
    )
    others = []
    for by in By:
        taken, _floor = by_turns(
            lambda by=by: compiling.matrix(study, by), lambda: None, rounds=size.rounds
        )
        others.append(f"{by.value} {say_ms(taken)}")
    return [
        Row(
            f"Matrix of {size.statements:,} statements × {THEMES} themes",
            FLOOR,
            seconds / floor,
            (
                f"{say_ms(seconds)} against {say_ms(floor)}",
                "as pages read it: " + ", ".join(others),
            ),
        )
    ]


def _by_hand(study: Study) -> None:
    with connection.cursor() as cursor:
        for statement in COUNTS:
            cursor.execute(statement, [study.pk])
            cursor.fetchall()


def _study(statements: int) -> Study:
    """A study with so many statements, tied to a theme or two, a goal's target and a dimension."""
    load_frameworks(compiling.AGENDA_2030)
    targets = list(
        FrameworkItem.objects.filter(framework__slug=compiling.AGENDA_2030, parent__isnull=False)
    )
    dealt = random.Random(7)  # noqa: S311
    member = Member.objects.order_by("pk").first()
    study = Study.objects.create(member=member, title="Många", purpose="Mäta.")
    questions = [
        GuideQuestion.objects.create(study=study, text=f"Fråga {number}?", position=number)
        for number in range(QUESTIONS)
    ]
    interviews = [
        Interview.objects.create(
            study=study,
            department=StudyDepartment.objects.create(study=study, name=f"Förvaltning {number}"),
            held_on=today(),
            state=Interview.State.APPROVED,
            approved_at=timezone.now(),
        )
        for number in range(DEPARTMENTS)
    ]
    themes: list[Theme] = []
    for number in range(THEMES):
        parent = themes[number // 6 * 6] if number % 6 else None
        themes.append(Theme.objects.create(study=study, title=f"Tema {number}", parent=parent))
    rows = Statement.objects.bulk_create(
        Statement(
            interview=dealt.choice(interviews),
            question=dealt.choice(questions),
            kind=dealt.choice(Statement.Kind.values),
            text="Vi vill cykla mer till jobbet.",
        )
        for _number in range(statements)
    )
    links = []
    for row in rows:
        chosen = dealt.sample(themes, dealt.choice((1, 1, 2)))
        links += [Link(statement=row, theme=theme) for theme in chosen]
        links.append(Link(statement=row, item=dealt.choice(targets)))
        links.append(Link(statement=row, dimension=dealt.choice(Dimension.values)))
    Link.objects.bulk_create(links)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE interviews_statement")
        cursor.execute("ANALYZE interviews_link")
    return study
