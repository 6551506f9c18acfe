"""Where the outbox finds what a survey round sends: on the round's page, where it is undone too."""

from django.urls import reverse

from sekom.outbox.models import Mailing
from sekom.outbox.telling import Home
from surveys.asking import INVITATION, REMINDERS
from surveys.models import SurveyRound

UNDONE_AT = {INVITATION: "surveys:round_undo"} | dict.fromkeys(
    REMINDERS.values(), "surveys:remind_undo"
)


def home_of(mailing: Mailing) -> Home | None:
    """The page of the round that the mailing opens or reminds of; None for anything else."""
    if mailing.kind not in UNDONE_AT:
        return None
    about = SurveyRound.objects.filter(pk=mailing.about_id)
    slug = about.values_list("slug", flat=True).first()
    if slug is None:  # undone, and the draft thrown away
        return None
    return Home(
        page=reverse("surveys:manage_round", args=[slug]),
        undo=reverse(UNDONE_AT[mailing.kind], args=[slug]),
    )
