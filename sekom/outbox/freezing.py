"""Freezing: how an audience becomes rows of the ledger, once and for all, by one statement.

Everybody gets a row: who may not get the letter, with the reason as its state. Addresses of one
domain are spread over the mailing, so that no domain gets all its letters at once.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from sekom.outbox.models import Mailing

BATCH_SIZE = 500

FREEZE = """
WITH audience AS (
    SELECT row_number() OVER () AS place, person_id, name, "values",
        lower(btrim(coalesce(email, ''))) AS address
    FROM ({audience}) AS source (person_id, email, name, "values")
), judged AS (
    SELECT place, person_id, name, "values", address,
        row_number() OVER (PARTITION BY split_part(address, '@', 2) ORDER BY place) AS turn,
        CASE
            WHEN address = '' OR length(address) > 254 THEN 'no_address'
            WHEN row_number() OVER (PARTITION BY address ORDER BY place) > 1 THEN 'duplicate'
            WHEN s.id IS NOT NULL THEN 'suppressed'
            ELSE 'queued'
        END AS state
    FROM audience
    LEFT JOIN outbox_suppression s
        ON s.address_hash = encode(sha256(convert_to(address, 'UTF8')), 'hex')
), frozen AS (
    INSERT INTO outbox_delivery (
        mailing_id, batch, person_id, email, name, "values", token, state, attempts, doubts,
        next_try_at, answer, settled_at
    )
    SELECT
        %(mailing)s,
        (row_number() OVER (ORDER BY turn, place) - 1) / %(size)s,
        person_id,
        CASE WHEN state IN ('no_address', 'duplicate') THEN '' ELSE address END,
        left(btrim(regexp_replace(name, '\\s+', ' ', 'g')), 120),
        "values", gen_random_uuid(), state, 0, 0, %(now)s, '',
        CASE WHEN state <> 'queued' THEN %(now)s::timestamptz END
    FROM judged
    ORDER BY turn, place
    RETURNING batch, state
)
INSERT INTO outbox_batch (
    mailing_id, number, due_at, total, sent, bounced, failed, suppressed, no_address, duplicate,
    cancelled, in_doubt
)
SELECT
    %(mailing)s, batch, CASE WHEN bool_or(state = 'queued') THEN %(now)s::timestamptz END,
    count(*), 0, 0, 0,
    count(*) FILTER (WHERE state = 'suppressed'),
    count(*) FILTER (WHERE state = 'no_address'),
    count(*) FILTER (WHERE state = 'duplicate'),
    0, 0
FROM frozen GROUP BY batch
"""
LISTED = """
    SELECT person_id, email, name, "values"
    FROM jsonb_to_recordset(%(listed)s::jsonb)
        AS listed (person_id bigint, email text, name text, "values" jsonb)
"""


class Addressee(Protocol):
    """A person, or anything else with an address and a name; `person_id` where it has one."""

    email: Any
    name: Any


@dataclass(frozen=True)
class Recipient:
    """Somebody to write to, and the values of their letter."""

    to: Addressee
    values: dict = field(default_factory=dict)

    @property
    def email(self) -> str:
        return self.to.email.strip().lower()

    @property
    def name(self) -> str:
        return self.to.name

    @property
    def person_id(self) -> int | None:
        if isinstance(self.to, get_user_model()):
            return self.to.pk
        return getattr(self.to, "person_id", None)


@dataclass(frozen=True)
class Audience:
    """Everybody that a queryset of people finds, however many; `values` name its columns.

    `{"town": "member__name"}` gives each letter its own `town`.
    """

    people: models.QuerySet
    values: Mapping[str, Any] = field(default_factory=dict)

    def first(self) -> Recipient | None:
        """One of them, to show the letter to; None when there is nobody."""
        found = self._rows(self.people.order_by("pk")).first()
        return Recipient(found, found.letter_values) if found else None

    def sql(self) -> tuple[str, tuple]:
        """The statement that finds them: person, address, name and values."""
        rows = self._rows(self.people.order_by()).annotate(reader=self._person())
        return rows.values_list("reader", "email", "name", "letter_values").query.sql_with_params()

    def _person(self) -> F | Value:
        """Whom a row stands for: itself, or somebody that it belongs to."""
        if self.people.model is get_user_model():
            return F("pk")
        if hasattr(self.people.model, "person_id"):
            return F("person_id")
        return Value(None, models.BigIntegerField())

    def _rows(self, people: models.QuerySet) -> models.QuerySet:
        values = JSONObject(**self.values) if self.values else Value({}, models.JSONField())
        return people.annotate(letter_values=values)


def freeze(mailing: Mailing, recipients: Iterable[Recipient] | Audience) -> None:
    """Write a row for each recipient, and the batches that workers take them by."""
    facts: dict[str, Any] = {"mailing": mailing.pk, "size": BATCH_SIZE, "now": timezone.now()}
    if isinstance(recipients, Audience):
        audience, parameters = recipients.sql()
        names = {f"people_{number}": value for number, value in enumerate(parameters)}
        audience = audience.replace("%%", "%%%%") % tuple(f"%({name})s" for name in names)
        facts |= names
    else:
        audience, facts["listed"] = LISTED, json.dumps([_listed(one) for one in recipients])
    with connection.cursor() as cursor:
        cursor.execute(FREEZE.replace("{audience}", audience), facts)


def _listed(recipient: Recipient) -> dict:
    return {
        "person_id": recipient.person_id,
        "email": recipient.email,
        "name": recipient.name,
        "values": recipient.values,
    }
