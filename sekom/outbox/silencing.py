"""Silencing: addresses that get no mail, and how they get it again."""

from collections.abc import Collection

import structlog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import CharField, F, Func
from django.utils.translation import override

from sekom.outbox.models import Return, Suppression, address_hash

log = structlog.get_logger(__name__)


class AddressHash(Func):
    """What `address_hash` makes of an address, by the database."""

    template = "encode(sha256(convert_to(lower(btrim(%(expressions)s)), 'UTF8')), 'hex')"
    output_field = CharField()


def suppress(email: str, *, kind: str) -> None:
    """Let an address get no more mail, for a kind of return."""
    with override(settings.LANGUAGE_CODE):
        reason = str(Return.Kind(kind).label)
    Suppression.objects.get_or_create(
        address_hash=address_hash(email), defaults={"reason": reason[:200]}
    )


@transaction.atomic
def lift(suppression: Suppression, *, by) -> None:
    """Let an address get mail again; what comes back from then on silences it anew."""
    suppression.delete()
    log.info("suppression_lifted", reason=suppression.reason, by=by.pk)


def addresses_of(suppressions: Collection[Suppression]) -> dict[str, tuple[str, str]]:
    """Whose addresses these are, for those we still know: {hash: (name, address)}."""
    hashes = [one.address_hash for one in suppressions]
    letters = Return.objects.annotate(hash=AddressHash("delivery__email")).filter(hash__in=hashes)
    people = get_user_model().objects.annotate(hash=AddressHash("email")).filter(hash__in=hashes)
    rows = [
        *letters.values_list("hash", F("delivery__name"), F("delivery__email")).order_by("at"),
        *people.values_list("hash", "name", "email"),
    ]
    return {known: (name, email) for known, name, email in rows}
