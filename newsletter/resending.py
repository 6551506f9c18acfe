"""Resending: how an issue goes to those that it did not reach, and to nobody twice."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from members.models import Person
from newsletter import dispatching
from newsletter.models import Issue, Subscriber
from newsletter.readers import KIND
from sekom.outbox import claiming, posting
from sekom.outbox.freezing import Audience
from sekom.outbox.models import Delivery, DeliveryQuerySet, Mailing
from sekom.personal_data import NOBODYS_DOMAIN

State = Delivery.State

# What one may choose to send again; who wants no mail is not among them.
MISSED = (State.BOUNCED, State.FAILED, State.CANCELLED, State.IN_DOUBT)


def missed_by(issue: Issue) -> DeliveryQuerySet:
    """The last try with each reader that the issue has not reached and is not on its way to.

    With `address`, where they get mail today, and `mover`, the subscriber who has another address
    now. Who has left since, or is forgotten, is not among them.
    """
    ours = Delivery.objects.filter(mailing__in=dispatching.mailings_of(issue).values("pk"))
    is_later = Q(state__in=MISSED, pk__gt=OuterRef("pk"))
    others = ours.filter(Q(state__in=[State.SENT, State.QUEUED]) | is_later).exclude(email="")
    left = Subscriber.objects.left()
    at_address = Exact(Lower("email"), Lower(OuterRef("address")))
    theirs = Q(person=OuterRef("person"))
    moved = Subscriber.objects.once_at(OuterRef("email")).order_by("-pk")
    stayed = Subscriber.objects.alias(lowered=Lower("email")).filter(lowered=OuterRef("email"))
    found = (
        ours.filter(state__in=MISSED)
        .exclude(email__endswith=f"@{NOBODYS_DOMAIN}")
        .annotate(
            address=Coalesce(
                "person__email",
                Subquery(stayed.values("email")),
                Subquery(moved.values("email")[:1]),
                "email",
            ),
            mover=Case(
                When(Q(person__isnull=True) & ~Exists(stayed), then=moved.values("pk")[:1]),
            ),
        )
    )
    # Each by itself: the database finds it by an index.
    for rows in (others, left):
        found = found.exclude(Exists(rows.filter(at_address))).exclude(Exists(rows.filter(theirs)))
    return found.exclude(person__is_active=False)


def count_missed(issue: Issue) -> dict[str, int]:
    """How many missed the issue, by what became of their letter: {state: number}."""
    found = missed_by(issue).order_by().values_list("state").annotate(Count("pk"))
    counts = dict(found)
    return {state: counts[state] for state in MISSED if state in counts}


@transaction.atomic
def send_again(issue: Issue, *, states: Collection[str], by: Person) -> Mailing:
    """Send the same letter to those that it missed, of these states; nobody gets it twice.

    Who may have got it already gets it as the same message, which mail programs show once.
    Raises ValidationError when there is nobody of these that a letter can go to.
    """
    issue = Issue.objects.select_related("mailing").hold(issue)
    latest = dispatching.mailings_of(issue).exclude(pk=issue.mailing_id).first()
    found = missed_by(issue).filter(state__in=[state for state in MISSED if state in states])
    if latest and not found.exists() and latest.state == Mailing.State.APPROVED:
        return latest  # the button was pressed twice
    mailing = posting.prepare(
        KIND,
        recipients=_again(found),
        audience=_("Those that the letter did not reach"),
        source=issue.mailing.source if issue.mailing else {},
        attached=issue.mailing.attached() if issue.mailing else (),
        about=issue,
        by=by,
    )
    if not claiming.numbers_of(mailing)[State.QUEUED]:
        raise ValidationError(
            _("None of them can get mail: their addresses are closed. Ask them for others."),
            code="nobody",
        )
    return posting.approve(mailing, by=by)


def _again(missed: DeliveryQuerySet) -> Audience:
    """Those of these deliveries, people and who has moved where they get mail today.

    `same_as` is the token of the message that somebody may have got already.
    """
    doubtful = missed.filter(state=State.IN_DOUBT).annotate(same=Cast("token", TextField()))
    people = Person.objects.filter(pk__in=missed.values("person"))
    movers = Subscriber.objects.filter(pk__in=missed.values("mover"))
    stayed = missed.filter(person__isnull=True, mover__isnull=True)
    own = doubtful.filter(person=OuterRef("pk")).values("same")[:1]
    others = doubtful.filter(pk=OuterRef("pk")).values("same")[:1]
    return Audience(
        [
            people.annotate(same=Subquery(own)),
            stayed.annotate(same=Subquery(others)),
            movers.annotate(same=Value("")),
        ],
        values={"same_as": "same"},
    )
