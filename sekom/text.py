"""Plain words: days, times, numbers and lists as people write them, and the Swedish alphabet.

What is said follows the language that is active; times are always said in Swedish time.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Func, TextField
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format, get_format
from django.utils.numberformat import format as format_number
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

STOCKHOLM = ZoneInfo("Europe/Stockholm")

# --- The Swedish alphabet ---------------------------------------------------------------------

# The signs right after z stand for å, ä and ö, so that plain byte order is Swedish order.
_LETTERS = "åäæöøéèêëáàâãüýíìîïóòôúùûñçš"
_PLACES = "{||}}eeeeaaaayyiiiiooouuuncs"
_SV_SORT = str.maketrans(_LETTERS, _PLACES)

SV_SORT_SQL = f"""
create function sv_sort(t text) returns text language sql immutable strict parallel safe as $$
  select translate(lower(t), '{_LETTERS}', '{_PLACES}')
$$
"""
DROP_SV_SORT_SQL = "drop function sv_sort(text)"


class SvSort(Func):
    """A text's place in the Swedish alphabet, whatever the server's locale."""

    function = "sv_sort"
    output_field = TextField(db_collation="C")


def sv_sort_key(text: str) -> str:
    """The same place in the alphabet, for `sorted(names, key=sv_sort_key)`."""
    return text.lower().translate(_SV_SORT)


# --- Days that people type --------------------------------------------------------------------

_DAY_PATTERNS = [
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{1,2})\s?[/.]\s?(?P<month>\d{1,2})[\s/.]\s?(?P<year>\d{4})",
        r"(?:den\s)?(?P<day>\d{1,2})\.?\s(?P<month>[a-z]{3,9})\.?,?\s(?P<year>\d{4})",
    )
]


def parse_day(text: str) -> date:
    """The day that a person wrote, day before month: 2026-06-05, 5 juni 2026, 5/6 2026.

    Raises ValidationError when it is no day.
    """
    plain = " ".join(str(text).split())
    for pattern in _DAY_PATTERNS:
        if found := pattern.fullmatch(plain):
            try:
                return date(int(found["year"]), _month(found["month"]), int(found["day"]))
            except ValueError:
                break
    raise ValidationError(_("Write the date like 2026-06-05 or 5 juni 2026."), code="invalid")


def _month(text: str) -> int:
    """The month's number, from a number or a name in Swedish or English, shortened or whole."""
    if text.isdigit():
        return int(text)
    for language in ("sv", "en"):
        with override(language):
            for number, name in MONTHS.items():
                if str(name).lower().startswith(text.lower()):
                    return number
    raise ValueError(text)


class DayInput(forms.DateInput):
    """The browser's own day picker; what it is given must be in ISO form."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, in any of the ways that people write one."""

    widget = DayInput

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.astimezone(STOCKHOLM).date() if value.tzinfo else value.date()
        return value if isinstance(value, date) else parse_day(value)


# --- Days and times that we say ---------------------------------------------------------------


def say_day(day: date) -> str:
    """5 juni 2026."""
    return date_format(_in_sweden(day), "DATE_FORMAT")


def say_clock(moment: datetime) -> str:
    """kl. 9.00, in Swedish time."""
    return gettext("at %(clock)s") % {"clock": _clock(moment)}


def say_moment(moment: datetime, now: datetime | None = None) -> str:
    """I dag 14.32, i går 16.05, 8 oktober kl. 10.00; the year is said when it is another."""
    there = _in_sweden(moment)
    today = _in_sweden(now or timezone.now()).date()
    near = {
        -1: gettext("yesterday %(clock)s"),
        0: gettext("today %(clock)s"),
        1: gettext("tomorrow %(clock)s"),
    }
    words = near.get((there.date() - today).days, gettext("%(day)s at %(clock)s"))
    day = date_format(there, "j F" if there.year == today.year else "j F Y")
    return words % {"day": day, "clock": _clock(moment)}


def _clock(moment: datetime) -> str:
    return date_format(_in_sweden(moment), "CLOCK_FORMAT")


def _in_sweden[Day: date](day: Day) -> Day:
    """A moment as the clocks in Sweden show it; a plain day as it is."""
    return day.astimezone(STOCKHOLM) if isinstance(day, datetime) and day.tzinfo else day


# --- Numbers and words that we say ------------------------------------------------------------


def say_number(number: float | Decimal, decimals: int | None = None) -> str:
    """1 284 and 3,1; with `decimals`, rounded to that many."""
    exact = number if isinstance(number, Decimal) else Decimal(str(number))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    else:
        exact = exact.quantize(Decimal(1)) if exact == int(exact) else exact.normalize()
    said = format_number(
        abs(exact),
        get_format("DECIMAL_SEPARATOR"),
        grouping=3,
        thousand_sep=get_format("THOUSAND_SEPARATOR"),
        force_grouping=True,
        use_l10n=False,
    )
    return f"−{said}" if exact < 0 else said


def say_percent(share: float | Decimal, decimals: int = 0) -> str:
    """68 %, from 68."""
    return gettext("%(number)s%%") % {"number": say_number(share, decimals)}


def say_list(words: Iterable[object]) -> str:
    """a, b och c."""
    *rest, last = [str(word) for word in words] or [""]
    if not rest:
        return last
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(rest), "last": last}


def slugify_sv(text: str) -> str:
    """A text as part of an address: å and ä become a, ö becomes o."""
    return slugify(text.lower().replace("æ", "a").replace("ø", "o"))


def genitive(name: str) -> str:
    """Granfors kommuns, Kalix: no s is added after s, x or z."""
    ends_hissing = name.lower().endswith(("s", "x", "z"))
    if (get_language() or "sv").startswith("sv"):
        return name if ends_hissing else f"{name}s"
    return f"{name}’" if name.lower().endswith("s") else f"{name}’s"
