"""What a seat leaves open: the small interface by which it is listed, and moved to a successor.

An app that has something to say has a module `open_work` with these two functions; `speaking`
finds it.

    open_work(holding) -> list[Item]                 what the holder has begun or owes
    hand_over(keys, *, holding, to, by) -> None      make these the other person's; keys of others
                                                     than its own it leaves alone
"""

from collections.abc import Collection
from dataclasses import dataclass

from sekom import speaking


@dataclass(frozen=True)
class Item:
    """One thing that is open. What `follows_seat` passes on by itself, the rest by choice."""

    key: str
    label: str
    url: str = ""
    follows_seat: bool = False


def of(holding) -> list[Item]:
    """Everything that the holder of a seat has open there."""
    return [item for module in speaking.modules("open_work") for item in module.open_work(holding)]


def hand_over(keys: Collection[str], *, holding, to, by) -> None:
    """Make what was chosen the other person's; call it inside a transaction."""
    for module in speaking.modules("open_work"):
        module.hand_over(keys, holding=holding, to=to, by=by)
