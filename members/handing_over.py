"""Handing a seat over: one holding ends, the next begins, what was open moves; and undoing that."""

from collections.abc import Collection
from datetime import date, timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members import erasing, links, seating
from members.models import Handover, Holding, Person, Seat, today
from sekom import open_work
from sekom.outbox import posting

ONE_DAY = timedelta(days=1)
DOOR_LASTS = timedelta(days=1)
PAGE_LASTS = timedelta(days=90)


@transaction.atomic
def hand_over(
    holding: Holding,
    *,
    email: str,
    name: str,
    starts_on: date,
    by: Person,
    title: str = "",
    keys: Collection[str] = (),
) -> Handover:
    """Let a successor take the seat from a day on, with what was open and chosen in `keys`.

    The old holding ends the day before at the latest, the successor is invited, the two others
    are told. Raises ValidationError when the days or the person make no sense.
    """
    seat = Seat.objects.select_for_update(no_key=True).get(pk=holding.seat_id)
    holding = Holding.objects.select_related("person", "seat__member").get(pk=holding.pk)
    _refuse_nonsense(holding, email=email, starts_on=starts_on)
    is_new_person = not Person.objects.filter(email=email.strip().lower()).exists()
    chosen = [item for item in open_work.of(holding) if item.key in keys or item.follows_seat]
    handover = Handover(
        old_holding=holding,
        by=by,
        ended_on_before=holding.ends_on,
        reason_before=holding.reason,
        is_new_person=is_new_person,
        moved=[{"key": item.key, "label": item.label} for item in chosen],
    )
    last_day = min(filter(None, (holding.ends_on, starts_on - ONE_DAY)))
    seating.end(holding, on=last_day, reason=_("Handed over"), by=by)
    begun = seating.invite(
        seat,
        email=email,
        name=name,
        title=title,
        starts_on=starts_on,
        by=by,
        takes_over=[item.label for item in chosen],
    )
    handover.new_holding = begun
    handover.save()
    open_work.hand_over([item.key for item in chosen], holding=holding, to=begun.person, by=by)
    _tell_the_others(handover, "members/handed_over", by=by)
    return handover


def _refuse_nonsense(holding: Holding, *, email: str, starts_on: date) -> None:
    if holding.handovers.standing().exists():
        raise ValidationError(
            _("This seat has been handed over already. Undo that first."), code="done"
        )
    if holding.ends_on and holding.ends_on < today():
        raise ValidationError(
            _("This holding has ended. The secretariat can appoint somebody."), code="ended"
        )
    if starts_on <= holding.starts_on:
        raise ValidationError(
            {"starts_on": _("The successor must begin after the day that you began.")}
        )
    if email.strip().lower() == holding.person.email:
        raise ValidationError(
            {"email": _("This is the address of whoever holds the seat. Write the successor’s.")}
        )


@transaction.atomic
def undo(handover: Handover, *, by: Person | None) -> Handover:
    """Give the seat back as it was; undoing twice changes nothing.

    Raises ValidationError once the successor has logged in or confirmed.
    """
    handover = Handover.objects.select_for_update(of=("self",), no_key=True).get(pk=handover.pk)
    holding, successor = handover.old_holding, handover.new_holding
    if handover.undone_at or successor is None:
        return handover
    person = Person.objects.select_for_update(no_key=True).get(pk=successor.person_id)
    if not Handover.objects.undoable().filter(pk=handover.pk).exists():
        raise ValidationError(
            _("%(name)s has accepted. Hand the seat over anew instead.") % {"name": person.name},
            code="accepted",
        )
    keys = [item["key"] for item in handover.moved]
    open_work.hand_over(keys, holding=holding, to=holding.person, by=by)
    was_invited = seating.keep_back(successor)
    seating.keep_back(handover)
    why = _("The handover was undone")
    with pghistory.context(user=by.pk if by else None, reason=why):
        handover.new_holding, handover.undone_at = None, timezone.now()
        handover.save(update_fields=["new_holding", "undone_at"])
        successor.delete()
    seating.take_back_end(
        holding,
        by=by,
        why=why,
        ends_on=handover.ended_on_before,
        reason=handover.reason_before,
    )
    if handover.is_new_person and not was_invited:
        # Whoever was named by mistake and never written to need not be known.
        erasing.erase(person, by=by)
    invited = [person] if was_invited else []
    _tell_the_others(handover, "members/handover_undone", by=by, also=invited)
    return handover


def _tell_the_others(
    handover: Handover, kind: str, *, by: Person | None, also: Collection[Person] = ()
) -> None:
    """Write to who held the seat and to the counterpart, each with the way to undo."""
    holding, successor = handover.old_holding, handover.new_holding
    seat = holding.seat
    people = {holding.person_id: holding.person} | {person.pk: person for person in also}
    for beside in _counterparts(seat):
        people.setdefault(beside.person_id, beside.person)
    if successor:
        people.pop(successor.person_id, None)
    values = {
        "seat": seat.get_kind_display(),
        "place": str(seat.owner),
        "by": by.name if by else "",
        "held_by": holding.person.name,
        "successor": successor.person.name if successor else "",
        "starts_on": successor.starts_on.isoformat() if successor else "",
        "path": address(handover) if successor else seat.get_absolute_url(),
    }
    for person in people.values():
        posting.post(kind, to=person, about=handover, by=by, values=values)


def _counterparts(seat: Seat) -> list[Holding]:
    """Who sits beside this seat today, in the pair of the same member."""
    if not seat.member_id:
        return []
    held = Holding.objects.current().of_pairs().filter(seat__member=seat.member_id)
    return list(held.exclude(seat=seat).select_related("person"))


# --- Links ----------------------------------------------------------------------------------


def door(holding: Holding, *, by: Person) -> str:
    """The address of the form for somebody who need not be logged in; for pages behind a link."""
    token = links.sign("hand_over", holding.pk, by.pk)
    return reverse("members:hand_over_by_link", args=[token])


def read_door(token: str) -> tuple[Holding, Person]:
    """Which holding the form is about and who fills it in; raises as links.read does."""
    holding_id, person_id = links.read("hand_over", token, lasts=DOOR_LASTS)
    by = Person.objects.filter(pk=person_id, is_active=True).first()
    if by is None:
        raise links.LinkUnknown
    holding = Holding.objects.handable_by(by).with_names().filter(pk=holding_id).first()
    if holding is None:
        raise links.LinkUnknown
    return holding, by


def address(handover: Handover) -> str:
    """The page that tells of a handover and can undo it, for whoever got the link."""
    return reverse("members:handover", args=[links.sign("handover", handover.pk)])


def read(token: str) -> Handover:
    """The handover that a link leads to; raises as links.read does."""
    [pk] = links.read("handover", token, lasts=PAGE_LASTS)
    found = Handover.objects.with_names().with_acceptance().filter(pk=pk).first()
    if found is None:
        raise links.LinkUnknown
    return found
