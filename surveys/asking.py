"""Asking the members: who is asked, the letters and reminders, and how a round ends."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from members.models import Member, Person, Seat
from sekom.outbox import posting
from sekom.outbox.models import Mailing
from sekom.text import say_day
from surveys import following, signing
from surveys.following import UNFINISHED, Standing, State
from surveys.links import personal_link
from surveys.models import Response, SurveyRound

INVITATION = "surveys/invitation"
REMINDERS = {
    State.NOT_OPENED: "surveys/reminder_not_opened",
    State.OPENED: "surveys/reminder_opened",
    State.STARTED: "surveys/reminder_started",
    State.WAITING: "surveys/reminder_waiting",
}
REOPENED = "surveys/reopened"

# Nobody is reminded of the same thing twice within this time, however often the button is pressed.
BETWEEN_REMINDERS = timedelta(hours=20)

REMINDER_TEXTS = {
    State.NOT_OPENED: gettext_lazy(
        "You have not opened the survey yet. It takes about 25 minutes, and you can stop and go on "
        "whenever you like. Begin with the questions that are yours: the other sees at once what "
        "you have filled in."
    ),
    State.OPENED: gettext_lazy(
        "You have looked at the survey but not answered yet. Begin with a question that you know "
        "the answer to; everything is saved as you go."
    ),
    State.STARTED: gettext_lazy(
        "You have come a good way in the survey. What you have answered is saved; go on where you "
        "left off, and then both sign."
    ),
    State.WAITING: gettext_lazy(
        "Your colleague has signed the answers, and now yours is the only signature missing. Look "
        "through the answers and sign: then they are sent in."
    ),
}


@dataclass(frozen=True)
class Asked:
    """A member that a round asks, and who holds its two seats today."""

    member: Member
    pair: dict[str, Person]

    @property
    def vacant(self) -> list[Seat.Kind]:
        """Which of the two seats nobody holds."""
        return [kind for kind in Seat.PAIR if kind not in self.pair]

    @property
    def politician(self) -> str:
        return "appointed" if Seat.Kind.POLITICIAN in self.pair else "vacant"

    @property
    def officer(self) -> str:
        return "appointed" if Seat.Kind.OFFICER in self.pair else "vacant"


@dataclass(frozen=True)
class Audience:
    """Who gets a letter: people, and the members they answer for."""

    asked: list[Asked] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """Everyone who gets a letter, once each."""
        found = {person.pk: person for asked in self.asked for person in asked.pair.values()}
        return list(found.values())

    @property
    def reached(self) -> list[Asked]:
        """Members with at least one contact to write to."""
        return [asked for asked in self.asked if asked.pair]

    @property
    def unreachable(self) -> list[Asked]:
        """Members without any contact: nobody there can be written to."""
        return [asked for asked in self.asked if not asked.pair]

    @property
    def incomplete(self) -> list[Asked]:
        """Members that lack one of the two contacts, or both."""
        return [asked for asked in self.asked if asked.vacant]

    def __str__(self) -> str:
        """52 people at 27 members; 3 members lack a contact."""
        words, lacking = _people_at_members(self.people, self.reached), len(self.incomplete)
        if not lacking:
            return words
        lack = ngettext("%d member lacks a contact", "%d members lack a contact", lacking) % lacking
        return f"{words}; {lack}"


def _people_at_members(people: list, members: list) -> str:
    return _("%(people)s at %(members)s") % {
        "people": ngettext("%d person", "%d people", len(people)) % len(people),
        "members": ngettext("%d member", "%d members", len(members)) % len(members),
    }


# --- Opening ------------------------------------------------------------------------------------


def audience(round: SurveyRound) -> Audience:
    """Whom the round asks today: every member's pair; two queries."""
    members = list(Member.objects.active())
    pairs = following.pairs_of(member.pk for member in members)
    return Audience(
        [Asked(member, _who_may_log_in(pairs.get(member.pk, {}))) for member in members]
    )


def _who_may_log_in(pair: dict[str, Person]) -> dict[str, Person]:
    return {role: person for role, person in pair.items() if person.is_active}


@transaction.atomic
def open_round(round: SurveyRound, *, by: Person) -> Mailing:
    """Give every member its response and write to their contacts; 60 seconds remain to undo it.

    Opening it twice sends nothing twice. Raises ValidationError when nobody can be written to or
    the last day has been.
    """
    round = _hold(round)
    if not round.is_draft:
        return posting.approve(invitation(round), by=by)
    if round.closes_at <= timezone.now():
        raise ValidationError(_("The last day has already been. Choose a later one."), code="late")
    audience_now = audience(round)
    if not audience_now.people:
        raise ValidationError(_("No member has a contact to write to yet."), code="nobody")
    round.opened_at = timezone.now()
    round.save(update_fields=["opened_at"])
    Response.objects.bulk_create(
        (Response(round=round, member=asked.member) for asked in audience_now.asked),
        ignore_conflicts=True,
    )
    responses = {response.member_id: response for response in round.responses.all()}
    entries = [(responses[asked.member.pk], asked.pair) for asked in audience_now.reached]
    mailing = posting.prepare(
        INVITATION,
        recipients=letters(round, entries, text=round.letter),
        audience=str(audience_now),
        about=round,
        by=by,
    )
    return posting.approve(mailing, by=by)


@transaction.atomic
def undo_opening(round: SurveyRound, *, by: Person) -> None:
    """Take the opening back before the first letter leaves; answers already given are kept.

    Undoing it twice changes nothing. Raises ValidationError when the letters are on their way.
    """
    round = _hold(round)
    if round.is_draft:
        return
    posting.cancel(posting.undo(invitation(round), by=by), by=by)
    round.responses.exclude(answers__isnull=False).exclude(signatures__isnull=False).delete()
    round.opened_at = round.closed_at = None
    round.save(update_fields=["opened_at", "closed_at"])


# --- Letters ------------------------------------------------------------------------------------


def letters(
    round: SurveyRound,
    entries: Iterable[tuple[Response, dict[str, Person]]],
    *,
    text: str,
    only: dict[int, list[Person]] | None = None,
) -> list[posting.Recipient]:
    """One letter per person, also for who represents several members.

    `only` says, by response, who of the pair is written to; the others are just mentioned.
    """
    values: dict[int, dict] = {}
    people: dict[int, Person] = {}
    for response, pair in entries:
        for role, person in pair.items():
            if only is not None and person not in only.get(response.pk, []):
                continue
            people[person.pk] = person
            letter = values.setdefault(person.pk, _letter(round, text))
            letter["asked"].append(_asked(response, role, pair, person))
    return [posting.Recipient(person, values=values[pk]) for pk, person in people.items()]


def _letter(round: SurveyRound, text: str) -> dict:
    return {
        "round": round.title,
        "paragraphs": [part.strip() for part in text.split("\n\n") if part.strip()],
        "closes_on": _said_in_letters(round.closes_at),
        "asked": [],
    }


def _said_in_letters(day: datetime) -> str:
    """A day in the language of the letters, whatever language the secretariat works in."""
    with override(settings.LANGUAGE_CODE):
        return say_day(day)


def _asked(response: Response, role: str, pair: dict[str, Person], person: Person) -> dict:
    other_role = next(kind for kind in Seat.PAIR if kind != role)
    other = pair.get(other_role)
    return {
        "member": response.member.name,
        "role": role,
        "other_role": other_role.value,
        "other": other.name if other else "",
        "link": personal_link(response, person),
    }


def sample_letter(round: SurveyRound, people: Audience) -> posting.Recipient | None:
    """The invitation as the first on the list would get it; its link leads nowhere yet."""
    for asked in sorted(people.reached, key=lambda asked: len(asked.vacant)):
        nowhere = Response(pk=0, round=round, member=asked.member)
        return letters(round, [(nowhere, asked.pair)], text=round.letter)[0]
    return None


def invitation(round: SurveyRound) -> Mailing:
    """The mailing that opened the round."""
    return _mailings(round).filter(kind=INVITATION).latest("created_at")


def latest_mailing(round: SurveyRound) -> Mailing | None:
    """The latest invitation or reminder of a round that was not taken back."""
    return _mailings(round).first()


def _mailings(round: SurveyRound):
    stopped = Mailing.State.CANCELLED
    return Mailing.objects.about(round).several().exclude(state=stopped).select_related("sender")


# --- Reminders ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """Who is reminded: the people it waits for, by response, and the members they answer for."""

    standings: list[Standing]

    @property
    def people(self) -> list[Person]:
        found = {person.pk: person for one in self.standings for person in one.awaited}
        return list(found.values())

    def __str__(self) -> str:
        """12 people at 8 members."""
        return _people_at_members(self.people, self.reached)

    @property
    def reached(self) -> list[Standing]:
        """Members at which somebody can be written to."""
        return [one for one in self.standings if one.awaited]

    @property
    def unreachable(self) -> list[Standing]:
        """Members that stand still because the seat it waits for is vacant."""
        return [one for one in self.standings if not one.awaited]


def reminder_audience(round: SurveyRound, state: State) -> Waiting:
    """Whom a reminder in this state goes to: only those whose move it is."""
    return Waiting([one for one in following.standings(round) if one.state == state])


@transaction.atomic
def remind(round: SurveyRound, *, state: State, text: str, by: Person) -> Mailing:
    """Write to those that a state waits for; 60 seconds remain to undo it.

    Once a day is enough: pressing again hands back what was sent. Raises ValidationError when the
    round is not open, the state is a finished one, or nobody is left to remind.
    """
    round = _hold(round)
    if not round.takes_answers:
        raise ValidationError(_("The round is not open, so there is nothing to remind of."))
    if state not in UNFINISHED:
        raise ValidationError(_("Whoever has sent in needs no reminder."), code="finished")
    if earlier := latest_reminder(round, state):
        return earlier
    waiting = reminder_audience(round, state)
    if not waiting.people:
        raise ValidationError(_("Nobody is left to remind."), code="nobody")
    entries = [(one.response, one.pair) for one in waiting.reached]
    only = {one.response.pk: one.awaited for one in waiting.reached}
    mailing = posting.prepare(
        REMINDERS[state],
        recipients=letters(round, entries, text=text, only=only),
        audience=str(waiting),
        about=round,
        by=by,
    )
    return posting.approve(mailing, by=by)


@transaction.atomic
def undo_reminder(round: SurveyRound, *, by: Person) -> None:
    """Take the latest reminder back before its first letter leaves.

    Undoing it twice changes nothing. Raises ValidationError when the letters are on their way.
    """
    mailing = latest_mailing(_hold(round))
    if mailing is not None and mailing.kind in REMINDERS.values():
        posting.cancel(posting.undo(mailing, by=by), by=by)


def latest_reminder(
    round: SurveyRound, state: State, *, since: datetime | None = None
) -> Mailing | None:
    """The reminder of a state that went out since then (else within the day), if any did."""
    since = since or timezone.now() - BETWEEN_REMINDERS
    sent = _mailings(round).filter(kind=REMINDERS[state], created_at__gte=since)
    return sent.exclude(state=Mailing.State.DRAFT).first()


def remind_address(round: SurveyRound, state: State) -> str:
    """The page on which a reminder is looked through and sent."""
    return reverse("surveys:remind", args=[round.slug, following.WORDS[state]])


# --- The end ------------------------------------------------------------------------------------


@transaction.atomic
def close_round(round: SurveyRound, *, by: Person | None) -> SurveyRound:
    """Stop taking answers. Closing twice changes nothing; a draft cannot be closed."""
    round = _hold(round)
    if round.is_draft:
        raise ValidationError(_("The round has not been opened yet."), code="draft")
    if round.closed_at is None:
        round.closed_at = timezone.now()
        round.save(update_fields=["closed_at"])
    return round


def close_due() -> list[SurveyRound]:
    """Close the rounds whose last day has passed."""
    return [close_round(round, by=None) for round in SurveyRound.objects.to_close()]


@transaction.atomic
def reopen(response: Response, *, by: Person) -> Response:
    """Let one member answer after the round has closed, and tell both of the pair.

    What they had signed stands until they change an answer. Doing it twice tells nobody twice.
    Raises ValidationError while the round is open to all.
    """
    response = Response.objects.hold(response)
    if response.round.is_draft:
        raise ValidationError(_("The round has not been opened yet."), code="draft")
    if response.round.takes_answers:
        raise ValidationError(_("The round is still open to everyone."), code="open")
    if response.reopened_at is not None:
        return response
    response.reopened_at = timezone.now()
    response.save(update_fields=["reopened_at"])
    pair = signing.pair_of(response)
    for role, person in pair.items():
        letter = _letter(response.round, "")
        letter["asked"] = [_asked(response, role, pair, person)]
        posting.post(REOPENED, to=person, about=response, by=by, values=letter)
    return response


@transaction.atomic
def accept(response: Response, *, reason: str, by: Person) -> Response:
    """Take a response with one signature, for a reason that is kept with it.

    Accepting it twice changes nothing. Raises ValidationError without a reason, or unless exactly
    one of the two has signed the answers as they stand.
    """
    response = Response.objects.hold(response)
    if response.is_counted:
        return response
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Say why one signature is enough."), code="reason")
    signatures = list(response.signatures.valid())
    if len(signatures) != 1 or signatures[0].digest != signing.current_digest(response):
        raise ValidationError(
            _("One of the two has to sign the answers first. Then you can accept them."),
            code="unsigned",
        )
    response.accepted_at, response.accepted_by = timezone.now(), by
    response.accepted_reason = reason
    response.full_clean(exclude=["round", "member"])
    response.save(update_fields=["accepted_at", "accepted_by", "accepted_reason"])
    return response


def _hold(round: SurveyRound) -> SurveyRound:
    """The round, held until commit: a button pressed twice waits for itself."""
    held = SurveyRound.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("version").get(pk=round.pk)
