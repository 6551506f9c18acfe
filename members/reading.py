"""The log of readings: who read or took out personal data of the register, what, and how many."""

from members.models import Person, Reading, today


def record(
    person: Person, what: str, *, count: int, kind: str = Reading.Kind.EXPORT, reason: str = ""
) -> Reading:
    """Note that somebody read or took out the data of so many people.

    `what` is the thing in words, as the secretariat will read it: "Medlemslista (XLSX)". Looking
    at the same thing again on the same day is the same reading; what is taken out counts each time.
    """
    what, reason = what[:200], reason[:200]
    if kind == Reading.Kind.READ:
        same = Reading.objects.filter(person=person, kind=kind, what=what)
        if earlier := same.filter(at__date=today()).first():
            return earlier
    return Reading.objects.create(person=person, kind=kind, what=what, count=count, reason=reason)
