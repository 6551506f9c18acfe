"""The command /åtgärd: how a line of notes says what is to be done, by whom and by when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from events.models import Action
from members.models import Group, Holding, Person
from sekom.text import parse_day

COMMAND = re.compile(r"(?P<before>.*?)/(?:åtgärd|atgard)\b[ \t:]*(?P<rest>\S.*)", re.IGNORECASE)
MARK = re.compile(r"\[åtgärd (\d{1,4})\]", re.IGNORECASE)
WITHOUT_END = ("löpande", "tills vidare")
AND = re.compile(r"\s+(?:och|samt|&)\s+", re.IGNORECASE)


@dataclass
class Command:
    """What a line orders: the words before it, what is to be done, by whom and by when."""

    before: str
    text: str
    responsible: list[Group | Person | str] = field(default_factory=list)
    due_on: date | None = None


def mark(action: Action) -> str:
    """What stands in the notes for an action of the meeting."""
    return f"[åtgärd {action.number}]"


def read(line: str) -> Command | None:
    """The command of a line, None for a line without one.

    At its end, after commas, may stand who and when: "/åtgärd Skicka ut enkäten, kansliet och
    expertgruppen, 30 oktober 2026". A name outside the register takes a sign: @BTH.
    """
    found = COMMAND.fullmatch(line.rstrip())
    if found is None:
        return None
    parts = [part.strip() for part in found["rest"].split(",")]
    command = Command(found["before"], "")
    if len(parts) > 1 and _is_day(parts[-1], command):
        parts.pop()
    while len(parts) > 1 and (named := _who(parts[-1])):
        command.responsible = named + command.responsible
        parts.pop()
    command.text = ", ".join(parts)
    return command


def _is_day(words: str, command: Command) -> bool:
    if words.lower() in WITHOUT_END:
        return True
    try:
        command.due_on = parse_day(words)
    except ValidationError:
        return False
    return True


def _who(words: str) -> list[Group | Person | str]:
    """Whom the words name, all of them or none."""
    found = [_named(name) for name in AND.split(words)]
    return [one for one in found if one is not None] if all(found) else []


def _named(name: str) -> Group | Person | str | None:
    if name.startswith("@"):
        return name.removeprefix("@").strip() or None
    if group := Group.objects.open().filter(name__iexact=name).first():
        return group
    held = Holding.objects.current().filter(person__name__iexact=name)
    people = {holding.person_id: holding.person for holding in held.select_related("person")}
    return next(iter(people.values())) if len(people) == 1 else None


def lines_with_commands(text: str) -> Iterator[tuple[int, str, Command]]:
    """(place, line, command) of each line of a text that orders something."""
    for place, line in enumerate(text.split("\n")):
        if command := read(line):
            yield place, line, command
