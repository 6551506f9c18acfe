"""Telling those signed up: the letters about a sign-up, posted in the transaction of the cause."""

from events import wording
from events.models import Signup
from members.models import Person
from sekom.outbox import posting
from sekom.outbox.models import Mailing


def tell(kind: str, signup: Signup, *, by: Person | None = None, **values) -> Mailing:
    """Post one letter about a sign-up: `kind` is the name of its text in events/email/."""
    return posting.post(
        f"events/{kind}",
        to=signup,
        about=signup.event,
        by=by,
        values=wording.values_of(signup) | values,
    )


def tell_where_one_stands(signup: Signup, *, by: Person | None = None) -> Mailing:
    """Tell somebody who has been signed up: of the place, of the offer, or of the queue."""
    if signup.is_confirmed:
        return tell_confirmed(signup, by=by)
    if signup.is_offered:
        return tell("offer", signup, by=by)
    return tell("waiting", signup, by=by, place_in_line=signup.place_in_line())


def tell_confirmed(signup: Signup, *, by: Person | None = None) -> Mailing:
    """Tell somebody that the place is theirs."""
    return tell("confirmation", signup, by=by)


def tell_cancelled(signup: Signup, *, had_place: bool, by: Person | None = None) -> Mailing:
    """Tell somebody that they no longer come."""
    return tell("cancellation", signup, by=by, had_place=had_place)


def tell_swapped(signup: Signup, other: Signup, *, by: Person | None = None) -> Mailing:
    """Tell somebody that another one comes instead."""
    return tell("cancellation", signup, by=by, had_place=other.is_confirmed, instead=other.name)
