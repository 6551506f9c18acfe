"""What apps have to say about others' things: the small interface by which it comes to their pages.

An app that has something to say has a module `related` with some of these functions; `speaking`
finds it.

    member_column(member_ids, person) -> Column | None     in the directory
    about_member(member, person) -> list[Card]             on a member's own page
    latest_about(member_ids, person) -> list[Line]         what has happened, on members' pages
    members_with(text, person) -> Iterable[int]            whom a search for these words means
    about_item(item, person) -> list[Card]                 on a goal's, principle's, clause's page
    about_tool(tool, person) -> list[Card]                 on a tool's page
    steps_from(thing, person) -> list[Card]                what can be done next with a report
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sekom import speaking


@dataclass(frozen=True)
class Cell:
    """A state in a word. Kind: ok, info, warn, danger, quiet or line; an icon if done or failed."""

    label: str
    kind: str = "line"
    icon: str = ""


@dataclass(frozen=True)
class Column:
    """A column of the directory: {member id: its cell}; a member without one has nothing."""

    heading: str
    cells: Mapping[int, Cell]


@dataclass(frozen=True)
class Card:
    """A card on somebody's page; its template sees the page's context and `card`."""

    title: str
    template: str
    context: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """Something that happened at a member one day; it may lead to more."""

    member_id: int | None
    on: date
    text: str
    url: str = ""


def member_columns(member_ids: Collection[int], person) -> list[Column]:
    """What all apps say of these members in the directory, as far as this person may know."""
    columns = [say(member_ids, person) for say in _speakers("member_column")]
    return [column for column in columns if column]


def cards_about(member, person) -> list[Card]:
    """What all apps say of one member on its page, as far as this person may know."""
    return [card for say in _speakers("about_member") for card in say(member, person)]


def latest_about(member_ids: Collection[int], person) -> list[Line]:
    """What has happened at these members, as far as this person may know, the newest first."""
    lines = [line for say in _speakers("latest_about") for line in say(member_ids, person)]
    return sorted(lines, key=lambda line: line.on, reverse=True)


def members_with(text: str, person) -> set[int]:
    """The ids of members that what all apps know of them ties to these words."""
    return {pk for say in _speakers("members_with") for pk in say(text, person)}


def cards_about_item(item, person) -> list[Card]:
    """What all apps say of one framework item on its page, as far as this person may know."""
    return [card for say in _speakers("about_item") for card in say(item, person)]


def cards_about_tool(tool, person) -> list[Card]:
    """What all apps say of one tool on its page, as far as this person may know."""
    return [card for say in _speakers("about_tool") for card in say(tool, person)]


def cards_with_steps(thing, person) -> list[Card]:
    """What all apps can do next with this thing, as far as this person may."""
    return [card for say in _speakers("steps_from") for card in say(thing, person)]


def _speakers(name: str) -> Iterator:
    for module in speaking.modules("related"):
        if hasattr(module, name):
            yield getattr(module, name)
