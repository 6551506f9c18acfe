"""What interviews put on the desk: meetings to note, and approvals that groups owe."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sekom.desk import Task, When
from sekom.text import say_day
from surveys.interviews import standing
from surveys.interviews.models import Interview, Study
from surveys.interviews.standing import Stand, State


def tasks(person) -> list[Task]:
    """What this person should do about the studies that they work on."""
    return [
        task
        for study, stands in standing.own_studies(person)
        for stand in stands.stands
        for task in _tasks_of(study, stand)
    ]


def _tasks_of(study: Study, stand: Stand) -> Iterator[Task]:
    words = {"department": stand.department, "study": study}
    if stand.state == State.LATE and stand.department.planned_on:
        day = say_day(stand.department.planned_on)
        yield Task(
            _("Note the interview with %(department)s") % words,
            _("It was planned on %(day)s, in %(study)s.") % (words | {"day": day}),
            f"{reverse('interviews:add', args=[study.pk])}?verksamhet={stand.department.pk}",
            _("Note it"),
            When.THIS_WEEK,
        )
    for interview in stand.interviews:
        if interview.state == Interview.State.SENT and interview.sent_at:
            yield Task(
                _("%(department)s has yet to approve its notes") % words,
                _("They were sent on %(day)s.") % {"day": say_day(interview.sent_at)},
                interview.get_absolute_url(),
                _("See the link"),
                When.WAITING,
            )
