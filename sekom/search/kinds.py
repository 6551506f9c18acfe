"""What can be found: the small interface by which every app puts its things into the search.

An app that has something to be found has a module `search` with a list `KINDS`; `speaking`
finds it. Each kind says which rows may be found today and what of each:
drafts are never among them. When a row of `model`, or one that `watches` names, changes, the
database marks what it is about as stale, and a background task makes its entries anew.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from sekom import speaking
from sekom.search.models import Entry

Audience = Entry.Audience


@dataclass(frozen=True)
class Found:
    """One thing to be found: where it is, what it says, and who may find it.

    With a `circle` it is for those alone whom the app's `circles_of(person)` counts in it.
    """

    title: str
    url: str
    text: str = ""
    keywords: str = ""
    audience: Audience = Audience.PUBLIC
    circle: str = ""


@dataclass(frozen=True)
class Watch:
    """Another model of which a change makes a row stale: the column that holds the row's id."""

    model: type[Model]
    column: str


@dataclass(frozen=True)
class Kind[Row: Model]:
    """A sort of things that can be found, with its name in the plural and in one word.

    `weight` says what a hit of it counts beside one of another kind.
    """

    key: str
    label: str | Promise
    name: str | Promise
    icon: str
    model: type[Row]
    rows: Callable[[], QuerySet]
    entries: Callable[[Row], Iterable[Found]]
    watches: tuple[Watch, ...] = ()
    weight: float = 1.0


def all_kinds() -> Iterator[Kind]:
    """Every kind of every app, the highest app first, as the apps are installed."""
    for module in speaking.modules("search"):
        # Django has a module of this name too, with other things in it.
        yield from getattr(module, "KINDS", ())


def kinds_by_key() -> dict[str, Kind]:
    """{key: kind}."""
    return {kind.key: kind for kind in all_kinds()}
