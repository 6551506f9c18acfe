"""Inviting others of the organisation to work on a study, by a link, until it is closed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members import links, seating
from members.models import Member, Person
from sekom.outbox import posting
from surveys.interviews import planning
from surveys.interviews.models import Study, StudyGuest

PURPOSE = "study"
GONE = (links.LinkUnknown, links.LinkExpired)


@transaction.atomic
def invite(study: Study, *, email: str, name: str, by: Person) -> StudyGuest:
    """Ask somebody to take part, by a letter with a link; asked again they get it once more.

    Raises ValidationError for one who leads the study already.
    """
    study = planning.led(study, by)
    email = email.strip().lower()
    known = Person.objects.filter(email=email).first()
    if known and Member.objects.represented_by(known).filter(pk=study.member_id).exists():
        raise ValidationError(
            _("%(name)s leads the study already.") % {"name": known}, code="leads"
        )
    guest = study.guests.current().filter(email=email).first()
    if guest is None:
        guest = StudyGuest(study=study, email=email, name=" ".join(name.split()))
        guest.full_clean()
        guest.save()
    values = {
        "study": study.title,
        "member": study.member.name,
        "who": by.name,
        "who_email": by.email,
        "link": link(guest),
    }
    posting.post("interviews/invitation", to=guest, about=study, values=values, by=by)
    return guest


def link(guest: StudyGuest) -> str:
    """The full address by which a guest answers the invitation."""
    return links.address("interviews:join", links.sign(PURPOSE, guest.pk))


def read(token: str) -> StudyGuest:
    """The invitation that a link leads to.

    Raises LinkExpired, and LinkUnknown also for one that has been ended or whose study is closed.
    """
    (pk,) = links.read(PURPOSE, token)
    guests = StudyGuest.objects.current().select_related("study__member", "person")
    guest = guests.filter(pk=pk, study__closed_at__isnull=True).first()
    if guest is None:
        raise links.LinkUnknown
    return guest


@transaction.atomic
def accept(guest: StudyGuest) -> StudyGuest:
    """Make the guest somebody who can log in by code; accepting twice changes nothing."""
    guest = StudyGuest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if guest.ended_at is not None:
        raise ValidationError(_("The invitation has been taken back."), code="ended")
    if guest.person_id is None:
        guest.person = seating.person_of(email=guest.email, name=guest.name)
        guest.accepted_at = timezone.now()
        guest.save(update_fields=["person", "accepted_at"])
    return guest


@transaction.atomic
def end(guest: StudyGuest, *, by: Person) -> StudyGuest:
    """Let somebody take part no longer; ending twice changes nothing."""
    planning.led(guest.study, by)
    guest = StudyGuest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if guest.ended_at is None:
        guest.ended_at = timezone.now()
        guest.save(update_fields=["ended_at"])
    return guest
