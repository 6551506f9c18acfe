"""Hearing people: what visitors write to the secretariat through the website's forms."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Holding
from newsletter.models import Page
from sekom import pace
from sekom.outbox import posting

MOST_PER_HOUR = 5  # letters from one visitor's network address


@transaction.atomic
def hear(page: Page, *, name: str, email: str, text: str, about: str = "", visitor: str) -> int:
    """Send what a visitor wrote to everybody in the secretariat; to how many it went.

    `about` is the page that it concerns, if any. Raises ValidationError when one visitor writes
    too often, or when nobody sits in the secretariat.
    """
    if pace.is_too_fast("hearing", visitor, most=MOST_PER_HOUR, per=timedelta(hours=1)):
        raise ValidationError(
            _("You have written several times in a short while. Wait an hour, or mail us instead."),
            code="pace",
        )
    people = [holding.person for holding in Holding.objects.current().of_secretariat()]
    if not people:
        raise ValidationError(_("Nobody can take your letter right now. Mail us instead."))
    values = {"from_name": name, "from_email": email, "text": text, "page": page.title}
    for person in people:
        posting.post(
            "newsletter/heard", to=person, about=page, values=values | {"about_page": about}
        )
    return len(people)
