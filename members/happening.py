"""What the register puts on the start page: who joined last."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Member
from sekom.happening import Happening


def happening() -> list[Happening]:
    """The member that joined last, when the day is known."""
    newest = Member.objects.active().joined_last().first()
    if newest is None:
        return []
    joined = timezone.make_aware(datetime.combine(newest.joined_on, time()))
    return [
        Happening(
            title=_("%(member)s has joined") % {"member": newest},
            text=_("See who represents them, and find your neighbours in the network."),
            url=newest.get_absolute_url(),
            at=joined,
            icon="map-pin",
        )
    ]
