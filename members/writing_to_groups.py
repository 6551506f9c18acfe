"""Letters to a group: written by its chair or the secretariat, looked through, then sent."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Group, Holding, Person
from sekom.outbox import posting
from sekom.outbox.models import Mailing

KIND = "members/group_letter"


def readers_of(group: Group) -> list[Person]:
    """Who a letter to the group goes to: everybody who sits in it today, once each."""
    holdings = Holding.objects.current().of_groups([group]).select_related("person")
    people = {held.person_id: held.person for held in holdings if held.person.is_active}
    return sorted(people.values(), key=lambda person: person.name)


@transaction.atomic
def write(group: Group, *, subject: str, text: str, by: Person) -> Mailing:
    """Make a draft to everybody in the group; approving it sends it.

    Raises ValidationError when nobody sits in the group.
    """
    people = readers_of(group)
    count = len(people)
    return posting.prepare(
        KIND,
        recipients=[posting.Recipient(person) for person in people],
        audience=_("%(group)s, %(people)s")
        % {"group": group, "people": ngettext("%d person", "%d people", count) % count},
        values={"group": group.name, "subject": subject, "text": text, "by": by.name},
        about=group,
        by=by,
    )


def letters_from(person: Person, group: Group) -> models.QuerySet[Mailing]:
    """The letters to the group that this person may send: their own; the secretariat all."""
    letters = Mailing.objects.about(group).filter(kind=KIND)
    return letters if person.is_staff else letters.filter(sender=person)
