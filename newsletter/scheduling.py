"""Scheduling: how an issue leaves by itself at a time to come, or asks first."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from newsletter import dispatching
from newsletter.models import Issue

# A letter that is later than this may say what is no longer true: somebody is asked first.
LATEST = timedelta(hours=2)


@transaction.atomic
def schedule(
    issue: Issue, *, at: datetime, seen: str | None = None, is_in_archive: bool | None = None
) -> Issue:
    """Let the issue leave at a time to come; whom it goes to is settled then.

    Raises ValidationError for a time that has been, for what would stand in the way today, and
    where another edition was `seen`.
    """
    issue = Issue.objects.with_parts().hold(issue)
    if issue.is_sent:
        raise ValidationError(_("The letter has been sent already."), code="sent")
    if at <= timezone.now():
        raise ValidationError(_("Choose a time to come."), code="past")
    dispatching.refuse_unseen(issue, seen)
    dispatching.refuse_problems(issue)
    issue.state, issue.scheduled_at, issue.held_because = Issue.State.SCHEDULED, at, ""
    dispatching.save(issue, is_in_archive, "state", "scheduled_at", "held_because")
    return issue


@transaction.atomic
def unschedule(issue: Issue) -> Issue:
    """Make a scheduled issue a draft again; done twice, it is done once."""
    issue = Issue.objects.hold(issue)
    if issue.is_sent:
        raise ValidationError(_("The letter has been sent already."), code="sent")
    issue.state, issue.scheduled_at, issue.held_because = Issue.State.DRAFT, None, ""
    issue.save(update_fields=["state", "scheduled_at", "held_because"])
    return issue


def send_due() -> int:
    """Send the issues whose time has come; how many went.

    One that is hours late, or that something stands in the way of, is held back until somebody
    says what to do.
    """
    now = timezone.now()
    return sum(_send_when_due(issue, now) for issue in Issue.objects.to_send(now))


@transaction.atomic
def _send_when_due(issue: Issue, now: datetime) -> bool:
    issue = Issue.objects.hold(issue)
    if not Issue.objects.to_send(now).contains(issue):
        return False
    with override("sv"):
        try:
            _refuse_late(issue, now)
            dispatching.send(issue, by=None)
        except ValidationError as refusal:
            issue.held_because = " ".join(refusal.messages)[:300]
            issue.save(update_fields=["held_because"])
            return False
    return True


def _refuse_late(issue: Issue, now: datetime) -> None:
    if issue.scheduled_at and now - issue.scheduled_at > LATEST:
        raise ValidationError(
            _("The portal stood still when it was time, and more than two hours have gone."),
            code="late",
        )
