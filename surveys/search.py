"""What of the surveys can be found: rounds that have been sent out, with every question asked."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from sekom.search.kinds import Audience, Found, Kind
from surveys.models import SurveyRound


def _round(round: SurveyRound) -> Iterator[Found]:
    """A round and its questions, for whoever holds a seat."""
    yield Found(
        title=round.title,
        url=round.get_absolute_url(),
        keywords=round.version.title,
        audience=Audience.NETWORK,
    )
    asked = round.questionnaire()
    for question in asked.questions:
        yield Found(
            title=asked.label(question.item),
            url=round.get_absolute_url(),
            text=round.title,
            audience=Audience.NETWORK,
        )


def _sent_out():
    return SurveyRound.objects.opened().select_related("version")


KINDS = [
    Kind(
        key="round",
        label=gettext_lazy("Surveys and questions"),
        name=gettext_lazy("Survey"),
        icon="clipboard-list",
        model=SurveyRound,
        rows=_sent_out,
        entries=_round,
    ),
]
