"""What the rounds of asking put on the desk: answers to look at, silence, addresses that bounce."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from members import mandates, verifying
from members.models import Holding, Inquiry, Round, Seat
from sekom.desk import Task, When
from sekom.text import say_day


def tasks_of_secretariat() -> Iterator[Task]:
    """What the secretariat should do about rounds, new addresses and mandates."""
    rounds = list(Round.objects.open().with_counts())
    yield from map(_round, rounds)
    yield from _new_addresses()
    yield from _bounces()
    if not any(round.is_mandate_change for round in rounds):
        yield from _ending_mandates()
    if not rounds and (unsure := verifying.count_if_time_for_a_round()):
        yield Task(
            _("Ask the contacts whether they are still right"),
            ngettext(
                "%(count)d contact has not confirmed for half a year.",
                "%(count)d contacts have not confirmed for half a year.",
                unsure,
            )
            % {"count": unsure},
            reverse("members:rounds"),
            pgettext("a task", "Open"),
            When.THIS_WEEK,
        )


def _round(round: Round) -> Task:
    """How far a round has come; whose move it is depends on whether its last day has been."""
    answered = _("%(answered)d of %(asked)d have answered.") % {
        "answered": round.answered_count,
        "asked": round.asked_count,
    }
    if round.is_late:
        title = _("Call those who have not answered: %(round)s")
        detail = answered
    else:
        title = _("Answers are coming in: %(round)s")
        detail = answered + " " + _("The last day is %(day)s.") % {"day": say_day(round.answer_by)}
    return Task(
        title % {"round": round.get_kind_display()},
        detail,
        round.get_absolute_url(),
        _("See how far"),
        When.THIS_WEEK if round.is_late else When.WAITING,
    )


def _new_addresses() -> Iterator[Task]:
    for inquiry in Inquiry.objects.with_new_address().with_names():
        yield Task(
            _("Look at the new address of %(person)s") % {"person": inquiry.holding.person},
            _("They gave %(email)s in an answer.") % {"email": inquiry.new_email},
            inquiry.round.get_absolute_url(),
            pgettext("a task", "Open"),
            When.TODAY,
        )


def _bounces() -> Iterator[Task]:
    bouncing = Holding.objects.current().of_active_members().of_pairs().bouncing().with_names()
    if found := list(bouncing):
        yield Task(
            ngettext(
                "Letters to %(count)d contact bounce",
                "Letters to %(count)d contacts bounce",
                len(found),
            )
            % {"count": len(found)},
            ", ".join(sorted({holding.seat.member.short_name for holding in found})) + ".",
            reverse("members:list") + "?vy=luckor&visa=osaker",
            _("See whom to ask"),
            When.THIS_WEEK,
        )


def _ending_mandates() -> Iterator[Task]:
    count, day = mandates.ending_soon()
    if day:
        yield Task(
            ngettext(
                "%(count)d mandate ends by %(day)s",
                "%(count)d mandates end by %(day)s",
                count,
            )
            % {"count": count, "day": say_day(day)},
            _("Ask the members who comes next."),
            reverse("members:mandate_change"),
            _("See which"),
            When.THIS_WEEK,
        )


def tasks_of_contact(person) -> Iterator[Task]:
    """What a contact is asked about the own seat, and that the counterpart cannot be reached."""
    for inquiry in Inquiry.objects.waiting().of_person(person).with_names():
        yield Task(
            _("Are you still %(seat)s?") % {"seat": inquiry.holding.seat},
            _("Please answer by %(day)s.") % {"day": say_day(inquiry.round.answer_by)},
            verifying.link(inquiry),
            pgettext("a task", "Answer"),
            When.TODAY,
            is_late=inquiry.round.is_late,
        )
    beside = Seat.objects.beside(person)
    for holding in Holding.objects.current().of_seats(beside).bouncing().with_names():
        yield Task(
            _("Letters to %(person)s bounce") % {"person": holding.person},
            _("Do you know a new address, or who has taken over? Tell the secretariat."),
            holding.seat.get_absolute_url(),
            _("See the pair"),
            When.THIS_WEEK,
        )
