"""Dispatching: how an issue goes to its readers: now, at a time to come, and to whom it missed."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Lower
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from members.models import Person
from newsletter import attaching, audiences, checking, composing, explaining, parts
from newsletter.models import Issue, Subscriber
from newsletter.readers import KIND
from sekom.outbox import claiming, posting
from sekom.outbox.freezing import Audience
from sekom.outbox.models import Delivery, DeliveryQuerySet, Mailing, MailingQuerySet, reference
from sekom.personal_data import NOBODYS_DOMAIN

State = Delivery.State

# A letter that is later than this may say what is no longer true: somebody is asked first.
LATEST = timedelta(hours=2)
# What one may choose to send again; who wants no mail is not among them.
MISSED = (State.BOUNCED, State.FAILED, State.CANCELLED, State.IN_DOUBT)
# What there is in a mailing of which nothing has left.
UNTOUCHED = {State.CANCELLED, State.SUPPRESSED, State.NO_ADDRESS, State.DUPLICATE}


class OtherNumber(ValidationError):
    """The audience is not what was seen when the button was pressed: it is `count` now."""

    def __init__(self, count: int) -> None:
        self.count = count
        words = ngettext(
            "The recipients have changed since you opened the page: it is %(count)d now. "
            "Nothing has been sent. Look at the number and press again.",
            "The recipients have changed since you opened the page: they are %(count)d now. "
            "Nothing has been sent. Look at the number and press again.",
            count,
        )
        super().__init__(words % {"count": count}, code="changed")


@transaction.atomic
def send(
    issue: Issue,
    *,
    by: Person | None,
    expected: int | None = None,
    is_in_archive: bool | None = None,
) -> Mailing:
    """Send the issue to its audience; 60 seconds remain to undo it. Sending twice sends once.

    `expected` is the number of letters that was seen. Raises ValidationError for what stands in
    the way, and OtherNumber when it would be another number of letters.
    """
    issue = Issue.objects.with_parts().hold(issue)
    if issue.mailing:
        return issue.mailing
    _refuse_problems(issue)
    for block in issue.blocks.all():
        parts.freeze(block)
    mailing = _prepare(issue, by=by)
    count = claiming.numbers_of(mailing)[State.QUEUED]
    if not count:
        raise ValidationError(_("There is nobody to write to."), code="nobody")
    if expected is not None and expected != count:
        raise OtherNumber(count)
    issue.mailing = posting.approve(mailing, by=by)
    issue.state, issue.sent_at = Issue.State.SENT, timezone.now()
    issue.scheduled_at, issue.held_because = None, ""
    _save(issue, is_in_archive, "state", "sent_at", "mailing", "scheduled_at", "held_because")
    return issue.mailing


@transaction.atomic
def take_back(mailing: Mailing, *, by: Person | None) -> Issue:
    """Undo a mailing of an issue before its first letter leaves; undoing it twice does it once.

    The issue is a draft again, unless it was sent to others before.
    """
    issue = Issue.objects.with_parts().hold(issue_of(mailing))
    mailing = Mailing.objects.get(pk=mailing.pk)
    if not never_left(mailing):
        mailing = posting.cancel(posting.undo(mailing, by=by), by=by)
    if issue.mailing_id == mailing.pk and len(mailings_of(issue)) == 1:
        issue.state, issue.sent_at, issue.mailing = Issue.State.DRAFT, None, None
        issue.save(update_fields=["state", "sent_at", "mailing"])
        for block in issue.blocks.all():
            parts.thaw(block)
    return issue


def _prepare(issue: Issue, *, by: Person | None) -> Mailing:
    return posting.prepare(
        KIND,
        recipients=audiences.resolve(issue),
        audience=". ".join(explaining.in_words(issue.audience)),
        source=composing.source_of(issue),
        attached=attaching.attached(issue),
        about=issue,
        by=by,
    )


def _refuse_problems(issue: Issue) -> None:
    if problems := checking.problems(issue):
        raise ValidationError([check.words for check in problems], code="problems")


def _save(issue: Issue, is_in_archive: bool | None, *columns: str) -> None:
    if is_in_archive is not None:
        issue.is_in_archive = is_in_archive
    issue.save(update_fields=["is_in_archive", *columns])


def never_left(mailing: Mailing) -> bool:
    """Whether a mailing was cancelled before anything of it left."""
    is_cancelled = mailing.state == Mailing.State.CANCELLED
    return is_cancelled and set(claiming.numbers_of(mailing)) <= UNTOUCHED


# --- At a time to come --------------------------------------------------------------------------


@transaction.atomic
def schedule(issue: Issue, *, at: datetime, by: Person, is_in_archive: bool | None = None) -> Issue:
    """Let the issue leave at a time to come; whom it goes to is settled then.

    Raises ValidationError for a time that has been, and for what would stand in the way today.
    """
    issue = Issue.objects.with_parts().hold(issue)
    if issue.is_sent:
        raise ValidationError(_("The letter has been sent already."), code="sent")
    if at <= timezone.now():
        raise ValidationError(_("Choose a time to come."), code="past")
    _refuse_problems(issue)
    issue.state, issue.scheduled_at, issue.held_because = Issue.State.SCHEDULED, at, ""
    _save(issue, is_in_archive, "state", "scheduled_at", "held_because")
    return issue


@transaction.atomic
def unschedule(issue: Issue, *, by: Person) -> Issue:
    """Make a scheduled issue a draft again; done twice, it is done once."""
    issue = Issue.objects.hold(issue)
    if issue.is_sent:
        raise ValidationError(_("The letter has been sent already."), code="sent")
    issue.state, issue.scheduled_at, issue.held_because = Issue.State.DRAFT, None, ""
    issue.save(update_fields=["state", "scheduled_at", "held_because"])
    return issue


def send_due() -> int:
    """Send the issues whose time has come; how many went.

    One that is hours late, or that something stands in the way of, is held back until somebody
    says what to do.
    """
    now = timezone.now()
    return sum(_send_when_due(issue, now) for issue in Issue.objects.to_send(now))


@transaction.atomic
def _send_when_due(issue: Issue, now: datetime) -> bool:
    issue = Issue.objects.hold(issue)
    if not Issue.objects.to_send(now).contains(issue):
        return False
    with override("sv"):
        try:
            _refuse_late(issue, now)
            send(issue, by=None)
        except ValidationError as refusal:
            issue.held_because = " ".join(refusal.messages)[:300]
            issue.save(update_fields=["held_because"])
            return False
    return True


def _refuse_late(issue: Issue, now: datetime) -> None:
    if issue.scheduled_at and now - issue.scheduled_at > LATEST:
        raise ValidationError(
            _("The portal stood still when it was time, and more than two hours have gone."),
            code="late",
        )


# --- Afterwards ---------------------------------------------------------------------------------


def issue_of(mailing: Mailing) -> Issue:
    """The issue that a mailing sends. Raises Issue.DoesNotExist."""
    return Issue.objects.get(pk=mailing.about.rpartition(":")[2])


def mailings_of(issue: Issue) -> MailingQuerySet:
    """What an issue has been sent by, the latest first: to all, and to those that missed it."""
    found = Mailing.objects.about(issue).filter(kind=KIND)
    return found.filter(pk__gte=issue.mailing_id) if issue.mailing_id else found.none()


def mailings_of_each(issues: Iterable[Issue]) -> dict[int, list[Mailing]]:
    """The same for many: {issue id: mailings}; one query."""
    sent = {reference(issue): issue for issue in issues if issue.mailing_id}
    found: dict[int, list[Mailing]] = {issue.pk: [] for issue in sent.values()}
    for mailing in Mailing.objects.filter(about__in=sent, kind=KIND).order_by("-created_at"):
        issue = sent[mailing.about]
        if issue.mailing_id and mailing.pk >= issue.mailing_id:
            found[issue.pk].append(mailing)
    return found


def missed_by(issue: Issue) -> DeliveryQuerySet:
    """The last try with each reader that the issue has not reached and is not on its way to.

    With `address`, where they get mail today, and `mover`, the subscriber who has another address
    now. Who has left since, or is forgotten, is not among them.
    """
    ours = Delivery.objects.filter(mailing__in=mailings_of(issue).values("pk"))
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
    latest = mailings_of(issue).exclude(pk=issue.mailing_id).first()
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
