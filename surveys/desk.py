"""What surveys put on the desk: rounds to send, remind, close; answers to give and to sign."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekom.desk import Task, When
from sekom.text import say_day
from surveys import answering, asking, following, signing
from surveys.following import State
from surveys.models import Report, Response, SurveyRound, Version
from surveys.questionnaires import Judgement

PATIENCE = timedelta(days=7)
SOON = 7


def tasks(person) -> list[Task]:
    """What this person should do about surveys: the secretariat's rounds, a contact's answers."""
    if not person.is_authenticated:
        return []
    mine = list(_contact_tasks(person))
    return [*_secretariat_tasks(), *mine] if person.is_staff else mine


# --- The secretariat ----------------------------------------------------------------------------


def _secretariat_tasks() -> Iterator[Task]:
    for version in Version.objects.drafts():
        yield Task(
            _("Publish %(version)s") % {"version": version},
            _("The workbook is imported. Look through the questions first."),
            version.get_absolute_url(),
            _("Look through"),
            When.THIS_WEEK,
        )
    for round in SurveyRound.objects.drafts():
        yield Task(
            _("Send out %(round)s") % {"round": round},
            _("The round is ready. The last day to answer is %(day)s.")
            % {"day": say_day(round.closes_at)},
            _address(round),
            _("Look through"),
            When.THIS_WEEK,
        )
    for round in SurveyRound.objects.to_close():
        yield Task(
            _("Close %(round)s") % {"round": round},
            _("The last day was %(day)s.") % {"day": say_day(round.closes_at)},
            reverse("surveys:round_close", args=[round.slug]),
            _("Close …"),
            is_late=True,
        )
    open_rounds = list(SurveyRound.objects.taking_answers())
    tallies = following.tallies(open_rounds)
    for round in open_rounds:
        yield from _open_round_tasks(round, tallies[round.pk].counts)
    ready = Report.objects.filter(round=OuterRef("pk"), state=Report.State.READY)
    for round in SurveyRound.objects.closed().exclude(Exists(ready)):
        yield Task(
            _("Make the report of %(round)s") % {"round": round},
            _("The round is closed and has no report yet."),
            reverse("surveys:results", args=[round.slug]),
            _("Results"),
            When.THIS_WEEK,
        )


def _open_round_tasks(round: SurveyRound, counts: Counter) -> Iterator[Task]:
    """Reminders, once people have had a week since they last heard from us."""
    days = _days_left(round)
    left = ngettext("%d day left.", "%d days left.", days) % days
    idle = counts[State.NOT_OPENED] + counts[State.OPENED]
    if idle and _is_time_to_remind(round, State.NOT_OPENED, State.OPENED):
        state = State.NOT_OPENED if counts[State.NOT_OPENED] else State.OPENED
        yield Task(
            ngettext(
                "Remind %(count)d member that has not begun the survey",
                "Remind %(count)d members that have not begun the survey",
                idle,
            )
            % {"count": idle},
            _("%(left)s A text is ready.") % {"left": left},
            asking.remind_address(round, state),
            _("Look through"),
            When.TODAY if days <= SOON else When.THIS_WEEK,
        )
    waiting = counts[State.WAITING]
    if waiting and _is_time_to_remind(round, State.WAITING):
        yield Task(
            ngettext(
                "%(count)d response waits for a second signature",
                "%(count)d responses wait for a second signature",
                waiting,
            )
            % {"count": waiting},
            _("%(left)s Remind, or accept with one signature and a reason.") % {"left": left},
            asking.remind_address(round, State.WAITING),
            _("Remind"),
            When.WAITING,
        )


def _is_time_to_remind(round: SurveyRound, *states: State) -> bool:
    """Whether a week has gone since the letters went out or these states were last reminded."""
    before = timezone.now() - PATIENCE
    if round.opened_at is None or round.opened_at > before:
        return False
    return not any(asking.latest_reminder(round, state, since=before) for state in states)


def _address(round: SurveyRound) -> str:
    return reverse("surveys:manage_round", args=[round.slug])


def _days_left(round: SurveyRound) -> int:
    return (timezone.localdate(round.closes_at) - timezone.localdate()).days


# --- The contacts -------------------------------------------------------------------------------


def _contact_tasks(person) -> Iterator[Task]:
    responses = Response.objects.answerable_by(person).with_state().with_answers_and_signatures()
    for response in responses.select_related("round__version", "member"):
        if response.state not in following.COUNTED:
            yield _contact_task(response, person)


def _contact_task(response: Response, person) -> Task:
    """The one thing that this person should do next about a response."""
    round = response.round
    words = {"round": round, "member": response.member}
    until = _("The last day is %(day)s.") % {"day": say_day(round.closes_at)}
    when = When.TODAY if _days_left(round) <= SOON else When.THIS_WEEK
    approve = signing.approve_address(response)
    signatures = response.signatures.all()
    valid = {one.person_id: one for one in signatures if one.voided_at is None}
    if person.pk in valid:
        return Task(
            _("The other has yet to approve %(round)s") % words,
            _("You have approved the answers of %(member)s.") % words + " " + until,
            approve,
            _("See the answers"),
            When.WAITING,
        )
    if valid:
        name = next(iter(valid.values())).name
        return Task(
            _("Approve the answers to %(round)s") % words,
            _("%(name)s has approved; yours is the last.") % {"name": name} + " " + until,
            approve,
            _("Read and approve"),
        )
    if any(one.person_id == person.pk for one in signatures):
        return Task(
            _("Approve %(round)s once more") % words,
            _("An answer was changed after you approved.") + " " + until,
            approve,
            _("Read and approve"),
        )
    judgement = judge(response)
    count, answer = judgement.count, answering.address_to_go_on(response, judgement)
    if not count.answered:
        return Task(
            _("Answer %(round)s") % words,
            _("The two of you answer together for %(member)s.") % words + " " + until,
            answer,
            _("Begin"),
            when,
        )
    numbers = {"answered": count.answered, "asked": count.asked}
    return Task(
        _("Go on with %(round)s") % words,
        _("%(answered)d of %(asked)d questions are answered.") % numbers + " " + until,
        answer,
        _("Go on"),
        when,
    )


def judge(response: Response) -> Judgement:
    """What the answers that stand amount to."""
    return response.round.questionnaire().judge(response.values())
