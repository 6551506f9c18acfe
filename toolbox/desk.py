"""What the toolbox puts on the desk: paths to walk on, examples and comments to read."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekom.desk import Task, When
from sekom.text import say_day, say_moment
from toolbox.models import Example, Journey, Opinion, Path, Tool

# Where the secretariat looks a draft through, for each sort of thing.
REVIEW_PAGES: dict[Any, str] = {Tool: "toolbox:review_tool", Path: "toolbox:manage_path"}


def tasks(person) -> list[Task]:
    """What this person should do: the secretariat what was sent in, a contact its own paths."""
    if not person.is_authenticated:
        return []
    mine = list(_contact_tasks(person))
    return [*_secretariat_tasks(), *mine] if person.is_staff else mine


def _secretariat_tasks() -> Iterator[Task]:
    yield from _publishing_tasks()
    for example in Example.objects.to_judge().select_related("member"):
        yield Task(
            _("Look through the example “%(example)s”") % {"example": example},
            _("%(member)s has sent it in.") % {"member": example.member.name},
            example.get_absolute_url(),
            _("Read"),
            When.THIS_WEEK,
        )
    if unread := Opinion.objects.unread().count():
        said = ngettext(
            "Read %(count)d comment on a page", "Read %(count)d comments on pages", unread
        )
        yield Task(
            said % {"count": unread},
            _("Readers have said what helped them and what was missing."),
            reverse("toolbox:opinions"),
            _("Read"),
            When.THIS_WEEK,
        )


def _contact_tasks(person) -> Iterator[Task]:
    for example in Example.objects.editable_by(person).sent_back():
        yield Task(
            _("Change the example “%(example)s”") % {"example": example},
            example.comment,
            example.get_absolute_url(),
            _("Change"),
            When.THIS_WEEK,
        )
    for journey in Journey.objects.walked_by(person).under_way().with_counts():
        done = journey.done_count
        said = ngettext("%(done)d step is done.", "%(done)d steps are done.", done) % {"done": done}
        yield Task(
            _("Go on with “%(path)s”") % {"path": journey.path},
            said,
            journey.get_absolute_url(),
            _("Go on"),
            When.WAITING,
        )


def _publishing_tasks() -> Iterator[Task]:
    """Drafts that wait to be looked through, and pages that were to be looked over by now."""
    for kind, page in REVIEW_PAGES.items():
        for thing in kind.objects.waiting_for_review():
            yield Task(
                _("Look through “%(title)s”") % {"title": thing.title},
                _("It was sent to review %(moment)s.") % {"moment": say_moment(thing.asked_at)},
                reverse(page, args=[thing.slug]),
                _("Look through"),
                When.THIS_WEEK,
            )
        for thing in kind.objects.to_look_over(timezone.localdate()):
            yield Task(
                _("Look over “%(title)s” again") % {"title": thing.title},
                _("It was to be done by %(day)s.") % {"day": say_day(thing.review_by)},
                reverse(page, args=[thing.slug]),
                _("Look over"),
                When.THIS_WEEK,
                is_late=True,
            )
