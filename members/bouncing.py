"""Addresses that refuse letters: noticing them, telling the counterpart, clearing them again."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from members import verifying
from members.models import Bounce, Holding, Person
from sekom.outbox.models import Delivery

COUNTERPART_BOUNCES = "members/counterpart_bounces"

# The ledger is read so far back, far longer than a worker can have been away.
LOOK_BACK = timedelta(days=3)


def notice() -> list[Bounce]:
    """Write down the present addresses that refused their latest letter; clear those that work.

    Running it twice notices nothing twice: of a known bounce the counterparts have been told.
    """
    _clear()
    refused = Delivery.objects.refused_since(timezone.now() - LOOK_BACK)
    return [bounce for delivery in refused if (bounce := _note(delivery))]


def _clear() -> None:
    """Forget bounces before a letter that arrived, and of addresses people no longer have."""
    arrived = Delivery.objects.arrived_after(OuterRef("email"), OuterRef("bounced_at"))
    is_past = Q(Exists(arrived)) | ~Q(email=F("person__email"))
    Bounce.objects.present().filter(is_past).update(cleared_at=timezone.now())


@transaction.atomic
def _note(delivery: Delivery) -> Bounce | None:
    """Write down a bounce and tell the counterparts; None when it is nobody's, or known."""
    person = Person.objects.filter(email=delivery.email).select_for_update(no_key=True).first()
    if person is None or person.bounces.filter(email=delivery.email).known_at(delivery.settled_at):
        return None
    bounce = Bounce.objects.create(
        person=person,
        email=delivery.email,
        bounced_at=delivery.settled_at or timezone.now(),
        answer=delivery.answer,
    )
    for holding in Holding.objects.current().of_pairs().filter(person=person).with_names():
        verifying.tell_counterpart(COUNTERPART_BOUNCES, holding, email=delivery.email)
    return bounce
