"""Explaining: whom a choice of readers means, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.models import Event
from members.models import County, Group, Member, Seat
from newsletter.audiences import USUAL
from sekom.text import say_list
from surveys.models import SurveyRound

# Members have these seats; the others are those of groups.
ROLES = {
    Seat.Kind.POLITICIAN: gettext_lazy("contact politicians"),
    Seat.Kind.OFFICER: gettext_lazy("contact officers"),
    Seat.Kind.KEY_FIGURE_REPORTER: gettext_lazy("key-figure reporters"),
    Seat.Kind.SUBSTITUTE: pgettext_lazy("several people", "substitutes"),
}
KINDS = {
    Member.Kind.MUNICIPALITY: gettext_lazy("municipalities"),
    Member.Kind.REGION: gettext_lazy("regions"),
}
# So many organisations are said by name.
MOST_NAMES = 5


def in_words(choice: dict[str, Any]) -> list[str]:
    """A choice as sentences, one for each part of it."""
    choice = choice or USUAL
    said = [_say_contacts(choice), _say_groups(choice), _say_subscribers(choice)]
    return [words[0].upper() + words[1:] for words in said if words]


def _say_contacts(choice: dict[str, Any]) -> str:
    roles = choice.get("roles", [])
    if not roles:
        return ""
    kinds, counties = choice.get("kinds", []), choice.get("counties", [])
    people = say_list([ROLES[role] for role in ROLES if role in roles])
    places = say_list([KINDS[kind] for kind in KINDS if kind in kinds])
    words = _("%(people)s of %(places)s") if places else _("%(people)s of all members")
    words = words % {"people": people, "places": places}
    if counties:
        names = say_list([County(code).label for code in counties])
        words = _("%(people)s in %(counties)s") % {"people": words, "counties": names}
    narrowed = [said for said in (_say_round(choice), _say_event(choice)) if said]
    return f"{words} {say_list(narrowed)}" if narrowed else words


def _say_round(choice: dict[str, Any]) -> str:
    asked = SurveyRound.objects.filter(pk=choice.get("round", 0)).first()
    if asked is None:
        return ""
    words = {
        "yes": _("whose member has answered %(round)s"),
        "no": _("whose member has not answered %(round)s"),
    }
    return words[choice["answered"]] % {"round": asked}


def _say_event(choice: dict[str, Any]) -> str:
    event = Event.objects.filter(pk=choice.get("event", 0)).first()
    if event is None:
        return ""
    words = {
        "attended": _("who were at %(event)s"),
        "signed_up": _("who are signed up for %(event)s"),
        "not": _("who are not signed up for %(event)s"),
    }
    return words[choice["came"]] % {"event": event}


def _say_groups(choice: dict[str, Any]) -> str:
    groups = Group.objects.open().filter(pk__in=choice.get("groups", []))
    if not groups:
        return ""
    return _("everybody in %(groups)s") % {"groups": say_list(groups)}


def _say_subscribers(choice: dict[str, Any]) -> str:
    which = choice.get("subscribers", "none")
    if which == "some":
        members = list(Member.objects.chosen(choice["organisations"]))
        many = _("%(number)d organisations") % {"number": len(members)}
        names = say_list(members) if len(members) <= MOST_NAMES else many
        return _("subscribers of %(members)s") % {"members": names}
    words = {
        "all": _("all subscribers"),
        "members": _("subscribers of members’ organisations"),
    }
    return words.get(which, "")
