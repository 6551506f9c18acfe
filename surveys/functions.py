"""The values of survey expressions and the functions that may be called on them.

Values follow XPath 1 as ODK uses it: text, number, yes/no and, on top, dates. An empty answer
is the empty text. A date counts as its days since 1970-01-01, so dates compare and subtract.
Every function takes any value and gives one back; none of them can fail.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR

from surveys.patterns import compile_pattern

type Value = str | int | float | bool | date | Sequence[str] | None

NUMBER = re.compile(r"[ \t\r\n]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*")
DAY = re.compile(r"[ \t\r\n]*([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.+Z-]*)?[ \t\r\n]*")
SPACE = re.compile(r"[ \t\r\n]+")
EPOCH = date(1970, 1, 1)
NAN = math.nan


@dataclass(frozen=True, slots=True)
class Scene:
    """What an expression may look at while it is worked out."""

    values: Mapping[str, Value]
    dot: Value = None
    choice_label: Callable[[str, str], str] | None = None
    today: date | None = None

    def day(self) -> date:
        return self.today or timezone.localdate()

    def moment(self) -> datetime:
        clock = timezone.localtime().replace(tzinfo=None, microsecond=0)
        return datetime.combine(self.day(), clock.time())


def to_text(value: Value) -> str:
    """The value as XPath writes it: 3 and not 3.0, true, 2026-06-05, a list with spaces."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(value)


def number_text(value: int | float) -> str:
    value = to_number(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def to_number(value: Value) -> float:
    """The value as a number; NaN where it is none, and for an empty answer."""
    if isinstance(value, str):
        if found := NUMBER.fullmatch(value):
            return float(found[1])
        day = to_day(value) if DAY.fullmatch(value) else None
        return NAN if day is None else to_number(day)
    if value is None:
        return NAN
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    if isinstance(value, datetime):
        since_midnight = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        return (value.date() - EPOCH).days + since_midnight / timedelta(days=1)
    if isinstance(value, date):
        return float((value - EPOCH).days)
    return to_number(" ".join(value))


def truth(value: Value) -> bool:
    """Whether the value counts as yes: not empty, not 0, not NaN."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value != 0 and value == value
    return isinstance(value, date) or bool(value)


def to_day(value: Value) -> date | None:
    """The day of a date, of a text such as 2026-06-05, or of a number of days since 1970."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and (found := DAY.fullmatch(value)):
        try:
            return date.fromisoformat(found[1])
        except ValueError:
            return None
    days = to_number(value)
    if not math.isfinite(days) or not 1 <= math.floor(days) + EPOCH.toordinal() <= 3_652_059:
        return None
    return date.fromordinal(math.floor(days) + EPOCH.toordinal())


def is_empty(value: Value) -> bool:
    """Whether nothing was answered."""
    return to_text(value) == ""


def equal(left: Value, right: Value) -> bool:
    """XPath's =: as yes/no if one side is, else as numbers if one side is, else as text."""
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, int | float | date) or isinstance(right, int | float | date):
        return to_number(left) == to_number(right)
    return to_text(left) == to_text(right)


def divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1, right)


def remainder(left: float, right: float) -> float:
    """XPath's mod: keeps the sign of the left side."""
    if right == 0 or math.isinf(left) or math.isnan(left) or math.isnan(right):
        return NAN
    return math.fmod(left, right)


def power(base: Value, exponent: Value) -> float:
    left, right = to_number(base), to_number(exponent)
    try:
        return math.pow(left, right)
    except OverflowError:
        return math.inf if left > 0 or right % 2 == 0 else -math.inf
    except ValueError:
        return math.inf if left == 0 else NAN


def square_root(value: Value) -> float:
    number = to_number(value)
    return math.sqrt(number) if number >= 0 else NAN


def whole(rule: Callable[[float], float]) -> Callable[[Value], float]:
    """A rounding that leaves NaN and the infinities as they are."""

    def rounded(value: Value) -> float:
        number = to_number(value)
        return float(rule(number)) if math.isfinite(number) else number

    return rounded


def half_up(number: float) -> float:
    floor = math.floor(number)
    return floor + 1 if number - floor >= 0.5 else floor


def rounded(value: Value, places: Value = 0) -> float:
    """To that many decimals, a half upwards; negative places round to tens and hundreds."""
    number, digits = to_number(value), to_number(places)
    if not math.isfinite(number) or math.isnan(digits):
        return number if math.isnan(number) or digits == digits else NAN
    digits = int(min(max(digits, -20), 20))
    if digits == 0:
        return float(half_up(number))
    shifted = Decimal(repr(number)).scaleb(digits)
    return float(Decimal(math.floor(shifted + Decimal("0.5"))).scaleb(-digits))


def extreme(choose: Callable[[list[float]], float]) -> Callable[..., float]:
    """The smallest or largest; NaN as soon as one is no number."""

    def chosen(*values: Value) -> float:
        numbers = [to_number(value) for value in values]
        return NAN if any(math.isnan(number) for number in numbers) else choose(numbers)

    return chosen


def words(value: Value) -> list[str]:
    """The chosen values of a select_multiple, or of their text with spaces between."""
    if isinstance(value, list | tuple):
        return list(value)
    return to_text(value).split()


def selected_at(chosen: Value, place: Value) -> str:
    options, index = words(chosen), to_number(place)
    if math.isnan(index) or not 0 <= index < len(options):
        return ""
    return options[int(index)]


def slice_of(value: Value, start: Value, end: Value = None) -> str:
    """ODK's substr: from 0, end not included, negative counts from the end."""
    whole_text = to_text(value)

    def place(number: float) -> int:
        number = 0 if math.isnan(number) else number
        return int(min(max(number, -len(whole_text)), len(whole_text)))

    last = len(whole_text) if end is None else place(to_number(end))
    return whole_text[place(to_number(start)) : last]


def substring(value: Value, start: Value, length: Value = math.inf) -> str:
    """XPath's substring: from 1, both numbers rounded."""
    first = whole(half_up)(start)
    end = first + whole(half_up)(length)
    return "".join(c for place, c in enumerate(to_text(value), 1) if first <= place < end)


def translate(value: Value, old: Value, new: Value) -> str:
    replacements: dict[int, str | None] = {}
    to = to_text(new)
    for place, character in enumerate(to_text(old)):
        replacements.setdefault(ord(character), to[place] if place < len(to) else None)
    return to_text(value).translate(replacements)


def join(separator: Value, *values: Value) -> str:
    return to_text(separator).join(to_text(value) for value in values)


def format_date(value: Value, pattern: Value) -> str:
    """A date written by ODK's signs, such as %d/%m %Y; empty when it is no date."""
    day = to_day(value)
    if day is None:
        return ""
    clock = value.time() if isinstance(value, datetime) else time()
    signs = {
        "Y": f"{day.year:04}", "y": f"{day.year % 100:02}",
        "m": f"{day.month:02}", "n": str(day.month), "b": str(MONTHS_3[day.month]),
        "d": f"{day.day:02}", "e": str(day.day), "a": str(WEEKDAYS_ABBR[day.weekday()]),
        "H": f"{clock.hour:02}", "h": str(clock.hour),
        "M": f"{clock.minute:02}", "S": f"{clock.second:02}", "3": "000", "%": "%",
    }  # fmt: skip
    return re.sub("%(.)", lambda found: signs.get(found[1], found[0]), to_text(pattern))


def choice_name(scene: Scene, value: Value, question: str) -> str:
    """The words of a chosen value; the value itself where there are none."""
    if scene.choice_label is None:
        return to_text(value)
    return ", ".join(scene.choice_label(question, word) for word in words(value))


@dataclass(frozen=True, slots=True)
class Function:
    """How a function is called: its work, and the fewest and most arguments it takes."""

    call: Callable[..., Value]
    least: int
    most: int | None
    takes_scene: bool = False
    uses_dot_when_bare: bool = False


def of(call: Callable[..., Value], least: int, most: int | None = -1, **more: bool) -> Function:
    return Function(call, least, least if most == -1 else most, **more)


FUNCTIONS: dict[str, Function] = {
    # yes and no
    "true": of(lambda: True, 0),
    "false": of(lambda: False, 0),
    "not": of(lambda value: not truth(value), 1),
    "boolean": of(truth, 1),
    "boolean-from-string": of(lambda value: to_text(value).strip() in ("1", "true"), 1),
    "if": of(lambda test, yes, no: yes if truth(test) else no, 3),
    "coalesce": of(lambda *v: next((one for one in v if not is_empty(one)), ""), 2, None),
    "once": of(
        lambda scene, value: value if is_empty(scene.dot) else scene.dot, 1, takes_scene=True
    ),
    "count-non-empty": of(lambda *v: float(sum(not is_empty(one) for one in v)), 1, None),
    # choices
    "selected": of(lambda chosen, value: to_text(value).strip() in words(chosen), 2),
    "selected-at": of(selected_at, 2),
    "count-selected": of(lambda chosen: float(len(words(chosen))), 1),
    "jr:choice-name": of(choice_name, 2, takes_scene=True),
    # numbers
    "number": of(to_number, 0, 1, uses_dot_when_bare=True),
    "int": of(whole(math.trunc), 1),
    "floor": of(whole(math.floor), 1),
    "ceiling": of(whole(math.ceil), 1),
    "round": of(rounded, 1, 2),
    "abs": of(lambda value: abs(to_number(value)), 1),
    "pow": of(power, 2),
    "sqrt": of(square_root, 1),
    "sum": of(lambda *values: float(sum(to_number(value) for value in values)), 1, None),
    "min": of(extreme(min), 1, None),
    "max": of(extreme(max), 1, None),
    # text
    "string": of(to_text, 0, 1, uses_dot_when_bare=True),
    "string-length": of(
        lambda value: float(len(to_text(value))), 0, 1, uses_dot_when_bare=True
    ),
    "normalize-space": of(
        lambda value: SPACE.sub(" ", to_text(value)).strip(" "), 0, 1, uses_dot_when_bare=True
    ),
    "concat": of(lambda *values: "".join(map(to_text, values)), 1, None),
    "join": of(join, 1, None),
    "substr": of(slice_of, 2, 3),
    "substring": of(substring, 2, 3),
    "substring-before": of(
        lambda v, sign: to_text(v).partition(to_text(sign) or " ")[0]
        if to_text(sign) and to_text(sign) in to_text(v)
        else "",
        2,
    ),
    "substring-after": of(
        lambda v, sign: to_text(v).partition(to_text(sign))[2] if to_text(sign) else to_text(v), 2
    ),
    "contains": of(lambda value, part: to_text(part) in to_text(value), 2),
    "starts-with": of(lambda value, part: to_text(value).startswith(to_text(part)), 2),
    "ends-with": of(lambda value, part: to_text(value).endswith(to_text(part)), 2),
    "translate": of(translate, 3),
    "regex": of(lambda value, pattern: compile_pattern(pattern).matches(to_text(value)), 2),
    # days
    "today": of(lambda scene: scene.day(), 0, takes_scene=True),
    "now": of(lambda scene: scene.moment(), 0, takes_scene=True),
    "date": of(lambda value: to_day(value) or "", 1),
    "format-date": of(format_date, 2),
}  # fmt: skip

# Functions that mean something only where questions are repeated or fetched from elsewhere.
FUNCTIONS_WE_LACK = frozenset(
    (
        "count",
        "position",
        "indexed-repeat",
        "instance",
        "pulldata",
        "random",
        "uuid",
        "area",
        "distance",
        "current",
        "last",
        "checklist",
        "weighted-checklist",
        "digest",
        "randomize",
        "date-time",
        "decimal-date-time",
        "decimal-time",
        "format-date-time",
        "thousands-sep",
        "intersects",
        "property",
    )
)
