"""Finding a colleague: who in the network works where it is much like at home."""

from dataclasses import dataclass
from math import log

from members.models import Holding, Member

ALIKE = 4


@dataclass(frozen=True)
class Colleagues:
    """Other members like one: of about its size, and in its county. Each nearest first."""

    of_its_size: list[Member]
    in_its_county: list[Member]


def comparable_to(member: Member) -> Colleagues:
    """At most four of each; a member whose inhabitants are not known has none of its size."""
    others = list(Member.objects.active().others_of_its_kind(member))
    sized = [other for other in others if member.inhabitants and other.inhabitants]
    near = [other for other in others if other.county == member.county]
    return Colleagues(
        sorted(sized, key=lambda other: _unlike(other, member))[:ALIKE],
        near[:ALIKE],
    )


def _unlike(one: Member, other: Member) -> float:
    """How far apart two members are in size: twice as many is as far as half as many."""
    return abs(log(one.inhabitants or 1) - log(other.inhabitants or 1))


def vcards(holdings: list[Holding]) -> str:
    """The contacts as vCard 3.0 (RFC 2426), one card after the other."""
    return "".join(_vcard(holding) for holding in holdings)


def _vcard(holding: Holding) -> str:
    person = holding.person
    given, _space, family = person.name.rpartition(" ")
    place = str(holding.seat.owner)
    role = holding.seat.get_kind_display().capitalize()
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_escaped(family)};{_escaped(given)};;;",
        f"FN:{_escaped(person.name)}",
        f"ORG:{_escaped(place)}",
        f"TITLE:{_escaped(person.title)}" if person.title else "",
        f"ROLE:{_escaped(role)}",
        f"EMAIL;TYPE=INTERNET,WORK:{_escaped(person.email)}",
        f"TEL;TYPE=WORK:{_escaped(person.phone)}" if person.phone else "",
        "END:VCARD",
    ]
    return "".join(_folded(line) for line in lines if line)


def _escaped(text: str) -> str:
    """A value in which nothing is taken for the end of it."""
    one_line = " ".join(text.split())
    return one_line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """A line of at most 75 bytes; what is longer goes on after a space on the next."""
    folded, length = "", 0
    for character in line:
        size = len(character.encode())
        if length + size > 75:
            folded, length = f"{folded}\r\n ", 1
        folded, length = folded + character, length + size
    return f"{folded}\r\n"
