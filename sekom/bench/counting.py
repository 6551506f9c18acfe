"""Results of many responses, against the GROUP BYs alone that a person would write by hand."""

import tracemalloc

from django.db import connection

from sekom.bench.measuring import Row, Size, by_turns, say_ms
from sekom.bench.network import QUESTIONS
from surveys import results
from surveys.models import SurveyRound
from surveys.results import Reader

FLOOR = "the GROUP BYs in plain SQL"

STATEMENTS = (
    """
    SELECT answer.key, cell, count(*)
    FROM surveys_answer answer JOIN surveys_response response ON response.id = answer.response_id
    CROSS JOIN LATERAL jsonb_array_elements_text(
        CASE jsonb_typeof(answer.value) WHEN 'array' THEN answer.value
        ELSE jsonb_build_array(answer.value) END) AS cell
    WHERE response.round_id = %(round)s AND response.submitted_at IS NOT NULL
        AND answer.is_relevant AND answer.key = ANY(%(selects)s)
    GROUP BY 1, 2
    """,
    """
    SELECT answer.key, count(*)
    FROM surveys_answer answer JOIN surveys_response response ON response.id = answer.response_id
    WHERE response.round_id = %(round)s AND response.submitted_at IS NOT NULL
        AND answer.is_relevant
    GROUP BY 1
    """,
    """
    SELECT answer.key, avg((value #>> '{}')::float),
        percentile_cont(ARRAY[0, 0.25, 0.5, 0.75, 1]) WITHIN GROUP (
            ORDER BY (value #>> '{}')::float)
    FROM surveys_answer answer JOIN surveys_response response ON response.id = answer.response_id
    WHERE response.round_id = %(round)s AND response.submitted_at IS NOT NULL
        AND answer.is_relevant AND answer.key = ANY(%(numbers)s)
    GROUP BY 1
    """,
)


def measure_results(few: SurveyRound, many: SurveyRound, size: Size) -> Row:
    """All figures of a round as the secretariat gets them, and the memory that they take."""
    seconds, floor = by_turns(lambda: _results(many), lambda: _group_by(many), rounds=size.rounds)
    peaks = [_peak(few), _peak(many)]
    return Row(
        f"Results of {size.responses:,} responses × {QUESTIONS} questions",
        FLOOR,
        seconds / floor,
        (
            f"{say_ms(seconds)} against {say_ms(floor)}",
            f"peak memory {peaks[1] / 2**20:.1f} MB, {peaks[1] / peaks[0]:.2f} times that of "
            f"{few.responses.count():,} responses",
        ),
    )


def _results(round: SurveyRound) -> results.Results:
    return results.results(round, reader=Reader(sees_all=True))


def _group_by(round: SurveyRound) -> None:
    of_kind: dict[str, list[str]] = {}
    for item in round.questionnaire().questions:
        of_kind.setdefault(item.item.kind, []).append(item.item.key)
    keys = {
        "round": round.pk,
        "selects": of_kind["select_one"] + of_kind["select_multiple"],
        "numbers": of_kind["integer"] + of_kind["decimal"],
    }
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, keys)
            cursor.fetchall()


def _peak(round: SurveyRound) -> int:
    """The most bytes that Python held while the results were worked out."""
    tracemalloc.start()
    try:
        _results(round)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
