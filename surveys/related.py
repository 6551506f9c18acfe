"""What surveys say about members: how far each has come in the latest round."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from sekom.related import Card, Cell, Column, Line
from surveys.following import COUNTED, TAGS, State
from surveys.models import Response, SurveyRound


def member_column(member_ids: Collection[int], person) -> Column | None:
    """The state of each member in the latest round; for those who sit in the network."""
    if not (person.is_authenticated and person.may_see_contacts()):
        return None
    latest = SurveyRound.objects.opened().values("pk")[:1]
    responses = Response.objects.filter(round__in=latest, member__in=member_ids).with_state()
    states = responses.order_by().values_list("member", "state")
    cells = {member: _cell(State(state)) for member, state in states}
    return Column(_("Survey"), cells) if cells else None


def about_member(member, person) -> list[Card]:
    """A member's responses, the newest first; for its own contacts and the secretariat."""
    if not person.is_authenticated:
        return []
    responses = Response.objects.visible_to(person).filter(member=member).with_state()
    rows = [
        {"response": response, "cell": _cell(State(response.state))}
        for response in responses.select_related("round").order_by("-round__opened_at")
    ]
    if not rows:
        return []
    return [Card(_("Surveys"), "surveys/_about_member.html", {"rows": rows})]


def latest_about(member_ids: Collection[int], person) -> list[Line]:
    """That surveys were begun and sent in; for a member's own contacts and the secretariat."""
    if not person.is_authenticated:
        return []
    found = []
    responses = Response.objects.visible_to(person).filter(member__in=member_ids)
    for response in responses.select_related("round"):
        words = {"round": response.round}
        for at, text in (
            (response.submitted_at, _("%(round)s is sent in")),
            (response.first_answer_at, _("%(round)s is begun")),
        ):
            if at:
                found.append(Line(response.member_id, timezone.localdate(at), text % words))
                break
    return found


def _cell(state: State) -> Cell:
    return Cell(str(state.label), TAGS[state], "check" if state in COUNTED else "")
