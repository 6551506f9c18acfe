"""Asking for names where they are missing: by letter to whoever there is, or by phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members import gaps
from members.gaps import Gap, Place
from members.models import Member, Person, Reminder, today
from sekom.outbox import posting
from sekom.outbox.models import Mailing

LETTER = "members/gap"


@dataclass(frozen=True)
class Audience:
    """Whom a reminder goes to: the gaps with somebody to ask, and those without."""

    gaps: list[Gap]

    @property
    def reached(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.ask]

    @property
    def unreachable(self) -> list[Gap]:
        """Members where nobody can be written to: somebody has to call."""
        return [gap for gap in self.gaps if not gap.ask]

    @property
    def people(self) -> dict[int, list[tuple[Gap, Place]]]:
        """{person id: the gaps they are asked about, each with their own place in the pair}."""
        found: dict[int, list[tuple[Gap, Place]]] = {}
        for gap in self.gaps:
            if gap.ask and gap.ask.contact:
                found.setdefault(gap.ask.contact.person_id, []).append((gap, gap.ask))
        return found

    @property
    def person_count(self) -> int:
        """How many people get a letter, once each."""
        return len(self.people)

    def __str__(self) -> str:
        """8 people at 9 members."""
        people, members = self.person_count, len(self.reached)
        return _("%(people)s at %(members)s") % {
            "people": ngettext("%d person", "%d people", people) % people,
            "members": ngettext("%d member", "%d members", members) % members,
        }


def audience(member_ids: Iterable[int]) -> Audience:
    """Whom a reminder about these members' gaps goes to; a whole pair is left out."""
    return Audience(gaps.read(with_reminders=True, only=list(member_ids)))


@transaction.atomic
def remind(
    member_ids: Iterable[int], *, text: str, answer_by: date, key: UUID, by: Person
) -> Mailing:
    """Write to whoever can name the missing contacts; 60 seconds remain to undo it.

    The same `key` again sends nothing twice. Raises ValidationError when there is nobody to
    write to, or the day to answer by has been.
    """
    if answer_by < today():
        raise ValidationError(_("The last day has already been. Choose a later one."), code="late")
    found = audience(member_ids)
    mailing = posting.prepare(
        LETTER,
        recipients=letters(found, text=text, answer_by=answer_by),
        audience=str(found),
        key=f"{LETTER}:{key}",
        by=by,
    )
    Reminder.objects.bulk_create(
        (
            Reminder(
                member_id=gap.member_id,
                through=Reminder.Through.MAIL,
                by=by,
                answer_expected_on=answer_by,
                mailing=mailing,
            )
            for gap in found.reached
        ),
        ignore_conflicts=True,
    )
    return posting.approve(mailing, by=by)


def letters(found: Audience, *, text: str, answer_by: date) -> list[posting.Recipient]:
    """One letter per person, also for who is asked about several members."""
    asked = found.people
    people = Person.objects.in_bulk(asked)
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    common = {"paragraphs": paragraphs, "answer_by": answer_by.isoformat()}
    return [
        posting.Recipient(
            people[pk], values=common | {"asked": [_asked(gap, place) for gap, place in places]}
        )
        for pk, places in asked.items()
    ]


def _asked(gap: Gap, ask: Place) -> dict:
    """What the letter says of one member: which seats are vacant, and which contacts in doubt."""
    member = Member(slug=gap.slug)
    return {
        "member": gap.name,
        "link": settings.SITE_URL + member.get_absolute_url(),
        "vacant": [place.kind for place in gap.places if place.contact is None],
        "doubtful": [
            {
                "kind": place.kind,
                "name": place.contact.name,
                "is_you": place.seat_id == ask.seat_id,
            }
            for place in gap.places
            if place.contact and place.is_doubtful
        ],
    }


def note_call(member: Member, *, by: Person) -> Reminder:
    """Note that somebody at the member was asked by phone today; once a day is enough."""
    called = Reminder.objects.filter(member=member, through=Reminder.Through.PHONE, on=today())
    return called.first() or Reminder.objects.create(
        member=member, through=Reminder.Through.PHONE, by=by
    )


def forget_call(reminder: Reminder, *, by: Person) -> None:
    """Take back the note of a call; doing it twice changes nothing."""
    Reminder.objects.filter(pk=reminder.pk, through=Reminder.Through.PHONE).delete()
