"""What events say of tools and goals: the workshops about them."""

from django.utils.translation import gettext as _

from events.models import Event
from sekom.related import Card

MOST = 3


def about_tool(tool, person) -> list[Card]:
    """The workshops to come about this tool."""
    return _cards(Event.objects.about_tool(tool), person)


def about_item(item, person) -> list[Card]:
    """The workshops to come about tools that go with this goal or principle."""
    return _cards(Event.objects.about_item(item), person)


def _cards(events, person) -> list[Card]:
    coming = events.visible_to(person).published().of_the_network().upcoming()[:MOST]
    if not coming:
        return []
    return [Card(_("Workshops"), "events/_related_card.html", {"events": coming})]
