"""The notes of an interview laid out for coding: which passages are marked, and what they say."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from members.models import Person
from surveys.interviews.models import AnswerText, Coding, Interview, Statement
from surveys.interviews.passages import Span


@dataclass(frozen=True)
class Part:
    """A run of signs that the same statements mark, or none."""

    text: str
    statements: tuple[Statement, ...] = ()

    @property
    def keys(self) -> str:
        """The statements' keys, parted by spaces."""
        return " ".join(str(statement.pk) for statement in self.statements)


@dataclass(frozen=True)
class Block:
    """One answer in its parts, with its statements; without an answer those by themselves."""

    answer: AnswerText | None
    parts: tuple[Part, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Layout:
    """An interview as one person may see it; `number` tells whether it is still as it was."""

    blocks: tuple[Block, ...]
    lost: tuple[Statement, ...]
    coding: Coding
    number: int

    @property
    def count(self) -> int:
        return len(self.lost) + sum(len(block.statements) for block in self.blocks)


def layout(interview: Interview, person: Person) -> Layout:
    """Lay out an interview's notes and statements, in a few queries whatever their number."""
    coding = Coding.objects.filter(interview=interview).first() or Coding(interview=interview)
    seen = Statement.objects.shown_to(person).filter(interview=interview)
    statements = list(seen.with_links().in_text_order())
    lost = tuple(statement for statement in statements if statement.is_lost)
    by_answer: dict[int | None, list[Statement]] = {}
    for statement in statements:
        if not statement.is_lost:
            by_answer.setdefault(statement.answer_id, []).append(statement)
    blocks = [
        Block(answer, tuple(_parts(answer.text, marked)), tuple(marked))
        for answer in interview.texts.newest().select_related("question")
        if answer.text or by_answer.get(answer.pk)
        for marked in [by_answer.pop(answer.pk, [])]
    ]
    alone = [statement for marked in by_answer.values() for statement in marked]
    if alone:
        blocks.append(Block(None, (), tuple(alone)))
    return Layout(tuple(blocks), lost, coding, coding.number)


def _parts(text: str, marked: list[Statement]) -> Iterator[Part]:
    edges = {0, len(text)}
    for statement in marked:
        if span := statement.span:
            edges |= {min(span.start, len(text)), min(span.end, len(text))}
    places = sorted(edges)
    for start, end in pairwise(places):
        here = Span(start, end)
        inside = (row for row in marked if row.span and row.span.overlaps(here))
        yield Part(text[start:end], tuple(inside))
