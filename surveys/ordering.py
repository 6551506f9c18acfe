"""Ordering what a worker makes: the report of a round, the receipt of a response."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person
from surveys import reporting, tasks
from surveys.models import Report, Response, SurveyRound

# A worker that has been at it for longer than this was stopped.
LONGEST_BUILD = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)


@transaction.atomic
def request_report(round: SurveyRound, *, by: Person) -> Report:
    """Have the round's report built, one at a time.

    One that is being built, or that shows all there is to show, is handed back as it is.
    """
    round = SurveyRound.objects.select_for_update(no_key=True).get(pk=round.pk)
    latest = round.reports.first()
    if latest and latest.state == Report.State.BUILDING:
        if latest.created_at > timezone.now() - LONGEST_BUILD:
            return latest
        latest.state, latest.problem = Report.State.FAILED, _("It was stopped before it was done.")
        latest.save(update_fields=["state", "problem"])
    if latest and latest.state == Report.State.READY and latest.basis == reporting.basis_of(round):
        return latest
    report = Report.objects.create(round=round, created_by=by, steps=reporting.STEPS)
    tasks.build_report.delay_on_commit(report.pk)
    return report


def request_receipt(response: Response) -> None:
    """Have the receipt of a response made, if it is not there yet."""
    tasks.make_receipt.delay_on_commit(response.pk)
