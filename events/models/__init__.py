"""When we meet, who comes, and what we agreed."""

from events.models.actions import Action, ActionEntry, ActionLink, Responsible
from events.models.around import (
    Asked,
    CalendarFeed,
    Certificate,
    Evaluation,
    Reminders,
    Reply,
)
from events.models.events import Event, Series
from events.models.meetings import (
    AgendaItem,
    Approver,
    Correction,
    Decision,
    NoteComment,
    Notes,
    Paper,
)
from events.models.planning import EventTool, Material, ProgrammeItem, SharedResults, Speaker
from events.models.signups import Signup, SignupNeeds

__all__ = [
    "Action",
    "ActionEntry",
    "ActionLink",
    "AgendaItem",
    "Approver",
    "Asked",
    "CalendarFeed",
    "Certificate",
    "Correction",
    "Decision",
    "Evaluation",
    "Event",
    "EventTool",
    "Material",
    "NoteComment",
    "Notes",
    "Paper",
    "ProgrammeItem",
    "Reminders",
    "Reply",
    "Responsible",
    "Series",
    "SharedResults",
    "Signup",
    "SignupNeeds",
    "Speaker",
]
