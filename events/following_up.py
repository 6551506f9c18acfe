"""After the event: letters to those who came and to those who did not, when the secretariat says.

Each gets each letter once, however often it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import certifying, handing_out, wording
from events.models import Evaluation, Event, Signup
from members.models import Person
from sekom.outbox import posting
from sekom.outbox.models import Delivery, Mailing, reference

THANKS, MISSED = "events/thanks", "events/missed"


@transaction.atomic
def send_thanks(event: Event, *, text: str = "", by: Person) -> Mailing:
    """Tell those who took part where the material is, and how to get their certificate."""
    event = _over(event)
    came = left_to_write_to(event, THANKS)
    letters = {
        signup: {
            "certificate": certifying.link_to(signup),
            "material": handing_out.link_to(signup),
        }
        for signup in came
    }
    return write(THANKS, event, letters, text=text, by=by)


@transaction.atomic
def send_missed(event: Event, *, text: str = "", by: Person) -> Mailing:
    """Tell those who had a place and did not come what there is to read and see."""
    event = _over(event)
    missed = left_to_write_to(event, MISSED)
    letters = {signup: {"material": handing_out.link_to(signup)} for signup in missed}
    return write(MISSED, event, letters, text=text, by=by)


@dataclass(frozen=True)
class Left:
    """How many are still to hear, to be asked, or to be noted as there or not."""

    thanks: int
    missed: int
    to_ask: int
    unnoted: int


def what_is_left(event: Event) -> Left:
    """What is still to be done after an event."""
    confirmed = event.signups.confirmed()
    return Left(
        thanks=len(left_to_write_to(event, THANKS)),
        missed=len(left_to_write_to(event, MISSED)),
        to_ask=confirmed.filter(attended=True, asked__isnull=True).count(),
        unnoted=confirmed.filter(attended__isnull=True).count(),
    )


def left_to_write_to(event: Event, kind: str) -> list[Signup]:
    """Those whom a letter of this kind is meant for and who have not got it."""
    letters = Delivery.objects.filter(mailing__kind=kind, mailing__about=reference(event))
    told = letters.exclude(state=Delivery.State.CANCELLED).values("email")
    concerned = event.signups.confirmed().filter(attended=kind == THANKS)
    return list(concerned.exclude(email__in=told).with_names())


def write(
    kind: str, event: Event, letters: Mapping[Signup, dict], *, text: str = "", by: Person
) -> Mailing:
    """Write to some of the participants; 60 seconds remain to undo it.

    Raises ValidationError when nobody is left to write to.
    """
    if not letters:
        raise ValidationError(_("There is nobody left to write to."), code="nobody")
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    mailing = posting.prepare(
        kind,
        recipients=[
            posting.Recipient(one, wording.values_of(one) | more) for one, more in letters.items()
        ],
        values={"paragraphs": paragraphs},
        audience=ngettext(
            "%(count)d participant of %(event)s",
            "%(count)d participants of %(event)s",
            len(letters),
        )
        % {"count": len(letters), "event": event.title},
        about=event,
        by=by,
    )
    return posting.approve(mailing, by=by)


@dataclass(frozen=True)
class Shown:
    """What somebody sees of what came of an event: their certificate, and the evaluation."""

    certificate: str
    evaluation: Evaluation | None


def shown_to(person, event: Event) -> Shown | None:
    """What came of an event for who looks at its page; None where there is nothing."""
    if not event.is_over:
        return None
    own = Signup.objects.of(person).filter(event=event, attended=True).first()
    shown = Shown(
        certificate=certifying.path_of(own) if own else "",
        evaluation=Evaluation.objects.visible_to(person).of(event).with_numbers().first(),
    )
    return shown if shown.certificate or shown.evaluation else None


def _audience(event: Event, count: int) -> str:
    words = ngettext(
        "%(count)d participant of %(event)s", "%(count)d participants of %(event)s", count
    )
    return words % {"count": count, "event": event.title}


def _over(event: Event) -> Event:
    """The event, held so that the same letter is not sent twice at once."""
    event = Event.objects.hold(event)
    if not event.is_over:
        raise ValidationError(_("The event is not over yet."), code="early")
    return event
