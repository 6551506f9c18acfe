"""The expressions of survey workbooks: when a question is asked and which answers are allowed.

The language is XLSForm's, without repeats: `${name}` is the answer to a question, `.` the answer
being checked, and then operators, brackets, texts, numbers and functions (`surveys/functions.py`).
`parse` judges a text once; `Expression.evaluate` never fails, whatever the answers are.

Answers are given in as they are stored (text, number, yes/no, list of chosen values, None), with
one exception: the answer to a date question must be a `datetime.date`, for only the questionnaire
knows that a text is a date.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from surveys.functions import (
    FUNCTIONS,
    FUNCTIONS_WE_LACK,
    Function,
    Scene,
    Value,
    choice_name,
    divide,
    equal,
    remainder,
    to_number,
    truth,
)
from surveys.patterns import PatternError, compile_pattern

__all__ = ["NAME", "Expression", "ExpressionError", "Value", "parse", "truth"]

LONGEST = 2_000
DEEPEST = 50

# A name as XLSForm takes it: a letter (of any alphabet) or _, then also digits, - and full stop.
NAME = r"[^\W\d][\w.-]*"

SINGLE_QUOTES = "'‘’‚‛"
DOUBLE_QUOTES = '"“”„‟'
DASHES = "–−"

TOKEN = re.compile(
    rf"""
      (?P<space>[\s\u200b\ufeff]+)
    | (?P<reference>\$\{{\s*(?P<target>[^{{}}]*?)\s*\}})
    | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<quote>[{SINGLE_QUOTES}{DOUBLE_QUOTES}])
    | (?P<name>{NAME}(?::{NAME})?)
    | (?P<parent>\.\.)
    | (?P<dot>\.)
    | (?P<sign>[()+*,=-]|!=|<=|>=|<|>)
    | (?P<dash>[{DASHES}])
    """,
    re.VERBOSE,
)

POWERS = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
UNARY = 7


class ExpressionError(ValueError):
    """An expression that cannot be read: a sentence for people, and the character it is about."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(
            _("%(message)s (character %(position)d)") % {"message": message, "position": position}
        )
        self.message = message
        self.position = position


def numeric(rule: Callable[[float, float], Value]) -> Callable[[Value, Value], Value]:
    """An operator that sees both sides as numbers."""
    return lambda left, right: rule(to_number(left), to_number(right))


OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "=": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": numeric(operator.lt),
    "<=": numeric(operator.le),
    ">": numeric(operator.gt),
    ">=": numeric(operator.ge),
    "+": numeric(operator.add),
    "-": numeric(operator.sub),
    "*": numeric(operator.mul),
    "div": numeric(divide),
    "mod": numeric(remainder),
}


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float

    def evaluate(self, scene: Scene) -> Value:
        return self.value


@dataclass(frozen=True, slots=True)
class Reference:
    name: str

    def evaluate(self, scene: Scene) -> Value:
        value = scene.values.get(self.name)
        return "" if value is None else value


@dataclass(frozen=True, slots=True)
class Dot:
    def evaluate(self, scene: Scene) -> Value:
        return "" if scene.dot is None else scene.dot


@dataclass(frozen=True, slots=True)
class Minus:
    operand: "Node"
    is_negative: bool

    def evaluate(self, scene: Scene) -> Value:
        number = to_number(self.operand.evaluate(scene))
        return -number if self.is_negative else number


@dataclass(frozen=True, slots=True)
class AnyOf:
    operands: tuple["Node", ...]

    def evaluate(self, scene: Scene) -> Value:
        return any(truth(operand.evaluate(scene)) for operand in self.operands)


@dataclass(frozen=True, slots=True)
class AllOf:
    operands: tuple["Node", ...]

    def evaluate(self, scene: Scene) -> Value:
        return all(truth(operand.evaluate(scene)) for operand in self.operands)


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one strength, from the left: flat, so that a long sum is not a deep tree."""

    first: "Node"
    rest: tuple[tuple[Callable[[Value, Value], Value], "Node"], ...]

    def evaluate(self, scene: Scene) -> Value:
        value = self.first.evaluate(scene)
        for operate, operand in self.rest:
            value = operate(value, operand.evaluate(scene))
        return value


@dataclass(frozen=True, slots=True)
class Call:
    function: Function
    arguments: tuple["Node", ...]

    def evaluate(self, scene: Scene) -> Value:
        values = [argument.evaluate(scene) for argument in self.arguments]
        if self.function.takes_scene:
            return self.function.call(scene, *values)
        return self.function.call(*values)


@dataclass(frozen=True, slots=True)
class ChoiceName:
    """jr:choice-name: the words of a chosen value of the question that is named."""

    value: "Node"
    question: str

    def evaluate(self, scene: Scene) -> Value:
        return choice_name(scene, self.value.evaluate(scene), self.question)


Node = Literal | Reference | Dot | Minus | AnyOf | AllOf | Chain | Call | ChoiceName


class Token(NamedTuple):
    kind: str
    text: str
    position: int


@dataclass(frozen=True)
class Expression:
    """A parsed expression; `source` is how we understood it, with typographic quotes mended."""

    source: str
    tree: Node
    references: frozenset[str]
    uses_dot: bool
    mended: bool

    def evaluate(
        self,
        values: Mapping[str, Value],
        *,
        dot: Value = None,
        choice_label: Callable[[str, str], str] | None = None,
        today: date | None = None,
    ) -> Value:
        """Work it out: `dot` is the answer being checked, `choice_label(name, value)` its words.

        A name without a value counts as not answered; `today` is the Swedish day unless given.
        """
        return self.tree.evaluate(Scene(values, dot, choice_label, today))


@lru_cache(maxsize=8192)
def parse(source: str) -> Expression:
    """Read an expression; raises ExpressionError, never anything else."""
    if len(source) > LONGEST:
        raise ExpressionError(
            _("The expression has %(length)d characters; at most %(most)d are taken.")
            % {"length": len(source), "most": LONGEST},
            LONGEST + 1,
        )
    return Parser(source).expression()


class Parser:
    """Reads one expression by the strength of its operators (a Pratt parser)."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.written: list[str] = []
        self.is_mended = False
        self.references: set[str] = set()
        self.uses_dot = False
        self.depth = 0
        self.tokens = self.tokenise()
        self.place = 0

    # The text into words and signs

    def tokenise(self) -> list[Token]:
        tokens, at = [], 0
        while at < len(self.source):
            found = TOKEN.match(self.source, at)
            if found is None:
                raise ExpressionError(self.unknown_sign(at), at + 1)
            kind, text, end = str(found.lastgroup), found[0], found.end()
            if kind == "target":
                kind = "reference"
            if kind == "quote":
                text, end = self.quoted(at)
                self.written.append(self.requoted(text, at))
                kind = "string"
            elif kind == "dash":
                kind, text, self.is_mended = "sign", "-", True
                self.written.append(text)
            else:
                self.written.append(" " if kind == "space" else text)
            if kind == "reference":
                text = found["target"]
            if kind != "space":
                tokens.append(Token(kind, text, at + 1))
            at = end
        tokens.append(Token("end", "", len(self.source) + 1))
        return tokens

    def quoted(self, at: int) -> tuple[str, int]:
        """The text inside the quotation marks that open at `at`, and where it ends."""
        opening = self.source[at]
        family = SINGLE_QUOTES if opening in SINGLE_QUOTES else DOUBLE_QUOTES
        straight = self.source.find(opening, at + 1) if opening == family[0] else -1
        if straight >= 0:
            return self.source[at + 1 : straight], straight + 1
        ends = [place for sign in family if (place := self.source.find(sign, at + 1)) >= 0]
        if not ends:
            raise ExpressionError(_("A quotation mark is opened but never closed."), at + 1)
        self.is_mended = True
        return self.source[at + 1 : min(ends)], min(ends) + 1

    def requoted(self, text: str, at: int) -> str:
        straight = self.source[at] if self.source[at] in "'\"" else "'"
        if straight in text:
            straight = '"' if straight == "'" else "'"
        return f"{straight}{text}{straight}"

    def unknown_sign(self, at: int) -> str:
        rest = self.source[at : at + 2]
        if rest.startswith("${"):
            return _("Write a reference as ${name}, with both brackets.")
        if rest.startswith(("/", "[", "]", "|", "@")):
            return _("Paths are not taken here; refer to a question as ${name}.")
        if rest == "&&":
            return _("Write “and” instead of &&.")
        return _("The sign “%(sign)s” has no meaning here.") % {"sign": rest[:1]}

    # The words into a tree

    def expression(self) -> Expression:
        tree = self.level(0)
        token = self.peek()
        if token.kind != "end":
            raise ExpressionError(self.unexpected(token), token.position)
        return Expression(
            "".join(self.written).strip(),
            tree,
            frozenset(self.references),
            self.uses_dot,
            self.is_mended,
        )

    def peek(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.tokens[self.place]
        self.place += token.kind != "end"
        return token

    def expect(self, sign: str) -> None:
        token = self.take()
        if token.text != sign or token.kind != "sign":
            raise ExpressionError(self.unexpected(token, sign), token.position)

    def unexpected(self, token: Token, wanted: str = "") -> str:
        if token.kind == "end":
            return _("The expression ends too early; a bracket or a value is missing.")
        if wanted:
            return _("“%(wanted)s” was expected before “%(found)s”.") % {
                "wanted": wanted,
                "found": token.text,
            }
        if token.text == "=":
            return _("Write one = sign to compare, and != for “not equal”.")
        return _("“%(found)s” does not fit here; an operator may be missing before it.") % {
            "found": token.text
        }

    def operator_power(self) -> int:
        token = self.peek()
        return POWERS.get(token.text, 0) if token.kind in ("sign", "name") else 0

    def level(self, above: int) -> Node:
        """Everything from here that binds more strongly than `above`."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(
                _("The expression has too many brackets inside each other."), self.peek().position
            )
        left = self.operand()
        while (power := self.operator_power()) > above:
            left = self.chain(left, power)
        self.depth -= 1
        return left

    def chain(self, first: Node, power: int) -> Node:
        rest: list[tuple[str, Node]] = []
        while self.operator_power() == power:
            sign = self.take().text
            rest.append((sign, self.level(power)))
        operands = (first, *(node for _sign, node in rest))
        if power == POWERS["or"]:
            return AnyOf(operands)
        if power == POWERS["and"]:
            return AllOf(operands)
        return Chain(first, tuple((OPERATORS[sign], node) for sign, node in rest))

    def operand(self) -> Node:
        token = self.take()
        match token.kind, token.text:
            case "number", text:
                return Literal(float(text))
            case "string", text:
                return Literal(text)
            case "reference", name:
                return self.reference(name, token)
            case "dot", _text:
                self.uses_dot = True
                return Dot()
            case "sign", "(":
                inside = self.level(0)
                self.expect(")")
                return inside
            case "sign", "-":
                return self.minus()
            case "name", name:
                return self.call(name, token)
            case "parent", _text:
                raise ExpressionError(
                    _("“..” means something only in repeated groups, which are not taken here."),
                    token.position,
                )
        raise ExpressionError(self.unexpected(token), token.position)

    def minus(self) -> Node:
        is_negative = True
        while self.peek()[:2] == ("sign", "-"):
            self.take()
            is_negative = not is_negative
        return Minus(self.level(UNARY), is_negative)

    def reference(self, name: str, token: Token) -> Reference:
        if not re.fullmatch(NAME, name):
            raise ExpressionError(
                _("“${%(name)s}” is not the name of a question.") % {"name": name}, token.position
            )
        self.references.add(name)
        return Reference(name)

    def call(self, name: str, token: Token) -> Node:
        if self.peek()[:2] != ("sign", "("):
            raise ExpressionError(
                _("“%(name)s” stands alone; a text is written '%(name)s', a question ${%(name)s}.")
                % {"name": name},
                token.position,
            )
        if name not in FUNCTIONS:
            message = (
                _("The function %(name)s() is not taken in this version.")
                if name in FUNCTIONS_WE_LACK
                else _("There is no function called %(name)s().")
            )
            raise ExpressionError(message % {"name": name}, token.position)
        positions, arguments = self.arguments()
        function = FUNCTIONS[name]
        most = len(arguments) if function.most is None else function.most
        if not function.least <= len(arguments) <= most:
            raise ExpressionError(self.wrong_count(name, function, len(arguments)), token.position)
        if name == "jr:choice-name":
            return self.choice_name(arguments, positions[1])
        if name == "regex":
            self.check_pattern(arguments[1], positions[1])
        if name == "once" or (function.uses_dot_when_bare and not arguments):
            self.uses_dot = True
        if function.uses_dot_when_bare and not arguments:
            arguments = [Dot()]
        return Call(function, tuple(arguments))

    def arguments(self) -> tuple[list[int], list[Node]]:
        """Where each argument starts, and the arguments, up to the closing bracket."""
        self.expect("(")
        positions: list[int] = []
        arguments: list[Node] = []
        while self.peek()[:2] != ("sign", ")") or arguments:
            positions.append(self.peek().position)
            arguments.append(self.level(0))
            if self.peek()[:2] != ("sign", ","):
                break
            self.take()
        self.expect(")")
        return positions, arguments

    def wrong_count(self, name: str, function: Function, count: int) -> str:
        if function.most is None:
            wanted = _("at least %(count)d") % {"count": function.least}
        elif function.least == function.most:
            wanted = str(function.least)
        else:
            wanted = f"{function.least}–{function.most}"
        return _("%(name)s() takes %(wanted)s values between its brackets, not %(count)d.") % {
            "name": name,
            "wanted": wanted,
            "count": count,
        }

    def choice_name(self, arguments: list[Node], position: int) -> Node:
        value, question = arguments
        if isinstance(question, Literal) and isinstance(question.value, str):
            found = re.fullmatch(rf"\s*\$\{{\s*({NAME})\s*\}}\s*", question.value)
            if found:
                self.references.add(found[1])
                question = Reference(found[1])
        if not isinstance(question, Reference):
            raise ExpressionError(
                _("The second value of jr:choice-name() must be a question, as '${name}'."),
                position,
            )
        return ChoiceName(value, question.name)

    def check_pattern(self, pattern: Node, position: int) -> None:
        if not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
            raise ExpressionError(
                _("The pattern of regex() must be written out between quotation marks."), position
            )
        try:
            compile_pattern(pattern.value)
        except PatternError as refusal:
            raise ExpressionError(str(refusal), position) from refusal
