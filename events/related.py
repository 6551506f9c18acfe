"""What events say of tools and goals: the workshops about them; of members: their actions."""

from django.utils.translation import gettext as _

from events.models import Action, Event
from sekom.related import Card

MOST = 3


def about_member(member, person) -> list[Card]:
    """The open actions that the member's contacts answer for by their seats."""
    actions = Action.objects.open().about_member(member).readable_by(person).in_order()[:MOST]
    if not actions:
        return []
    return [Card(_("Actions"), "events/_actions_card.html", {"actions": actions})]


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
