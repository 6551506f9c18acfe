"""Members, their seats and the people who hold them."""

from members.models.members import County, Member
from members.models.people import Person
from members.models.seats import Confirmation, DateRange, Group, Holding, Seat, today

__all__ = [
    "Confirmation",
    "County",
    "DateRange",
    "Group",
    "Holding",
    "Member",
    "Person",
    "Seat",
    "today",
]
