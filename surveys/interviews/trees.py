"""The tree of themes: in what order they are read, and what stands beneath what."""

from collections.abc import Iterable, Iterator

from surveys.interviews.models import Study, Theme


def in_tree_order(themes: Iterable[Theme]) -> Iterator[tuple[Theme, int]]:
    """Each theme, those beneath it right after it, and how deep it stands: 0 at the top."""
    beneath: dict[int | None, list[Theme]] = {}
    for theme in themes:
        beneath.setdefault(theme.parent_id, []).append(theme)
    waiting = [(theme, 0) for theme in reversed(beneath.get(None, []))]
    while waiting:
        theme, depth = waiting.pop()
        yield theme, depth
        waiting.extend((child, depth + 1) for child in reversed(beneath.get(theme.pk, [])))


def beneath(study: Study, theme: int) -> set[int]:
    """The keys of all themes that stand under a theme, however deep."""
    of_parent: dict[int | None, list[int]] = {}
    for pk, parent in study.themes.values_list("pk", "parent_id"):
        of_parent.setdefault(parent, []).append(pk)
    found: set[int] = set()
    waiting = [theme]
    while waiting:
        children = of_parent.get(waiting.pop(), [])
        found.update(children)
        waiting.extend(children)
    return found
