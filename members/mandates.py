"""When political mandates end: the real days of Swedish elections, and whose mandate it is."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from members.models import Holding, Seat, today

# A year with an election to councils, and how many years until the next.
AN_ELECTION_YEAR, TERM = 2022, 4

# So long before a mandate ends we begin to speak of it.
SOON = timedelta(days=120)


@dataclass(frozen=True)
class Change:
    """One change of mandates, known by the year of its election."""

    year: int

    @property
    def councils_from(self) -> date:
        """The first day of the new councils."""
        return date(self.year, 10, 15)

    @property
    def last_day(self) -> date:
        """The last day of the old boards."""
        return date(self.year, 12, 31)

    @property
    def boards_from(self) -> date:
        """The first day of the new boards."""
        return date(self.year + 1, 1, 1)


def coming_change(day: date | None = None) -> Change:
    """The change whose old boards sit that day, today unless told otherwise."""
    day = day or today()
    return Change(day.year + (AN_ELECTION_YEAR - day.year) % TERM)


def next_last_day(day: date) -> date:
    """The last day of a mandate that begins right after this day."""
    return coming_change(day + timedelta(days=1)).last_day


def ending(day: date, *, with_open_ended: bool = False) -> QuerySet:
    """Today's politicians of today's members whose mandate ends by a day, or has no day at all."""
    ends = Q(ends_on__lte=day)
    if with_open_ended:
        ends |= Q(ends_on__isnull=True)
    seated = Holding.objects.current().of_active_members().filter(ends)
    return seated.filter(seat__kind=Seat.Kind.POLITICIAN)


def ending_soon() -> tuple[int, date | None]:
    """How many politicians' mandates end soon, and the last day of the last of them."""
    days = list(ending(today() + SOON).values_list("ends_on", flat=True))
    return len(days), max(days, default=None)
