"""Following a round: where each member stands, who it waits for, and what to do next."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from members.models import Holding, Person, Seat
from sekom.outbox.models import Delivery, Mailing, reference
from surveys.models import Response, Signature, SurveyRound

State = Response.State

# What still can be reminded of, in the order that a response passes through it.
UNFINISHED = (State.NOT_OPENED, State.OPENED, State.STARTED, State.WAITING)
COUNTED = (State.SUBMITTED, State.ACCEPTED)

# A letter that nobody got.
LOST = (Delivery.State.BOUNCED, Delivery.State.FAILED, Delivery.State.SUPPRESSED)

# Each state's colour in the bar of a round, and the kind of its tag.
COLOURS = {
    State.SUBMITTED: "c1",
    State.ACCEPTED: "c4",
    State.WAITING: "c2",
    State.STARTED: "c3",
    State.OPENED: "s3",
    State.NOT_OPENED: "c0",
}
TAGS = {
    State.SUBMITTED: "ok",
    State.ACCEPTED: "ok",
    State.WAITING: "warn",
    State.STARTED: "info",
    State.OPENED: "quiet",
    State.NOT_OPENED: "line",
}

# The states as words of an address.
WORDS = {
    State.NOT_OPENED: "inte-oppnat",
    State.OPENED: "inte-borjat",
    State.STARTED: "paborjat",
    State.WAITING: "underskrift",
    State.SUBMITTED: "inskickat",
    State.ACCEPTED: "godtaget",
}
STATES = {word: state for state, word in WORDS.items()}


@dataclass(frozen=True)
class Standing:
    """One member in a round: its response, who holds its seats, and whose signature is there."""

    response: Response
    state: State
    pair: dict[str, Person]
    signed: frozenset[str] = frozenset()
    unreached: frozenset[int] = frozenset()

    @property
    def tag(self) -> str:
        return TAGS[self.state]

    @property
    def politician(self) -> str:
        return "appointed" if Seat.Kind.POLITICIAN in self.pair else "vacant"

    @property
    def officer(self) -> str:
        return "appointed" if Seat.Kind.OFFICER in self.pair else "vacant"

    @property
    def awaited_roles(self) -> list[str]:
        """Whose move it is: both until somebody signed, then the other, at last nobody."""
        if self.state in COUNTED:
            return []
        return [role for role in Seat.PAIR if role not in self.signed]

    @property
    def awaited(self) -> list[Person]:
        """The people whose move it is; a vacant seat has none."""
        return [self.pair[role] for role in self.awaited_roles if role in self.pair]

    @property
    def waits_for(self) -> str:
        """Whose move it is, in words."""
        roles = self.awaited_roles
        if not roles:
            return ""
        if len(roles) == len(Seat.PAIR):
            return str(_("both") if self.awaited else _("nobody: both seats are vacant"))
        if not self.awaited:
            return str(VACANT[roles[0]])
        return str(AWAITED[roles[0]])

    @property
    def letters_lost(self) -> list[Person]:
        """Those of the pair whom a letter of this round could not reach."""
        return [person for person in self.pair.values() if person.pk in self.unreached]

    @property
    def can_be_accepted(self) -> bool:
        return self.state == State.WAITING

    @property
    def last_activity(self) -> datetime | None:
        response = self.response
        times = (response.submitted_at, response.accepted_at, response.last_answer_at)
        return max((time for time in times if time), default=response.opened_at)


AWAITED: Mapping[str, object] = {
    Seat.Kind.POLITICIAN: _("the politician"),
    Seat.Kind.OFFICER: _("the officer"),
}
VACANT: Mapping[str, object] = {
    Seat.Kind.POLITICIAN: _("nobody: the politician’s seat is vacant"),
    Seat.Kind.OFFICER: _("nobody: the officer’s seat is vacant"),
}


@dataclass(frozen=True)
class Tally:
    """How many members of a round are in each state."""

    counts: Counter = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def counted(self) -> int:
        return sum(self.counts[state] for state in COUNTED)

    @property
    def unfinished(self) -> int:
        return self.total - self.counted

    @property
    def percent(self) -> int:
        """The response rate, rounded down so that 100 means everyone."""
        return 100 * self.counted // self.total if self.total else 0

    @property
    def segments(self) -> list[tuple[int, str, str]]:
        """The parts of the stacked bar: (count, colour, word), only those with somebody in."""
        return [
            (self.counts[state], colour, str(state.label))
            for state, colour in COLOURS.items()
            if self.counts[state]
        ]


def standings(round: SurveyRound) -> list[Standing]:
    """Every member that the round asks, in the order of the alphabet: four queries in all."""
    responses = round.responses.with_state().select_related("member", "round")
    pairs = pairs_of(response.member_id for response in responses)
    signed: dict[int, set[str]] = {}
    signatures = Signature.objects.valid().filter(response__round=round)
    for response_id, role in signatures.values_list("response", "role"):
        signed.setdefault(response_id, set()).add(role)
    lost = Delivery.objects.filter(mailing__about=reference(round), state__in=LOST)
    unreached = frozenset(lost.values_list("person", flat=True))
    return [
        Standing(
            response,
            State(response.state),
            pairs.get(response.member_id, {}),
            frozenset(signed.get(response.pk, ())),
            unreached,
        )
        for response in responses
    ]


def standing(response: Response) -> Standing:
    """The standing of one member alone."""
    states = Response.objects.with_state().values_list("state", flat=True)
    pair = pairs_of([response.member_id]).get(response.member_id, {})
    signed = response.signatures.valid().values_list("role", flat=True)
    return Standing(response, State(states.get(pk=response.pk)), pair, frozenset(signed))


def pairs_of(member_ids: Iterable[int]) -> dict[int, dict[str, Person]]:
    """Who holds the two seats of each member today: {member id: {role: person}}."""
    held = Holding.objects.current().of_pairs().filter(seat__member__in=list(member_ids))
    pairs: dict[int, dict[str, Person]] = {}
    for holding in held.select_related("person", "seat"):
        pairs.setdefault(holding.seat.member_id, {})[holding.seat.role] = holding.person
    return pairs


def tally(round: SurveyRound) -> Tally:
    """How many members are in each state: one query."""
    return tallies([round])[round.pk]


def tallies(rounds: Iterable[SurveyRound]) -> dict[int, Tally]:
    """The same of many rounds, still by one query: {round id: tally}."""
    found = {round.pk: Tally() for round in rounds}
    responses = Response.objects.filter(round__in=found).with_state().order_by()
    for row in responses.values("round", "state").annotate(count=Count("pk")):
        found[row["round"]].counts[State(row["state"])] = row["count"]
    return found


def tally_of(standings: Iterable[Standing]) -> Tally:
    """The same, of standings already fetched."""
    return Tally(Counter(standing.state for standing in standings))


def rounds_with_numbers():
    """All rounds for the secretariat's list, with how many are asked and counted."""
    counted = Q(responses__submitted_at__isnull=False) | Q(responses__accepted_at__isnull=False)
    return SurveyRound.objects.select_related("version__survey").annotate(
        asked_count=Count("responses", distinct=True),
        counted_count=Count("responses", filter=counted, distinct=True),
    )


def letters_sent(mailing: Mailing) -> dict[str, int]:
    """How many letters of a mailing there are in all, sent, lost and still to go: one query."""
    states = Counter(mailing.deliveries.order_by().values_list("state", flat=True))
    return {
        "all": states.total(),
        "sent": states[Delivery.State.SENT],
        "lost": sum(states[state] for state in LOST),
        "waiting": sum(states[state] for state in Delivery.UNSENT),
    }
