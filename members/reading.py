"""The log of readings: who read or took out personal data of the register, what, and how many."""

from members.models import Person, Reading


def record(
    person: Person, what: str, *, count: int, kind: str = Reading.Kind.EXPORT, reason: str = ""
) -> Reading:
    """Note that somebody read or took out the data of so many people.

    `what` is the thing in words, as the secretariat will read it: "Medlemslista (XLSX)".
    """
    return Reading.objects.create(
        person=person, kind=kind, what=what[:200], count=count, reason=reason[:200]
    )
