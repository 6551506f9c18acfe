"""Who comes, as pages show it: the sign-up card of an event, one's own sign-ups, the list."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from events import links
from events.models import Event, Signup
from events.signup_forms import GuestSignupForm
from members.models import Person
from sekom.excel import CellValue


@dataclass(frozen=True)
class SignupCard:
    """What the page of an event says of sign-up to one visitor.

    `form` is for guests of an open event; who is logged in confirms on a page of its own.
    """

    event: Event
    taken: int
    waiting: int
    own: Signup | None = None
    token: str = ""
    may_sign_up: bool = False
    may_sign_up_others: bool = False
    form: GuestSignupForm | None = None

    @property
    def left(self) -> int | None:
        """Places left; None where there is no limit."""
        return None if self.event.places is None else max(0, self.event.places - self.taken)

    @property
    def is_full(self) -> bool:
        return self.left == 0

    @property
    def shown_link(self) -> str:
        """The link to the online meeting, for who may see it now."""
        return self.event.online_link if self.own and self.own.may_see_link else ""


def signup_card(event: Event, user, *, form: GuestSignupForm | None = None) -> SignupCard | None:
    """What to say of sign-up on an event's page, and the form for guests; None where there is none.

    `form` is one that came back with errors.
    """
    if not event.has_signup:
        return None
    own = event.signups.live().of(user).with_names().first()
    may = event.takes_signups and Event.objects.signable_by(user).contains(event)
    is_guest = not user.is_authenticated
    return SignupCard(
        event=event,
        taken=event.signups.seated().count(),
        waiting=event.signups.waiting().count(),
        own=own,
        token=links.token_of(own) if own else "",
        may_sign_up=may and own is None,
        may_sign_up_others=may and not is_guest,
        form=(form or GuestSignupForm(event=event)) if may and is_guest else None,
    )


@dataclass(frozen=True)
class OwnSignup:
    """One's sign-up to an event that is to come, and the link to its page."""

    signup: Signup
    token: str


def signups_of(person: Person) -> list[OwnSignup]:
    """What a person is signed up for, the next event first."""
    found = Signup.objects.live().of(person).to_come().with_names()
    return [OwnSignup(signup, links.token_of(signup)) for signup in found]


# --- The list of an event -----------------------------------------------------------------------


def sheet_of(event: Event) -> list[list[CellValue]]:
    """The list of an event as rows under their headings, with the answers; never the needs."""
    questionnaire = event.questions.questionnaire() if event.questions else None
    asked = [question.item for question in questionnaire.questions] if questionnaire else []
    rows: list[list[CellValue]] = [
        [
            _("Name"),
            _("E-mail"),
            _("Member"),
            _("Organisation"),
            _("State"),
            _("Signed up"),
            _("Signed up by"),
            *(questionnaire.label(item) for item in asked if questionnaire),
        ]
    ]
    for signup in event.signups.in_order_of_state().with_names():
        row: list[CellValue] = [
            signup.name,
            signup.email,
            signup.member.name if signup.member else "",
            signup.organisation,
            str(signup.get_state_display()),
            timezone.localtime(signup.created_at).strftime("%Y-%m-%d %H:%M"),
            signup.signed_up_by.name if signup.signed_up_by else "",
        ]
        if questionnaire:
            row += [questionnaire.display(item, signup.answers.get(item.key)) for item in asked]
        rows.append(row)
    return rows
