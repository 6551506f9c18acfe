"""What members put on the desk: vacant seats, ending mandates, a counterpart that is missing."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from members import rounds_on_desk, teams
from members.models import Document, Doubt, Member, Person, Seat, today
from sekom.desk import Task, When
from sekom.text import say_day

MONTH = timedelta(days=30)


def tasks(person) -> list[Task]:
    """What this person should do about who sits where."""
    if not person.is_authenticated:
        return []
    ours = (*_secretariat_tasks(), *_team_tasks(), *_erasure_tasks()) if person.is_staff else ()
    theirs = (*_doubt_tasks(person), *rounds_on_desk.tasks_of_contact(person))
    return [*ours, *theirs, *_contact_tasks(person)]


def _doubt_tasks(person) -> Iterator[Task]:
    """What somebody thinks is wrong with a contact, for the pair and the secretariat."""
    for doubt in Doubt.objects.settleable_by(person).with_names():
        yield Task(
            _("Is %(name)s at %(place)s right?")
            % {"name": doubt.holding.person, "place": doubt.holding.seat.owner},
            doubt.said,
            reverse("members:settle", args=[doubt.pk]),
            _("Look at it"),
            When.THIS_WEEK,
        )


def _secretariat_tasks() -> Iterator[Task]:
    lacking = Member.objects.active().with_pair().lacking_a_contact()
    if count := lacking.count():
        names = ", ".join(member.short_name for member in lacking[:3])
        more = count - 3
        yield Task(
            ngettext(
                "Fill the gap at %(count)d member",
                "Fill the gaps at %(count)d members",
                count,
            )
            % {"count": count},
            ngettext("%(names)s and %(more)d more.", "%(names)s and %(more)d more.", more)
            % {"names": names, "more": more}
            if more > 0
            else f"{names}.",
            reverse("members:list") + "?vy=luckor",
            _("See the gaps"),
            When.THIS_WEEK,
        )
    for member in Member.objects.filter(status=Member.Status.APPLIED):
        yield Task(
            _("Decide on the application of %(member)s") % {"member": member},
            _("When the board has decided, write the day and the diary number."),
            reverse("members:membership", args=[member.slug]),
            pgettext("a task", "Open"),
            When.WAITING,
        )
    for programme in Document.objects.lapsed_programmes().with_names():
        yield Task(
            _("Ask %(member)s for a new programme") % {"member": programme.member},
            _("%(programme)s held until %(day)s.")
            % {"programme": programme, "day": say_day(programme.valid_until)},
            reverse("members:membership", args=[programme.member.slug]),
            pgettext("a task", "Open"),
            When.THIS_WEEK,
        )
    yield from rounds_on_desk.tasks_of_secretariat()


def _erasure_tasks() -> Iterator[Task]:
    """Whoever asks to be erased has an answer within a month: the law says so."""
    for person in Person.objects.asking_to_be_erased():
        asked_on = timezone.localdate(person.erasure_asked_at)
        yield Task(
            _("%(person)s asks to be erased") % {"person": person},
            _("Asked on %(day)s. Answer within a month.") % {"day": say_day(asked_on)},
            reverse("members:person", args=[person.pk]),
            pgettext("a task", "Open"),
            When.THIS_WEEK,
            is_late=asked_on <= today() - MONTH,
        )


def _team_tasks() -> Iterator[Task]:
    """The Team has been made equal to a list once, and the register has moved on since."""
    if change := teams.change_since_applied():
        words = {"added": len(change.add), "removed": len(change.remove)}
        yield Task(
            _("%(added)d in to Teams, %(removed)d out") % words,
            _("The contacts’ Team is not as the register says."),
            reverse("members:teams"),
            _("See who"),
            When.THIS_WEEK,
        )


def _contact_tasks(person) -> Iterator[Task]:
    """A contact whose counterpart's seat is vacant can say who should sit there."""
    words = {
        Seat.Kind.POLITICIAN: _("You have no politician beside you"),
        Seat.Kind.OFFICER: _("You have no officer beside you"),
    }
    for seat in Seat.objects.beside(person).vacant().with_names():
        yield Task(
            words[Seat.Kind(seat.kind)],
            _("Tell the secretariat who will represent %(member)s with you.")
            % {"member": seat.member},
            seat.get_absolute_url(),
            _("See the pair"),
            When.THIS_WEEK,
        )
