"""What actions put on the desk: one's own that are due, and others' that the secretariat awaits."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Action
from members.models import today
from sekom.desk import Task, When
from sekom.text import say_day

SOON = timedelta(days=7)
# So many are told one by one; the rest stand in the list.
MOST = 5


def own_tasks(person) -> Iterator[Task]:
    """What a person answers for and is due within a week, or late."""
    mine = Action.objects.resting_with(person).due_by(today() + SOON).in_order()
    for action in mine[:MOST]:
        is_late = action.is_late
        yield Task(
            action.title,
            _due(action),
            action.get_absolute_url(),
            _("Say how it goes"),
            When.TODAY if is_late or action.due_on == today() else When.THIS_WEEK,
            is_late=is_late,
        )
    yield from _rest(mine.count() - MOST, f"{reverse('events:actions')}?ansvarig=jag", When.TODAY)


def secretariat_tasks(person) -> Iterator[Task]:
    """What nobody answers for, and what others have not done in time."""
    for action in Action.objects.readable_by(person).resting_with_nobody()[:MOST]:
        yield Task(
            _("Say who answers for “%(action)s”") % {"action": action},
            _("So far it is nobody’s."),
            reverse("events:change_action", args=[action.pk]),
            _("Choose"),
            When.THIS_WEEK,
        )
    readable = Action.objects.readable_by(person)
    late = readable.late().not_resting_with(person).in_order()
    for action in late.with_names()[:MOST]:
        who = capfirst(action.say_responsible())
        yield Task(
            action.title,
            f"{who}. {_due(action)}" if who else _due(action),
            action.get_absolute_url(),
            _("See how far"),
            When.WAITING,
            is_late=True,
        )
    yield from _rest(late.count() - MOST, f"{reverse('events:actions')}?lage=sena", When.WAITING)


def _due(action: Action) -> str:
    said = _("It was to be done by %(day)s.") if action.is_late else _("To be done by %(day)s.")
    return said % {"day": say_day(action.due_on or today())}


def _rest(count: int, url: str, when: When) -> Iterator[Task]:
    if count > 0:
        said = ngettext("%(count)d more action", "%(count)d more actions", count)
        yield Task(said % {"count": count}, "", url, _("See them all"), when)
