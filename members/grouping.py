"""Groups: how they are made, given seats, elected for a term, and closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members import seating
from members.models import Group, Holding, Person, Seat
from sekom.text import say_day, slugify_sv

# The groups that the statutes name, with their seats: {kind: {kind of seat: how many}}.
STATUTORY: dict[str, dict[str, int]] = {
    Group.Kind.BOARD: {Seat.Kind.CHAIR: 1, Seat.Kind.ORDINARY: 8, Seat.Kind.SUBSTITUTE: 3},
    Group.Kind.EXPERT_GROUP: {Seat.Kind.CHAIR: 1, Seat.Kind.ORDINARY: 5},
    Group.Kind.SECRETARIAT: {},
}


@dataclass(frozen=True)
class Choice:
    """Who takes a seat for a term: somebody by name and address, or today's holder once more."""

    seat: Seat
    name: str = ""
    email: str = ""


@transaction.atomic
def found(kind: str, *, name: str) -> Group:
    """The board, the expert group or the secretariat; made with its seats when there is none."""
    if group := Group.objects.filter(kind=kind).first():
        return group
    group = _make(kind=kind, name=name)
    for seat_kind, count in STATUTORY[kind].items():
        for number in range(1, count + 1):
            Seat.objects.create(group=group, kind=seat_kind, number=number)
    return group


@transaction.atomic
def start(*, name: str, description: str = "") -> Group:
    """Begin a working group, with a seat for its chair.

    Raises ValidationError when there is a group of that name.
    """
    group = _make(kind=Group.Kind.WORKING_GROUP, name=name, description=description)
    Seat.objects.create(group=group, kind=Seat.Kind.CHAIR)
    return group


def _make(*, name: str, **columns) -> Group:
    group = Group(name=name, slug=_free_slug(name), **columns)
    group.full_clean()
    group.save()
    return group


def _free_slug(name: str) -> str:
    """The name as an address that no other group has."""
    slug = first = slugify_sv(name)[:70] or "grupp"
    number = 1
    while Group.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{first}-{number}"
    return slug


@transaction.atomic
def remove_seat(seat: Seat) -> None:
    """Take away a seat of a group that nobody ever held.

    Raises ValidationError when somebody did: then it belongs to the history.
    """
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.group is None or seat.holdings.exists():
        raise ValidationError(_("Somebody has held this seat, so it stays."), code="held")
    seat.delete()


@transaction.atomic
def elect(
    group: Group,
    *,
    choices: Iterable[Choice],
    starts_on: date,
    ends_on: date,
    by: Person,
    source: str = "",
) -> list[Holding]:
    """Fill several seats for one term: all of it or nothing.

    Who holds a seat when the term begins, and is not chosen again, leaves the day before. Doing it
    twice changes nothing. Raises ValidationError, with the seat's name in it, when one cannot be
    filled.
    """
    if ends_on < starts_on:
        raise ValidationError(_("The last day cannot come before the first."), code="order")
    filled = []
    for choice in choices:
        try:
            filled.append(_seat(choice, starts_on=starts_on, ends_on=ends_on, by=by, source=source))
        except ValidationError as refusal:
            words = {"seat": name_of(choice.seat), "problem": " ".join(refusal.messages)}
            raise ValidationError(_("%(seat)s: %(problem)s") % words) from refusal
    if not filled:
        raise ValidationError(_("Choose at least one person."), code="nobody")
    return filled


def _seat(choice: Choice, *, starts_on: date, ends_on: date, by: Person, source: str) -> Holding:
    sitting = choice.seat.holding_on(starts_on)
    if not choice.email:
        if sitting is None:
            raise ValidationError(_("Nobody sits there then who could be chosen again."))
        return _prolong(sitting, ends_on, by=by)
    person = seating.person_of(email=choice.email, name=choice.name)
    if sitting and sitting.person_id == person.pk:
        return _prolong(sitting, ends_on, by=by)
    if sitting:
        last = starts_on - timedelta(days=1)
        seating.end(sitting, on=last, reason=_("A new term"), by=by)
    return seating.appoint(
        choice.seat, person=person, starts_on=starts_on, ends_on=ends_on, by=by, source=source
    )


def _prolong(holding: Holding, ends_on: date, *, by: Person) -> Holding:
    if holding.ends_on == ends_on:
        return holding
    return seating.correct(holding, by=by, reason=_("Chosen again"), ends_on=ends_on)


def name_of(seat: Seat) -> str:
    """What a seat of a group is called there: chair, ordinary 3."""
    kind = seat.get_kind_display()
    return kind if seat.kind == Seat.Kind.CHAIR else f"{kind} {seat.number}"


@transaction.atomic
def close(group: Group, *, on: date, by: Person) -> Group:
    """Let a working group have its last day; whoever sits in it leaves then.

    Closing it again on the same day changes nothing. Raises ValidationError for the groups that
    the statutes name, and when somebody takes a seat after that day.
    """
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if group.kind != Group.Kind.WORKING_GROUP:
        raise ValidationError(_("Only working groups can be closed."), code="statutory")
    holdings = Holding.objects.filter(seat__group=group)
    late = holdings.filter(starts_on__gt=on).select_related("person").first()
    if late:
        words = {"name": late.person.name, "day": say_day(late.starts_on)}
        raise ValidationError(
            _("%(name)s takes a seat on %(day)s. Choose that day or a later one.") % words
        )
    for holding in holdings.in_force_after(on):
        seating.end(holding, on=on, reason=_("The group was closed"), by=by)
    with pghistory.context(user=by.pk):
        group.closed_on = on
        group.save(update_fields=["closed_on"])
    return group


@transaction.atomic
def reopen(group: Group, *, by: Person) -> Group:
    """Let a closed group go on; its seats are vacant. One that is open stays as it is."""
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if group.closed_on:
        with pghistory.context(user=by.pk):
            group.closed_on = None
            group.save(update_fields=["closed_on"])
    return group
