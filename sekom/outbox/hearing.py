"""Hearing: what comes back for a letter is noted once, and what follows from it is done at once.

It may be told twice, in any order, before the ledger knows that the letter left, and by liars. An
address is silenced only for the very letter that it was written to.

Whoever holds a letter can read its number (Message-ID) and make up that it came back: what names no
more than that is noted, and silences the address only once another mailing has come back too. What
names the code that the letter left with (VERP, ENVID), what the mail server says while it takes the
letter, and what a provider signs, silences at once.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sekom import leaving
from sekom.outbox import judging, reading, silencing
from sekom.outbox.models import Batch, Delivery, Return
from sekom.outbox.reading import Returned, SignOff, Verdict
from sekom.personal_data import NOBODYS_DOMAIN

Kind = Return.Kind

# Exchange Online knows every mailbox by a second name, the same before the sign.
SECOND_NAME = ".onmicrosoft.com"


def hear(source: bytes) -> bool:
    """Do what a message that came back says; False for mail that is for people to read."""
    said = reading.read(source)
    if isinstance(said, SignOff):
        leaving.leave_by(said.signed)
        return True
    return said is not None and hear_returned(said)


@transaction.atomic
def hear_returned(said: Returned) -> bool:
    """Note what a message says of our letter; False if it is of none, or nobody knows of which."""
    found = list(Delivery.objects.filter(token__in=said.tokens)[:2])
    if len(found) != 1:
        return False
    [delivery] = found
    if verdict := _verdict_for(delivery, said.verdicts):
        key = f"{said.id[:40]}-{delivery.pk}"
        note(delivery, verdict, key=key, is_proven=said.is_proven)
    return True


def hear_refusal(delivery_id: int, words: str) -> None:
    """Note that the mail server would not take a letter, if it says that the address is dead."""
    if judging.kind_of(words) == Kind.HARD:
        delivery = Delivery.objects.get(pk=delivery_id)
        note(delivery, Verdict(Kind.HARD, True, words), key=f"refused-{delivery.pk}")


@transaction.atomic
def note(
    delivery: Delivery,
    verdict: Verdict,
    *,
    key: str,
    at: datetime | None = None,
    is_proven: bool = True,
) -> None:
    """Note one thing that is said of a letter; noting it twice changes nothing.

    It is not `is_proven` when anybody who holds the letter may have made it up.
    """
    if delivery.email.endswith(f"@{NOBODYS_DOMAIN}"):  # who it was is forgotten, and stays so
        return
    returned, is_new = Return.objects.get_or_create(
        key=key[:64],
        defaults={
            "delivery": delivery,
            "kind": verdict.kind,
            "is_final": verdict.is_final,
            "is_elsewhere": not _is_of(delivery, verdict),
            "words": verdict.words.replace("\0", "")[:300],
            "at": at or timezone.now(),
        },
    )
    silences = is_new and not returned.is_elsewhere and returned.kind in Return.SILENCING
    if silences and (is_proven or Return.objects.of_other_mailings(delivery).exists()):
        silencing.suppress(delivery.email, kind=returned.kind)
    if returned.is_final and not returned.is_elsewhere:
        settle(returned)


@transaction.atomic
def settle(returned: Return) -> None:
    """Let the ledger say that a letter which seemed to have arrived came back."""
    delivery = Delivery.objects.select_for_update(no_key=True).get(pk=returned.delivery_id)
    before = delivery.state
    if before not in Delivery.PERHAPS_ARRIVED:
        return
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.BOUNCED, answer=returned.words, settled_at=timezone.now()
    )
    Batch.objects.filter(mailing=delivery.mailing_id, number=delivery.batch).update(
        **{before: F(before) - 1, "bounced": F("bounced") + 1}
    )


def settle_late() -> None:
    """Settle what came back before the ledger knew that the letter had left; safe to run twice."""
    for returned in Return.objects.unsettled():
        settle(returned)


def _verdict_for(delivery: Delivery, verdicts: Iterable[Verdict]) -> Verdict | None:
    """What is said of the letter's own address, rather than of others."""
    return next(
        iter(sorted(verdicts, key=lambda verdict: not _is_of(delivery, verdict))),
        None,
    )


def _is_of(delivery: Delivery, verdict: Verdict) -> bool:
    """Whether it is said of the address that we wrote to; so it is where none is named."""
    own = delivery.email.lower()
    local = own.partition("@")[0]
    return not verdict.addresses or any(
        address == own or (address.partition("@")[0] == local and address.endswith(SECOND_NAME))
        for address in verdict.addresses
    )
