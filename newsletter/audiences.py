"""Audiences: whom an issue goes to, as the secretariat chooses it, in words and in numbers.

A choice is what `AudienceForm` keeps: {"roles": […], "counties": […], "groups": […], …}. What is
chosen is added up: contacts of members, narrowed by what is said of them; groups; subscribers. Each
reader's own wishes come after that, the same for contacts and subscribers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.models import Event, Signup
from members.models import County, Group, Holding, Member, Person, Seat, today
from newsletter.models import Issue, Subscriber
from newsletter.readers import KIND
from sekom.excel import CellValue
from sekom.outbox import freezing, telling
from sekom.outbox.freezing import Audience
from sekom.outbox.models import Delivery, Mailing, reference
from sekom.text import say_list
from surveys.models import Response, SurveyRound

# What an issue goes to until somebody chooses.
USUAL = {"roles": list(Seat.PAIR), "subscribers": "all"}
# Members have these seats; the others are those of groups.
ROLES = {
    Seat.Kind.POLITICIAN: gettext_lazy("contact politicians"),
    Seat.Kind.OFFICER: gettext_lazy("contact officers"),
    Seat.Kind.KEY_FIGURE_REPORTER: gettext_lazy("key-figure reporters"),
    Seat.Kind.SUBSTITUTE: pgettext_lazy("several people", "substitutes"),
}
KINDS = {
    Member.Kind.MUNICIPALITY: gettext_lazy("municipalities"),
    Member.Kind.REGION: gettext_lazy("regions"),
}
PARTS = ("contacts", "groups", "subscribers", "subscribers")
# In whole weeks, so that who wants one letter a month gets each of those sent every fourth Tuesday.
MONTH, QUARTER = timedelta(weeks=4), timedelta(weeks=12)
# So many organisations are said by name.
MOST_NAMES = 5
# Where a subscriber's letters go: a person's to the address that they log in with.
READS_AT = Lower(Coalesce("person__email", "email"))
# A change of the number of readers that somebody should look at.
LARGE_CHANGE = 0.2

REASONS = {
    "queued": gettext_lazy("get the letter"),
    "left": gettext_lazy("have left the newsletter"),
    "paused": gettext_lazy("have paused it"),
    "topic": gettext_lazy("do not want this topic"),
    "frequency": gettext_lazy("have had a letter too recently"),
    "suppressed": gettext_lazy("cannot be reached: the address refuses our letters"),
    "no_address": gettext_lazy("have no address"),
    "duplicate": gettext_lazy("have the same address as somebody else"),
}
# The same said of one, in the ledger.
REFUSALS = {
    "left": gettext_lazy("Has left the newsletter."),
    "paused": gettext_lazy("Has paused the newsletter."),
    "topic": gettext_lazy("Does not want this topic."),
    "frequency": gettext_lazy("Has had a letter so recently that this one is too soon."),
}


@dataclass(frozen=True)
class Counted:
    """How many an issue goes to now, and who does not get it: {reason: how many}."""

    total: int
    by_part: dict[str, int]
    by_reason: dict[str, int]


@dataclass(frozen=True)
class Change:
    """How many an issue goes to, beside the last one about the same topic."""

    last: Issue
    before: int
    now: int

    @property
    def percent(self) -> int:
        """How much more, or less below 0, in whole percent."""
        return round(100 * (self.now - self.before) / self.before)

    @property
    def is_large(self) -> bool:
        return abs(self.now - self.before) > LARGE_CHANGE * self.before


# --- Choosing ---------------------------------------------------------------------------------


def choice_of(issue: Issue) -> dict[str, Any]:
    """Whom the issue goes to: what was chosen, else the usual ones."""
    return issue.audience or USUAL


@transaction.atomic
def choose(issue: Issue, choice: dict[str, Any], *, by: Person) -> Issue:
    """Let an issue go to these. Raises ValidationError once it is on its way."""
    issue = Issue.objects.hold(issue)
    if not issue.is_draft:
        raise ValidationError(
            _("The letter is scheduled or sent. Take it back first, then choose."), code="state"
        )
    issue.audience = choice
    issue.save(update_fields=["audience"])
    return issue


def last_like(issue: Issue) -> Issue | None:
    """The issue that was sent last about the same topic."""
    sent = Issue.objects.filter(state=Issue.State.SENT, topic=issue.topic).exclude(pk=issue.pk)
    return sent.order_by("-sent_at").first()


# --- Finding ----------------------------------------------------------------------------------


def resolve(issue: Issue) -> Audience:
    """Everybody that the issue goes to, with who does not want it just now."""
    return audience_of(issue, choice_of(issue))


def audience_of(issue: Issue, choice: dict[str, Any]) -> Audience:
    """The same for a choice that has not been kept."""
    people = Person.objects.known().filter(is_active=True)
    contacts = Q(pk__in=_holdings(choice).values("person"))
    seated = Q(pk__in=_sitting_in(choice.get("groups", [])).values("person"))
    subscribers = _subscribers(choice)
    own = people.filter(pk__in=subscribers.filter(person__isnull=False).values("person"))
    chosen = [
        people.filter(contacts),
        people.filter(seated & ~contacts),
        own.exclude(contacts | seated),
    ]
    return Audience(
        [
            *(_with_wishes_of_people(part, issue) for part in chosen),
            _with_wishes(subscribers.filter(person__isnull=True), issue),
        ],
        refusals={key: str(words) for key, words in REFUSALS.items()},
    )


def _holdings(choice: dict[str, Any]) -> QuerySet[Holding]:
    """Who sits for members today, of those chosen by role and narrowed by the rest."""
    found = (
        Holding.objects.current().of_active_members().filter(seat__kind__in=choice.get("roles", []))
    )
    if kinds := choice.get("kinds"):
        found = found.filter(seat__member__kind__in=kinds)
    if counties := choice.get("counties"):
        found = found.filter(seat__member__county__in=counties)
    if asked := choice.get("round"):
        found = found.filter(
            seat__member__in=_answering(asked, choice["answered"]).values("member")
        )
    if event := choice.get("event"):
        coming = Exists(_signups(event, choice["came"]))
        found = found.filter(~coming if choice["came"] == "not" else coming)
    return found


def _answering(asked: int, answered: str) -> QuerySet[Response]:
    """The responses of a round that have been sent in, or of those that were asked and have not."""
    responses = Response.objects.filter(round=asked)
    done = responses.counted()
    return done if answered == "yes" else responses.exclude(pk__in=done.values("pk"))


def _signups(event: int, came: str) -> QuerySet[Signup]:
    """The sign-ups for an event by a holding's person."""
    theirs = Q(person=OuterRef("person")) | Q(
        Exact(Lower("email"), Lower(OuterRef("person__email")))
    )
    found = Signup.objects.filter(theirs, event=event)
    return found.filter(attended=True) if came == "attended" else found.live()


def _sitting_in(groups: Sequence[int]) -> QuerySet[Holding]:
    return Holding.objects.current().of_groups(Group.objects.open().filter(pk__in=groups))


def _subscribers(choice: dict[str, Any]) -> QuerySet[Subscriber]:
    """Those who have said yes themselves, of everybody or of some organisations."""
    which = choice.get("subscribers", "none")
    found = (
        Subscriber.objects.active().by_themselves()
        if which != "none"
        else Subscriber.objects.none()
    )
    if which == "members":
        return found.filter(member__status="member")
    return found.filter(member__in=choice["organisations"]) if which == "some" else found


# --- Wishes -----------------------------------------------------------------------------------


def _with_wishes(subscribers: QuerySet[Subscriber], issue: Issue) -> QuerySet[Subscriber]:
    """Annotate `refusal`: why each does not want this issue now, "" where they do."""
    return subscribers.alias(reads_at=READS_AT).annotate(refusal=_refusal(issue))


def _with_wishes_of_people(people: QuerySet[Person], issue: Issue) -> QuerySet[Person]:
    """The same for people: by their own row, else by that of their address, else they want all."""
    at_address = Q(Exact(Lower("email"), Lower(OuterRef("email"))), person__isnull=True)
    own = Subscriber.objects.filter(Q(person=OuterRef("pk")) | at_address)
    first = own.order_by(F("person").asc(nulls_last=True))
    said = first.alias(reads_at=READS_AT).values(said=_refusal(issue))
    refusal = Subquery(said[:1], output_field=TextField())
    return people.annotate(refusal=Coalesce(refusal, Value(""), output_field=TextField()))


def _refusal(issue: Issue) -> Case:
    """Why a subscriber's row says no. Who has only asked has said nothing yet."""
    return Case(
        When(state=Subscriber.State.ASKED, then=Value("")),
        When(state=Subscriber.State.LEFT, then=Value("left")),
        When(paused_until__gt=today(), then=Value("paused")),
        When(~Q(topics__contains=[issue.topic]), then=Value("topic")),
        When(_had_one(issue, Subscriber.Frequency.MONTH, MONTH), then=Value("frequency")),
        When(_had_one(issue, Subscriber.Frequency.QUARTER, QUARTER), then=Value("frequency")),
        default=Value(""),
        output_field=TextField(),
    )


def _had_one(issue: Issue, frequency: str, time: timedelta) -> Q:
    """Whether who wants letters so often has had one, or one is on its way to them."""
    recent = Mailing.objects.filter(kind=KIND, approved_at__gt=timezone.now() - time)
    under_way = Mailing.objects.under_way()
    reaching = Q(state=Delivery.State.SENT) | Q(
        state=Delivery.State.QUEUED, mailing__in=under_way.values("pk")
    )
    had = (
        Delivery.objects.filter(reaching, mailing__in=recent.exclude(about=reference(issue)))
        .exclude(email="")
        .filter(Exact(Lower("email"), OuterRef("reads_at")))
    )
    return Q(Exists(had), frequency=frequency)


# --- Counting ---------------------------------------------------------------------------------


def counted(issue: Issue, choice: dict[str, Any] | None = None) -> Counted:
    """How many get the issue if it is sent now: exactly what sending it makes."""
    return count(audience_of(issue, choice_of(issue) if choice is None else choice))


def count(audience: Audience) -> Counted:
    """How many an audience is, by part and by why the others are left out."""
    by_part = dict.fromkeys(PARTS, 0)
    by_reason = dict.fromkeys(REASONS, 0)
    for (part, reason), number in freezing.count(audience).items():
        by_reason[reason] += number
        if reason == "queued":
            by_part[PARTS[part]] += number
    total = by_reason.pop("queued")
    return Counted(
        total, by_part, {reason: number for reason, number in by_reason.items() if number}
    )


def change_since_last(issue: Issue, counts: Counted | None = None) -> Change | None:
    """How the number of readers differs from the last issue about the topic; None without one.

    With `counts` for readers who have been counted already.
    """
    last = last_like(issue)
    before = _addressed(last.mailing) if last and last.mailing else 0
    if not last or not before:
        return None
    return Change(last, before, (counts or counted(issue)).total)


def _addressed(mailing: Mailing) -> int:
    """To how many letters of a mailing were to leave."""
    return telling.progress(mailing).addressed


# --- Saying it --------------------------------------------------------------------------------


def in_words(choice: dict[str, Any]) -> list[str]:
    """A choice as sentences, one for each part of it."""
    choice = choice or USUAL
    said = [_say_contacts(choice), _say_groups(choice), _say_subscribers(choice)]
    return [words[0].upper() + words[1:] for words in said if words]


def _say_contacts(choice: dict[str, Any]) -> str:
    roles = choice.get("roles", [])
    if not roles:
        return ""
    kinds, counties = choice.get("kinds", []), choice.get("counties", [])
    people = say_list([ROLES[role] for role in ROLES if role in roles])
    places = say_list([KINDS[kind] for kind in KINDS if kind in kinds])
    words = _("%(people)s of %(places)s") if places else _("%(people)s of all members")
    words = words % {"people": people, "places": places}
    if counties:
        names = say_list([County(code).label for code in counties])
        words = _("%(people)s in %(counties)s") % {"people": words, "counties": names}
    narrowed = [said for said in (_say_round(choice), _say_event(choice)) if said]
    return f"{words} {say_list(narrowed)}" if narrowed else words


def _say_round(choice: dict[str, Any]) -> str:
    asked = SurveyRound.objects.filter(pk=choice.get("round", 0)).first()
    if asked is None:
        return ""
    words = {
        "yes": _("whose member has answered %(round)s"),
        "no": _("whose member has not answered %(round)s"),
    }
    return words[choice["answered"]] % {"round": asked}


def _say_event(choice: dict[str, Any]) -> str:
    event = Event.objects.filter(pk=choice.get("event", 0)).first()
    if event is None:
        return ""
    words = {
        "attended": _("who were at %(event)s"),
        "signed_up": _("who are signed up for %(event)s"),
        "not": _("who are not signed up for %(event)s"),
    }
    return words[choice["came"]] % {"event": event}


def _say_groups(choice: dict[str, Any]) -> str:
    groups = Group.objects.open().filter(pk__in=choice.get("groups", []))
    if not groups:
        return ""
    return _("everybody in %(groups)s") % {"groups": say_list(groups)}


def _say_subscribers(choice: dict[str, Any]) -> str:
    which = choice.get("subscribers", "none")
    if which == "some":
        members = list(Member.objects.chosen(choice["organisations"]))
        many = _("%(number)d organisations") % {"number": len(members)}
        names = say_list(members) if len(members) <= MOST_NAMES else many
        return _("subscribers of %(members)s") % {"members": names}
    words = {
        "all": _("all subscribers"),
        "members": _("subscribers of members’ organisations"),
    }
    return words.get(which, "")


# --- The list ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Listed:
    """Somebody in the list behind a number, and why they are found."""

    name: str
    email: str
    why: str


@dataclass(frozen=True)
class Readers:
    """Those of an audience with one reason, by name; read only as far as they are shown."""

    audience: Audience
    reason: str
    size: int

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, place: slice) -> list[Listed]:
        start = place.start or 0
        most = None if place.stop is None else place.stop - start
        found = freezing.pick(self.audience, self.reason, start=start, most=most)
        roles = _roles_of([one.person_id for one in found if one.person_id])
        return [
            Listed(one.name, one.email, roles.get(one.person_id or 0, str(_("subscriber"))))
            for one in found
        ]


def readers(audience: Audience, counts: Counted, reason: str) -> Readers:
    """Who is behind a number of the count."""
    size = counts.total if reason == "queued" else counts.by_reason.get(reason, 0)
    return Readers(audience, reason, size)


def sheet_of(found: Readers) -> list[list[CellValue]]:
    """Those in the list as rows under their headings."""
    rows: list[list[CellValue]] = [[_("Name"), _("E-mail"), _("Role")]]
    return rows + [[one.name, one.email, one.why] for one in found[:]]


def _roles_of(people: Sequence[int]) -> dict[int, str]:
    """What each of these sits for today: {person: "contact politician, Granfors kommun"}."""
    held = Holding.objects.current().filter(person__in=people).order_by("seat__member__sort_key")
    roles: dict[int, list[str]] = {}
    for holding in held.select_related("seat__member", "seat__group"):
        roles.setdefault(holding.person_id, []).append(str(holding.seat))
    return {person: "; ".join(said) for person, said in roles.items()}
