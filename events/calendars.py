"""Calendars as mail and calendar programs read them (iCalendar, RFC 5545), written by ourselves.

All times are Swedish. The two yearly rules of the clock stand in each calendar, each at the hour
that the clocks show right before they are changed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sekom.text import STOCKHOLM

MAKER = "-//Sveriges Ekokommuner//Portal//SV"
LONGEST_LINE = 75  # octets, as the standard has it
ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE""".splitlines()
LINE_BREAKS = re.compile("\r\n|[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")
CONTROL_SIGNS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")


class Method(StrEnum):
    """What a calendar asks of the program that reads it."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Someone:
    """A name and an address."""

    name: str
    email: str


@dataclass(frozen=True)
class Entry:
    """Something that stands in a calendar; `number` grows each time it is changed."""

    uid: str
    number: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str = ""
    place: str = ""
    url: str = ""
    organiser: Someone | None = None
    attendee: Someone | None = None
    is_cancelled: bool = False


def write(method: Method, entries: Iterable[Entry], *, name: str = "") -> str:
    """The whole calendar, its lines folded and ended as the standard asks."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{MAKER}", f"METHOD:{method}"]
    if name:
        lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
    lines += ZONE
    for entry in entries:
        lines += _entry(entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _entry(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"SEQUENCE:{entry.number}"
    yield f"DTSTAMP:{entry.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID=Europe/Stockholm:{_there(entry.starts_at)}"
    yield f"DTEND;TZID=Europe/Stockholm:{_there(entry.ends_at)}"
    yield f"SUMMARY:{_text(entry.title)}"
    for heading, text in (("DESCRIPTION", entry.description), ("LOCATION", entry.place)):
        if text:
            yield f"{heading}:{_text(text)}"
    if entry.url:
        yield f"URL:{_on_one_line(entry.url)}"
    if entry.organiser:
        yield f"ORGANIZER;{_mailto(entry.organiser)}"
    if entry.attendee:
        # Who is written to has signed up already: no answer is asked for.
        role = "ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE"
        yield f"ATTENDEE;{role};{_mailto(entry.attendee)}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _mailto(someone: Someone) -> str:
    return f"CN={_quoted(someone.name)}:mailto:{_on_one_line(someone.email)}"


def _there(moment: datetime) -> str:
    return f"{moment.astimezone(STOCKHOLM):%Y%m%dT%H%M%S}"


def _text(text: str) -> str:
    """A text as a value: no line of its own, and no sign that means something."""
    plain = CONTROL_SIGNS.sub("", LINE_BREAKS.sub("\n", text))
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _quoted(name: str) -> str:
    """A name as a parameter, which cannot hold a quotation mark or a line break."""
    return '"' + _on_one_line(" ".join(name.split())).replace('"', "'") + '"'


def _on_one_line(value: str) -> str:
    """An address as it is; what would begin a line of its own is gone."""
    return CONTROL_SIGNS.sub("", LINE_BREAKS.sub("", value))


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, no letter cut in two."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece += sign
        size += width
    return "\r\n".join([*pieces, piece])
