"""Drafts as JSON: the rich text in them, wherever it lies."""

from collections.abc import Callable, Collection, Iterator
from typing import Any


def with_rich(values: Any, rich: Collection[str], change: Callable[[str], str]) -> Any:
    """The same snapshot with `change` done to every text that stands under one of these names."""
    if isinstance(values, dict):
        return {
            name: change(value)
            if name in rich and isinstance(value, str)
            else with_rich(value, rich, change)
            for name, value in values.items()
        }
    if isinstance(values, list):
        return [with_rich(value, rich, change) for value in values]
    return values


def rich_texts(values: Any, rich: Collection[str]) -> Iterator[str]:
    """Every rich text of a snapshot, in its order."""
    if isinstance(values, dict):
        for name, value in values.items():
            if name in rich and isinstance(value, str):
                yield value
            else:
                yield from rich_texts(value, rich)
    elif isinstance(values, list):
        for value in values:
            yield from rich_texts(value, rich)
