"""Applying for membership through the website."""

from datetime import date, timedelta
from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from members import filing, seating
from members.models import Document, Holding, Member, today
from members.reference import Place
from sekom import pace
from sekom.outbox import posting

MOST_PER_DAY = 3  # applications from one visitor's network address


@transaction.atomic
def apply(
    place: Place,
    *,
    decided_on: date,
    diary_number: str,
    decision: File,
    programme: File,
    name: str,
    title: str,
    email: str,
    visitor: str,
) -> Member:
    """Take in an application with its two documents; applicant and secretariat are told.

    Raises ValidationError when the place is a member or has applied, or for too many from one
    visitor.
    """
    if pace.is_too_fast("applying", visitor, most=MOST_PER_DAY, per=timedelta(days=1)):
        raise ValidationError(
            _("You have applied several times today. Write to the secretariat instead."),
            code="pace",
        )
    member = _applicant(place, diary_number)
    filing.add(member, file=decision, by=None, kind=Document.Kind.DECISION, dated_on=decided_on)
    filing.add(member, file=programme, by=None, kind=Document.Kind.PROGRAMME)
    values = {
        "member": member.name,
        "path": member.get_absolute_url(),
        "from_name": f"{name}, {title}" if title else name,
        "from_email": email,
    }
    for holding in Holding.objects.current().of_secretariat().with_names():
        posting.post("newsletter/application", to=holding.person, about=member, values=values)
    applicant = SimpleNamespace(name=name, email=email)
    posting.post("newsletter/applied", to=applicant, about=member, values=values)
    return member


def _applicant(place: Place, diary_number: str) -> Member:
    """The member that applies: a new one, or one that once left. Raises ValidationError else."""
    applied = Member.Status.APPLIED
    member = Member.objects.select_for_update(no_key=True).of_place(place).first()
    if member is None:
        return seating.take_in(place, status=applied, applied_on=today(), diary_number=diary_number)
    if member.status != Member.Status.LEFT:
        raise ValidationError(_("%(name)s is in the register already.") % {"name": member})
    member.status, member.applied_on, member.diary_number = applied, today(), diary_number
    member.save(update_fields=["status", "applied_on", "diary_number"])
    return member
