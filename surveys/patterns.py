"""Regular expressions of survey workbooks, matched in time that grows only with the text.

Workbooks come from outside, and Python's own `re` can be made to run for hours by a short
pattern. Here a pattern becomes a set of states that are followed side by side, so that no
pattern is slow. What cannot be done that way (back references, looking around) is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

MOST_STATES = 1_000
DEEPEST = 20
LONGEST_TEXT = 10_000

Test = Callable[[str], bool]

DIGITS = (("0", "9"),)
LETTERS = (("a", "z"), ("A", "Z"), ("0", "9"), ("_", "_"))
SPACES = ((" ", " "), ("\t", "\r"))
CLASSES = {"d": DIGITS, "w": LETTERS, "s": SPACES}
CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}


class PatternError(ValueError):
    """A pattern we do not take; says why, in a sentence for people."""


@dataclass(frozen=True)
class OneOf:
    """One character out of some ranges, or out of none of them."""

    ranges: tuple[tuple[str, str], ...]
    is_negated: bool = False

    def __call__(self, character: str) -> bool:
        return self.is_negated != any(low <= character <= high for low, high in self.ranges)


@dataclass(frozen=True)
class Sequence:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Either:
    options: tuple["Node", ...]


@dataclass(frozen=True)
class Repeat:
    part: "Node"
    least: int
    most: int | None


Node = OneOf | Sequence | Either | Repeat
ANYTHING = OneOf((("\n", "\n"), ("\r", "\r")), is_negated=True)


class Reader:
    """Reads the text of a pattern into a tree."""

    def __init__(self, source: str) -> None:
        self.source, self.at, self.depth = source, 0, 0

    def read(self) -> Node:
        tree = self.either()
        if self.at < len(self.source):
            raise PatternError(_("The pattern closes a bracket that was never opened."))
        return tree

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def take(self) -> str:
        character = self.peek()
        if not character:
            raise PatternError(_("The pattern ends too early."))
        self.at += 1
        return character

    def either(self) -> Node:
        options = [self.sequence()]
        while self.peek() == "|":
            self.take()
            options.append(self.sequence())
        return options[0] if len(options) == 1 else Either(tuple(options))

    def sequence(self) -> Node:
        parts = []
        while self.peek() not in ("", "|", ")"):
            atom = self.atom()
            if atom is not None:
                parts.append(self.repeated(atom))
        return Sequence(tuple(parts))

    def atom(self) -> Node | None:
        character = self.take()
        match character:
            case "(":
                return self.group()
            case "[":
                return self.character_set()
            case ".":
                return ANYTHING
            case "\\":
                return OneOf(*self.escape())
            case "^" if self.at == 1:
                return None
            case "$" if self.at == len(self.source):
                return None
            case "^" | "$":
                raise PatternError(_("The pattern may have ^ only first and $ only last."))
            case "*" | "+" | "?" | "{":
                raise PatternError(
                    _("In the pattern, %(sign)s has nothing before it to repeat.")
                    % {"sign": character}
                )
        return OneOf(((character, character),))

    def group(self) -> Node:
        if self.peek() == "?":
            if self.source[self.at : self.at + 2] != "?:":
                raise PatternError(_("The pattern uses (?…), which is not taken here."))
            self.at += 2
        self.depth += 1
        if self.depth > DEEPEST:
            raise PatternError(_("The pattern has too many brackets inside each other."))
        inside = self.either()
        if self.peek() != ")":
            raise PatternError(_("The pattern opens a bracket that is never closed."))
        self.take()
        self.depth -= 1
        return inside

    def escape(self) -> tuple[tuple[tuple[str, str], ...], bool]:
        """The ranges an escape stands for, and whether it means all but those."""
        character = self.take()
        if character.lower() in CLASSES:
            return CLASSES[character.lower()], character.isupper()
        if character.isalnum() and character not in CONTROLS:
            raise PatternError(
                _("The pattern uses \\%(sign)s, which is not taken here.") % {"sign": character}
            )
        character = CONTROLS.get(character, character)
        return ((character, character),), False

    def character_set(self) -> Node:
        is_negated = self.peek() == "^"
        if is_negated:
            self.take()
        ranges: list[tuple[str, str]] = []
        while self.peek() != "]" or not ranges:
            low = self.set_member()
            if (
                len(low) == 1
                and self.peek() == "-"
                and self.source[self.at + 1 : self.at + 2] != "]"
            ):
                self.take()
                high = self.set_member()
                low = ((low[0][0], high[0][1]),)
                if len(high) > 1 or low[0][0] > low[0][1]:
                    raise PatternError(_("The pattern has a range that runs backwards."))
            ranges.extend(low)
        self.take()
        return OneOf(tuple(ranges), is_negated)

    def set_member(self) -> tuple[tuple[str, str], ...]:
        character = self.take()
        if character != "\\":
            return ((character, character),)
        ranges, is_negated = self.escape()
        if is_negated:
            raise PatternError(_("The pattern has \\D, \\S or \\W inside [ ]; use [^ ] instead."))
        return ranges

    def repeated(self, atom: Node) -> Node:
        match self.peek():
            case "*":
                least, most = 0, None
            case "+":
                least, most = 1, None
            case "?":
                least, most = 0, 1
            case "{":
                least, most = self.counts()
            case _other:
                return atom
        self.take()
        if self.peek() == "?":
            self.take()  # lazy: it finds the same whole texts
        if self.peek() and self.peek() in "*+?{":
            raise PatternError(_("The pattern repeats a repetition; use brackets."))
        return Repeat(atom, least, most)

    def counts(self) -> tuple[int, int | None]:
        """The numbers of {2}, {2,} or {2,5}; leaves the closing bracket to be taken."""
        end = self.source.find("}", self.at)
        first, comma, last = self.source[self.at + 1 : max(end, self.at + 1)].partition(",")
        numbers = [first, last] if comma and last else [first]
        if end < 0 or not all(n.isascii() and n.isdigit() and len(n) < 5 for n in numbers):
            raise PatternError(_("Write a number of repetitions as {2}, {2,} or {2,5}."))
        self.at = end
        least = int(first)
        most = int(last) if last else None if comma else least
        if most is not None and most < least:
            raise PatternError(_("The pattern has a range that runs backwards."))
        return least, most


class Pattern:
    """A pattern ready to match whole texts."""

    def __init__(self, source: str) -> None:
        self.tests: list[Test | None] = [None]
        self.ways: list[list[int]] = [[]]
        self.first = self.build(Reader(source).read(), 0)
        self.steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def state(self, test: Test | None, *ways: int) -> int:
        if len(self.ways) >= MOST_STATES:
            raise PatternError(_("The pattern is too large; use fewer or smaller repetitions."))
        self.tests.append(test)
        self.ways.append(list(ways))
        return len(self.ways) - 1

    def build(self, node: Node, then: int) -> int:
        """The state where `node` starts, when what follows it starts at `then`."""
        match node:
            case OneOf():
                return self.state(node, then)
            case Sequence(parts):
                for part in reversed(parts):
                    then = self.build(part, then)
                return then
            case Either(options):
                return self.state(None, *[self.build(option, then) for option in options])
            case Repeat(part, least, most):
                return self.build_repeat(part, least, most, then)

    def build_repeat(self, part: Node, least: int, most: int | None, then: int) -> int:
        start = then
        if most is None:
            start = self.state(None, then)
            self.ways[start].append(self.build(part, start))
        else:
            for _copy in range(most - least):
                start = self.state(None, then, self.build(part, start))
        for _copy in range(least):
            before = len(self.ways)
            start = self.build(part, start)
            if len(self.ways) == before:
                break  # an empty part stays empty however often it is repeated
        return start

    def settle(self, states: list[int]) -> frozenset[int]:
        """The states reached from `states` without reading a character."""
        seen = set(states)
        while states:
            state = states.pop()
            if self.tests[state] is None:
                fresh = [way for way in self.ways[state] if way not in seen]
                seen.update(fresh)
                states.extend(fresh)
        return frozenset(state for state in seen if self.tests[state] or state == 0)

    def step(self, states: frozenset[int], character: str) -> frozenset[int]:
        reached = [
            self.ways[state][0]
            for state in states
            if (test := self.tests[state]) is not None and test(character)
        ]
        return self.settle(reached)

    def matches(self, text: str) -> bool:
        """Whether the whole text fits; a text over 10,000 characters never does."""
        if len(text) > LONGEST_TEXT:
            return False
        states = self.settle([self.first])
        for character in text:
            key = (states, character)
            if key not in self.steps:
                if len(self.steps) > MOST_STATES:
                    self.steps.clear()
                self.steps[key] = self.step(states, character)
            states = self.steps[key]
            if not states:
                return False
        return 0 in states


@lru_cache(maxsize=256)
def compile_pattern(source: str) -> Pattern:
    """Read a pattern; raises PatternError."""
    return Pattern(source)
