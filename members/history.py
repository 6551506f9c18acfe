"""The history of a member, a seat and a person: which rows of the register it is made of."""

from django.core.paginator import Page
from django.db.models import Q, QuerySet

from members.models import Confirmation, Document, Holding, Member, Person, Seat
from sekom import changes


def members_readable_by(person: Person) -> QuerySet[Member]:
    """The members whose history this person may read: their own; the secretariat all."""
    return Member.objects.all() if person.is_staff else Member.objects.represented_by(person)


def of_member(member: Member, *, page: int, is_staff: bool) -> Page:
    """What has changed in a member's facts, seats and contacts, the newest first.

    How we know of a holding is told to the secretariat alone.
    """
    sources = [
        (Member, Q(pgh_obj_id=member.pk)),
        (Seat, Q(member=member.pk)),
        (Holding, Q(seat__member=member.pk)),
        (Confirmation, Q(holding__seat__member=member.pk)),
        (Document, Q(member=member.pk)),
    ]
    return changes.changes(sources, page=page, hidden=() if is_staff else ("source",))


def of_person(person: Person, *, page: int) -> Page:
    """What has changed in what we know of a person, and where they sat, the newest first."""
    sources = [
        (Person, Q(pgh_obj_id=person.pk)),
        (Holding, Q(person=person.pk)),
        (Confirmation, Q(holding__person=person.pk)),
    ]
    return changes.changes(sources, page=page)


def of_seat(seat: Seat, *, page: int) -> Page:
    """Who has sat on a seat, and what was corrected about it, the newest first."""
    sources = [
        (Seat, Q(pgh_obj_id=seat.pk)),
        (Holding, Q(seat=seat.pk)),
        (Confirmation, Q(holding__seat=seat.pk)),
    ]
    return changes.changes(sources, page=page)
