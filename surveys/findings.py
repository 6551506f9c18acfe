"""What a figure says, in one sentence, made from the counts that may be shown and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sekom.text import say_list, say_percent
from surveys.disclosure import Published


@dataclass(frozen=True)
class Statement:
    """One row of a matrix: its words, and its counts from the low end of the scale to the high."""

    label: str
    published: Published


def share(count: int, base: int) -> float:
    """Percent of the base."""
    return 100 * count / base if base else 0.0


def of_one(published: Published, labels: Mapping[str, str]) -> str:
    """Of a question with one answer: what most answer, as far as what is hidden lets us say it."""
    known, base = _known(published), published.base
    if not known or not base:
        return ""
    most = max(known.values())
    first = [labels[cell] for cell, count in known.items() if count == most]
    percent = say_percent(share(most, base))
    if most == base:
        return _("Everyone answers “%(label)s”.") % {"label": first[0]}
    if len(first) > 1:
        return _("Equally many, %(percent)s each, answer %(labels)s.") % {
            "percent": percent,
            "labels": say_list(_("“%(label)s”") % {"label": label} for label in first),
        }
    hidden = base - sum(known.values())
    if 2 * most > base or hidden >= most:
        return _("%(percent)s answer “%(label)s”.") % {"percent": percent, "label": first[0]}
    return _("Most common is “%(label)s”, %(percent)s.") % {"label": first[0], "percent": percent}


def of_several(published: Published, labels: Mapping[str, str]) -> str:
    """Of a question with several answers: the two that most choose."""
    known, base = _known(published), published.base
    ranked = sorted(known.items(), key=lambda cell: -cell[1])
    if not ranked or not base:
        return ""
    (first, most), *others = ranked
    words = {"label": labels[first], "percent": say_percent(share(most, base))}
    # What is hidden may be what nearly everyone chose.
    if published.has_hidden_cells or not others:
        return _("%(percent)s choose “%(label)s”.") % words
    second, next_most = others[0]
    words |= {"other": labels[second], "other_percent": say_percent(share(next_most, base))}
    if len(others) > 1 and others[1][1] == next_most:
        return _("Most choose “%(label)s”, %(percent)s.") % words if next_most < most else ""
    return _("Most choose “%(label)s”, %(percent)s, and “%(other)s”, %(other_percent)s.") % words


def of_matrix(statements: Sequence[Statement], scale: Sequence[tuple[str, str]]) -> str:
    """Of statements over one scale: where most are at its upper end, and where fewest are."""
    upper = scale[(len(scale) + 1) // 2 :]
    shares = [
        (share(sum(counts[value] or 0 for value, _label in upper), base), statement.label)
        for statement in statements
        if (base := statement.published.base) and not statement.published.has_hidden_cells
        for counts in [statement.published.counts]
    ]
    if not upper or len(shares) < 2:
        return ""
    shares.sort(key=lambda row: row[0])
    (low, lowest), (high, highest) = shares[0], shares[-1]
    if low == high:
        return ""
    return _(
        "Most answer %(ends)s to “%(highest)s”, %(high)s; fewest to “%(lowest)s”, %(low)s."
    ) % {
        "ends": _either([label for _value, label in upper]),
        "highest": highest,
        "high": say_percent(high),
        "lowest": lowest,
        "low": say_percent(low),
    }


def _either(labels: Sequence[str]) -> str:
    *rest, last = [_("“%(label)s”") % {"label": label} for label in labels]
    if not rest:
        return last
    return _("%(first)s or %(last)s") % {"first": ", ".join(rest), "last": last}


def of_numbers(published: Published, say) -> str:
    """Of numbers or years: the middle of the answers, as closely as it may be told."""
    numbers = published.numbers
    if numbers is None or not published.base:
        return ""
    if numbers.median is None:
        return _("On average %(mean)s.") % {"mean": say(numbers.mean)}
    if numbers.quarter is None or numbers.quarter == numbers.three_quarters:
        return _("The one in the middle answers %(median)s.") % {"median": say(numbers.median)}
    return _(
        "The one in the middle answers %(median)s; half are between %(quarter)s and %(three)s."
    ) % {
        "median": say(numbers.median),
        "quarter": say(numbers.quarter),
        "three": say(numbers.three_quarters),
    }


def of_tick(ticked: int | None, base: int | None) -> str:
    """Of a box to tick: how many did."""
    if ticked is None or not base:
        return ""
    if ticked == base:
        return _("Everyone has ticked the box.")
    if ticked == 0:
        return _("Nobody has ticked the box.")
    return _("%(percent)s have ticked the box.") % {"percent": say_percent(share(ticked, base))}


def _known(published: Published) -> dict[str, int]:
    """The counts that may be told, without what nobody answered."""
    return {cell: count for cell, count in published.counts.items() if count}
