"""A whole survey: its pages, which questions stand as they are answered, and how answers read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override

from sekom import text
from surveys.expressions import NAME, Expression, ExpressionError, Value, parse, truth
from surveys.items import (
    OTHER,
    Answer,
    Choice,
    Item,
    Kind,
    Labels,
    chosen_values,
    clean,
    clean_default,
    other_text,
)

__all__ = [
    "OTHER",
    "Answer",
    "Choice",
    "CircularRelevance",
    "Count",
    "Item",
    "Judgement",
    "Kind",
    "Labels",
    "NumberedQuestion",
    "Page",
    "Questionnaire",
    "clean",
    "clean_default",
    "pipes_in",
]

PIPE = re.compile(rf"\$\{{\s*({NAME})\s*\}}")
NOT_ANSWERED = "…"

FIRST_PAGE = gettext_noop("Before you start")
BETWEEN_PAGE = gettext_noop("More questions")
LAST_PAGE = gettext_noop("Finally")
ONLY_PAGE = gettext_noop("Questions")


class CircularRelevance(ValueError):
    """Questions whose being asked depends on each other in a ring; `keys` names them in order."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(" → ".join(keys))
        self.keys = keys


@dataclass(frozen=True)
class Page:
    """What is shown at once: a group, or questions that stand outside all groups."""

    key: str
    labels: Labels
    items: tuple[Item, ...]


@dataclass(frozen=True)
class NumberedQuestion:
    """An item that takes an answer; the rows of a matrix share the matrix's number."""

    item: Item
    number: int


@dataclass(frozen=True)
class Count:
    """How many of the questions that stand have an answer."""

    answered: int = 0
    asked: int = 0


@dataclass(frozen=True)
class Judgement:
    """What a set of answers amounts to.

    `relevant` are the keys of all rows that stand. `answers` are the answers of those that have
    one. `errors` (not allowed as it is) and `missing` (required but empty) are {key: message}.
    """

    relevant: frozenset[str]
    answers: dict[str, Answer]
    errors: dict[str, str]
    missing: dict[str, str]
    count: Count
    pages: dict[str, Count]

    @property
    def answered(self) -> int:
        return self.count.answered

    @property
    def asked(self) -> int:
        return self.count.asked

    @property
    def is_complete(self) -> bool:
        """Whether nothing stands in the way of sending it in."""
        return not self.errors and not self.missing


@dataclass(frozen=True)
class Rules:
    """The parsed expressions of one item; None where it has none, or none that can be read."""

    relevant: Expression | None
    constraint: Expression | None


def pipes_in(words: str) -> list[str]:
    """The names that a label or hint refers to as ${name}."""
    return PIPE.findall(words) if "${" in words else []


class Questionnaire:
    """The items of a survey, in order. Raises CircularRelevance."""

    def __init__(self, items: Iterable[Item], default_language: str = "sv") -> None:
        self.items = tuple(items)
        self.default_language = default_language
        self.by_key = {item.key: item for item in self.items}
        self.rules = {item.key: _rules(item) for item in self.items}
        self.order = self._order()

    def item(self, key: str) -> Item:
        """The item with this key; raises KeyError."""
        return self.by_key[key]

    def ancestors(self, item: Item) -> list[Item]:
        """The groups that an item stands in, the innermost first."""
        found: list[Item] = []
        while item.parent and item.parent in self.by_key and len(found) < len(self.items):
            item = self.by_key[item.parent]
            found.append(item)
        return found

    # What there is

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The groups at the top in order, and what stands loose between them."""
        runs: list[tuple[Item | None, list[Item]]] = []
        for item in self.items:
            top = [item, *self.ancestors(item)][-1]
            page = top if top.kind == Kind.GROUP else None
            if not runs or runs[-1][0] is not page:
                runs.append((page, []))
            if item is not page:
                runs[-1][1].append(item)
        return tuple(
            Page(
                page.key if page else items[0].key,
                page.labels if page else _loose_labels(place, len(runs)),
                tuple(items),
            )
            for place, (page, items) in enumerate(runs)
        )

    @cached_property
    def page_of(self) -> dict[str, str]:
        """The key of the page that each item is on."""
        return {item.key: page.key for page in self.pages for item in page.items}

    @cached_property
    def questions(self) -> tuple[NumberedQuestion, ...]:
        """The items that take an answer, in order, with their numbers."""
        return tuple(
            NumberedQuestion(item, self.numbers[item.key])
            for item in self.items
            if item.takes_answer
        )

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The running number of each question and matrix; it does not move with relevance."""
        numbers: dict[str, int] = {}
        count = 0
        for item in self.items:
            parent = self.by_key.get(item.parent or "")
            if item.takes_answer and parent and parent.kind == Kind.MATRIX:
                numbers[item.key] = numbers[parent.key]
            elif item.takes_answer or item.kind == Kind.MATRIX:
                count += 1
                numbers[item.key] = count
        return numbers

    @cached_property
    def defaults(self) -> dict[str, Answer]:
        """The answers that a new response starts with."""
        return {
            item.key: clean_default(item)
            for item in self.items
            if item.takes_answer and item.default
        }

    # What depends on what

    def _relevance_sources(self, item: Item) -> set[str]:
        """The keys that decide whether an item stands."""
        expression = self.rules[item.key].relevant
        names = expression.references if expression else frozenset()
        sources = {name for name in names if name in self.by_key}
        if expression and expression.uses_dot:
            sources.add(item.key)
        if item.parent in self.by_key:
            sources.add(str(item.parent))
        return sources

    def _order(self) -> tuple[str, ...]:
        graph = {item.key: self._relevance_sources(item) for item in self.items}
        try:
            return tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            # graphlib names each before what depends on it; people read it the other way.
            raise CircularRelevance(list(reversed(error.args[1]))) from error

    @cached_property
    def _dependents(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Which items' relevance each key decides, and which items' checks and words."""
        relevance: dict[str, set[str]] = {}
        words: dict[str, set[str]] = {}
        for item in self.items:
            for source in self._relevance_sources(item):
                relevance.setdefault(source, set()).add(item.key)
            constraint = self.rules[item.key].constraint
            names = set(constraint.references) if constraint else set()
            for labels in (
                item.labels, item.hints, item.required_messages, item.constraint_messages
            ):  # fmt: skip
                for label in labels.values():
                    names.update(pipes_in(label))
            for name in names & self.by_key.keys():
                words.setdefault(name, set()).add(item.key)
        return relevance, words

    def depends(self, key: str) -> frozenset[str]:
        """The other items to judge and draw again when the answer to `key` changes."""
        relevance, words = self._dependents
        changed, waiting = {key}, [key]
        while waiting:
            fresh = relevance.get(waiting.pop(), set()) - changed
            changed |= fresh
            waiting.extend(fresh)
        for source in list(changed):
            changed |= words.get(source, set())
        return frozenset(changed - {key})

    # What the answers amount to

    def judge(
        self,
        values: Mapping[str, Answer],
        *,
        language: str | None = None,
        today: date | None = None,
    ) -> Judgement:
        """Which rows stand, what is wrong, what is missing, and how far they have come.

        An expression that cannot be read hides nothing: its item stands.
        """
        today = today or timezone.localdate()
        relevant, plain = self._relevant(values, today)
        values = {key: value for key, value in values.items() if key in relevant}
        answers: dict[str, Answer] = {}
        errors: dict[str, str] = {}
        missing: dict[str, str] = {}
        counts = {page.key: [0, 0] for page in self.pages}
        for item in self._asked:
            if item.key not in relevant:
                continue
            answer = values.get(item.key)
            count = counts[self.page_of[item.key]]
            count[1] += 1
            if answer is None or answer == "" or answer == []:
                if item.is_required:
                    missing[item.key] = self._message(
                        item.required_messages, values, language
                    ) or gettext("This question needs an answer.")
                continue
            count[0] += 1
            answers[item.key] = answer
            if error := self._error(item, plain, values, language, today):
                errors[item.key] = error
        return Judgement(
            frozenset(relevant),
            answers,
            errors,
            missing,
            Count(sum(c[0] for c in counts.values()), sum(c[1] for c in counts.values())),
            {key: Count(*count) for key, count in counts.items()},
        )

    @cached_property
    def _asked(self) -> list[Item]:
        return [item for item in self.items if item.takes_answer]

    def _relevant(
        self, values: Mapping[str, Answer], today: date
    ) -> tuple[set[str], dict[str, Value]]:
        """The keys that stand, and the answers of those as expressions see them."""
        relevant: set[str] = set()
        plain: dict[str, Value] = {}
        for key in self.order:
            item = self.by_key[key]
            if item.parent and item.parent in self.by_key and item.parent not in relevant:
                continue
            rule = self.rules[key].relevant
            if rule and not truth(self._evaluate(rule, plain, None, today)):
                continue
            relevant.add(key)
            answer = values.get(key)
            if answer is not None and item.takes_answer:
                plain[key] = _as_value(item, answer)
        return relevant, plain

    def _evaluate(
        self, rule: Expression, plain: Mapping[str, Value], dot: Value, today: date
    ) -> Value:
        return rule.evaluate(plain, dot=dot, choice_label=self._choice_label, today=today)

    def _choice_label(self, name: str, value: str) -> str:
        item = self.by_key.get(name)
        choices = item.choices if item else ()
        found = next((choice for choice in choices if choice.value == value), None)
        return self.label(found) if found else value

    def _error(
        self,
        item: Item,
        plain: Mapping[str, Value],
        values: Mapping[str, Answer],
        language: str | None,
        today: date,
    ) -> str:
        answer = values.get(item.key)
        if item.has_other and OTHER in chosen_values(answer) and not other_text(answer):
            return gettext("Write what “other” stands for, or choose another alternative.")
        rule = self.rules[item.key].constraint
        if rule is None or truth(self._evaluate(rule, plain, plain.get(item.key), today)):
            return ""
        message = self._message(item.constraint_messages, values, language)
        return message or gettext("The answer is not one that this question takes.")

    def _message(self, messages: Labels, values: Mapping[str, Answer], language: str | None) -> str:
        return self.piped(self._in_language(messages, language), values, language=language)

    # How it reads

    def _in_language(self, labels: Labels, language: str | None) -> str:
        for code in (language, self.default_language):
            if code and labels.get(code):
                return labels[code]
        return next((label for label in labels.values() if label), "")

    def label(self, item: Item | Page | Choice, language: str | None = None) -> str:
        """Its words in the language, else in the survey's own, else in any, else its key."""
        key = item.value if isinstance(item, Choice) else item.key
        return self._in_language(item.labels, language) or key

    def hint(self, item: Item, language: str | None = None) -> str:
        """The help text of a question, with the same fallbacks; empty where there is none."""
        return self._in_language(item.hints, language)

    def piped(
        self, words: str, values: Mapping[str, Answer], *, language: str | None = None
    ) -> str:
        """The text with each ${name} as the answer reads; plain text, to be escaped where shown.

        Give it `Judgement.answers`, so that an answer that no longer stands is not quoted.
        """
        if "${" not in words:
            return words

        def read(found: re.Match[str]) -> str:
            item = self.by_key.get(found[1])
            if item is None:
                return NOT_ANSWERED
            return self.display(item, values.get(item.key), language) or NOT_ANSWERED

        return PIPE.sub(read, words)

    def display(self, item: Item, value: Answer, language: str | None = None) -> str:
        """An answer as people read it; empty when there is none."""
        if value is None:
            return ""
        language = language or self.default_language
        if item.kind in Kind.SELECTS:
            return self._display_choices(item, value, language)
        with override(language if language in dict(settings.LANGUAGES) else None):
            return _display_plain(item, value, language)

    def _display_choices(self, item: Item, value: Answer, language: str) -> str:
        labels = {choice.value: self.label(choice, language) for choice in item.choices}
        words = other_text(value)
        if item.has_other and words:
            labels[OTHER] = f"{labels.get(OTHER, OTHER)}: {words}"
        return ", ".join(labels.get(chosen, chosen) for chosen in chosen_values(value))


def _rules(item: Item) -> Rules:
    return Rules(_readable(item.relevant), _readable(item.constraint))


def _readable(source: str) -> Expression | None:
    """The expression, or None: a workbook with a bad one is refused, so this is a last guard."""
    try:
        return parse(source) if source.strip() else None
    except ExpressionError:
        return None


def _loose_labels(place: int, count: int) -> dict[str, str]:
    """The heading of questions that stand outside all groups, in our own languages."""
    if count == 1:
        words = ONLY_PAGE
    elif place == 0:
        words = FIRST_PAGE
    else:
        words = LAST_PAGE if place == count - 1 else BETWEEN_PAGE
    labels = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            labels[code] = gettext(words)
    return labels


def _as_value(item: Item, answer: Answer) -> Value:
    """A stored answer as expressions see it."""
    if item.kind == Kind.DATE:
        return _day(answer)
    if item.kind == Kind.SELECT_MULTIPLE:
        return chosen_values(answer)
    if item.kind == Kind.SELECT_ONE:
        return "".join(chosen_values(answer)[:1])
    if item.kind == Kind.ACKNOWLEDGE:
        return "OK" if answer else None
    return answer if isinstance(answer, str | int | float) else None


def _day(answer: Answer) -> date | None:
    try:
        return date.fromisoformat(str(answer))
    except ValueError:
        return None


def _display_plain(item: Item, value: Answer, language: str) -> str:
    if item.kind == Kind.ACKNOWLEDGE:
        return gettext("Yes") if value else ""
    if item.kind == Kind.DATE:
        day = _day(value)
        return text.say_day(day) if day else str(value)
    if item.kind == Kind.DECIMAL and isinstance(value, int | float):
        digits = format(Decimal(repr(value)), "f")
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return digits if language.startswith("en") else digits.replace(".", ",")
    return str(value)
