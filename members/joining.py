"""How a member joins and leaves: the board's decision, the notice, and the last day."""

from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members import seating
from members.models import Holding, Member, Person, today


@transaction.atomic
def decide(
    member: Member, *, decided_on: date, joined_on: date, by: Person, diary_number: str = ""
) -> Member:
    """Let one that has applied, or left and come back, be a member from a day on.

    Raises ValidationError for one that is a member already.
    """
    member = _hold(member)
    if member.status == Member.Status.MEMBER:
        raise ValidationError(
            _("%(member)s is a member already.") % {"member": member}, code="member"
        )
    return _save(
        member,
        by=by,
        status=Member.Status.MEMBER,
        decided_on=decided_on,
        joined_on=joined_on,
        diary_number=diary_number or member.diary_number,
        notice_on=None,
        left_on=None,
    )


@transaction.atomic
def leave(
    member: Member, *, noticed_on: date, last_day: date, by: Person, diary_number: str = ""
) -> Member:
    """Note that a member leaves after its last day; every holding of its seats ends then.

    A day to come changes nothing before it has passed. Raises ValidationError for one that has
    left already, or whose contact began after that day.
    """
    member = _hold(member)
    if member.status == Member.Status.LEFT:
        raise ValidationError(_("%(member)s has left already.") % {"member": member}, code="left")
    _save(
        member,
        by=by,
        notice_on=noticed_on,
        left_on=last_day,
        diary_number=diary_number or member.diary_number,
    )
    return _part(member, by=by) if last_day < today() else member


@transaction.atomic
def stay(member: Member, *, by: Person) -> Member:
    """Take a notice back before the last day has passed; twice changes nothing."""
    member = _hold(member)
    if member.status == Member.Status.LEFT:
        raise ValidationError(_("%(member)s has left already.") % {"member": member}, code="left")
    return _save(member, by=by, notice_on=None, left_on=None)


def part_from_leavers() -> int:
    """Let those leave whose last day has passed; how many there were."""
    leaving = Member.objects.active().past_their_last_day()
    for member in leaving:
        with transaction.atomic():
            _part(_hold(member), by=None)
    return len(leaving)


def _part(member: Member, *, by: Person | None) -> Member:
    """End every holding on the last day, and the membership with them."""
    why, last_day = _("The member leaves the network"), member.left_on
    if last_day is None:
        raise ValidationError(_("Say which day the member left."), code="day")
    for holding in Holding.objects.of_member(member).in_force_after(last_day):
        if holding.starts_on > today():
            seating.cancel(holding, by=by, why=why)
        elif holding.starts_on > last_day:
            raise ValidationError(
                _("%(person)s took a seat after that day. Correct that holding first.")
                % {"person": holding.person},
                code="later",
            )
        else:
            seating.end(holding, on=last_day, reason=why, by=by)
    return _save(member, by=by, status=Member.Status.LEFT)


def _hold(member: Member) -> Member:
    return Member.objects.select_for_update(no_key=True).get(pk=member.pk)


def _save(member: Member, *, by: Person | None, **facts) -> Member:
    with pghistory.context(user=by.pk if by else None):
        for field, value in facts.items():
            setattr(member, field, value)
        member.full_clean()
        member.save(update_fields=list(facts))
    return member
