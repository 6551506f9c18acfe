"""What the newsletter puts on the start page: its latest issue."""

from newsletter.models import Issue
from sekom.happening import Happening


def happening() -> list[Happening]:
    """The issue that was sent last."""
    return [
        Happening(
            title=issue.title,
            text=issue.preheader or issue.subject,
            url=issue.get_absolute_url(),
            at=issue.sent_at,
            icon="mail-open",
        )
        for issue in Issue.objects.archived()[:1]
    ]
