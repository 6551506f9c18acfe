"""Telling those signed up: the letters about a sign-up, posted in the transaction of the cause."""

from events import inviting, wording
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
    """Tell somebody that the place is theirs, with an invitation for the calendar."""
    return tell("confirmation", signup, by=by, calendar=inviting.invitation_of(signup))


def tell_cancelled(
    signup: Signup, *, had_place: bool, instead: str = "", by: Person | None = None
) -> Mailing:
    """Tell somebody that they no longer come; what stood in the calendar is taken back.

    `instead` is the name of who comes in their place.
    """
    calendar = {"calendar": inviting.cancellation_of(signup)} if had_place else {}
    return tell("cancellation", signup, by=by, had_place=had_place, instead=instead, **calendar)
