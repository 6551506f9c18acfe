"""Where passages stand in a text: counted in code points here, in UTF-16 units in a browser.

This is the one place that knows of both ways to count, and how a passage moves when its text is
edited. Texts are normalised before they come here (NFC, a line feed for each line break).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with what follows it, or what stands before the first word.
_TOKENS = re.compile(r"\w+\W*|\W+")
_SENTENCES = re.compile(r"\S[^\n]*?(?:[.!?…]+[\"”’»)]*(?=\s|$)|(?=\n|$))")
_LAST_IN_PLANE_0 = "\uffff"


@dataclass(frozen=True, order=True)
class Span:
    """From the first sign of a passage to the one after its last."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


def code_points(text: str, units: int) -> int:
    """How many signs of the text so many UTF-16 units are; half a sign counts as a whole one."""
    passed = 0
    for place, sign in enumerate(text):
        if passed >= units:
            return place
        passed += 2 if sign > _LAST_IN_PLANE_0 else 1
    return len(text)


def utf16_units(text: str, points: int) -> int:
    """How many UTF-16 units the first signs of the text are."""
    return points + sum(sign > _LAST_IN_PLANE_0 for sign in text[:points])


def trimmed(text: str, span: Span) -> Span | None:
    """The passage without space around it, None when nothing is left or it is not in the text."""
    if not 0 <= span.start < span.end <= len(text) or not span.of(text).strip():
        return None
    passage = span.of(text)
    start = span.start + len(passage) - len(passage.lstrip())
    return Span(start, start + len(passage.strip()))


def find_all(text: str, quote: str) -> list[Span]:
    """Every place where the words stand, however the spaces between them are typed."""
    words = quote.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    return [Span(*found.span()) for found in pattern.finditer(text)]


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order; a line break ends one too."""
    return [Span(found.start(), found.end()) for found in _SENTENCES.finditer(text)]


def carry(old: str, new: str, spans: Iterable[Span]) -> list[Span | None]:
    """Where passages of the old text stand in the new one, None for those that cannot be told.

    A passage is followed through the edits around it. One that was edited itself is followed when
    its first and last words are left and at least half of what stands between them.
    """
    moves = _Moves(old, new)
    return [moves.follow(span) for span in spans]


class _Moves:
    """What an edit left of a text, and where."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.blocks = [block for block in _matching(old, new) if block[2]]

    def follow(self, span: Span) -> Span | None:
        kept = [
            (max(at, span.start), min(at + size, span.end), to - at)
            for at, to, size in self.blocks
            if at < span.end and span.start < at + size
        ]
        if kept:
            found = Span(kept[0][0] + kept[0][2], kept[-1][1] + kept[-1][2])
            if found.of(self.new) == span.of(self.old):
                return found
        elsewhere = find_all(self.new, span.of(self.old))
        if len(elsewhere) == 1:
            return elsewhere[0]
        has_ends = kept and kept[0][0] == span.start and kept[-1][1] == span.end
        length = sum(end - start for start, end, _shift in kept)
        if has_ends and 2 * length >= max(span.end - span.start, found.end - found.start):
            return trimmed(self.new, found)
        return None


def _matching(old: str, new: str) -> list[tuple[int, int, int]]:
    """[(place in the old text, place in the new one, length)] of what is left, in order."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    was, became = _tokens(old[head : len(old) - tail]), _tokens(new[head : len(new) - tail])
    was_at, became_at = _places(was, head), _places(became, head)
    blocks = [(0, 0, head)]
    for place, other, count in SequenceMatcher(
        None, was, became, autojunk=False
    ).get_matching_blocks():
        blocks.append((was_at[place], became_at[other], was_at[place + count] - was_at[place]))
    return [*blocks, (len(old) - tail, len(new) - tail, tail)]


def _common(one: str, other: str) -> int:
    """How many signs the two begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((place for place, (left, right) in pairs if left != right), shorter)


def _tokens(text: str) -> list[str]:
    return _TOKENS.findall(text)


def _places(tokens: list[str], at: int) -> list[int]:
    """Where each token begins, and where the last one ends."""
    places = [at]
    for token in tokens:
        places.append(places[-1] + len(token))
    return places
