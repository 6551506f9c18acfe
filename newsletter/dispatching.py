"""Dispatching: how an issue goes to its readers, and is taken back before a letter leaves."""

import hashlib
import json
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Person
from newsletter import attaching, audiences, checking, composing, explaining, parts
from newsletter.models import Issue
from newsletter.readers import KIND
from sekom.outbox import claiming, posting
from sekom.outbox.models import Delivery, Mailing, MailingQuerySet, reference

State = Delivery.State

# What there is in a mailing of which nothing has left.
UNTOUCHED = {State.CANCELLED, State.SUPPRESSED, State.NO_ADDRESS, State.DUPLICATE}


class Changed(ValidationError):
    """What is to leave is not what was seen when the button was pressed."""

    def __init__(self) -> None:
        words = _(
            "The letter or its recipients have been changed since you opened the page. "
            "Nothing has been sent. Look them through and press again."
        )
        super().__init__(words, code="changed")


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
    seen: str | None = None,
    is_in_archive: bool | None = None,
) -> Mailing:
    """Send the issue to its audience; 60 seconds remain to undo it. Sending twice sends once.

    `expected` is the number of letters that was seen, `seen` the `edition_of` what was. Raises
    ValidationError for what stands in the way, Changed when the letter or the choice of readers is
    another, and OtherNumber when it would be another number of letters.
    """
    issue = Issue.objects.with_parts().hold(issue)
    if issue.mailing:
        return issue.mailing
    refuse_unseen(issue, seen)
    refuse_problems(issue)
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
    save(issue, is_in_archive, "state", "sent_at", "mailing", "scheduled_at", "held_because")
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


def edition_of(issue: Issue) -> str:
    """What is another as soon as anything is changed in the issue or in whom it goes to."""
    said = [issue.content_number, audiences.choice_of(issue)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def refuse_unseen(issue: Issue, seen: str | None) -> None:
    """Raise Changed when it was another edition that somebody saw; None where nobody looked."""
    if seen not in (None, edition_of(issue)):
        raise Changed


def refuse_problems(issue: Issue) -> None:
    """Raise ValidationError for what stands in the way of sending."""
    if problems := checking.problems(issue):
        raise ValidationError([check.words for check in problems], code="problems")


def save(issue: Issue, is_in_archive: bool | None, *columns: str) -> None:
    """Save these columns, and whether it will stand in the archive where that was said."""
    if is_in_archive is not None:
        issue.is_in_archive = is_in_archive
    issue.save(update_fields=["is_in_archive", *columns])


def never_left(mailing: Mailing) -> bool:
    """Whether a mailing was cancelled before anything of it left."""
    is_cancelled = mailing.state == Mailing.State.CANCELLED
    return is_cancelled and set(claiming.numbers_of(mailing)) <= UNTOUCHED


def issue_of(mailing: Mailing) -> Issue:
    """The issue that a mailing sends. Raises Issue.DoesNotExist."""
    return Issue.objects.get(pk=mailing.about_id)


def mailings_of(issue: Issue) -> MailingQuerySet:
    """What an issue has been sent by, the latest first: to all, and to those that missed it."""
    found = with_undone(issue)
    return found.filter(pk__gte=issue.mailing_id) if issue.mailing_id else found.none()


def with_undone(issue: Issue) -> MailingQuerySet:
    """The same with those that were undone before they left."""
    return Mailing.objects.about(issue).filter(kind=KIND)


def mailings_of_each(issues: Iterable[Issue]) -> dict[int, list[Mailing]]:
    """The same for many: {issue id: mailings}; one query."""
    sent = {reference(issue): issue for issue in issues if issue.mailing_id}
    found: dict[int, list[Mailing]] = {issue.pk: [] for issue in sent.values()}
    for mailing in Mailing.objects.filter(about__in=sent, kind=KIND).order_by("-created_at"):
        issue = sent[mailing.about]
        if issue.mailing_id and mailing.pk >= issue.mailing_id:
            found[issue.pk].append(mailing)
    return found
