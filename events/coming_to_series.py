"""Coming to a series: signing up for all its dates in one go; each stays a sign-up of its own."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events import signing_up
from events.models import Event, Signup
from members.models import Member, Person


def dates_for(event: Event, person: Person) -> list[Event]:
    """The dates of the series that this person can sign up for in one go, the next one first.

    Dates with questions of their own are left out: those are answered one by one.
    """
    if event.series_id is None or not person.is_authenticated:
        return []
    return list(Event.objects.signable_by(person).dates_without_questions(event.series_id, person))


@transaction.atomic
def sign_up(event: Event, *, by: Person) -> list[Signup]:
    """Give this person a place, or one in line, at every date that they are not signed up for.

    Raises ValidationError when there is no such date; then nothing has changed.
    """
    dates = dates_for(event, by)
    if not dates:
        raise ValidationError(_("There is no date left in the series to sign up for."), code="none")
    member = Member.objects.represented_by(by).first()
    given = {"name": by.name, "email": by.email, "by": by, "member": member}
    # One at a time in the order of their dates, so that two who do this never wait for each other.
    return [signing_up.sign_up(date, **given) for date in dates]
