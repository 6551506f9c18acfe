"""Where the outbox finds a mailing of an issue: on the issue's page, where it is undone too."""

from django.urls import reverse

from newsletter.readers import KIND
from sekom.outbox.models import Mailing
from sekom.outbox.telling import Home


def home_of(mailing: Mailing) -> Home | None:
    """The page of the issue that the mailing sends; None for a mailing of anything else."""
    if mailing.kind != KIND or mailing.is_single:
        return None
    issue = mailing.about_id
    return Home(
        page=reverse("newsletter:issue_sending", args=[issue]),
        undo=reverse("newsletter:take_back", args=[issue, mailing.pk]),
    )
