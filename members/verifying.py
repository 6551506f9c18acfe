"""Asking the contacts whether they are still right: the rounds, their letters, the answers."""

from collections.abc import Iterable
from datetime import date, timedelta

import pghistory
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members import freshness, links, mandates, seating
from members.freshness import Freshness
from members.models import Confirmation, Holding, Inquiry, Person, Round, today
from sekom.outbox import posting
from sekom.outbox.letters import Letter
from sekom.outbox.models import Mailing

PURPOSE = "still_right"
LETTERS = {
    Round.Kind.VERIFICATION: "members/still_right",
    Round.Kind.MANDATE_CHANGE: "members/mandate_change",
}
COUNTERPART_LEFT = "members/counterpart_left"

# The links of the letters last so long, and so long a round can wait for answers.
LONGEST = links.LASTS
# A round whose last day has been waits so long for those who are late.
GRACE = timedelta(days=14)
# Contacts are asked twice a year.
BETWEEN_ROUNDS = timedelta(days=182)


# --- Whom to ask --------------------------------------------------------------------------------


def contacts() -> list[Holding]:
    """Every contact of today's members, by member."""
    seated = Holding.objects.current().of_active_members().of_pairs().with_names()
    return list(seated.order_by("seat__member__sort_key", "-seat__kind"))


def unsure(holdings: Iterable[Holding]) -> list[Holding]:
    """Those of them that nobody has confirmed for half a year."""
    return [holding for holding in holdings if freshness.of(holding) != Freshness.FRESH]


def at_mandate_change(day: date, *, with_open_ended: bool) -> list[Holding]:
    """Both contacts of each member whose politician's mandate ends by the day."""
    ending = mandates.ending(day, with_open_ended=with_open_ended)
    members = set(ending.values_list("seat__member_id", flat=True))
    return [holding for holding in contacts() if holding.seat.member_id in members]


def say_number(holdings: list[Holding]) -> str:
    """52 people at 27 members."""
    people = len({holding.person_id for holding in holdings})
    members = len({holding.seat.member_id for holding in holdings})
    return _("%(people)s at %(members)s") % {
        "people": ngettext("%d person", "%d people", people) % people,
        "members": ngettext("%d member", "%d members", members) % members,
    }


# --- Opening ------------------------------------------------------------------------------------


@transaction.atomic
def open_round(
    holdings: list[Holding], *, answer_by: date, by: Person, mandates_end_on: date | None = None
) -> Round:
    """Ask these contacts whether they are still right; 60 seconds remain to undo it.

    With `mandates_end_on` it is a mandate change: who stays, stays for the next term. A round of
    the kind that is under way is handed back as it is. Raises ValidationError when there is
    nobody to ask, or the day to answer by makes no sense.
    """
    kind = Round.Kind.MANDATE_CHANGE if mandates_end_on else Round.Kind.VERIFICATION
    if under_way := Round.objects.open().of_kind(kind).first():
        return under_way
    if not today() <= answer_by <= today() + LONGEST:
        raise ValidationError(
            _("Choose a day within the next 30 days: so long the links of the letters work."),
            code="day",
        )
    round = Round(kind=kind, opened_by=by, answer_by=answer_by, mandates_end_on=mandates_end_on)
    try:
        with transaction.atomic():
            round.save()
    except IntegrityError:  # somebody has just opened one
        return Round.objects.open().of_kind(kind).get()
    Inquiry.objects.bulk_create(Inquiry(round=round, holding=holding) for holding in holdings)
    mailing = posting.prepare(
        LETTERS[kind],
        recipients=letters(round, round.inquiries.with_names()),
        audience=say_number(holdings),
        about=round,
        by=by,
    )
    posting.approve(mailing, by=by)
    return round


@transaction.atomic
def undo_round(round: Round, *, by: Person) -> None:
    """Take a round back before its first letter leaves; undoing it twice changes nothing."""
    held = Round.objects.select_for_update(no_key=True).filter(pk=round.pk).first()
    if held is None:
        return
    posting.cancel(posting.undo(invitation(held), by=by), by=by)
    held.delete()


def invitation(round: Round) -> Mailing:
    """The mailing that opened a round."""
    return Mailing.objects.about(round).earliest("created_at")


def letters(
    round: Round, inquiries: Iterable[Inquiry], *, is_reminder: bool = False
) -> list[posting.Recipient]:
    """One letter per person, also for who sits on several seats; each seat has its link."""
    people: dict[int, Person] = {}
    asked: dict[int, list[dict]] = {}
    for inquiry in inquiries:
        person = inquiry.holding.person
        people[person.pk] = person
        asked.setdefault(person.pk, []).append(_asked(inquiry))
    common = {
        "answer_by": round.answer_by.isoformat(),
        "is_reminder": is_reminder,
        "is_late": round.is_late,
        "mandates_end_on": round.mandates_end_on.isoformat() if round.mandates_end_on else "",
    }
    return [
        posting.Recipient(people[pk], values=common | {"asked": facts})
        for pk, facts in asked.items()
    ]


def _asked(inquiry: Inquiry) -> dict:
    holding = inquiry.holding
    return {
        "kind": holding.seat.kind,
        "member": str(holding.seat.member),
        "title": holding.person.title,
        "phone": holding.person.phone,
        "email": holding.person.email,
        "ends_on": holding.ends_on.isoformat() if holding.ends_on else "",
        "link": link(inquiry),
    }


def sample(
    holdings: list[Holding], *, answer_by: date, mandates_end_on: date | None
) -> Letter | None:
    """The letter as the first of them would get it; its link leads nowhere yet."""
    if not holdings:
        return None
    kind = Round.Kind.MANDATE_CHANGE if mandates_end_on else Round.Kind.VERIFICATION
    round = Round(kind=kind, answer_by=answer_by, mandates_end_on=mandates_end_on)
    first = Inquiry(pk=0, round=round, holding=holdings[0])
    return posting.preview(LETTERS[kind], letters(round, [first])[0])


def link(inquiry: Inquiry) -> str:
    """The address with the three buttons, for the person who was asked."""
    token = links.sign(PURPOSE, inquiry.pk, inquiry.holding.person_id)
    return links.address("members:still_right", token)


def read_link(token: str) -> Inquiry:
    """The inquiry that a link was written for. Raises LinkExpired or LinkUnknown."""
    inquiry_id, person_id = links.read(PURPOSE, token)
    found = Inquiry.objects.with_names().filter(pk=inquiry_id, holding__person=person_id)
    inquiry = found.filter(holding__person__is_active=True).first()
    if inquiry is None:
        raise links.LinkUnknown
    return inquiry


# --- Answers ------------------------------------------------------------------------------------


@transaction.atomic
def answer_right(inquiry: Inquiry, *, by: Person) -> Inquiry:
    """Everything is as it was; at a mandate change the mandate goes on for the next term."""
    inquiry, is_new = _hold(inquiry, Inquiry.Answer.RIGHT)
    if is_new:
        _stay(inquiry, by=by)
        _settle(inquiry, Inquiry.Answer.RIGHT)
    return inquiry


@transaction.atomic
def answer_changed(
    inquiry: Inquiry, *, name: str, title: str, phone: str, email: str, note: str, by: Person
) -> Inquiry:
    """Still there, with other details; a new address waits for the secretariat to look at it.

    Whoever has the letter can answer it, so the address, by which one logs in, is not changed here.
    """
    inquiry, is_new = _hold(inquiry, Inquiry.Answer.CHANGED)
    if not is_new:
        return inquiry
    person = Person.objects.select_for_update(no_key=True).get(pk=inquiry.holding.person_id)
    facts = {"name": name, "title": title, "phone": phone}
    changed = [field for field, value in facts.items() if getattr(person, field) != value]
    for field in changed:
        setattr(person, field, facts[field])
    person.full_clean()
    with pghistory.context(user=by.pk, reason=_("Answer to whether it is still right")):
        person.save(update_fields=changed)
    _stay(inquiry, by=by)
    is_new_address = email.strip().lower() != person.email
    inquiry.new_email = email.strip().lower() if is_new_address else ""
    inquiry.note = note
    _settle(inquiry, Inquiry.Answer.CHANGED)
    return inquiry


@transaction.atomic
def answer_left(inquiry: Inquiry, *, last_day: date, note: str, by: Person) -> Inquiry:
    """End the holding on its last day, and tell the counterpart that the seat will be vacant."""
    inquiry, is_new = _hold(inquiry, Inquiry.Answer.LEFT)
    if not is_new:
        return inquiry
    holding = inquiry.holding
    if holding.ends_on and holding.ends_on < last_day:
        last_day = holding.ends_on
    seating.end(holding, on=last_day, reason=_("Has left, as they answered themselves"), by=by)
    inquiry.note = note
    _settle(inquiry, Inquiry.Answer.LEFT)
    tell_counterpart(COUNTERPART_LEFT, holding, by=by, last_day=last_day.isoformat())
    return inquiry


def _hold(inquiry: Inquiry, answer: str) -> tuple[Inquiry, bool]:
    """The inquiry, held until commit, and whether it still waits for an answer.

    Raises ValidationError when it was answered otherwise, or the holding has ended.
    """
    held = Inquiry.objects.select_for_update(of=("self",), no_key=True).with_names()
    inquiry = held.get(pk=inquiry.pk)
    if inquiry.answer == answer:
        return inquiry, False
    if inquiry.answer:
        raise ValidationError(_("The question has been answered already."), code="answered")
    if not inquiry.holding.is_on(today()):
        raise ValidationError(_("You no longer sit on this seat."), code="ended")
    return inquiry, True


def _stay(inquiry: Inquiry, *, by: Person) -> None:
    """Confirm the holding; at a mandate change let it go on to the end of the next term."""
    holding, round = inquiry.holding, inquiry.round
    seating.confirm(holding, by=by, through=Confirmation.Through.LINK)
    last_day = round.mandates_end_on
    if last_day and holding.ends_on and holding.ends_on <= last_day:
        goes_on_until = mandates.next_last_day(last_day)
        why = _("Stays for the next term, as they answered themselves")
        seating.correct(holding, by=by, reason=why, ends_on=goes_on_until)


def _settle(inquiry: Inquiry, answer: str) -> None:
    inquiry.answer, inquiry.answered_at = answer, timezone.now()
    inquiry.full_clean(exclude=["round", "holding"])
    inquiry.save(update_fields=["answer", "answered_at", "new_email", "note"])


def note_confirmed(holding: Holding) -> None:
    """Whoever confirmed a holding by another door has answered what was asked about it."""
    asked = Inquiry.objects.waiting().of_holding(holding)
    asked.update(answer=Inquiry.Answer.RIGHT, answered_at=timezone.now())


@transaction.atomic
def use_new_address(inquiry: Inquiry, *, by: Person) -> Person:
    """Let a person log in and get letters at the new address they gave.

    Doing it twice changes nothing. Raises ValidationError when somebody else has the address.
    """
    inquiry = Inquiry.objects.select_for_update(of=("self",), no_key=True).get(pk=inquiry.pk)
    holding = Holding.objects.get(pk=inquiry.holding_id)
    person = Person.objects.select_for_update(no_key=True).get(pk=holding.person_id)
    if inquiry.new_email:
        if Person.objects.filter(email=inquiry.new_email).exclude(pk=person.pk).exists():
            raise ValidationError(
                _("Somebody else in the register has the address %(email)s."),
                params={"email": inquiry.new_email},
                code="taken",
            )
        person.email = inquiry.new_email
        with pghistory.context(user=by.pk, reason=_("New address, given in an answer")):
            person.save(update_fields=["email"])
        EmailAddress.objects.filter(user=person).delete()  # logging in makes the new one
        keep_address(inquiry, by=by)
    return person


def keep_address(inquiry: Inquiry, *, by: Person) -> None:
    """Leave the address as it is: what was given is looked at and forgotten."""
    Inquiry.objects.filter(pk=inquiry.pk).update(new_email="")


def tell_counterpart(kind: str, holding: Holding, *, by: Person | None = None, **values) -> None:
    """Write to who sits beside a holding, if anybody does."""
    seat = holding.seat
    beside = Holding.objects.current().of_pairs().filter(seat__member=seat.member_id)
    for other in beside.exclude(seat=seat).select_related("person"):
        facts = {
            "who": holding.person.name,
            "kind": seat.kind,
            "member": str(seat.member),
            "path": seat.get_absolute_url(),
        }
        posting.post(kind, to=other.person, about=holding, by=by, values=facts | values)


# --- Reminders ----------------------------------------------------------------------------------


def reminder_days(round: Round) -> list[date]:
    """When those who have not answered are reminded: halfway, shortly before, and once after."""
    first, last = round.opened_on, round.answer_by
    days = {first + (last - first) // 2, last - timedelta(days=2), last + timedelta(days=3)}
    return sorted(day for day in days if day > first)


def next_reminder(round: Round) -> date | None:
    """The next day on which those who have not answered are reminded, if one is left."""
    if round.closed_at:
        return None
    return next((day for day in reminder_days(round) if day > today()), None)


def remind_due() -> None:
    """Remind in every open round whose next reminder is due, and close those that are over."""
    for round in Round.objects.open():
        remind(round)
        close_if_over(round)


@transaction.atomic
def remind(round: Round) -> Mailing | None:
    """Write once more to those who have not answered by the round's latest reminder day.

    Nobody is reminded twice in the same step. None when there is nothing to do.
    """
    round = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    step = sum(day <= today() for day in reminder_days(round))
    waiting = round.inquiries.waiting().filter(reminder_count__lt=step).with_names()
    due = list(waiting)
    has_left = invitation(round).state not in (Mailing.State.DRAFT, Mailing.State.CANCELLED)
    if not due or not has_left:
        return None
    mailing = posting.prepare(
        LETTERS[Round.Kind(round.kind)],
        recipients=letters(round, due, is_reminder=True),
        audience=say_number([inquiry.holding for inquiry in due]),
        about=round,
        by=round.opened_by,
        key=f"members/round:{round.pk}:{step}",
    )
    stamp = {"reminder_count": step, "reminded_at": timezone.now()}
    Inquiry.objects.filter(pk__in=[inquiry.pk for inquiry in due]).update(**stamp)
    return posting.approve(mailing, by=round.opened_by)


@transaction.atomic
def close_if_over(round: Round) -> Round:
    """Close a round that everybody has answered, or whose time and grace are over."""
    round = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    is_over = round.answer_by + GRACE < today() or not round.inquiries.waiting().exists()
    if round.closed_at is None and is_over:
        round.closed_at = timezone.now()
        round.save(update_fields=["closed_at"])
    return round


def count_if_time_for_a_round() -> int:
    """How many contacts are unsure, once nobody has been asked for half a year; else 0."""
    if Round.objects.opened_since(timezone.now() - BETWEEN_ROUNDS).exists():
        return 0
    confirmed = Holding.objects.confirmed_since(today() - freshness.FRESH_FOR)
    seated = Holding.objects.current().of_active_members().of_pairs()
    return seated.exclude(pk__in=confirmed.values("pk")).count()
