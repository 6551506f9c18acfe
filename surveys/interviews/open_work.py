"""What a contact leaves open in interviews: studies under way, which go on with the seat."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from sekom.open_work import Item
from surveys.interviews.models import Study


def open_work(holding) -> list[Item]:
    """The member's studies under way."""
    if not holding.seat.role:
        return []
    return [
        Item(
            f"interviews.study:{study.pk}",
            _("Interviews: %(study)s") % {"study": study},
            study.get_absolute_url(),
            follows_seat=True,
        )
        for study in Study.objects.under_way().of(holding.seat.member)
    ]


def hand_over(keys: Collection[str], *, holding, to, by) -> None:
    """Nothing to move: whoever sits leads the member's studies."""
