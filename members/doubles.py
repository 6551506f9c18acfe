"""Likely doubles: people of the register who may be one and the same, under two addresses."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from rapidfuzz import fuzz

from members.headings import plain
from members.models import Holding, Person

ALIKE = 88  # of 100


def are_alike(name: str, other: str) -> bool:
    """Whether two names may be one person's: a letter wrong, a name left out, another order."""
    return fuzz.token_set_ratio(plain(name), plain(other)) >= ALIKE


class Lookalikes:
    """Everybody in the register, ready to be asked who is like somebody. Costs two queries."""

    def __init__(self, people: Iterable[Person] | None = None) -> None:
        everybody = Person.objects.known() if people is None else people
        self.people = {person.pk: person for person in everybody}
        self.addresses = {person.email for person in self.people.values()}
        self.of_member: dict[int, dict[int, Person]] = defaultdict(dict)
        self.of_name: dict[tuple[str, str], list[Person]] = defaultdict(list)
        seats = Holding.objects.filter(seat__member__isnull=False)
        for member_id, person_id in seats.values_list("seat__member_id", "person_id").distinct():
            if person_id in self.people:
                self.of_member[member_id][person_id] = self.people[person_id]
        for person in self.people.values():
            self.of_name[_name_and_domain(person.name, person.email)].append(person)

    def of(self, *, name: str, email: str, member_id: int | None) -> list[Person]:
        """Who this may be: somebody like them at the member, or of that very name and domain.

        Nobody for an address that is somebody's already.
        """
        if email.lower() in self.addresses:
            return []
        found = {
            person.pk: person for person in self.of_name.get(_name_and_domain(name, email), [])
        }
        if member_id in self.of_member:
            for person in self.of_member[member_id].values():
                if are_alike(name, person.name) or _local_part(email) == _local_part(person.email):
                    found[person.pk] = person
        return list(found.values())

    def pairs(self) -> Iterator[tuple[Person, Person]]:
        """Two people who may be one, each pair once, the one who came first in front."""
        seen = set()
        for people in (*self.of_name.values(), *(p.values() for p in self.of_member.values())):
            for one, other in combinations(sorted(people, key=lambda person: person.pk), 2):
                if (one.pk, other.pk) not in seen and are_alike(one.name, other.name):
                    seen.add((one.pk, other.pk))
                    yield one, other


def _name_and_domain(name: str, email: str) -> tuple[str, str]:
    return " ".join(sorted(plain(name).split())), email.rpartition("@")[2].lower()


def _local_part(email: str) -> str:
    return email.partition("@")[0].lower()
