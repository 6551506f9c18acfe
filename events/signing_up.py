"""Signing up for events: every way a sign-up comes, moves to somebody else and goes.

Every operation holds the event first, then counts, then writes, and posts its letters in the same
transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import inviting, needing, telling, waiting
from events.models import Event, Signup
from events.waiting import Places
from members.models import Member, Person

MOST_COLLEAGUES = 10


class PartialFit(ValidationError):
    """Not all of the colleagues would get a place; `fit` says how many would."""

    def __init__(self, fit: int, asked: int) -> None:
        super().__init__(
            _("There are places for %(fit)d of your %(asked)d. Choose what to do.")
            % {"fit": fit, "asked": asked},
            code="partial",
        )
        self.fit = fit


@dataclass(frozen=True)
class Colleague:
    """Somebody to sign up: a name and an address."""

    name: str
    email: str


# --- Coming -------------------------------------------------------------------------------------


@transaction.atomic
def sign_up(
    event: Event,
    *,
    name: str,
    email: str,
    by: Person | None = None,
    member: Member | None = None,
    organisation: str = "",
    answers: Mapping | None = None,
    diet: str = "",
    access: str = "",
) -> Signup:
    """Give one person a place, or one in the queue when none is free; tell them by letter.

    An address that is signed up already keeps its sign-up, and nobody is told twice. `by` is who
    is logged in: the person, a colleague, or the secretariat, who may do it after sign-up has
    closed. Raises ValidationError when the event takes no sign-ups.
    """
    event = Event.objects.hold(event)
    _refuse_closed(event, by)
    if found := _found(event, email):
        return found
    signup = _give_place(event, Places(event), Colleague(name, email), by=by, member=member)
    signup.organisation, signup.answers = organisation, dict(answers or {})
    _save(signup)
    needing.keep(signup, diet=diet, access=access)
    telling.tell_where_one_stands(signup, by=by)
    return signup


@transaction.atomic
def sign_up_colleagues(
    event: Event,
    colleagues: Sequence[Colleague],
    *,
    by: Person,
    member: Member | None = None,
    take: str = "",
) -> list[Signup]:
    """Sign up several at once, each with a letter and a link of their own.

    Where only some fit, `take` says what to do: "fit" signs up only those, "all" lets the others
    wait. Raises PartialFit where it is not said, ValidationError when the event takes no sign-ups.
    """
    event = Event.objects.hold(event)
    _refuse_closed(event, by)
    if len(colleagues) > MOST_COLLEAGUES:
        raise ValidationError(
            _("Sign up at most %(most)d at a time.") % {"most": MOST_COLLEAGUES}, code="many"
        )
    colleagues = list({one.email.strip().lower(): one for one in colleagues}.values())
    kept = [_found(event, colleague.email) for colleague in colleagues]
    new = [one for one, found in zip(colleagues, kept, strict=True) if found is None]
    places = Places(event)
    signups = [_give_place(event, places, one, by=by, member=member) for one in new]
    fit = sum(signup.is_confirmed for signup in signups)
    if 0 < fit < len(signups) and take not in ("fit", "all"):
        raise PartialFit(fit, len(signups))
    for signup in signups[: fit if fit and take == "fit" else None]:
        _save(signup)
        telling.tell_where_one_stands(signup, by=by)
    return [found for found in kept if found] + [signup for signup in signups if signup.pk]


def _save(signup: Signup) -> None:
    """Save a new sign-up; what the database itself holds is not asked of it beforehand."""
    signup.clean_fields(exclude=["event", "person", "member", "signed_up_by"])
    signup.clean()
    signup.save()


def _found(event: Event, email: str) -> Signup | None:
    return event.signups.live().at(email.strip()).with_names().first()


def _give_place(
    event: Event, places: Places, who: Colleague, *, by: Person | None, member: Member | None
) -> Signup:
    """The unsaved sign-up, with a place if one is free and nobody waits who could have it."""
    email = who.email.strip().lower()
    person = Person.objects.known().filter(email__iexact=email).first()
    has_place = places.has_one_for(member.pk if member else None) and not any(places.next_in_line())
    if has_place:
        places.take(member.pk if member else None)
    now = timezone.now()
    return Signup(
        event=event,
        person=person,
        name=" ".join(who.name.split()),
        email=email,
        member=member,
        signed_up_by=by if by != person else None,
        state=Signup.State.CONFIRMED if has_place else Signup.State.WAITING,
        confirmed_at=now if has_place else None,
        queued_at=now,
    )


def _refuse_closed(event: Event, by: Person | None) -> None:
    """Say why nobody can sign up now; the secretariat may, until the event is over."""
    if event.is_cancelled:
        raise ValidationError(_("The event has been cancelled."), code="cancelled")
    is_open = event.takes_signups
    if by is not None and by.is_staff:
        is_open = event.has_signup and event.is_published and not event.is_over
    if not is_open:
        raise ValidationError(_("Sign-up for this event has closed."), code="closed")


@transaction.atomic
def answer(
    signup: Signup,
    *,
    answers: Mapping | None = None,
    diet: str = "",
    access: str = "",
    forget: bool = False,
) -> Signup:
    """Keep what somebody answers and needs, until sign-up closes.

    Needs that are not typed anew stay, unless they are to be forgotten. Raises ValidationError
    when it is too late.
    """
    event, signup = _hold(signup)
    if not signup.is_live or not event.takes_answers:
        raise ValidationError(_("It is too late to change the answers."), code="late")
    signup.answers = dict(answers or {})
    signup.save(update_fields=["answers"])
    needing.keep(signup, diet=diet, access=access, forget=forget)
    return signup


# --- Somebody else instead ----------------------------------------------------------------------


@transaction.atomic
def swap(signup: Signup, *, name: str, email: str, by: Person | None = None) -> Signup:
    """Let somebody else have the place, or the place in line, also when the event is full.

    Both are told. Raises ValidationError when the sign-up is gone, or the other is signed up.
    """
    event, signup = _hold(signup)
    if not signup.is_live:
        raise ValidationError(_("The sign-up has been cancelled already."), code="gone")
    if event.starts_at <= timezone.now() and not (by and by.is_staff):
        raise ValidationError(_("The event has begun."), code="late")
    if _found(event, email):
        raise ValidationError(_("Whoever has this address is signed up already."), code="twice")
    email = email.strip().lower()
    other = Signup(
        event=event,
        person=Person.objects.known().filter(email__iexact=email).first(),
        name=" ".join(name.split()),
        email=email,
        member=signup.member,
        organisation=signup.organisation,
        signed_up_by=by,
        state=signup.state,
        queued_at=signup.queued_at,
        confirmed_at=signup.confirmed_at,
        offered_until=signup.offered_until,
    )
    _end(signup, Signup.State.CANCELLED)
    _save(other)
    telling.tell_cancelled(signup, had_place=other.is_confirmed, instead=other.name, by=by)
    telling.tell_where_one_stands(other, by=by)
    return other


# --- Going --------------------------------------------------------------------------------------


@transaction.atomic
def cancel(signup: Signup, *, by: Person | None = None) -> Signup:
    """Give the place back; it is offered to the next in line. Cancelling twice changes nothing."""
    return _leave(signup, Signup.State.CANCELLED, by=by)


@transaction.atomic
def decline(signup: Signup, *, erase: bool = False) -> Signup:
    """Say no to what a colleague signed one up for, or to an offer; declining twice is as once.

    With `erase`, nothing of who it was is kept with the sign-up.
    """
    signup = _leave(signup, Signup.State.DECLINED, is_told=not erase)
    if erase:
        needing.forget_who(signup)
    return signup


def _leave(signup: Signup, state: str, *, by: Person | None = None, is_told: bool = True) -> Signup:
    event, signup = _hold(signup)
    if not signup.is_live:
        return signup
    if event.is_over:
        raise ValidationError(_("The event is over."), code="over")
    had_place = signup.is_confirmed
    _end(signup, state)
    if is_told:
        telling.tell_cancelled(signup, had_place=had_place, by=by)
    waiting.offer_free_places(event)
    return signup


def _hold(signup: Signup) -> tuple[Event, Signup]:
    """The event, held until commit, and the sign-up as it is now."""
    event = Event.objects.hold(signup.event)
    return event, Signup.objects.with_names().get(pk=signup.pk)


def _end(signup: Signup, state: str) -> None:
    signup.state, signup.ended_at, signup.offered_until = state, timezone.now(), None
    signup.save(update_fields=["state", "ended_at", "offered_until"])
    inviting.take_back_reminders(signup.event, signup)
