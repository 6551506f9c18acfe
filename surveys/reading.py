"""Reading a questionnaire before it is answered: every question, and in words when it is asked."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekom.text import say_number
from surveys.expressions import (
    OPERATORS,
    AllOf,
    AnyOf,
    Call,
    Chain,
    ExpressionError,
    Literal,
    Node,
    Reference,
    parse,
)
from surveys.functions import FUNCTIONS
from surveys.items import Item, Kind
from surveys.questionnaires import PIPE, Questionnaire
from surveys.sheets import Card, Option


@dataclass(frozen=True)
class Row:
    """A row as it will be drawn, when it is asked, and what its answer must fulfil."""

    card: Card
    condition: str
    rule: str
    kind: str


@dataclass(frozen=True)
class Section:
    """What is shown at once, under one heading."""

    label: str
    condition: str
    rows: list[Row]


def sections(questionnaire: Questionnaire) -> list[Section]:
    """All pages of a questionnaire with every row on them, asked or not."""
    language = get_language() or questionnaire.default_language
    reader = _Reader(questionnaire, language)
    return [
        Section(
            reader.words(questionnaire.label(page, language)),
            reader.condition_of(page.key),
            reader.rows(page.items),
        )
        for page in questionnaire.pages
    ]


@dataclass(frozen=True)
class _Reader:
    questionnaire: Questionnaire
    language: str

    def rows(self, items: tuple[Item, ...]) -> list[Row]:
        """The rows of a page; those of a matrix inside it."""
        cards = {item.key: self.card(item) for item in items}
        matrices = {item.key for item in items if item.kind == Kind.MATRIX}
        for item in items:
            if item.parent in matrices:
                matrix = cards[item.parent]
                matrix.rows.append(cards[item.key])
                matrix.options = cards[item.key].options
        return [
            Row(cards[item.key], self.condition_of(item.key), self.rule_of(item), item.kind)
            for item in items
            if item.parent not in matrices
        ]

    def card(self, item: Item) -> Card:
        """A row as those who answer see it; for what is piped in stands the question it is from."""
        card = Card(
            item=item,
            label=self.words(self.questionnaire.label(item, self.language)),
            hint=self.words(self.questionnaire.hint(item, self.language)),
            number=self.questionnaire.numbers.get(item.key, 0),
            is_relevant=True,
        )
        card.options = [
            Option(choice.value, self.questionnaire.label(choice, self.language), is_chosen=False)
            for choice in item.choices
        ]
        return card

    def words(self, text: str) -> str:
        return PIPE.sub(lambda found: f"[{self.question(found[1])}]", text)

    def rule_of(self, item: Item) -> str:
        """What an answer must fulfil, in the workbook's own words."""
        messages = item.constraint_messages
        found = messages.get(self.language) or next(iter(messages.values()), "")
        return self.words(found or item.constraint)

    def condition_of(self, key: str) -> str:
        """When a row is asked, in words; as the workbook has it where it is too involved for us."""
        item = self.questionnaire.by_key.get(key)
        if item is None or not item.relevant.strip():
            return ""
        try:
            said = self.say(parse(item.relevant).tree)
        except ExpressionError:
            said = None
        return said or PIPE.sub(lambda found: self.question(found[1]), item.relevant)

    def say(self, node: Node, *, negated: bool = False) -> str | None:
        """A condition as a clause after "asked when"; None where we have no words for it."""
        match node:
            case AllOf(operands) | AnyOf(operands):
                both = isinstance(node, AllOf) != negated
                parts = [self.say(operand, negated=negated) for operand in operands]
                joint = _(" and ") if both else _(" or ")
                return None if None in parts else joint.join(filter(None, parts))
            case Call(function, (operand,)) if function is FUNCTIONS["not"]:
                return self.say(operand, negated=not negated)
            case Call(function, (Reference(name), Literal(value))) if (
                function is FUNCTIONS["selected"]
            ):
                return self.chosen(name, str(value), is_so=not negated)
            case Chain(Reference(name), ((operator, Literal(value)),)):
                return self.compared(name, operator, value, negated)
        return None

    def compared(self, name: str, operator, value: str | float, negated: bool) -> str | None:
        sign = next(sign for sign, known in OPERATORS.items() if known is operator)
        if negated:
            sign = OPPOSITES.get(sign, sign)
        if sign in ("=", "!="):
            if value == "":
                return self.answered(name, is_so=sign == "!=")
            return self.chosen(name, value, is_so=sign == "=")
        words = {
            "<": _("the answer to %(question)s is less than %(value)s"),
            "<=": _("the answer to %(question)s is at most %(value)s"),
            ">": _("the answer to %(question)s is more than %(value)s"),
            ">=": _("the answer to %(question)s is at least %(value)s"),
        }.get(sign)
        shown = value if isinstance(value, str) else say_number(value)
        return words and words % {"question": self.question(name), "value": shown}

    def answered(self, name: str, *, is_so: bool) -> str:
        words = _("%(question)s is answered") if is_so else _("%(question)s is not answered")
        return words % {"question": self.question(name)}

    def chosen(self, name: str, value: str | float, *, is_so: bool) -> str:
        words = (
            _("the answer to %(question)s is “%(value)s”")
            if is_so
            else _("the answer to %(question)s is not “%(value)s”")
        )
        return words % {"question": self.question(name), "value": self.choice(name, value)}

    def choice(self, name: str, value: str | float) -> str:
        item = self.questionnaire.by_key.get(name)
        choices = item.choices if item else ()
        found = next((choice for choice in choices if choice.value == str(value)), None)
        if found:
            return self.questionnaire.label(found, self.language)
        return value if isinstance(value, str) else say_number(value)

    def question(self, name: str) -> str:
        item = self.questionnaire.by_key.get(name)
        number = self.questionnaire.numbers.get(item.key) if item else None
        return _("question %(number)d") % {"number": number} if number else name


OPPOSITES = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
