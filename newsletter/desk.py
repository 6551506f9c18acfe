"""What the website puts on the desk: links that lead nowhere."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsletter.models import OutsideLink
from sekom.desk import Task, When


def tasks(person) -> list[Task]:
    """Links to other websites that somebody of the secretariat should mend."""
    if not (person.is_authenticated and person.is_staff):
        return []
    count = OutsideLink.objects.broken().count()
    if not count:
        return []
    title = ngettext(
        "Mend %(count)d link that leads nowhere", "Mend %(count)d links that lead nowhere", count
    )
    return [
        Task(
            title % {"count": count},
            _("Other websites move their pages. Find the new address, or take the link away."),
            reverse("newsletter:links"),
            _("See the links"),
            When.THIS_WEEK,
        )
    ]
