"""Where a passage of a foreign text stands in ours: each program counts signs in its own way."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from unicodedata import combining, normalize

from sekom.excel import UNWRITABLE
from surveys.interviews.passages import Span

_OTHER_LINE_ENDS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))
_SECOND_HALF = re.compile("(?<=\r)\n")
_LINE_TAIL = re.compile(r"[^\S\n]+(?=\n|\Z)")
_MANY_EMPTY = re.compile(r"(?<=\n\n)\n+")
_AROUND = re.compile(r"\A\s+|\s+\Z")
_LAST_IN_PLANE_0 = "\uffff"

type Places = Callable[[int], int]


class Kept:
    """A foreign text in the form that texts are kept in, and where each of its places went."""

    def __init__(self, raw: str) -> None:
        self._plain, self._was = raw, list(range(len(raw)))
        self._drop(_SECOND_HALF)
        self._plain = self._plain.translate(_OTHER_LINE_ENDS)
        for gone in (UNWRITABLE, _LINE_TAIL, _MANY_EMPTY, _AROUND):
            self._drop(gone)
        # Letters are never composed across the end of a line.
        lines = self._plain.splitlines(keepends=True)
        composed = [normalize("NFC", line) for line in lines]
        self.text = "".join(composed)
        self._begins = [0, *accumulate(len(line) for line in lines)]
        self._now = [0, *accumulate(len(line) for line in composed)]

    def place(self, at: int) -> int:
        """Where a place of the foreign text is now; one in what was dropped is right after it."""
        plain = bisect_left(self._was, at)
        line = bisect_right(self._begins, plain) - 1
        head = self._plain[self._begins[line] : plain]
        return self._now[line] + len(normalize("NFC", head))

    def _drop(self, pattern: re.Pattern[str]) -> None:
        signs, was, at = [], [], 0
        for gone in pattern.finditer(self._plain):
            signs.append(self._plain[at : gone.start()])
            was += self._was[at : gone.start()]
            at = gone.end()
        if at:
            self._plain = "".join([*signs, self._plain[at:]])
            self._was = was + self._was[at:]


def by_units(text: str) -> Places:
    """How many signs of the text so many UTF-16 units are; half a sign counts as a whole one."""
    passed = [0, *accumulate(2 if sign > _LAST_IN_PLANE_0 else 1 for sign in text)]
    return lambda units: bisect_left(passed, units)


def best_count(raw: str, given: Iterable[Span]) -> list[Span]:
    """The passages in signs, counted as given or in UTF-16 units: as more ends fall on words.

    A passage that is not in the text by the count that was chosen ends past its last sign.
    """
    as_given = list(given)
    if all(sign <= _LAST_IN_PLANE_0 for sign in set(raw)):
        return as_given
    to_signs = by_units(raw)
    as_units = [Span(to_signs(span.start), to_signs(span.end)) for span in as_given]
    counts = [as_given, as_units]
    return max(counts, key=lambda spans: sum(is_in_words(raw, span) for span in spans))


def is_in_words(text: str, span: Span) -> bool:
    """Whether a passage is in the text and begins and ends where words do."""
    if not 0 <= span.start < span.end <= len(text):
        return False
    is_tight = not (text[span.start].isspace() or text[span.end - 1].isspace())
    return is_tight and not (_is_inside(text, span.start) or _is_inside(text, span.end))


def _is_inside(text: str, at: int) -> bool:
    """Whether a place is inside a word, or between a letter and its marks."""
    if at in (0, len(text)):
        return False
    return bool(combining(text[at])) or (text[at - 1].isalnum() and text[at].isalnum())
