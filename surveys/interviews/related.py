"""What interviews say about members: their studies, to those who may read them."""

from django.utils.translation import gettext as _

from sekom.related import Card
from surveys.interviews import standing
from surveys.interviews.models import Study


def about_member(member, person) -> list[Card]:
    """The member's studies that this person may read, and how far each has come."""
    studies = list(Study.objects.readable_by(person).of(member))
    if not studies:
        return []
    standings = standing.of_all(studies)
    rows = [(study, standings[study.pk]) for study in studies]
    return [Card(_("Interviews"), "interviews/_about_member.html", {"studies": rows})]
