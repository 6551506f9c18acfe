"""What the newsletter says of members: to the secretariat, which of their contacts take none."""

from django.utils.translation import gettext as _

from members.models import Holding, today
from newsletter.models import Subscriber
from sekom.related import Card


def about_member(member, person) -> list[Card]:
    """Contacts who have left the newsletter or take a pause, for the secretariat alone."""
    if not (person.is_authenticated and person.is_staff):
        return []
    contacts = Holding.objects.current().of_member(member).order_by()
    refusing = list(Subscriber.objects.refusing(contacts.values("person"), today()))
    if not refusing:
        return []
    return [Card(_("The newsletter"), "newsletter/readers/_about_member.html", {"rows": refusing})]
