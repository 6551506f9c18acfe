"""The table of personal data: the small interface by which each app says what it keeps of people.

An app that keeps something about people has a module `personal_data`; `speaking`
finds it.

    TABLE: list[Kept]                        models whose rows tell of people
    WITHOUT_PEOPLE: dict[type[Model], str]   models that look as if they did, and why they do not

The privacy page, everybody's own data, the nightly clean-up and erasure are generated from it. A
test fails on a model that points at a person, or holds addresses or JSON, and is not in it.
The history of a model (pghistory) follows the model's own line.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pghistory
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sekom import speaking

type Words = str | Promise

# Nobody's: `.invalid` is reserved for addresses that lead nowhere (RFC 2606).
NOBODYS_DOMAIN = "raderad.invalid"
# Stands in `Scrubbed` for an address of that kind, made of the row's number.
NOBODYS_ADDRESS = object()


class Basis(models.TextChoices):
    """The lawful ground on which something is kept."""

    INTEREST = "interest", _("Legitimate interest: your task as a contact")
    CONSENT = "consent", _("Your consent, which you can withdraw")
    LEGAL = "legal", _("Legal obligation")


@dataclass(frozen=True, eq=False)
class Purpose:
    """What something is kept for: one line of the table on the privacy page."""

    what: Words
    why: Words
    period: Words
    basis: Basis = Basis.INTEREST


@dataclass(frozen=True)
class Deleted:
    """On erasure the rows go."""


@dataclass(frozen=True)
class Scrubbed:
    """On erasure the rows stay, with these columns overwritten; `why` says why they stay."""

    columns: Mapping[str, Any]
    why: Words


@dataclass(frozen=True)
class Stays:
    """On erasure the rows stay; who they point at is nobody by then."""

    why: Words


def delete(rows: list[models.Model]) -> None:
    """Delete rows of one model."""
    type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).delete()


@dataclass(frozen=True)
class Kept:
    """The rows of one model: how they point at a person, and what becomes of them.

    people      lookups from a row to the person: "person", "holding__person"
    addresses   columns that hold the person's address as text
    found       (person) -> the rows, where neither column finds them
    shows       columns that the person gets a copy of; or `exempt` says why there is none
    earlier     (person) -> the numbers of rows that were merged into theirs; for people alone
    called      the rows in words, where the model's own name says too little
    erased      what erasure does
    expired     (now) -> the rows whose time is over; None where the purpose's period names none
    forget      (rows) -> None: what the nightly clean-up does with some of them; deletes them
    """

    model: type[models.Model]
    purpose: Purpose
    erased: Deleted | Scrubbed | Stays
    people: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    found: Callable[[Any], QuerySet] | None = None
    earlier: Callable[[Any], Collection[int]] | None = None
    shows: tuple[str, ...] = ()
    exempt: Words = ""
    called: Words = ""
    expired: Callable[[datetime], QuerySet] | None = None
    forget: Callable[[list], None] = field(default=delete)

    @property
    def name(self) -> str:
        """How the rows are called in words."""
        return str(self.called or self.model._meta.verbose_name_plural)

    def rows_of(self, person) -> QuerySet:
        """The rows that tell of this person."""
        if self.found:
            return self.found(person)
        return _rows(self.model, self, person)

    def history_model(self) -> type[models.Model] | None:
        """The model of the events of these rows, where the database keeps their history."""
        found = pghistory.core.event_models(tracks_model=self.model)
        return found[0] if found else None

    def history_of(self, person) -> QuerySet | None:
        """The events of those rows; None where no history is kept."""
        events = self.history_model()
        if events is None:
            return None
        if self.model is get_user_model():
            return earlier_states_of(person)
        return _rows(events, self, person)


def _rows(model: type[models.Model], kept: Kept, person) -> QuerySet:
    told = Q(pk__in=[])
    for lookup in kept.people:
        told |= Q(**{lookup: person.pk})
    addresses = addresses_of(person) if kept.addresses else ()
    for column in kept.addresses:
        for address in addresses:
            told |= Q(**{f"{column}__iexact": address})
    return model._base_manager.filter(told).order_by("pk")


def numbers_of(person) -> set[int]:
    """The person's number, and those of the doubles that were merged into them."""
    earlier = (kept.earlier(person) for kept in table() if kept.earlier)
    return {person.pk}.union(*earlier)


def addresses_of(person) -> set[str]:
    """The addresses that a person has or has had."""
    return {person.email, *earlier_states_of(person).values_list("email", flat=True)}


def earlier_states_of(person) -> QuerySet:
    """What the person, and the doubles that were merged into them, were at all times."""
    events = pghistory.core.event_models(tracks_model=get_user_model())[0]
    return events._base_manager.filter(pgh_obj_id__in=numbers_of(person))


def nobodys_address(of: str = "pk") -> Concat:
    """An address that can be no person's, another one for each number in this column."""
    number = Cast(F(of), models.CharField())
    return Concat(Value("raderad-"), number, Value(f"@{NOBODYS_DOMAIN}"))


def table() -> list[Kept]:
    """What all apps keep of people: the register first, then up the line of apps, the kit last."""
    return [kept for module in _modules() for kept in module.TABLE]


def without_people() -> dict[type[models.Model], Words]:
    """{model: why it tells of nobody}, for models that look as if they did."""
    found: dict[type[models.Model], Words] = {}
    for module in _modules():
        found |= getattr(module, "WITHOUT_PEOPLE", {})
    return found


def purposes() -> dict[Purpose, list[Kept]]:
    """{purpose: what is kept for it}, in the order of the table."""
    found: dict[Purpose, list[Kept]] = {}
    for kept in table():
        found.setdefault(kept.purpose, []).append(kept)
    return found


def _modules() -> Iterator[Any]:
    lowest_first = reversed(list(speaking.modules("personal_data")))
    yield from sorted(lowest_first, key=lambda module: module.__name__.startswith("sekom."))
