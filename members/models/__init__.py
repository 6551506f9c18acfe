"""Members, their seats and the people who hold them."""

from members.models.bounces import Bounce
from members.models.documents import Document
from members.models.handovers import Doubt, Handover
from members.models.imports import Import, ImportedChange, Merge
from members.models.members import County, Member
from members.models.people import Person
from members.models.readings import Reading
from members.models.reminders import Reminder
from members.models.rounds import Inquiry, Round
from members.models.seats import Confirmation, DateRange, Group, Holding, Seat, today
from members.models.teams import TeamList, TeamPlace, TeamSettings

__all__ = [
    "Bounce",
    "Confirmation",
    "County",
    "DateRange",
    "Document",
    "Doubt",
    "Group",
    "Handover",
    "Holding",
    "Import",
    "ImportedChange",
    "Inquiry",
    "Member",
    "Merge",
    "Person",
    "Reading",
    "Reminder",
    "Round",
    "Seat",
    "TeamList",
    "TeamPlace",
    "TeamSettings",
    "today",
]
