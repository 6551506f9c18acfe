"""The groups as their pages show them: who sits where, for whom, who comes and who has been."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from members.grouping import name_of
from members.models import Group, Holding, Seat, today
from sekom.excel import CellValue
from sekom.text import say_list


@dataclass(frozen=True)
class Post:
    """One seat of a group: today's holding, the next when it is known, and the members behind."""

    seat: Seat
    holding: Holding | None = None
    coming: Holding | None = None
    is_new: bool = True
    represents: str = ""

    @property
    def name(self) -> str:
        return name_of(self.seat)


def posts_of(groups: Iterable[Group]) -> dict[int | None, list[Post]]:
    """{group id: its posts, the chair first}, by three queries however many there are."""
    day = today()
    seats = Seat.objects.filter(group__in=groups).order_by("kind", "number")
    held: dict[int, list[Holding]] = defaultdict(list)
    for holding in Holding.objects.of_groups(groups).with_names():
        held[holding.seat_id].append(holding)
    names = _members_behind(
        holding.person_id for mine in held.values() for holding in mine if holding.is_on(day)
    )
    posts: dict[int | None, list[Post]] = defaultdict(list)
    for seat in seats:
        mine = held[seat.pk]  # the newest first
        holding = next((one for one in mine if one.is_on(day)), None)
        coming = next((one for one in reversed(mine) if one.starts_on > day), None)
        represents = names.get(holding.person_id, "") if holding else ""
        posts[seat.group_id].append(Post(seat, holding, coming, not mine, represents))
    return posts


def _members_behind(people: Iterable[int]) -> dict[int, str]:
    """{person id: the members whose contact that person is today, in words}."""
    found: dict[int, list[str]] = defaultdict(list)
    holdings = Holding.objects.current().of_pairs().filter(person__in=list(people))
    for holding in holdings.select_related("seat__member").order_by("seat__member__sort_key"):
        found[holding.person_id].append(holding.seat.member.name)
    return {person: say_list(names) for person, names in found.items()}


def sheet_of(posts: Iterable[Post]) -> list[list[CellValue]]:
    """The posts as rows under their headings; a vacant seat has its row too."""
    rows: list[list[CellValue]] = [
        [
            _("Seat"),
            _("Name"),
            _("Title"),
            _("Member"),
            _("E-mail"),
            _("Phone"),
            _("From"),
            _("Until"),
        ]
    ]
    for post in posts:
        held = post.holding
        row: list[CellValue] = [post.name.capitalize()]
        if held:
            person = held.person
            row += [person.name, person.title, post.represents, person.email, person.phone]
            row += [held.starts_on, held.ends_on]
        rows.append(row)
    return rows
