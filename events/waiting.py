"""The waiting list: whose turn it is, what is offered to whom and until when, and why nobody moved.

Every operation holds the event first, then counts, then writes: places are given one at a time, in
the order of the queue. A place that is offered is held until it is answered.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import telling
from events.models import Event, Signup
from members.models import Person
from sekom.text import say_moment

OFFER_LASTS = timedelta(hours=48)
# An offer must be answered by so long before the start, and nobody gets less time than this.
ANSWERED_BEFORE = timedelta(hours=1)
SHORTEST_OFFER = timedelta(minutes=30)


# --- Who is next --------------------------------------------------------------------------------


class Places:
    """The places of an event that is held: how many are free, also by member."""

    def __init__(self, event: Event) -> None:
        self.event = event
        seated = event.signups.seated().values_list("member", flat=True)
        self.taken = Counter(seated)

    @property
    def free(self) -> int | None:
        """How many neither somebody has nor is being offered; None where there is no limit."""
        if self.event.places is None:
            return None
        return max(0, self.event.places - self.taken.total())

    def take(self, member_id: int | None) -> None:
        """Count one more as taken."""
        self.taken[member_id] += 1

    def has_room_for(self, member_id: int | None) -> bool:
        """Whether the member may have one more; who comes for no member has no such limit."""
        most = self.event.most_per_member
        return most is None or member_id is None or self.taken[member_id] < most

    def has_one_for(self, member_id: int | None) -> bool:
        """Whether a place is free, for one of this member."""
        return self.free != 0 and self.has_room_for(member_id)

    def next_in_line(self) -> Iterator[Signup]:
        """Those in the queue who could have a place now, the first in line first."""
        if self.free == 0:
            return
        for signup in self.event.signups.waiting().with_names():
            if self.has_room_for(signup.member_id):
                yield signup


def offer_until(event: Event, now: datetime) -> datetime | None:
    """Until when a place that is offered now is held; None when it is too near the start."""
    until = min(now + OFFER_LASTS, event.starts_at - ANSWERED_BEFORE)
    return until if until - now >= SHORTEST_OFFER else None


# --- Moving on ----------------------------------------------------------------------------------


@transaction.atomic
def offer_free_places(event: Event) -> list[Signup]:
    """Offer every free place to whoever is first in line; says to whom. Safe to run at any time."""
    event = Event.objects.hold(event)
    now = timezone.now()
    until = offer_until(event, now)
    if until is None or not event.is_published:
        return []
    places = Places(event)
    offered = []
    for signup in places.next_in_line():
        if not places.has_one_for(signup.member_id):
            continue
        signup.state, signup.offered_until = Signup.State.OFFERED, until
        signup.save(update_fields=["state", "offered_until"])
        places.take(signup.member_id)
        telling.tell("offer", signup)
        offered.append(signup)
    return offered


@transaction.atomic
def expire_offers(event: Event) -> list[Signup]:
    """End the offers that nobody answered in time, and offer their places to the next."""
    event = Event.objects.hold(event)
    expired = list(event.signups.overdue().with_names())
    for signup in expired:
        signup.state, signup.ended_at = Signup.State.EXPIRED, timezone.now()
        signup.save(update_fields=["state", "ended_at"])
        if event.is_published:
            telling.tell("offer_expired", signup)
    offer_free_places(event)
    return expired


def move_on() -> None:
    """What every minute does: end old offers, and see to it that no place lies idle."""
    for event in Event.objects.with_a_queue():
        expire_offers(event)


# --- Answering an offer -------------------------------------------------------------------------


@transaction.atomic
def accept(signup: Signup, *, by: Person | None = None) -> Signup:
    """Take the place that is offered; taking it twice changes nothing.

    Raises ValidationError when nothing is offered any more.
    """
    event = Event.objects.hold(signup.event)
    signup = Signup.objects.with_names().get(pk=signup.pk)
    if signup.is_confirmed:
        return signup
    now = timezone.now()
    until = signup.offered_until
    if not signup.is_offered or until is None or until <= now or not event.is_published:
        raise ValidationError(
            _("The time to answer is over, and the place has gone to the next in line."),
            code="late",
        )
    signup.state, signup.confirmed_at, signup.offered_until = Signup.State.CONFIRMED, now, None
    signup.save(update_fields=["state", "confirmed_at", "offered_until"])
    telling.tell_confirmed(signup, by=by)
    return signup


# --- How many may come --------------------------------------------------------------------------


@transaction.atomic
def change_capacity(event: Event, places: int | None, *, by: Person) -> Event:
    """Change how many may come; None takes the limit away. New places are offered at once.

    Raises ValidationError below what has been given and offered.
    """
    event = Event.objects.hold(event)
    seated = event.signups.seated().count()
    if places is not None and places < max(1, seated):
        raise ValidationError(
            ngettext(
                "%(count)d place is taken or offered. Cancel it first, or choose a higher number.",
                "%(count)d places are taken or offered. Cancel some first, or choose a higher "
                "number.",
                seated,
            )
            % {"count": seated}
            if seated
            else _("There must be at least one place."),
            code="too_few",
        )
    event.places = places
    event.save(update_fields=["places"])
    offer_free_places(event)
    return event


# --- What the secretariat wants to know ---------------------------------------------------------


def why_nobody_moves(event: Event) -> str:
    """Why those who wait have no place, in one sentence; "" when nobody waits."""
    waiting = event.signups.waiting().count()
    if not waiting:
        return ""
    if not event.is_published:
        return _("The event is not published, so no places are offered.")
    places = Places(event)
    if places.free == 0:
        return _why_full(event)
    if next(places.next_in_line(), None) is None:
        return _(
            "There are free places, but the members of all who wait have as many as each may have "
            "(%(most)d)."
        ) % {"most": event.most_per_member or 0}
    if offer_until(event, timezone.now()) is None:
        return _("It is too near the start to offer places by mail: nobody could answer in time.")
    return _("Places are being offered. Whoever is next has a letter within a minute.")


def _why_full(event: Event) -> str:
    first = event.signups.offered().first()
    if first is None:
        return _("All places are taken. When somebody cancels, the first in line is offered it.")
    offered = event.signups.offered().count()
    return ngettext(
        "All places are taken; %(count)d is offered. %(name)s has until %(until)s to answer.",
        "All places are taken; %(count)d are offered. %(name)s has until %(until)s to answer.",
        offered,
    ) % {"count": offered, "name": first.name, "until": say_moment(first.offered_until)}
