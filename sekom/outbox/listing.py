"""Listing: who got a mailing and who did not, as a spreadsheet."""

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
    rows = list(deliveries[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        words = _("The list is longer than %(most)d rows. Choose a state or search first.")
        raise ValidationError(words % {"most": MOST_ROWS}, code="long")
    headings: list[excel.CellValue] = [
        _("Name"),
        _("E-mail"),
        _("State"),
        _("What the mail server said"),
        _("When"),
    ]
    return excel.workbook({_("Recipients"): [headings, *map(_row, rows)]})


def _row(delivery: Delivery) -> list[excel.CellValue]:
    settled = delivery.settled_at and timezone.localtime(delivery.settled_at)
    return [
        delivery.name,
        delivery.email,
        str(delivery.get_state_display()).capitalize(),
        delivery.answer,
        f"{settled:%Y-%m-%d %H:%M}" if settled else "",
    ]
