"""The rows of a survey, and what may be stored as the answer to each.

Stored answers are JSON: text as text, whole and decimal numbers as numbers, a day as its ISO text,
a choice as its value, several choices as a list in the order of the questionnaire, a tick as true,
nothing as null. Where "other, please state" was chosen, the words come along:
`{"choice": "other", "text": "…"}` or `{"choices": ["a", "other"], "text": "…"}`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sekom import text

OTHER = "other"
LONGEST_TEXT = 10_000
MOST_DIGITS = 15

Labels = Mapping[str, str]
type Answer = str | int | float | bool | list[str] | dict[str, str | list[str]] | None


class Kind:
    """What sort of row an item is; the names are XLSForm's."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"
    GROUP = "group"
    MATRIX = "matrix"

    ANSWERED = frozenset(
        {TEXT, INTEGER, DECIMAL, DATE, SELECT_ONE, SELECT_MULTIPLE, ACKNOWLEDGE}
    )  # fmt: skip
    CONTAINERS = frozenset({GROUP, MATRIX})
    SELECTS = frozenset({SELECT_ONE, SELECT_MULTIPLE})


@dataclass(frozen=True)
class Choice:
    """One thing that may be chosen; labels by language code."""

    value: str
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """One row of a survey: a question, a note, a group or a matrix; labels by language code.

    `parent` is the key of the group it stands in. `extra` holds our own columns without their
    prefix (role, share, sdg, goal, objective, compare_key, warn) and unknown ones as written.
    """

    key: str
    kind: str
    parent: str | None = None
    labels: Labels = field(default_factory=dict)
    hints: Labels = field(default_factory=dict)
    is_required: bool = False
    required_messages: Labels = field(default_factory=dict)
    relevant: str = ""
    constraint: str = ""
    constraint_messages: Labels = field(default_factory=dict)
    default: str = ""
    choices: tuple[Choice, ...] = ()
    has_other: bool = False
    appearance: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    sheet_row: int = 0

    @property
    def takes_answer(self) -> bool:
        return self.kind in Kind.ANSWERED

    @property
    def other_field(self) -> str:
        """The name of the form field for the words of "other"; no key can be called this."""
        return f"{self.key}:{OTHER}"


def clean(item: Item, raw: object, *, other: str = "") -> Answer:
    """The answer to store for what a form posted (a text or a list of them); None for nothing.

    `other` is what was posted beside it, in `item.other_field`. A stored answer comes back as it
    is. Raises ValidationError with what to do.
    """
    if isinstance(raw, Mapping):
        other = raw.get("text", "")
        raw = raw.get("choices", raw.get("choice"))
    values = raw if isinstance(raw, list | tuple) else [raw]
    texts = [_plain(value) for value in values if value is not None]
    texts = [value for value in texts if value]
    if item.kind == Kind.SELECT_MULTIPLE:
        return _clean_several(item, texts, _plain(other))
    if len(texts) > 1:
        raise ValidationError(_("Give one answer only."), code="invalid")
    if not texts:
        return None
    if item.kind == Kind.SELECT_ONE:
        return _clean_one(item, texts[0], _plain(other))
    if item.kind not in CLEANERS:
        raise ValidationError(_("This row takes no answer."), code="invalid")
    return CLEANERS[item.kind](texts[0])


def clean_default(item: Item) -> Answer:
    """The answer that a new response starts with; raises ValidationError when it is none."""
    return clean(item, item.default.split() if item.kind in Kind.SELECTS else item.default)


def _plain(value: object) -> str:
    """The text without what cannot be seen or stored: NUL, control signs, lone surrogates."""
    if isinstance(value, float):
        value = format(Decimal(repr(value)).normalize(), "f")
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return seen.strip()


def _clean_text(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise ValidationError(
            _("The text has %(length)d characters. Shorten it to at most %(most)d."),
            code="invalid",
            params={"length": len(value), "most": LONGEST_TEXT},
        )
    return value


def _digits(value: str) -> str:
    """A number as Python reads it: spaces between thousands gone, a true minus made a hyphen."""
    value = value.replace("−", "-").replace(",", ".")
    if re.fullmatch(r"[-+]?\d{1,3}(?:\s\d{3})+(?:\.\d*)?", value):
        value = re.sub(r"\s", "", value)
    return value


def _clean_integer(value: str) -> int:
    digits = _digits(value)
    if not re.fullmatch(r"[-+]?[0-9]+", digits):
        raise ValidationError(_("Write a whole number, with digits only."), code="invalid")
    _refuse_long(digits)
    return int(digits)


def _clean_decimal(value: str) -> float:
    digits = _digits(value)
    if not re.fullmatch(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", digits):
        raise ValidationError(
            _("Write a number with digits, for example 12 or 12,5."), code="invalid"
        )
    _refuse_long(digits)
    return float(digits) or 0.0


def _refuse_long(digits: str) -> None:
    """More digits than a number can hold would come back as other digits."""
    if len(re.sub(r"\D", "", digits).lstrip("0")) > MOST_DIGITS:
        raise ValidationError(
            _("The number is too long. Write at most %(most)d digits."),
            code="invalid",
            params={"most": MOST_DIGITS},
        )


def _clean_date(value: str) -> str:
    return text.parse_day(value).isoformat()


def _clean_tick(value: str) -> bool:
    if value.lower() in ("on", "ok", "true", "yes", "1"):
        return True
    raise ValidationError(_("Tick the box, or leave it."), code="invalid")


CLEANERS: dict[str, Callable[[str], Answer]] = {
    Kind.TEXT: _clean_text,
    Kind.INTEGER: _clean_integer,
    Kind.DECIMAL: _clean_decimal,
    Kind.DATE: _clean_date,
    Kind.ACKNOWLEDGE: _clean_tick,
}


def _clean_one(item: Item, value: str, other: str) -> Answer:
    if value not in {choice.value for choice in item.choices}:
        raise ValidationError(_("Choose one of the alternatives listed."), code="invalid")
    if item.has_other and value == OTHER:
        return {"choice": value, "text": _clean_text(other)}
    return value


def _clean_several(item: Item, values: list[str], other: str) -> Answer:
    if set(values) - {choice.value for choice in item.choices}:
        raise ValidationError(_("Choose among the alternatives listed."), code="invalid")
    chosen = [choice.value for choice in item.choices if choice.value in values]
    if item.has_other and OTHER in chosen:
        return {"choices": chosen, "text": _clean_text(other)}
    return chosen or None


def chosen_values(answer: Answer) -> list[str]:
    """The values chosen in the stored answer to a select."""
    if isinstance(answer, Mapping):
        answer = answer.get("choices", answer.get("choice"))
    if isinstance(answer, list | tuple):
        return [str(value) for value in answer]
    return [] if answer is None else [str(answer)]


def other_text(answer: Answer) -> str:
    """The words given for "other"; empty where there are none."""
    return str(answer.get("text", "")) if isinstance(answer, Mapping) else ""
