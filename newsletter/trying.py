"""Trying: an issue as its readers get it, to look at and as a letter to ourselves."""

import uuid
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.models import Person
from newsletter import attaching, audiences, composing
from newsletter.models import Issue
from newsletter.readers import KIND
from sekom.outbox import foot, posting
from sekom.outbox.freezing import Addressee, Recipient
from sekom.outbox.letters import Letter
from sekom.outbox.models import Delivery, Mailing

# A test is a letter of its own kind: its links to leave and to choose do nothing.
TEST_KIND = "newsletter/test"
MARK = "[PROV]"
# Stands in the addresses of a letter that nobody has got.
NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True)
class Office:
    """The secretariat's own address."""

    @property
    def name(self) -> str:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[0]

    @property
    def email(self) -> str:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def is_trial(token: uuid.UUID | None) -> bool:
    """Whether this stands in a test, or in a letter that nobody has got."""
    tests = Delivery.objects.filter(mailing__kind=TEST_KIND)
    return token == NOBODY or bool(token and tests.filter(token=token).exists())


def letter_to(issue: Issue, reader: Addressee) -> Letter:
    """The letter as this reader would get it, but for the word that is theirs in its links."""
    recipient = Recipient(reader, {"token": foot.sign(NOBODY)})
    return posting.preview(KIND, recipient, source=composing.source_of(issue))


def reader_named(issue: Issue, words: str) -> Addressee | None:
    """Somebody among the issue's readers whose name has these words, or with this address."""
    is_meant = Q(name__icontains=words) | Q(email__iexact=words)
    for part in audiences.resolve(issue).parts:
        if found := part.filter(is_meant, refusal="").order_by("name", "pk").first():
            return found
    return None


@transaction.atomic
def send_test(issue: Issue, *, to: Addressee, by: Person) -> Mailing:
    """Send the letter as it stands to ourselves, marked as a test; it is noted in the issue."""
    issue = Issue.objects.hold(issue)
    made = composing.source_of(issue)
    # Without the addresses by which one leaves a list.
    source = {name: made[name] for name in ("subject", "text", "html")}
    source["subject"] = f"{MARK} {source['subject']}"
    mailing = posting.post(
        TEST_KIND,
        to=to,
        source=source,
        attached=attaching.attached(issue),
        about=issue,
        by=by,
    )
    issue.tested_number, issue.tested_at = issue.content_number, timezone.now()
    issue.save(update_fields=["tested_number", "tested_at"])
    return mailing
