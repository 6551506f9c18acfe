"""What events say of tools and goals: the workshops about them; of members and their reports:
actions.
"""

from django.utils.translation import gettext as _

from events import acting_on_reports
from events.action_forms import ReportActionForm
from events.models import Action, Event
from sekom.related import Card
from surveys.interviews.models import Report

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


def steps_from(thing, person) -> list[Card]:
    """What a member's contacts mean to do about its approved report, and a form for more."""
    if not isinstance(thing, Report) or not acting_on_reports.may_act(thing, person):
        return []
    context = {
        "report": thing,
        "actions": acting_on_reports.actions_of(thing),
        "form": ReportActionForm(report=thing, person=person),
    }
    return [Card(_("Our own actions"), "events/_report_steps.html", context)]


def _cards(events, person) -> list[Card]:
    coming = events.visible_to(person).published().of_the_network().upcoming()[:MOST]
    if not coming:
        return []
    return [Card(_("Workshops"), "events/_related_card.html", {"events": coming})]
