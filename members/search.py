"""What of the register can be found: members by all, contacts by who holds a seat."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Group, Holding, Member, Person
from sekom.search.kinds import Audience, Found, Kind, Watch
from sekom.text import say_list


def _member(member: Member) -> Iterator[Found]:
    """A member: today's for everybody, those who have applied or left for the secretariat."""
    is_member = member.status == Member.Status.MEMBER
    yield Found(
        title=member.name,
        url=member.get_absolute_url(),
        keywords=member.short_name,
        text=member.get_county_display(),
        audience=Audience.PUBLIC if is_member else Audience.SECRETARIAT,
    )


def _person(person: Person) -> Iterator[Found]:
    """Whoever holds a seat: of a pair for the network, of groups alone for the secretariat."""
    holdings = list(person.holdings.current().with_names())
    of_members = [holding for holding in holdings if holding.seat.member]
    seats = say_list(
        f"{holding.seat.get_kind_display()}, {holding.seat.owner}" for holding in holdings
    )
    yield Found(
        title=person.name,
        url=(of_members or holdings)[0].seat.get_absolute_url(),
        keywords=say_list(holding.seat.owner for holding in holdings),
        text=f"{person.title}. {seats}" if person.title else seats,
        audience=Audience.NETWORK if of_members else Audience.SECRETARIAT,
    )


def _group(group: Group) -> Iterator[Found]:
    yield Found(
        title=group.name,
        url=reverse("members:groups"),
        text=_("Group in the network"),
        audience=Audience.SECRETARIAT,
    )


def _seated():
    """Everybody who holds a seat today."""
    return Person.objects.filter(pk__in=Holding.objects.current().values("person"))


KINDS = [
    Kind(
        key="member",
        label=gettext_lazy("Members"),
        name=gettext_lazy("Member"),
        icon="map-pin",
        model=Member,
        rows=Member.objects.all,
        entries=_member,
    ),
    Kind(
        key="person",
        label=gettext_lazy("Contacts"),
        name=gettext_lazy("Contact"),
        icon="user",
        model=Person,
        rows=_seated,
        entries=_person,
        watches=(Watch(Holding, "person_id"),),
    ),
    Kind(
        key="group",
        label=gettext_lazy("Groups"),
        name=gettext_lazy("Group"),
        icon="users",
        model=Group,
        rows=Group.objects.all,
        entries=_group,
    ),
]
