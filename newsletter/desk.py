"""What website and newsletter put on the desk: issues that were not sent, links gone dead."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsletter.models import Issue, OutsideLink
from sekom.desk import Task, When


def tasks(person) -> list[Task]:
    """What somebody of the secretariat should decide or mend."""
    if not (person.is_authenticated and person.is_staff):
        return []
    return [*_issues_held_back(), *_broken_links()]


def _issues_held_back() -> list[Task]:
    return [
        Task(
            _("Decide about %(issue)s, which was not sent") % {"issue": issue},
            issue.held_because,
            reverse("newsletter:review_issue", args=[issue.pk]),
            _("Decide"),
            is_late=True,
        )
        for issue in Issue.objects.held_back()
    ]


def _broken_links() -> list[Task]:
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
