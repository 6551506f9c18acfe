"""The contact persons' Team: who should be in it today, and how that differs from a list."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from members.models import Group, Holding, Person, TeamList, TeamPlace, TeamSettings
from sekom.excel import CellValue
from sekom.text import say_list


@dataclass(frozen=True)
class Entry:
    """Somebody who should be in the Team: by address, and for which members or groups."""

    person_id: int
    name: str
    email: str
    belongs_to: str


@dataclass(frozen=True)
class Change:
    """What makes a Team equal to a list."""

    add: list[Entry] = field(default_factory=list)
    remove: list[Entry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.add or self.remove)


@dataclass(frozen=True)
class Way:
    """How somebody gets to the Team, and whether they are in it already."""

    link: str
    is_in: bool


def settings() -> TeamSettings:
    """The one row of settings; an empty one before the secretariat has saved any."""
    return TeamSettings.objects.first() or TeamSettings(pk=1)


def groups_in_team() -> list[Group]:
    """The groups that are in the Team besides the pairs of contacts."""
    found = TeamSettings.objects.prefetch_related("groups").first()
    return list(found.groups.all()) if found else []


def wanted() -> list[Entry]:
    """Who should be in the Team today: those of the pairs and the chosen groups who may log in."""
    holdings = (
        Holding.objects.current()
        .in_team(groups_in_team())
        .select_related("person", "seat__member", "seat__group")
        .order_by("seat__member__sort_key", "seat__group__name", "seat__kind", "seat__number")
    )
    people: dict[int, Person] = {}
    places: dict[int, dict[str, None]] = {}
    for holding in holdings:
        if holding.person.is_active:
            people[holding.person_id] = holding.person
            places.setdefault(holding.person_id, {})[str(holding.seat.owner)] = None
    return [
        Entry(person.pk, person.name, person.email.lower(), say_list(places[person.pk])[:300])
        for person in people.values()
    ]


def is_true(made: TeamList, entries: Iterable[Entry]) -> bool:
    """Whether the list still says who should be in the Team."""
    return {(entry.person_id, entry.email) for entry in entries_of(made)} == {
        (entry.person_id, entry.email) for entry in entries
    }


def should_be_in(person: Person) -> bool:
    """Whether this person should be in the Team today."""
    mine = Holding.objects.current().in_team(groups_in_team()).filter(person=person)
    return person.is_active and mine.exists()


def way_for(person: Person) -> Way | None:
    """The way to the Team for those who should be in it, where the secretariat has given one."""
    link = settings().link
    if not link or not should_be_in(person):
        return None
    latest = TeamList.objects.applied().first()
    mine = latest and latest.places.filter(person=person, needs_invitation=False)
    return Way(link, is_in=bool(mine and mine.exists()))


def entries_of(made: TeamList | None) -> list[Entry]:
    """Who is on a list, as it was when it was made."""
    if made is None:
        return []
    return [_entry(place) for place in made.places.select_related("person")]


def in_team_since(made: TeamList | None) -> list[Entry]:
    """Who is in the Team since this list was followed: all on it but those yet to be invited."""
    if made is None:
        return []
    places = made.places.filter(needs_invitation=False)
    return [_entry(place) for place in places.select_related("person")]


def _entry(place: TeamPlace) -> Entry:
    return Entry(place.person_id, place.person.name, place.email, place.belongs_to)


def change(before: Iterable[Entry], after: Iterable[Entry]) -> Change:
    """Who comes and who goes; an address that has changed goes and comes."""
    before, after = list(before), list(after)
    old, new = {entry.email for entry in before}, {entry.email for entry in after}
    return Change(
        add=[entry for entry in after if entry.email not in old],
        remove=[entry for entry in before if entry.email not in new],
    )


def change_since_applied() -> Change:
    """What has come and gone since a list was last followed; nothing before the first one."""
    latest = TeamList.objects.applied().first()
    return change(in_team_since(latest), wanted()) if latest else Change()


def change_of(made: TeamList) -> Change:
    """What following this list changes, compared with the one that was followed before it."""
    earlier = TeamList.objects.applied().exclude(pk=made.pk).first()
    return change(in_team_since(earlier), entries_of(made))


def sheets_of(made: TeamList) -> dict[str, list[list[CellValue]]]:
    """A list as three sheets: everybody, who is to be added, who is to be removed."""
    changed = change_of(made)
    return {
        _("All"): _rows(entries_of(made)),
        _("Add"): _rows(changed.add),
        _("Remove"): _rows(changed.remove),
    }


def _rows(entries: Iterable[Entry]) -> list[list[CellValue]]:
    rows: list[list[CellValue]] = [[_("E-mail"), _("Name"), _("Member or group")]]
    rows += [[entry.email, entry.name, entry.belongs_to] for entry in entries]
    return rows
