"""Marking: which values of a letter can be joined in afterwards, and which decide what it says.

A value that a template only shows, `{{ name }}`, leaves a mark where it goes. One that is tested,
filtered, counted or handed on makes the letter another one: a variant.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.template import Engine, Template
from django.template.base import (
    FilterExpression,
    NodeList,
    TextNode,
    Token,
    TokenType,
    Variable,
    VariableNode,
)
from django.template.defaulttags import (
    CommentNode,
    ForNode,
    IfNode,
    LoadNode,
    NowNode,
    URLNode,
    WithNode,
)
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

# What these make of a value is told by their expressions alone; of other tags nobody knows.
KNOWN_NODES = (
    *(TextNode, VariableNode, IfNode, ForNode, WithNode, CommentNode, LoadNode, NowNode, URLNode),
    *(BlockNode, ExtendsNode, IncludeNode, BlockTranslateNode, TranslateNode, SimpleNode),
)


@dataclass
class Uses:
    """What templates do with their values: those they only show, and those that decide."""

    shown: set[str] = field(default_factory=set)
    deciding: set[str] = field(default_factory=set)
    is_opaque: bool = False

    def decides(self, name: str) -> bool:
        return self.is_opaque or name in self.deciding

    def mentions(self, name: str) -> bool:
        return name in self.shown or self.decides(name)


def uses_of(words: Template, page: Template | None) -> Uses:
    """What the templates of a letter do with their values."""
    uses = Uses()
    _look(words.nodelist, uses)
    shown_in_words = set(uses.shown)
    if page:
        _look(page.nodelist, uses)
    if "subject" in uses.deciding:  # it is made of the words
        uses.deciding |= shown_in_words
    uses.deciding |= {"calendar", "language"}  # a part of its own, and other words
    return uses


def _look(thing: object, uses: Uses) -> None:
    match thing:
        case VariableNode():
            _look_at_shown(thing.filter_expression, uses)
        case FilterExpression():
            _look(thing.var, uses)
            _look(
                [argument for _filter, arguments in thing.filters for argument in arguments], uses
            )
        case Variable():
            if thing.lookups:
                uses.deciding.add(thing.lookups[0])
        case BlockTranslateNode():
            _look_at_translation(thing, uses)
        case IncludeNode():
            _look_into(thing.template, uses)
            _look(list(thing.extra_context.values()), uses)
        case ExtendsNode():
            _look_into(thing.parent_name, uses)
            _look(thing.nodelist, uses)
        case SimpleNode():
            uses.is_opaque |= bool(thing.takes_context) or type(thing) is not SimpleNode
            _look([*thing.args, *thing.kwargs.values()], uses)
        case NodeList() | list() | tuple() | set():
            for part in thing:
                _look(part, uses)
        case dict():
            _look(list(thing.values()), uses)
        case TokenBase():
            _look([thing.first, thing.second, getattr(thing, "value", None)], uses)
        case None | str() | bool() | int() | float():
            pass
        case _ if isinstance(thing, KNOWN_NODES):
            _look(list(_parts_of(thing)), uses)
        case _ if hasattr(thing, "render"):
            uses.is_opaque = True


def _parts_of(node: object) -> Iterator[object]:
    """What a node holds, without where it stands."""
    places = ("token", "origin", "parser")
    return (part for name, part in vars(node).items() if name not in places)


def _look_at_shown(expression: FilterExpression, uses: Uses) -> None:
    is_plain = not expression.filters and isinstance(expression.var, Variable)
    lookups: Iterable[str] = (is_plain and expression.var.lookups) or ()
    if len(tuple(lookups)) == 1:
        uses.shown.update(lookups)
    else:
        _look(expression, uses)


def _look_at_translation(node: BlockTranslateNode, uses: Uses) -> None:
    tokens: list[Token] = [*node.singular, *(node.plural or [])]
    names = {token.contents for token in tokens if token.token_type == TokenType.VAR}
    (uses.deciding if node.asvar else uses.shown).update(names)
    _look([*node.extra_context.values(), node.counter, node.message_context], uses)


def _look_into(name: object, uses: Uses) -> None:
    if isinstance(name, FilterExpression) and isinstance(name.var, str) and not name.filters:
        _look(Engine.get_default().get_template(name.var).nodelist, uses)
    else:
        uses.is_opaque = True
