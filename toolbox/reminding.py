"""Reminding owners of what they look after, 30 days before it is to be looked over again."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sekom.outbox import posting
from sekom.text import say_day
from toolbox import checking
from toolbox.models import Publishable
from toolbox.writing import held

BEFORE = timedelta(days=30)


def remind_owners() -> int:
    """Write to every owner whose day is near, once for each day; how many letters."""
    until = timezone.localdate() + BEFORE
    kinds = checking.kinds().values()
    near = [thing for kind in kinds for thing in kind.objects.to_remind_of(until)]
    return sum(_remind(thing) for thing in near)


@transaction.atomic
def _remind(thing: Publishable) -> bool:
    row = held(thing)
    if row.reminded_for == row.review_by:
        return False
    posting.post(
        "toolbox/review_due",
        to=row.owner,
        about=row,
        values={
            "title": row.title,
            "day": say_day(row.review_by),
            "path": row.get_absolute_url(),
        },
    )
    row.reminded_for = row.review_by
    row.save(update_fields=["reminded_for"])
    return True
