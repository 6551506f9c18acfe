"""Actions as a workbook: one row each."""

from collections.abc import Iterable
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Action
from sekom import excel
from sekom.excel import CellValue


def workbook(actions: Iterable[Action]) -> BytesIO:
    """The actions with who answers for them, by when, and what came of them."""
    rows: list[list[CellValue]] = [
        [
            _("Meeting"),
            pgettext("action", "Number"),
            _("What is to be done"),
            _("More about it"),
            _("Responsible"),
            _("To be done by"),
            _("State"),
            pgettext("action", "Closed"),
            _("What came of it"),
        ]
    ]
    rows += [_row(action) for action in actions]
    return excel.workbook({_("Actions"): rows})


def _row(action: Action) -> list[CellValue]:
    closed_on = timezone.localdate(action.closed_at) if action.closed_at else None
    return [
        action.meeting.title if action.meeting else "",
        action.number,
        action.title,
        action.description,
        action.say_responsible(),
        action.due_on or _("Ongoing"),
        action.get_state_display(),
        closed_on,
        "\n".join(link.title for link in action.links.all()),
    ]
