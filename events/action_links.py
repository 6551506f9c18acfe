"""Signed links in the letters about an action: they lead to that one, and let nobody in."""

from events.models import Action
from members import links
from members.models import Person

PURPOSE = "action"


def link_to(action: Action, person: Person) -> str:
    """The full address of the page where this person can say how it goes, good for 30 days."""
    return links.address("events:answer_action", links.sign(PURPOSE, action.pk, person.pk))


def read(token: str) -> tuple[Action, Person]:
    """The action, and whom the link was written to. Raises LinkExpired or LinkUnknown."""
    action_id, person_id = links.read(PURPOSE, token)
    action = Action.objects.with_log().filter(pk=action_id).first()
    person = Person.objects.known().filter(pk=person_id, is_active=True).first()
    if action is None or person is None:
        raise links.LinkUnknown
    # A member's own are for its contacts of today, whoever was written to.
    if action.member_id and not Action.objects.readable_by(person).contains(action):
        raise links.LinkUnknown
    return action, person
