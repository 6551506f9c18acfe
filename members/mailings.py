"""Where the outbox finds the letters that ask the contacts: on the round's page, undone there."""

from django.urls import reverse

from members.models import Round
from members.verifying import LETTERS
from sekom.outbox.models import Mailing
from sekom.outbox.telling import Home


def home_of(mailing: Mailing) -> Home | None:
    """The page of the round that the mailing opens; None for its reminders and anything else."""
    if mailing.kind not in LETTERS.values() or mailing.key:
        return None
    if not Round.objects.filter(pk=mailing.about_id).exists():  # undone: it went with its round
        return None
    return Home(
        page=reverse("members:round", args=[mailing.about_id]),
        undo=reverse("members:undo_round", args=[mailing.about_id]),
    )
