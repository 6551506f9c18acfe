"""Letters to the contacts of a member, through the portal: no address is shown to the sender."""

from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Holding, Member, Person
from sekom.outbox import posting
from sekom.outbox.models import Mailing

KIND = "members/pair_letter"
MOST = 20
DAY = timedelta(days=1)


def readers_of(member: Member, *, to: str = "") -> list[Holding]:
    """Who sits in the pair today and can be written to; `to` is "" or one of the two kinds."""
    held = Holding.objects.current().of_pairs().of_member(member).with_names()
    return [
        holding for holding in held if holding.person.is_active and to in ("", holding.seat.kind)
    ]


@transaction.atomic
def write(
    member: Member, *, to: Collection[Holding], subject: str, text: str, by: Person
) -> list[Mailing]:
    """Send a letter to each; the answer goes to the sender.

    Raises ValidationError when nobody is there to read it, or for more than 20 letters a day.
    """
    # Held until commit, so that two windows cannot both use up what is left.
    by = Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not to:
        raise ValidationError(_("There is nobody to write to: the seat is vacant."), code="vacant")
    if letters_of(by).count() + len(to) > MOST:
        raise ValidationError(
            _("You have written to many in a day. Wait until tomorrow, or ask the secretariat."),
            code="many",
        )
    values = {
        "place": str(member),
        "subject": subject,
        "text": text,
        "by": by.name,
        "title": by.title,
        "reply_to": by.email,
    }
    return [
        posting.post(
            KIND,
            to=holding.person,
            about=member,
            by=by,
            values=values | {"seat": holding.seat.get_kind_display()},
        )
        for holding in to
    ]


def letters_of(person: Person):
    """The letters that this person has sent in a day's time."""
    return Mailing.objects.filter(kind=KIND, sender=person, created_at__gt=timezone.now() - DAY)
