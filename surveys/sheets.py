"""One page of a response as one of the two sees it: its questions as cards, ready to be drawn."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import get_language

from members.models import Seat
from surveys import presence, questionnaires
from surveys.items import Kind, chosen_values, other_text
from surveys.models import Answer, Comment, Response
from surveys.questionnaires import Item, Judgement, Page, Questionnaire


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Try:
    """What was typed and could not be saved, and why: an error, or the other's newer answer."""

    typed: questionnaires.Answer
    other: str = ""
    error: str = ""
    is_conflict: bool = False


@dataclass
class Card:
    """A question with what belongs to it; a matrix has its questions as rows."""

    item: Item
    label: str
    hint: str
    number: int
    is_relevant: bool
    answer: Answer | None = None
    tried: Try | None = None
    error: str = ""
    theirs: str = ""
    mine: str = ""
    options: list[Option] = field(default_factory=list)
    rows: list["Card"] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    visitor: presence.Visitor | None = None

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def base_number(self) -> int:
        """The number that a change made here starts from; 0 before the first answer."""
        return self.answer.number if self.answer else 0

    @property
    def typed(self) -> questionnaires.Answer:
        """What the field shows: what was tried, else what is stored."""
        if self.tried:
            return self.tried.typed
        value = self.answer.value if self.answer else None
        return "" if value is None else value

    @property
    def shown(self) -> object:
        """The typed value as its field writes it: a decimal comma, no thousands marks."""
        if self.item.kind == Kind.DECIMAL and isinstance(self.typed, int | float):
            return format(Decimal(repr(self.typed)), "f").removesuffix(".0").replace(".", ",")
        return str(self.typed)

    @property
    def typed_other(self) -> str:
        if self.tried:
            return self.tried.other
        return other_text(self.answer.value) if self.answer else ""

    @property
    def is_long(self) -> bool:
        """Whether a text wants several lines."""
        return "multiline" in self.item.appearance

    @property
    def state(self) -> str:
        """A short text that changes when the card must be drawn anew."""
        parts = [
            self.is_relevant,
            self.label,
            self.hint,
            self.error,
            self.base_number,
            len(self.comments),
            self.visitor.key if self.visitor else "",
            *(row.state for row in self.rows),
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class PageLink:
    """A page in the list of pages, with how far it has come."""

    page: Page
    label: str
    answered: int
    asked: int
    is_current: bool

    @property
    def mark(self) -> str:
        """ "done", "half" or "" for not begun."""
        if self.asked and self.answered == self.asked:
            return "done"
        return "half" if self.answered else ""


class Sheet:
    """A page of a response. Costs two queries, whatever it holds."""

    def __init__(
        self, response: Response, *, role: str, page: str = "", tries: dict[str, Try] | None = None
    ):
        self.response = response
        self.role = role
        self.tries = tries or {}
        self.language = get_language() or "sv"
        pages = self.questionnaire.pages
        self.page = next((known for known in pages if known.key == page), pages[0])

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return self.response.round.questionnaire()

    @cached_property
    def answers(self) -> dict[str, Answer]:
        return {answer.key: answer for answer in self.response.answers.select_related("author")}

    @cached_property
    def values(self) -> dict:
        return {key: answer.value for key, answer in self.answers.items()}

    @cached_property
    def judgement(self) -> Judgement:
        return self.questionnaire.judge(self.values, language=self.language)

    @cached_property
    def comments(self) -> dict[str, list[Comment]]:
        found: dict[str, list[Comment]] = defaultdict(list)
        keys = [item.key for item in self.page.items]
        for comment in self.response.comments.filter(key__in=keys).select_related("author"):
            found[comment.key].append(comment)
        return found

    @cached_property
    def visitor(self) -> presence.Visitor | None:
        """The other of the two, if here now."""
        return presence.visitor(self.response, role=self.other_role)

    @property
    def visitor_number(self) -> int:
        """The number of the question that the other is at, 0 when at none."""
        return self.questionnaire.numbers.get(self.visitor.key, 0) if self.visitor else 0

    @cached_property
    def other_has_signed(self) -> bool:
        return any(s.role == self.other_role for s in self.response.signatures.valid())

    @property
    def other_role(self) -> str:
        politician, officer = Seat.PAIR
        return officer if self.role == politician else politician

    @cached_property
    def cards(self) -> list[Card]:
        """The page's rows in order; the rows of a matrix inside it."""
        cards: dict[str, Card] = {}
        for item in self.page.items:
            card = self._card(item)
            parent = cards.get(item.parent or "")
            if parent and parent.item.kind == Kind.MATRIX:
                parent.rows.append(card)
                parent.options = [Option(o.value, o.label, False) for o in card.options]
            cards[item.key] = card
        matrices = {key for key, card in cards.items() if card.item.kind == Kind.MATRIX}
        return [card for card in cards.values() if card.item.parent not in matrices]

    @cached_property
    def questions(self) -> dict[str, Card]:
        """Everything on the page that takes an answer, by key."""
        inner = [row for card in self.cards for row in card.rows]
        return {card.key: card for card in [*self.cards, *inner] if card.item.takes_answer}

    def _piped(self, words: str) -> str:
        """The words with what has been answered in them; answers that do not count left out."""
        return self.questionnaire.piped(words, self.judgement.answers, language=self.language)

    def _card(self, item: Item) -> Card:
        names = self.questionnaire
        answer = self.answers.get(item.key)
        tried = self.tries.get(item.key)
        card = Card(
            item=item,
            label=self._piped(names.label(item, self.language)),
            hint=self._piped(names.hint(item, self.language)),
            number=names.numbers.get(item.key, 0),
            is_relevant=item.key in self.judgement.relevant,
            answer=answer,
            tried=tried,
            error=tried.error if tried else self.judgement.errors.get(item.key, ""),
            comments=self.comments.get(item.key, []),
        )
        if self.visitor and self.visitor.key == item.key:
            card.visitor = self.visitor
        if tried and tried.is_conflict:
            card.theirs = names.display(item, answer.value if answer else None, self.language)
            card.mine = names.display(item, tried.typed, self.language)
        if item.kind in Kind.SELECTS:
            chosen = chosen_values(card.typed)
            card.options = [
                Option(
                    choice.value,
                    self._piped(names.label(choice, self.language)),
                    choice.value in chosen,
                )
                for choice in item.choices
            ]
        return card

    @cached_property
    def pages(self) -> list[PageLink]:
        """The pages of the survey that something is asked on, with how far each has come."""
        counts = self.judgement.pages
        return [
            PageLink(
                page,
                self.questionnaire.label(page, self.language),
                counts[page.key].answered,
                counts[page.key].asked,
                page.key == self.page.key,
            )
            for page in self.questionnaire.pages
            if counts[page.key].asked or any(i.kind == Kind.NOTE for i in page.items)
        ]

    @property
    def heading(self) -> str:
        return self.questionnaire.label(self.page, self.language)

    def _neighbour(self, step: int) -> PageLink | None:
        keys = [link.page.key for link in self.pages]
        if self.page.key not in keys:
            return None
        place = keys.index(self.page.key) + step
        return self.pages[place] if 0 <= place < len(keys) else None

    @property
    def before(self) -> PageLink | None:
        return self._neighbour(-1)

    @property
    def after(self) -> PageLink | None:
        return self._neighbour(1)
