"""What the events keep of people, why, for how long, and what becomes of it."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from events import needing
from events.models import (
    Action,
    ActionEntry,
    ActionLink,
    AgendaItem,
    Approver,
    CalendarFeed,
    Correction,
    Decision,
    Material,
    NoteComment,
    Paper,
    Reply,
    Responsible,
    Signup,
    SignupNeeds,
    Speaker,
)
from sekom.personal_data import NOBODYS_ADDRESS, Basis, Deleted, Kept, Purpose, Scrubbed, Stays

# So long after an event its diets and other needs are erased, and who came from outside.
LIFE_OF_NEEDS = timedelta(days=30)
LIFE_OF_GUESTS = timedelta(days=365)
LIFE_OF_SPEAKERS_ADDRESSES = timedelta(days=730)

COMING = Purpose(
    what=_("Which events you have signed up for, for whom, what you answered and whether you came"),
    why=_("So that you get your place, the link and the material."),
    period=_(
        "As long as the event is kept; your name and address leave it with your details. Guests "
        "from outside the network: 12 months after the event."
    ),
)
SIGNING_UP = Purpose(
    what=_("Which colleagues you have signed up for events"),
    why=_("So that they know who did, and you can swap or cancel."),
    period=_("As long as the event is kept; your name leaves it with your details."),
)
NEEDING = Purpose(
    what=_("Dietary and accessibility needs that you tell us of when you sign up"),
    why=_("So that you can take part. Only the secretariat sees them."),
    period=_("30 days after the event."),
    basis=Basis.CONSENT,
)
SPEAKING = Purpose(
    what=_("That you spoke at an event, what we say of you there, your address and fee"),
    why=_("So that participants know who leads, and we can reach you."),
    period=_("Your address and fee for two years after the event; the rest as long as the event."),
)
SUBSCRIBING = Purpose(
    what=_("The secret address of your own calendar, where you have asked for one"),
    why=_("So that your calendar program can show which events you come to."),
    period=_("Until you end the address."),
    basis=Basis.CONSENT,
)
JUDGING = Purpose(
    what=_("What you thought of an event, where the evaluation was with names"),
    why=_("So that the next event gets better. Most evaluations are anonymous."),
    period=_("As long as the event is kept; your name leaves it with your details."),
)
FILING = Purpose(
    what=_("Which material of events you have put up"),
    why=_("So that it can be asked where it comes from."),
    period=_("As long as the event; your name leaves it with your details."),
)

MEETING = Purpose(
    what=_("What you have noted, commented and approved of meetings"),
    why=_("So that it can be asked why something is as it is, and who stands for the notes."),
    period=_("As long as the notes; your name leaves them with your details."),
)
WRITTEN_AT_A_MEETING = Stays(_("What was written, without the name."))
SAID_AT_A_MEETING = Scrubbed(
    {"by_name": _("Former contact")}, _("What was written, without the name.")
)
ACTING = Purpose(
    what=_("Which actions you answer for, what you have said of them, and what you wrote down"),
    why=_("So that what we agree on gets done, and it can be asked what became of it."),
    period=_("As long as the action; your name leaves it with your details."),
)


def _forget_addresses(speakers: list[Speaker]) -> None:
    """Speakers stay on the pages of events long past, but not how to reach or pay them."""
    gone = Speaker.objects.filter(pk__in=[speaker.pk for speaker in speakers])
    gone.update(email="", fee_note="", link_key="")


TABLE = [
    Kept(
        Signup,
        COMING,
        people=("person",),
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
        expired=lambda now: Signup.objects.of_guests_before(now - LIFE_OF_GUESTS),
        forget=needing.forget_guests,
    ),
    Kept(
        Signup,
        SIGNING_UP,
        called=_("colleagues signed up"),
        people=("signed_up_by",),
        shows=("event", "name", "created_at"),
        erased=Stays(_("Who came, without the name of who signed them up.")),
    ),
    Kept(
        SignupNeeds,
        NEEDING,
        found=lambda person: SignupNeeds.objects.filter(signup__in=Signup.objects.of(person)),
        shows=("signup", "diet", "access"),
        erased=Deleted(),
        expired=lambda now: SignupNeeds.objects.of_events_before(now - LIFE_OF_NEEDS),
    ),
    Kept(
        Speaker,
        SPEAKING,
        addresses=("email",),
        shows=("event", "name", "organisation", "about", "email", "fee_note"),
        erased=Deleted(),
        expired=lambda now: Speaker.objects.of_events_before(now - LIFE_OF_SPEAKERS_ADDRESSES),
        forget=_forget_addresses,
    ),
    Kept(
        Material,
        FILING,
        people=("added_by",),
        shows=("event", "title", "added_at"),
        erased=Stays(_("That it was put up, without the name.")),
    ),
    Kept(
        AgendaItem,
        MEETING,
        people=("noted_by",),
        shows=("event", "title", "note", "noted_at"),
        erased=WRITTEN_AT_A_MEETING,
    ),
    Kept(
        Decision,
        MEETING,
        people=("written_by",),
        shows=("item", "month", "number", "text", "written_at"),
        erased=WRITTEN_AT_A_MEETING,
    ),
    Kept(
        Approver,
        MEETING,
        people=("person",),
        shows=("notes", "role", "approved_at"),
        erased=Stays(_("That it was approved, without the name.")),
    ),
    Kept(
        NoteComment,
        MEETING,
        people=("by",),
        shows=("item", "text", "at"),
        erased=SAID_AT_A_MEETING,
    ),
    Kept(
        Correction,
        MEETING,
        people=("by",),
        shows=("item", "text", "reason", "at"),
        erased=SAID_AT_A_MEETING,
    ),
    Kept(
        Paper,
        MEETING,
        people=("added_by",),
        shows=("item", "title", "added_at"),
        erased=Stays(_("That it was put up, without the name.")),
    ),
    Kept(
        CalendarFeed,
        SUBSCRIBING,
        people=("person",),
        shows=("made_at",),
        erased=Deleted(),
    ),
    Kept(
        Reply,
        JUDGING,
        people=("signup__person",),
        shows=("evaluation", "answers"),
        erased=Stays(_("What was thought of the event, without the name.")),
    ),
    Kept(
        Action,
        ACTING,
        people=("agreed_by",),
        shows=("title", "agreed_on"),
        erased=Stays(_("What was agreed, without the name.")),
    ),
    Kept(
        Responsible,
        ACTING,
        people=("person",),
        shows=("action",),
        erased=Stays(_("That a former contact answered for it, without the name.")),
    ),
    Kept(
        ActionEntry,
        ACTING,
        people=("by",),
        shows=("action", "kind", "words", "at"),
        erased=Scrubbed({"by_name": _("Former contact")}, _("What was written, without the name.")),
    ),
    Kept(
        ActionLink,
        ACTING,
        people=("added_by",),
        shows=("action", "title", "added_at"),
        erased=Stays(_("What came of the action, without the name.")),
    ),
]
