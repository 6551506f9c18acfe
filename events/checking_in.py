"""Checking in at the door: each participant has a code, as a picture and as signs to type."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import qrcode
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from qrcode.image.svg import SvgPathImage

from events.models import Event, Signup
from events.models.around import CODE_SIGNS
from members.models import Person

CODE_LENGTH = 8
# A mark that was kept on a phone without a network counts from when it was made, if it is of today.
LONGEST_OFFLINE = timedelta(hours=24)


class Outcome(StrEnum):
    """What a scanned or typed code turned out to be."""

    NEW = "new"
    ALREADY = "already"
    NO_PLACE = "no_place"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Ticket:
    """The code of a participant, as signs and as a picture."""

    code: str
    picture: str


@dataclass(frozen=True)
class Checked:
    """What became of a code: whose it is, and since when they are here."""

    outcome: Outcome
    signup: Signup | None = None
    at: datetime | None = None


def code_of(uid: UUID) -> str:
    """The code of a sign-up: no sign looks like another."""
    number = uid.int >> 88
    return "".join(CODE_SIGNS[number >> 5 * place & 31] for place in range(CODE_LENGTH))


def shown_code_of(signup: Signup) -> str:
    """The code in two groups, easy to read out."""
    code = code_of(signup.uid)
    return f"{code[:4]}-{code[4:]}"


def picture_of(signup: Signup) -> str:
    """The code as a picture (QR), as the address of an image.

    Any camera opens the page that checks the participant in, which only the secretariat may see.
    """
    page = reverse("events:check_in", args=[signup.event.slug])
    code = qrcode.make(
        f"{settings.SITE_URL}{page}?kod={code_of(signup.uid)}", image_factory=SvgPathImage
    )
    drawn = BytesIO()
    code.save(drawn)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"


def ticket_of(signup: Signup) -> Ticket | None:
    """What a participant shows at the door; None where there is no door, or no place."""
    if not (signup.is_confirmed and signup.event.is_on_site and signup.event.is_published):
        return None
    return Ticket(shown_code_of(signup), picture_of(signup))


def read_code(text: str) -> str:
    """The code in what was scanned or typed: an address that holds it, or the signs themselves."""
    text = text.strip()
    if "://" in text:
        text = parse_qs(urlsplit(text).query).get("kod", [""])[0]
    return "".join(sign for sign in text.upper() if sign in CODE_SIGNS)[:CODE_LENGTH]


@transaction.atomic
def check_in(event: Event, text: str, *, by: Person, at: datetime | None = None) -> Checked:
    """Note that whoever has this code is here; a second time says since when they are."""
    code = read_code(text)
    found = [row for row in event.signups.all() if code_of(row.uid) == code]
    if not found:
        return Checked(Outcome.UNKNOWN)
    signup = max(found, key=lambda row: row.is_confirmed)
    signup = event.signups.select_for_update(no_key=True).get(pk=signup.pk)
    if not signup.is_confirmed:
        return Checked(Outcome.NO_PLACE, signup)
    if signup.attended:
        return Checked(Outcome.ALREADY, signup, signup.attended_at)
    now = timezone.now()
    signup.attended = True
    signup.attended_at = at if at and now - LONGEST_OFFLINE <= at <= now else now
    signup.save(update_fields=["attended", "attended_at"])
    return Checked(Outcome.NEW, signup, signup.attended_at)
