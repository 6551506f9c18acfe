"""Acting on a report of interviews: what the member itself means to do about it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events import acting, linking
from events.models import Action
from members.models import Person, Seat
from surveys.interviews.models import Report, Study


def may_act(report: Report, person: Person) -> bool:
    """Whether this person is a contact of the member, and the report is approved."""
    leads = Study.objects.led_by(person).contains(report.study)
    return leads and report.edition() is not None


def actions_of(report: Report) -> QuerySet[Action]:
    """The member's own actions that lead back to the report, the late first."""
    own = Action.objects.of_member(report.study.member)
    return own.linked_to(report.get_absolute_url()).in_order().with_names()


@transaction.atomic
def agree(
    report: Report, text: str, *, responsible: Seat, due_on: date | None, by: Person
) -> Action:
    """Write down an own action of the member, with a link to the report.

    The same words make it once. Raises ValidationError when it says nothing, its day has passed
    or the seat is another member's, and before the report is approved.
    """
    report = Report.objects.hold(report)
    if not may_act(report, by):
        raise ValidationError(
            _("Only the member’s two contacts can do this, when the report is approved."),
            code="not_yours",
        )
    title = " ".join(text.split())
    if known := actions_of(report).filter(title=title, closed_at__isnull=True).first():
        return known
    member = report.study.member
    action = acting.agree(title, member=member, responsible=[responsible], due_on=due_on, by=by)
    page = linking.Page(report.get_absolute_url(), report.title)
    acting.link_page(action, page, by=by)
    return action
