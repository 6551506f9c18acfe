"""What was noted, as it is read: paragraphs, lists and actions instead of their marks."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from events import preparing
from events.commanding import MARK
from events.models import Action, Event

BULLET = re.compile(r"\s*[-*•]\s+")


@dataclass(frozen=True)
class Part:
    """A piece of a line: words, or an action of the meeting."""

    text: str = ""
    action: Action | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph of lines, or a list with a line for each entry."""

    is_list: bool
    lines: list[list[Part]]


@dataclass(frozen=True)
class NotedItem:
    """An item of the agenda with its notes, ready to be shown."""

    line: preparing.Line
    blocks: list[Block]


def items_of(event: Event, actions: Collection[Action]) -> list[NotedItem]:
    """The meeting's items with what was noted on each; `actions` are those of the meeting."""
    by_number = {action.number: action for action in actions if action.number}
    return [
        NotedItem(line, blocks_of(line.item.note, by_number)) for line in preparing.agenda_of(event)
    ]


def blocks_of(text: str, actions: Mapping[int, Action]) -> list[Block]:
    """Notes as blocks: an empty line parts paragraphs, a dash begins an entry of a list."""
    blocks: list[Block] = []
    begins_anew = True
    for line in text.split("\n"):
        if not line.strip():
            begins_anew = True
            continue
        is_entry = BULLET.match(line) is not None
        if begins_anew or blocks[-1].is_list != is_entry:
            blocks.append(Block(is_entry, []))
        begins_anew = False
        blocks[-1].lines.append(_parts(BULLET.sub("", line, count=1), actions))
    return blocks


def _parts(line: str, actions: Mapping[int, Action]) -> list[Part]:
    parts = []
    # Split by a pattern with a group, every other piece is what the group found.
    for place, piece in enumerate(MARK.split(line)):
        action = actions.get(int(piece)) if place % 2 else None
        if action:
            parts.append(Part(action=action))
        elif piece := (f"[åtgärd {piece}]" if place % 2 else piece):
            parts.append(Part(text=piece))
    return parts
