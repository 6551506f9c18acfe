"""A reader of calendars for the tests: it shares no line with what writes them."""

import calendar as months
import re
from datetime import UTC, datetime, timedelta

LINE = re.compile(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL)
PARAMETER = re.compile(r';([A-Z-]+)=("[^"]*"|[^";:,]*)')
ESCAPES = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n"}


class Part:
    """One component: its values and their parameters by name, and the components in it."""

    def __init__(self, name):
        self.name, self.values, self.parameters, self.parts = name, {}, {}, []

    def __getitem__(self, name):
        return self.values[name]

    def add(self, line):
        name, parameters, value = LINE.fullmatch(line).groups()
        assert name not in self.values
        if name in ("SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME"):
            value = re.sub(r"\\.", lambda found: ESCAPES[found[0]], value)
        self.values[name] = value
        self.parameters[name] = {
            name: value.strip('"') for name, value in PARAMETER.findall(parameters)
        }


class Calendar(Part):
    """A calendar as it was read; every line must be one that the standard knows."""

    def __init__(self, text):
        super().__init__("VCALENDAR")
        first, *lines, last, end = text.replace("\r\n ", "").split("\r\n")
        assert (first, last, end) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
        stack = [self]
        for line in lines:
            if line.startswith("BEGIN:"):
                part = Part(line.removeprefix("BEGIN:"))
                stack[-1].parts.append(part)
                stack.append(part)
            elif line.startswith("END:"):
                assert stack.pop().name == line.removeprefix("END:")
            else:
                stack[-1].add(line)
        assert stack == [self]

    @property
    def events(self):
        return [part for part in self.parts if part.name == "VEVENT"]

    @property
    def zone(self):
        [zone] = [part for part in self.parts if part.name == "VTIMEZONE"]
        return zone.parts

    def offset_at(self, moment):
        """How far from UTC the zone's own rules say that the clocks are."""
        changes = []
        for year in (moment.year - 1, moment.year):
            for rule in self.zone:
                month = int(re.search(r"BYMONTH=(\d+)", rule["RRULE"])[1])
                at = datetime.strptime(rule["DTSTART"], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
                at = at.replace(year=year, month=month, day=_last_sunday(year, month))
                changes.append((at - _offset(rule["TZOFFSETFROM"]), _offset(rule["TZOFFSETTO"])))
        return max(change for change in changes if change[0] <= moment)[1]


def _last_sunday(year, month):
    return max(week[months.SUNDAY] for week in months.monthcalendar(year, month))


def _offset(text):
    return timedelta(hours=int(text[:3]), minutes=int(text[3:]))
