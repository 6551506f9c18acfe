"""Who sits where: how a member gets its seats, and how a holding begins, is mended and ends."""

from collections.abc import Collection
from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Confirmation, Group, Handover, Holding, Member, Person, Seat, today
from members.reference import Place
from sekom import text
from sekom.outbox import posting
from sekom.outbox.models import Delivery, Mailing


@transaction.atomic
def take_in(place: Place, *, status: str = Member.Status.MEMBER, **facts) -> Member:
    """Make a member of a municipality or region, with its two seats, both vacant.

    Raises ValidationError when it is one already.
    """
    member = Member(
        kind=place.kind,
        code=place.code,
        name=place.name,
        short_name=place.short_name,
        slug=_free_slug(place),
        county=place.county,
        status=status,
        **facts,
    )
    member.full_clean()
    member.save()
    for kind in Seat.PAIR:
        Seat.objects.create(member=member, kind=kind)
    return member


def _free_slug(place: Place) -> str:
    """The place's name as an address; the second of Habo and Håbo gets its code behind."""
    slug = text.slugify_sv(place.short_name)
    return f"{slug}-{place.code}" if Member.objects.filter(slug=slug).exists() else slug


@transaction.atomic
def add_seat(group: Group, *, kind: str = Seat.Kind.ORDINARY) -> Seat:
    """Put one more seat in a group; a vacant one of the kind is handed back instead of a new.

    Raises ValidationError when the group has a chair already.
    """
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    alike = group.seats.filter(kind=kind)
    if vacant := alike.vacant().first():
        return vacant
    last = alike.aggregate(last=Max("number"))["last"] or 0
    seat = Seat(group=group, kind=kind, number=last + 1)
    seat.full_clean()
    seat.save()
    return seat


# The seats that a member can have beside its pair.
BESIDE = (Seat.Kind.KEY_FIGURE_REPORTER, Seat.Kind.SUBSTITUTE)


@transaction.atomic
def add_member_seat(member: Member, *, kind: str) -> Seat:
    """Give a member one more seat of a kind; one that nobody has held yet is handed back."""
    if kind not in BESIDE:
        raise ValidationError(_("A member cannot have such a seat."), code="kind")
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    seats = member.seats.filter(kind=kind)
    if unused := seats.filter(holdings__isnull=True).first():
        return unused
    number = (seats.aggregate(last=Max("number"))["last"] or 0) + 1
    return Seat.objects.create(member=member, kind=kind, number=number)


def person_of(*, email: str, name: str, title: str = "", phone: str = "") -> Person:
    """The person with this address, made when there is none; a known one keeps what they are."""
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        return Person.objects.create_person(email, name=name, title=title, phone=phone)
    for field, value in {"title": title, "phone": phone}.items():
        if value and not getattr(person, field):
            setattr(person, field, value)
    person.full_clean()
    person.save(update_fields=["title", "phone"])
    return person


@transaction.atomic
def invite(
    seat: Seat,
    *,
    email: str,
    name: str,
    starts_on: date,
    by: Person,
    title: str = "",
    phone: str = "",
    source: str = "",
    takes_over: Collection[str] = (),
) -> Holding:
    """Appoint whoever has this address, known to us or not.

    Raises ValidationError when somebody holds the seat then; nobody is added to the register.
    """
    person = person_of(email=email, name=name, title=title, phone=phone)
    return appoint(
        seat, person=person, starts_on=starts_on, by=by, source=source, takes_over=takes_over
    )


@transaction.atomic
def appoint(
    seat: Seat,
    *,
    person: Person,
    starts_on: date,
    by: Person,
    ends_on: date | None = None,
    reason: str = "",
    source: str = "",
    takes_over: Collection[str] = (),
) -> Holding:
    """Put a person on a seat from a day on, until another where that is known, and invite them.

    `takes_over` names what was open at whoever sat there before; the invitation tells of it.
    Raises ValidationError when somebody holds the seat then: end that holding first. So it does
    for a seat of a group that has a last day.
    """
    seat = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    if seat.group and seat.group.closed_on:
        raise ValidationError(
            _("%(group)s is to be closed. Open it again first.") % {"group": seat.group},
            code="closed",
        )
    holding = Holding(
        seat=seat,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        source=source,
    )
    holding.full_clean()
    try:
        with transaction.atomic():
            holding.save()
    except IntegrityError as error:  # somebody else was faster, without holding the seat
        raise ValidationError(_("Somebody has just been appointed to this seat.")) from error
    posting.post(
        "members/invitation",
        to=person,
        about=holding,
        by=by,
        values={
            "seat": seat.get_kind_display(),
            "place": str(seat.member or seat.group),
            "by": by.name,
            "source": source,
            "starts_on": starts_on.isoformat(),
            "takes_over": list(takes_over),
        },
    )
    return holding


@transaction.atomic
def correct(holding: Holding, *, by: Person, reason: str, **facts) -> Holding:
    """Mend what was written wrong; the old value stays in the history with who and why.

    Raises ValidationError when the days collide with another holding of the seat.
    """
    return _change(holding, by=by, why=reason, **facts)


@transaction.atomic
def end(holding: Holding, *, on: date, reason: str, by: Person | None) -> Holding:
    """Let a holding end on its last day; the seat is vacant from the day after.

    Ending it again on the same day changes nothing. Raises ValidationError when the day comes
    before the first.
    """
    return _change(holding, by=by, why=reason, ends_on=on, reason=reason)


@transaction.atomic
def take_back_end(
    holding: Holding, *, by: Person | None, why: str, ends_on: date | None, reason: str
) -> Holding:
    """Let a holding go on as it did before it was ended, with the day and reason it had then."""
    return _change(holding, by=by, why=why, ends_on=ends_on, reason=reason)


@transaction.atomic
def cancel(holding: Holding, *, by: Person | None, why: str) -> None:
    """Take away a holding that has not begun; doing it twice changes nothing.

    The invitation is kept back if it has not left. Raises ValidationError when the day has come.
    """
    found = Holding.objects.select_for_update(no_key=True).filter(pk=holding.pk).first()
    if found is None:
        return
    if found.starts_on <= today():
        raise ValidationError(_("The holding has begun. End it instead."), code="begun")
    keep_back(found)
    with pghistory.context(user=by.pk if by else None, reason=why):
        # A handover to somebody who does not come is none.
        Handover.objects.standing().to(found).update(undone_at=timezone.now())
        found.delete()


def keep_back(thing: Holding | Handover) -> bool:
    """Keep back the letters about this that have not left; True when one has left already."""
    mailings = Mailing.objects.about(thing)
    for mailing in mailings.under_way():
        posting.cancel(mailing, by=None)
    return mailings.filter(deliveries__state=Delivery.State.SENT).exists()


def _change(holding: Holding, *, by: Person | None, why: str, **facts) -> Holding:
    """Write facts to a locked holding, with who and why in its history."""
    with pghistory.context(user=by.pk if by else None, reason=why):
        holding = Holding.objects.select_for_update(no_key=True).get(pk=holding.pk)
        for field, value in facts.items():
            setattr(holding, field, value)
        if holding.ends_on and holding.ends_on < holding.starts_on:
            # The database cannot even compare such days with other holdings'.
            raise ValidationError(_("The last day cannot come before the first."), code="order")
        holding.full_clean()
        try:
            with transaction.atomic():
                holding.save(update_fields=list(facts))
        except IntegrityError as error:  # somebody was appointed in the meantime
            raise ValidationError(_("The days collide with another holding.")) from error
    return holding


def confirm(holding: Holding, *, by: Person, through: str) -> Confirmation:
    """Note that a holding is right today; once a day is enough."""
    confirmation, _is_new = Confirmation.objects.get_or_create(
        holding=holding, on=today(), by=by, through=through
    )
    return confirmation
