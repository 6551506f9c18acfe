"""What the toolbox says about members and framework items: their examples and paths."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sekom.related import Card
from toolbox.models import Example, Journey, Path


def about_member(member, person) -> list[Card]:
    """The member's published examples, and the journeys that this person may read."""
    examples = Example.objects.published().by(member)
    journeys = Journey.objects.readable_by(person).of(member).with_counts()
    cards = []
    if examples:
        template = "toolbox/_examples_card.html"
        cards.append(Card(_("Good examples"), template, {"examples": examples}))
    if journeys:
        template = "toolbox/_journeys_card.html"
        cards.append(Card(_("On the way"), template, {"journeys": journeys}))
    return cards


def members_with(text: str, person) -> Iterator[int]:
    """Members with a good example of a theme or tool, or on a path with it that one may read."""
    yield from Example.objects.published().speaking_of(text).values_list("member", flat=True)
    readable = Journey.objects.readable_by(person).speaking_of(text)
    yield from readable.values_list("member", flat=True)


def about_item(item, person) -> list[Card]:
    """The paths that touch an item, and the examples that concern it."""
    paths, examples = Path.objects.through(item), Example.objects.published().about(item)
    cards = []
    if paths:
        cards.append(Card(_("Paths"), "toolbox/_paths_card.html", {"paths": paths}))
    if examples:
        template = "toolbox/_examples_card.html"
        cards.append(Card(_("Good examples"), template, {"examples": examples}))
    return cards
