"""When we meet, who comes, and what we agreed."""

from events.models.events import Event, Series
from events.models.signups import Signup, SignupNeeds

__all__ = ["Event", "Series", "Signup", "SignupNeeds"]
