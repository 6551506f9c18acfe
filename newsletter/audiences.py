"""Audiences: whom an issue goes to, as the secretariat chooses it.

A choice is what `AudienceForm` keeps: {"roles": […], "counties": […], "groups": […], …}. What is
chosen is added up: contacts of members, narrowed by what is said of them; groups; subscribers. Each
reader's own wishes come after that, the same for contacts and subscribers.
"""

from collections.abc import Sequence
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
from django.utils.translation import gettext_lazy

from events.models import Signup
from members.models import Group, Holding, Person, Seat, today
from newsletter.models import Issue, Subscriber
from newsletter.readers import KIND
from sekom.outbox.freezing import Audience
from sekom.outbox.models import Delivery, Mailing, reference
from surveys.models import Response

# What an issue goes to until somebody chooses.
USUAL = {"roles": list(Seat.PAIR), "subscribers": "all"}
# In whole weeks, so that who wants one letter a month gets each of those sent every fourth Tuesday.
MONTH, QUARTER = timedelta(weeks=4), timedelta(weeks=12)
# Where a subscriber's letters go: a person's to the address that they log in with.
READS_AT = Lower(Coalesce("person__email", "email"))
# Why somebody gets no letter, as the ledger says it.
REFUSALS = {
    "left": gettext_lazy("Has left the newsletter."),
    "paused": gettext_lazy("Has paused the newsletter."),
    "topic": gettext_lazy("Does not want this topic."),
    "frequency": gettext_lazy("Has had a letter so recently that this one is too soon."),
}


# --- Choosing ---------------------------------------------------------------------------------


def choice_of(issue: Issue) -> dict[str, Any]:
    """Whom the issue goes to: what was chosen, else the usual ones."""
    return issue.audience or USUAL


@transaction.atomic
def choose(issue: Issue, choice: dict[str, Any]) -> Issue:
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
