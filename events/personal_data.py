"""What the events keep of people, why, for how long, and what becomes of it."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from events.models import Signup, SignupNeeds
from sekom.personal_data import NOBODYS_ADDRESS, Basis, Deleted, Kept, Purpose, Scrubbed, Stays

# So long after an event its diets and other needs are erased, and so long who came.
LIFE_OF_NEEDS = timedelta(days=30)

COMING = Purpose(
    what=_("Which events you have signed up for, for whom, what you answered and whether you came"),
    why=_("So that you get your place, the link and the material."),
    period=_("As long as the event is kept; your name and address leave it with your details."),
)
NEEDING = Purpose(
    what=_("Dietary and accessibility needs that you tell us of when you sign up"),
    why=_("So that you can take part. Only the secretariat sees them."),
    period=_("30 days after the event."),
    basis=Basis.CONSENT,
)

TABLE = [
    Kept(
        Signup,
        COMING,
        people=("person", "signed_up_by"),
        addresses=("email",),
        shows=("event", "name", "email", "state", "created_at", "answers", "attended"),
        erased=Scrubbed(
            {
                "name": _("Former contact"),
                "email": NOBODYS_ADDRESS,
                "organisation": "",
                "answers": {},
            },
            _("That somebody came or did not, without the name."),
        ),
    ),
    Kept(
        SignupNeeds,
        NEEDING,
        people=("signup__person",),
        shows=("signup", "diet", "access"),
        erased=Deleted(),
        expired=lambda now: SignupNeeds.objects.of_events_before(now - LIFE_OF_NEEDS),
    ),
]
