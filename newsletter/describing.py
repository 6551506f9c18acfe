"""Describing: issues as other systems read them, with nothing in them that is one reader's own."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from newsletter import counting, dispatching, feeds, parts, wording
from newsletter.models import Issue
from newsletter.parts import own_address
from sekom.outbox import telling
from sekom.outbox.models import Mailing
from sekom.outbox.telling import Progress


def as_archived(issue: Issue) -> dict[str, Any]:
    """An issue as everybody reads it in the archive: its words as HTML and as text."""
    with override("sv"):
        said = [parts.of(block) for block in issue.blocks.all()]
        return {
            "id": issue.pk,
            "title": issue.title,
            "subject": issue.subject,
            "preview": issue.preheader,
            "topic": issue.topic,
            "published_at": issue.sent_at,
            "address": own_address(issue.get_absolute_url()),
            "html": feeds.drawn(said),
            "text": wording.whole(issue, said),
        }


def as_they_stand(issues: Iterable[Issue]) -> list[dict[str, Any]]:
    """Issues as the secretariat sees them: drafts too, with their state and what was sent.

    `address` is None for what is not in the archive. The same number of queries for many.
    """
    issues = list(issues)
    pks = [issue.pk for issue in issues]
    archived = set(Issue.objects.archived().filter(pk__in=pks).values_list("pk", flat=True))
    mailings = dispatching.mailings_of_each(issues)
    progress = telling.progress_of(one for sent in mailings.values() for one in sent)
    return [
        as_archived(issue)
        | ({} if issue.pk in archived else {"address": None})
        | {
            "state": issue.state,
            "scheduled_at": issue.scheduled_at,
            "held_because": issue.held_because,
            "sendings": [_sending(one, progress[one.pk]) for one in mailings.get(issue.pk, [])],
        }
        for issue in issues
    ]


def as_it_stands(issue: Issue) -> dict[str, Any]:
    """One issue as the secretariat sees it; before it is sent also how many would get it."""
    [told] = as_they_stand([issue])
    return told if issue.is_sent else told | {"recipients": counting.counted(issue).total}


def _sending(mailing: Mailing, progress: Progress) -> dict[str, Any]:
    """How far a mailing of the issue has come, in the numbers of its page."""
    can_undo = mailing.state == Mailing.State.APPROVED
    return {
        "state": mailing.state,
        "approved_at": mailing.approved_at,
        "undo_until": mailing.send_after if can_undo else None,
        "finished_at": mailing.finished_at,
        "recipients": progress.addressed,
        "sent": progress.sent,
        "failed": progress.failed,
        "waiting": progress.waiting,
        "left_out": progress.left_out,
    }
