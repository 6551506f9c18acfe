"""Listing: who got a mailing and who did not, as a spreadsheet."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from sekom import excel
from sekom.outbox.models import Delivery, DeliveryQuerySet

MOST_ROWS = 100_000


def workbook(deliveries: DeliveryQuerySet) -> BytesIO:
    """One row for each delivery: who, where to, what became of it and what the server said.

    Raises ValidationError when there are more than a spreadsheet is good for.
    """
    if deliveries[MOST_ROWS : MOST_ROWS + 1].exists():
        words = _("The list is longer than %(most)d rows. Choose a state or search first.")
        raise ValidationError(words % {"most": MOST_ROWS}, code="long")
    return excel.workbook({_("Recipients"): _rows(deliveries)})


def _rows(deliveries: DeliveryQuerySet) -> Iterator[Sequence[excel.CellValue]]:
    yield [_("Name"), _("E-mail"), _("State"), _("What the mail server said"), _("When")]
    # In words once, not for each of a hundred thousand.
    states = {value: str(label).capitalize() for value, label in Delivery.State.choices}
    rows = deliveries.values_list("name", "email", "state", "answer", "settled_at")
    for name, email, state, answer, settled_at in rows.iterator():
        settled = f"{timezone.localtime(settled_at):%Y-%m-%d %H:%M}" if settled_at else ""
        yield [name, email, states[state], answer, settled]
