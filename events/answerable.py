"""Who can answer for an action, by what they are called: groups, seats, people, and others."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from events.acting import Who
from events.models import Responsible
from members.grouping import name_of
from members.models import Group, Holding, Member, Person, Seat
from sekom.text import sv_sort_key

# So alike are two names that one is the other misspelt.
MISSPELT = 85


def label_of(who: Who) -> str:
    """What somebody is called in a form: exactly one means that."""
    if isinstance(who, Seat):
        kind = name_of(who) if who.group_id else who.get_kind_display()
        return f"{capfirst(kind)}, {who.owner}"
    if isinstance(who, Person):
        return f"{who.name} ({who.email})"
    return str(who)


def known(besides: Iterable[Responsible] = ()) -> dict[str, Who]:
    """{what is written: whom it means}: open groups, pairs, chairs, those who sit in groups."""
    found: list[Who] = list(Group.objects.open())
    found += Seat.objects.of_groups().filter(kind=Seat.Kind.CHAIR).with_names()
    found += Seat.objects.of_pairs().of_active_members().with_names()
    seated = Holding.objects.current().filter(seat__group__isnull=False)
    people = Person.objects.filter(pk__in=seated.values("person"))
    in_order = sorted(people, key=lambda person: sv_sort_key(person.name))
    found += in_order
    found += [row.who for row in besides]
    return {label_of(who): who for who in found}


def of_member(member: Member) -> dict[str, Who]:
    """{what is written: whom it means}: the seats of the member's two contacts."""
    return {label_of(seat): seat for seat in member.seats.of_pairs().with_names()}


def understand(said: str, names: dict[str, Who]) -> Who:
    """Whom a name in a form means; one that nobody here has is somebody outside.

    Raises ValidationError for one that is almost like another, or no contact's address.
    """
    said = " ".join(said.split())
    by_small = {label.lower(): label for label in names}
    if label := by_small.get(said.lower()):
        return names[label]
    if "@" in said:
        if person := Person.objects.known().filter(email__iexact=said).first():
            return person
        raise ValidationError(
            _("Nobody in the register has the address %(said)s. Write a name instead.")
            % {"said": said}
        )
    near = process.extractOne(
        said.lower(), list(by_small), scorer=fuzz.ratio, score_cutoff=MISSPELT
    )
    if near:
        raise ValidationError(
            _("Did you mean “%(name)s”? Choose it in the list.") % {"name": by_small[near[0]]}
        )
    return said
