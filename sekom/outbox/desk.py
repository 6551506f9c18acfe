"""What the outbox puts on the desk: a mailbox of returned letters that cannot be read."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sekom.desk import Task, When
from sekom.outbox.models import ReturnBox


def tasks(person) -> list[Task]:
    """What somebody of the secretariat should see to."""
    if not (person.is_authenticated and person.is_staff):
        return []
    return [
        Task(
            _("Let IT see to the mailbox for returned letters"),
            _("It cannot be read, so nobody knows which letters have come back."),
            reverse("outbox:silenced"),
            _("See what it says"),
            When.THIS_WEEK,
        )
        for _box in ReturnBox.objects.in_trouble()
    ]
