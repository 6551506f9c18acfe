"""Addresses that refuse letters: noticing them, telling the counterpart, clearing them again."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from members import verifying
from members.models import Bounce, Holding, Person
from sekom.outbox.models import Delivery, Return

COUNTERPART_BOUNCES = "members/counterpart_bounces"

# The ledger is read so far back, far longer than a worker can have been away.
LOOK_BACK = timedelta(days=3)


def notice() -> list[Bounce]:
    """Write down the present addresses that are dead or want no mail; clear those that work.

    Running it twice notices nothing twice: of a known bounce the counterparts have been told.
    """
    _clear()
    returned = Return.objects.silencing_since(timezone.now() - LOOK_BACK)
    return [bounce for one in returned if (bounce := _note(one))]


def _clear() -> None:
    """Forget bounces before a letter that arrived, and of addresses people no longer have."""
    arrived = Delivery.objects.arrived_after(OuterRef("email"), OuterRef("bounced_at"))
    is_past = Q(Exists(arrived)) | ~Q(email=F("person__email"))
    Bounce.objects.present().filter(is_past).update(cleared_at=timezone.now())


@transaction.atomic
def _note(returned: Return) -> Bounce | None:
    """Write down a bounce and tell the counterparts; None when it is nobody's, or known."""
    email = returned.delivery.email
    person = Person.objects.filter(email=email).select_for_update(no_key=True).first()
    if person is None or person.bounces.filter(email=email).known_at(returned.at):
        return None
    answer = returned.words or str(returned.get_kind_display())
    bounce = Bounce.objects.create(
        person=person, email=email, bounced_at=returned.at, answer=answer[:300]
    )
    for holding in Holding.objects.current().of_pairs().filter(person=person).with_names():
        verifying.tell_counterpart(COUNTERPART_BOUNCES, holding, email=email)
    return bounce
