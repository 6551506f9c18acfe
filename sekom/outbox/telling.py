"""Telling: how far a mailing has come, what somebody got, and whether letters wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from sekom import speaking
from sekom.outbox import claiming, compiling, heading
from sekom.outbox.letters import Letter
from sekom.outbox.models import Batch, Delivery, Mailing

State = Delivery.State


@dataclass(frozen=True)
class Home:
    """The page where a mailing is followed, and the only address that undoes it."""

    page: str
    undo: str


@dataclass(frozen=True)
class Progress:
    """How far a mailing has come; `by_state` adds up to `total`.

    `rate` is letters a second, `seconds_left` None while nobody can tell.
    """

    total: int
    by_state: dict[str, int]
    rate: float = 0.0

    @property
    def waiting(self) -> int:
        return sum(self.by_state.get(state, 0) for state in Delivery.UNSENT)

    @property
    def settled(self) -> int:
        return self.total - self.waiting

    @property
    def left_out(self) -> int:
        return sum(self.by_state.get(state, 0) for state in Delivery.LEFT_OUT)

    @property
    def addressed(self) -> int:
        return self.total - self.left_out

    @property
    def answered(self) -> int:
        return self.settled - self.left_out

    @property
    def sent(self) -> int:
        return self.by_state.get(State.SENT, 0)

    @property
    def failed(self) -> int:
        return self.by_state.get(State.BOUNCED, 0) + self.by_state.get(State.FAILED, 0)

    @property
    def per_minute(self) -> int:
        return round(self.rate * 60)

    @property
    def seconds_left(self) -> int | None:
        return round(self.waiting / self.rate) if self.rate else None


def progress(mailing: Mailing) -> Progress:
    """How many of a mailing's deliveries are in which state, and how fast it goes; one query."""
    by_state = claiming.numbers_of(mailing)
    rate = 0.0
    if mailing.going_since:
        gone = claiming.answered(by_state) - mailing.gone_before
        rate = gone / max(1.0, (timezone.now() - mailing.going_since).total_seconds())
    return Progress(by_state.total(), dict(by_state), rate)


def progress_of(mailings: Iterable[Mailing]) -> dict[int, Progress]:
    """How far each of these has come, but not how fast: {mailing id: progress}; one query."""
    numbers = claiming.numbers_of_each(mailings)
    return {pk: Progress(by_state.total(), dict(by_state)) for pk, by_state in numbers.items()}


def waits_for_relay(mailing: Mailing) -> bool:
    """Whether the mailing stands still because the mail server does not answer."""
    return mailing.state == Mailing.State.SENDING and bool(mailing.trouble)


def oldest_unsent() -> timedelta | None:
    """How late the letter is that should have left first; None when none is late."""
    since = Batch.objects.late().aggregate(oldest=Min("late_since"))["oldest"]
    return timezone.now() - since if since else None


def letter_of(delivery: Delivery) -> Letter:
    """The letter of a delivery, as it leaves."""
    return compiling.Compiled(delivery.mailing).letter(delivery)


def headers_of(delivery: Delivery) -> dict[str, str]:
    """The headers of a delivery, the same whenever it is sent again."""
    return heading.headers_of(delivery.mailing, delivery)


def home_of(mailing: Mailing) -> Home:
    """Where a mailing is followed: at what it is about, where an app has a page for it.

    Such an app has a module `mailings` with a function `home_of(mailing) -> Home | None`.
    """
    for module in speaking.modules("mailings"):
        if home := module.home_of(mailing):
            return home
    return Home(mailing.get_absolute_url(), reverse("outbox:undo", args=[mailing.pk]))
