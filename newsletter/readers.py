"""Readers: who gets the newsletter, by a subscription of their own or as a contact of a member."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import Holding, Person, today
from newsletter.models import Subscriber
from newsletter.models.subscribers import every_topic
from sekom.outbox.models import Delivery

# The kind of the mailings that issues are sent by.
KIND = "newsletter/issue"


@dataclass(frozen=True)
class Mailbox:
    """An address without a name: a name that a stranger has typed is not sent to its owner."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class Reader:
    """Somebody who gets the newsletter or may: a row of their own, a person, or both."""

    subscriber: Subscriber | None
    person: Person | None
    is_contact: bool = False

    @property
    def email(self) -> str:
        return self.person.email if self.person else self._row.email

    @property
    def name(self) -> str:
        return self.person.name if self.person else self._row.name

    @property
    def key(self) -> str:
        """What a signed link knows them by."""
        return f"p{self.person.pk}" if self.person else f"s{self._row.uid.hex}"

    @property
    def language(self) -> str:
        return self.subscriber.language if self.subscriber else "sv"

    @property
    def gets_it(self) -> bool:
        """Whether issues go to them, a pause aside."""
        if self.subscriber and self.subscriber.state != Subscriber.State.ASKED:
            return self.subscriber.is_active
        return self.is_contact

    @property
    def has_left(self) -> bool:
        return self.subscriber is not None and self.subscriber.state == Subscriber.State.LEFT

    @property
    def paused_until(self) -> date | None:
        """The day until which they want nothing, while it is to come."""
        until = self.subscriber.paused_until if self.subscriber else None
        return until if until and until > today() else None

    @property
    def addresses(self) -> set[str]:
        """Where letters may wait for them."""
        own = {self.email.lower()}
        return own | {self.subscriber.email.lower()} if self.subscriber else own

    @property
    def _row(self) -> Subscriber:
        if self.subscriber is None:
            raise ValueError("A reader is a person, a subscriber or both.")
        return self.subscriber


def masked(email: str) -> str:
    """An address as its owner knows it again, and nobody else: a***@example.org."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}***@{domain}"


def of_person(person: Person) -> Reader | None:
    """A person as a reader; None of somebody who is no contact and has never subscribed."""
    found = Subscriber.objects.of_person(person).first()
    is_contact = Holding.objects.current().filter(person=person).exists()
    return Reader(found, person, is_contact) if found or is_contact else None


def at(email: str) -> Reader | None:
    """Who reads at this address; None when nobody does."""
    person = Person.objects.known().filter(email__iexact=email.strip()).first()
    if person and (reader := of_person(person)):
        return reader
    own = Subscriber.objects.at(email.strip()).filter(person__isnull=True).first()
    return of_subscriber(own)


def of_subscriber(subscriber: Subscriber | None) -> Reader | None:
    """A subscriber as a reader, with the person that they are."""
    if subscriber is None:
        return None
    if person := subscriber.person:
        return of_person(person)
    return Reader(subscriber, None)


def of_delivery(delivery: Delivery) -> Reader | None:
    """Whom a letter went to; None once they are gone."""
    if delivery.person:
        return of_person(delivery.person)
    return of_subscriber(Subscriber.objects.at(delivery.email).first()) if delivery.email else None


def letter_with(token: UUID) -> Delivery | None:
    """The issue that went to somebody with this token."""
    letters = Delivery.objects.filter(mailing__kind=KIND).select_related("person")
    return letters.filter(token=token).first()


def by_key(key: str) -> Reader | None:
    """Whom a signed link leads to; None once they are gone."""
    if key.startswith("p"):
        person = Person.objects.known().filter(pk=key[1:]).first()
        return of_person(person) if person else None
    subscribers = Subscriber.objects.select_related("person")
    return of_subscriber(subscribers.filter(uid=key[1:]).first())


def free(email: str) -> None:
    """Let an address that has passed to a successor be theirs: whose it was has another by now."""
    held = Subscriber.objects.select_for_update(of=("self",)).select_related("person")
    for row in held.at(email).filter(person__isnull=False):
        row.email = row.person.email.lower()
        # What the row of a person says comes first anyhow.
        Subscriber.objects.at(row.email).filter(person__isnull=True).delete()
        row.save(update_fields=["email"])


def hold(reader: Reader) -> Subscriber:
    """The reader's row, held until commit; made now for a contact who had nothing to say before.

    What a stranger may have asked for at a contact's address gives way to what the contact gets.
    """
    rows = Subscriber.objects.select_for_update()
    if reader.person is None:
        return rows.get(pk=reader._row.pk)
    if found := rows.of_person(reader.person).first():
        return _linked(found, reader)
    free(reader.email)
    try:
        with transaction.atomic():
            return Subscriber.objects.create(
                email=reader.email.lower(),
                name=reader.name,
                person=reader.person,
                topics=every_topic(),
                state=Subscriber.State.ACTIVE,
                confirmed_at=timezone.now(),
            )
    except IntegrityError:  # made at this very moment
        return rows.of_person(reader.person).get()


def _linked(row: Subscriber, reader: Reader) -> Subscriber:
    row.person = reader.person
    if row.state == Subscriber.State.ASKED and reader.is_contact:
        row.state, row.confirmed_at, row.proof = Subscriber.State.ACTIVE, timezone.now(), {}
        row.topics = every_topic()
    row.save(update_fields=["person", "state", "confirmed_at", "proof", "topics"])
    return row
