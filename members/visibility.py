"""Who sees what of a contact: the one table that templates, pages and tests go by."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Those who see a fact, the widest circle first."""

    PUBLIC = "public", _("Everybody")
    NETWORK = "network", _("Everybody who holds a seat in the network")
    PAIR = "pair", _("The pair itself and the secretariat")
    SECRETARIAT = "secretariat", _("The secretariat alone")


@dataclass(frozen=True)
class Fact:
    """Something that the register knows of a contact, and who sees it."""

    key: str
    label: str | Promise
    audience: Audience


FACTS = (
    Fact("seat", _("That the seat is held, since when and until when"), Audience.PUBLIC),
    Fact("confirmed", _("When the contact was last confirmed"), Audience.PUBLIC),
    Fact("name", _("Name"), Audience.NETWORK),
    Fact("title", _("Title"), Audience.NETWORK),
    Fact("email", _("E-mail"), Audience.NETWORK),
    Fact("phone", _("Phone"), Audience.NETWORK),
    Fact("freshness", _("Whether the address works and the contact is fresh"), Audience.NETWORK),
    Fact("latest", _("That the seat has passed on or been confirmed"), Audience.NETWORK),
    Fact("past", _("That you sat here, after your last day"), Audience.PAIR),
    Fact("changes", _("What you change in your details, and when"), Audience.PAIR),
    Fact("source", _("How we know that you hold the seat"), Audience.SECRETARIAT),
)


def audiences_of(person, *, is_own: bool) -> set[Audience]:
    """The circles that somebody belongs to; `is_own` for the pair of the member in question."""
    found = {Audience.PUBLIC}
    if person.is_authenticated:
        if person.may_see_contacts():
            found.add(Audience.NETWORK)
        if is_own or person.is_staff:
            found.add(Audience.PAIR)
        if person.is_staff:
            found.add(Audience.SECRETARIAT)
    return found


def shown_to(person, *, is_own: bool) -> frozenset[str]:
    """The keys of the facts that this person sees of a member's contacts."""
    audiences = audiences_of(person, is_own=is_own)
    return frozenset(fact.key for fact in FACTS if fact.audience in audiences)
