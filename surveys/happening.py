"""What surveys put on the start page: the last day to answer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sekom.happening import Happening
from surveys.models import SurveyRound


def happening() -> list[Happening]:
    """Rounds that take answers, the one that closes first first."""
    return [
        Happening(
            title=round.title,
            text=_("The contacts of every member answer together. The date is the last day."),
            url=reverse("surveys:round", args=[round.slug]),
            at=round.closes_at,
            is_day=True,
        )
        for round in SurveyRound.objects.taking_answers().order_by("closes_at")[:1]
    ]
