"""Spreading: how contacts pass an issue on inside their organisation, and what they tell of it.

A link's code says by itself which issue, member and person it is of, and is signed: to look at the
page makes nothing. The row is kept when the link is first of use. Without a person it is the
organisation's: of a reader there who is no contact.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _

from members.models import Holding, Member, Person
from newsletter import readers
from newsletter.models import Issue, OwnCount, ShareLink

SALT = "newsletter.spreading"
CODE = re.compile(r"[a-z0-9-]{1,40}", re.ASCII)
SIGNED = 10  # hexadecimal digits of the signature: a million million codes for each link


@dataclass(frozen=True)
class Letter:
    """An issue that somebody got: where its foot's link to pass it on leads."""

    issue: Issue
    member: Member | None
    person: Person | None


def members_of(person: Person) -> list[Member]:
    """The members at which this person holds a seat today, as a contact or otherwise."""
    if not person.is_authenticated:
        return []
    held = Holding.objects.current().filter(person=person, seat__member__isnull=False)
    return list(Member.objects.active().filter(pk__in=held.values("seat__member")))


def letter_by(token: UUID) -> Letter | None:
    """The letter that went to somebody with this token; None when it may not be passed on."""
    delivery = readers.letter_with(token)
    if delivery is None:
        return None
    found = Issue.objects.archived().with_parts()
    issue = found.filter(pk=delivery.mailing.about_id).first()
    if issue is None:
        return None
    if delivery.person and (own := members_of(delivery.person)):
        return Letter(issue, own[0], delivery.person)
    reader = readers.of_delivery(delivery)
    row = reader.subscriber if reader else None
    return Letter(issue, row.member if row else None, None)


# --- Links --------------------------------------------------------------------------------------


def link_to(issue: Issue, *, member: Member, person: Person | None) -> ShareLink:
    """The link by which this person passes an issue on; not kept before it is of use."""
    kept = ShareLink.objects.filter(issue=issue, member=member, person=person).first()
    code = _signed(issue.pk, member.pk, person.pk if person else 0)
    return kept or ShareLink(issue=issue, member=member, person=person, code=code)


def link_by(code: str) -> ShareLink | None:
    """The link with this code, kept or not; None when it is not one of ours."""
    if not CODE.fullmatch(code):
        return None
    kept = ShareLink.objects.with_names().filter(code=code).first()
    return kept or _link_said_by(code)


def keep(link: ShareLink) -> ShareLink:
    """The link as a row; keeping it twice makes no second."""
    if link.pk:
        return link
    facts = {"issue": link.issue, "member": link.member, "person": link.person}
    # A person may have one with another code: of a double whose links became theirs.
    same = facts if link.person else {"code": link.code}
    return ShareLink.objects.get_or_create(**same, defaults=facts | {"code": link.code})[0]


def address_of(link: ShareLink) -> str:
    """The link's full address, to be pasted anywhere."""
    return settings.SITE_URL + reverse("newsletter:shared", args=[link.code])


def _link_said_by(code: str) -> ShareLink | None:
    said = _read(code)
    if said is None:
        return None
    issue = Issue.objects.filter(pk=said[0]).first()
    member = Member.objects.filter(pk=said[1]).first()
    if issue is None or member is None:
        return None
    # Who has been erased meanwhile leaves the organisation's link.
    person = Person.objects.known().filter(pk=said[2]).first()
    return ShareLink(issue=issue, member=member, person=person, code=code)


def _signed(*ids: int) -> str:
    body = "-".join(int_to_base36(one) for one in ids)
    return f"{body}-{_signature(body)}"


def _signature(body: str) -> str:
    return salted_hmac(SALT, body, algorithm="sha256").hexdigest()[:SIGNED]


def _read(code: str) -> tuple[int, int, int] | None:
    *ids, signature = code.split("-")
    if len(ids) != 3 or not constant_time_compare(_signature("-".join(ids)), signature):
        return None
    issue, member, person = (base36_to_int(one) for one in ids)
    return issue, member, person


# --- What contacts tell ---------------------------------------------------------------------------


@transaction.atomic
def tell(issue: Issue, *, member: Member, channel: str, reader_count: int, by: Person) -> None:
    """Note to how many a member's contact has passed an issue on this way; 0 takes it back.

    What was told of the same way before gives place. Raises ValidationError.
    """
    if member not in members_of(by):
        raise ValidationError(_("Only those who hold a seat at the member can tell."))
    issue = Issue.objects.hold(issue)
    told = OwnCount.objects.filter(issue=issue, member=member, channel=channel).first()
    if not reader_count:
        if told:
            told.delete()
        return
    told = told or OwnCount(issue=issue, member=member, channel=channel)
    told.person, told.reader_count, told.told_at = by, reader_count, timezone.now()
    told.full_clean()
    told.save()
