"""When we meet, who comes, and what we agreed."""

from events.models.events import Event, Series
from events.models.planning import EventTool, Material, ProgrammeItem, SharedResults, Speaker
from events.models.signups import Signup, SignupNeeds

__all__ = [
    "Event",
    "EventTool",
    "Material",
    "ProgrammeItem",
    "Series",
    "SharedResults",
    "Signup",
    "SignupNeeds",
    "Speaker",
]
