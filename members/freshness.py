"""How much a contact can be trusted: confirmed lately, a while ago, or long ago or unreachable."""

from datetime import date, timedelta
from enum import StrEnum

from members.models import Holding, today

FRESH_FOR = timedelta(days=182)
AGEING_FOR = timedelta(days=365)

# Whoever has been invited gets so long before silence counts as a gap.
INVITED_FOR = timedelta(days=30)


class Freshness(StrEnum):
    """How fresh a holding is; the template members/_freshness.html says it in words."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    INVITED = "invited"
    SILENT = "silent"
    BOUNCING = "bouncing"

    @property
    def is_gap(self) -> bool:
        """Whether somebody has to do something about it: red."""
        return self in (Freshness.STALE, Freshness.SILENT, Freshness.BOUNCING)


def judge(
    *, starts_on: date, confirmed_on: date | None, is_bouncing: bool, on: date | None = None
) -> Freshness:
    """How fresh a holding is on a day, today unless told otherwise."""
    day = on or today()
    if is_bouncing:
        return Freshness.BOUNCING
    if confirmed_on is None:
        has_waited = starts_on < day - INVITED_FOR
        return Freshness.SILENT if has_waited else Freshness.INVITED
    if confirmed_on > day - FRESH_FOR:
        return Freshness.FRESH
    return Freshness.AGEING if confirmed_on >= day - AGEING_FOR else Freshness.STALE


def of(holding: Holding) -> Freshness:
    """How fresh a holding is that was fetched with_names()."""
    return judge(
        starts_on=holding.starts_on,
        confirmed_on=holding.confirmed_on,
        is_bouncing=holding.is_bouncing,
    )
