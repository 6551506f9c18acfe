"""Approving: the group that was met reads its notes by a link, corrects them, and approves.

The link needs no account and lets nobody further in. It is good for thirty days, and until the
notes are taken back.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members import links
from members.models import Person
from sekom.outbox import posting
from sekom.text import say_day
from surveys.interviews import interviewing
from surveys.interviews.models import AnswerText, GuideQuestion, Interview

PURPOSE = "interview"
GONE = (links.LinkUnknown, links.LinkExpired)


@dataclass(frozen=True)
class Reader:
    """Who the link is mailed to: an address, and the role that the letter greets."""

    email: str
    name: str


def link(interview: Interview) -> str:
    """The full address by which the group reads this round's notes."""
    return links.address(
        "interviews:read_notes", links.sign(PURPOSE, interview.pk, interview.round)
    )


def read(token: str) -> Interview:
    """The interview that a link leads to.

    Raises LinkExpired, and LinkUnknown also when the notes were taken back or their texts are gone.
    """
    pk, number = links.read(PURPOSE, token)
    found = Interview.objects.with_names().filter(pk=pk, round=number, texts_deleted_at=None)
    interview = found.exclude(state=Interview.State.DRAFT).first()
    if interview is None:
        raise links.LinkUnknown
    return interview


@transaction.atomic
def send(interview: Interview, *, by: Person, to: Reader | None = None) -> Interview:
    """Let the group read its notes, by a letter when there is an address; twice mails anew.

    Raises ValidationError when nothing is written, and for notes that are approved.
    """
    interview = interviewing.worked_on(interview, by)
    if interview.is_approved:
        raise ValidationError(_("The notes are approved already."), code="approved")
    if not AnswerText.objects.newest().filter(interview=interview).exclude(text="").exists():
        raise ValidationError(
            _("There is nothing to approve yet. Write an answer first."), code="empty"
        )
    if interview.state == Interview.State.DRAFT:
        interviewing.settle(interview)
        interview.state, interview.sent_at = Interview.State.SENT, timezone.now()
        interview.round += 1
        interview.save(update_fields=["state", "sent_at", "round"])
    if to is not None:
        _mail(interview, to, by)
    return interview


def _mail(interview: Interview, to: Reader, by: Person) -> None:
    values = {
        "member": interview.study.member.name,
        "department": interview.department.name,
        "day": say_day(interview.held_on),
        "who": by.name,
        "who_email": by.email,
        "link": link(interview),
    }
    posting.post("interviews/please_approve", to=to, about=interview, values=values, by=by)


@transaction.atomic
def take_back(interview: Interview, *, by: Person) -> Interview:
    """Write in the notes again, sent or approved: the link ends, and they are to be sent anew."""
    interview = interviewing.worked_on(interview, by)
    if interview.state != Interview.State.DRAFT:
        interviewing.settle(interview)
        interview.state = Interview.State.DRAFT
        interview.approved_at, interview.approved_as = None, ""
        interview.save(update_fields=["state", "approved_at", "approved_as"])
    return interview


@transaction.atomic
def correct(
    interview: Interview, question: GuideQuestion | None, *, text: str, base: int
) -> AnswerText:
    """Keep what the group writes instead: a version of its own. Raises StaleText."""
    interview = _waiting(interview)
    if AnswerText.objects.of(interview, question) is None:
        raise ValidationError(_("This answer is not part of the notes."), code="unknown")
    return interviewing.put(
        interview, question, text=text, base=base, author=None, is_by_group=True
    )


@transaction.atomic
def approve(interview: Interview, *, role: str, round: int) -> Interview:
    """Note that the group stands behind its notes; approving twice changes nothing.

    `role` is what the one who presses is, never who. Raises ValidationError when the notes have
    been taken back since the round of the link.
    """
    interview = Interview.objects.hold(interview)
    if interview.is_approved and interview.round == round:
        return interview
    interview = _waiting(interview)
    if interview.round != round:
        raise _taken_back()
    interviewing.settle(interview)
    interview.state, interview.approved_at = Interview.State.APPROVED, timezone.now()
    interview.approved_as = role
    interview.full_clean(exclude=["created_by"])
    interview.save(update_fields=["state", "approved_at", "approved_as"])
    return interview


def _waiting(interview: Interview) -> Interview:
    """The interview, held until commit, if it waits for its group."""
    interview = Interview.objects.hold(interview)
    if interview.is_approved:
        raise ValidationError(_("The notes are approved and stay as they are."), code="approved")
    if interview.state != Interview.State.SENT:
        raise _taken_back()
    return interview


def _taken_back() -> ValidationError:
    return ValidationError(
        _("The notes were taken back to be changed. You get a new link when they are ready."),
        code="state",
    )
