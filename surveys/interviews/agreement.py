"""How well two people who coded the same passages agree, beyond what chance would give."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """What two coders said of the same passages; None where nothing varies, so nothing can be told.

    `both` and `neither` agree; `first_only` and `second_only` do not.
    """

    both: int
    first_only: int
    second_only: int
    neither: int

    @classmethod
    def of(cls, first: Sequence[bool], second: Sequence[bool]) -> "Agreement":
        """Count what the two said, passage by passage."""
        pairs = list(zip(first, second, strict=True))
        return cls(
            both=pairs.count((True, True)),
            first_only=pairs.count((True, False)),
            second_only=pairs.count((False, True)),
            neither=pairs.count((False, False)),
        )

    @property
    def passages(self) -> int:
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: each coder has a leaning of their own."""
        count = self.passages
        if not count:
            return None
        first, second = self.both + self.first_only, self.both + self.second_only
        by_chance = (first * second + (count - first) * (count - second)) / count**2
        if first == second and first in (0, count):
            return None
        return ((self.both + self.neither) / count - by_chance) / (1 - by_chance)

    @property
    def alpha(self) -> float | None:
        """Krippendorff's alpha for nominal data: the coders are drawn from one population."""
        coded = 2 * self.both + self.first_only + self.second_only
        values = 2 * self.passages
        if coded in (0, values):
            return None
        disagreed = self.first_only + self.second_only
        return 1 - (values - 1) * disagreed / (coded * (values - coded))
