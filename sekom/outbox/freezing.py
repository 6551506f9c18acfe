"""Freezing: how an audience becomes rows of the ledger, once and for all, by one statement.

Everybody gets a row: who may not get the letter, with the reason as its state. Addresses of one
domain are spread over the mailing, so that no domain gets all its letters at once.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from sekom.outbox.models import Mailing

BATCH_SIZE = 1_000
NOBODY = """SELECT 0, NULL::bigint, '', '', '{}'::jsonb, '' WHERE false"""

JUDGED = """
WITH audience AS (
    SELECT row_number() OVER () AS place, part, person_id, name, "values", refusal,
        lower(btrim(coalesce(email, ''))) AS address
    FROM ({audience}) AS source (part, person_id, email, name, "values", refusal)
), judged AS (
    SELECT part, place, person_id, left(btrim(regexp_replace(name, '\\s+', ' ', 'g')), 120) AS name,
        "values", address,
        row_number() OVER (PARTITION BY split_part(address, '@', 2) ORDER BY part, place) AS turn,
        CASE
            WHEN address = '' OR length(address) > 254 THEN 'no_address'
            WHEN row_number() OVER (PARTITION BY address ORDER BY part, place) > 1 THEN 'duplicate'
            WHEN s.id IS NOT NULL THEN 'suppressed'
            WHEN refusal <> '' THEN refusal
            ELSE 'queued'
        END AS reason
    FROM audience
    LEFT JOIN outbox_suppression s
        ON s.address_hash = encode(sha256(convert_to(address, 'UTF8')), 'hex')
)
"""
FREEZE = """
, stated AS (
    SELECT *, CASE WHEN reason IN ('queued', 'no_address', 'duplicate') THEN reason
        ELSE 'suppressed' END AS state
    FROM judged
), frozen AS (
    INSERT INTO outbox_delivery (
        mailing_id, batch, person_id, email, name, "values", token, state, attempts, doubts,
        next_try_at, answer, settled_at
    )
    SELECT
        %(mailing)s,
        (row_number() OVER (ORDER BY turn, part, place) - 1) / %(size)s,
        person_id,
        CASE WHEN state IN ('no_address', 'duplicate') THEN '' ELSE address END,
        name, "values", gen_random_uuid(), state, 0, 0, %(now)s,
        coalesce(%(refusals)s::jsonb ->> reason, ''),
        CASE WHEN state <> 'queued' THEN %(now)s::timestamptz END
    FROM stated
    ORDER BY turn, part, place
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
COUNT = "SELECT part, reason, count(*) FROM judged GROUP BY part, reason"
PICK = """
SELECT part, person_id, name, address FROM judged WHERE reason = %(reason)s
ORDER BY sv_sort(name) COLLATE "C", address, part, place LIMIT %(most)s OFFSET %(start)s
"""
LISTED = """
    SELECT 0, person_id, email, name, "values", ''
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
    """Everybody that one or several querysets find, however many; `values` name their columns.

    `{"town": "member__name"}` gives each letter its own `town`. A queryset annotated with `refusal`
    says why a row must not get the letter, "" where it may; `refusals` has the words of each. Who
    is found by several is written to as found by the first.
    """

    people: models.QuerySet | Sequence[models.QuerySet]
    values: Mapping[str, Any] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> Sequence[models.QuerySet]:
        """The querysets, in their order."""
        return [self.people] if isinstance(self.people, models.QuerySet) else self.people

    def first(self) -> Recipient | None:
        """One of them, to show the letter to; None when there is nobody."""
        for people in self.parts:
            allowed = people.filter(refusal="") if _has_refusals(people) else people
            if found := self._rows(allowed.order_by("pk")).first():
                return Recipient(found, found.letter_values)
        return None

    def sql(self) -> tuple[str, list]:
        """The statement that finds them: part, person, address, name, values and refusal."""
        texts, parameters = [], []
        for part, people in enumerate(self.parts):
            rows = self._rows(people.order_by()).annotate(
                audience_part=Value(part), reader=_person(people)
            )
            if not _has_refusals(people):
                rows = rows.annotate(refusal=Value("", models.TextField()))
            columns = ("audience_part", "reader", "email", "name", "letter_values", "refusal")
            try:
                text, given = rows.values_list(*columns).query.sql_with_params()
            except EmptyResultSet:  # nobody can be in it
                continue
            texts.append(f"({text})")
            parameters += given
        return " UNION ALL ".join(texts) or NOBODY, parameters

    def _rows(self, people: models.QuerySet) -> models.QuerySet:
        values = JSONObject(**self.values) if self.values else Value({}, models.JSONField())
        return people.annotate(letter_values=values)


def _has_refusals(people: models.QuerySet) -> bool:
    return "refusal" in people.query.annotations


def _person(people: models.QuerySet) -> F | Value:
    """Whom a row stands for: itself, or somebody that it belongs to."""
    if people.model is get_user_model():
        return F("pk")
    if hasattr(people.model, "person_id"):
        return F("person_id")
    return Value(None, models.BigIntegerField())


@dataclass(frozen=True)
class Judged:
    """Somebody of an audience as it is now: in which part of it, by number."""

    part: int
    person_id: int | None
    name: str
    email: str


def freeze(mailing: Mailing, recipients: Iterable[Recipient] | Audience) -> None:
    """Write a row for each recipient, and the batches that workers take them by."""
    facts = {"mailing": mailing.pk, "size": BATCH_SIZE, "now": timezone.now(), "refusals": "{}"}
    if isinstance(recipients, Audience):
        facts["refusals"] = json.dumps(
            {key: str(says) for key, says in recipients.refusals.items()}
        )
    _execute(FREEZE, recipients, facts)


def count(audience: Audience) -> dict[tuple[int, str], int]:
    """What freezing it now would make: {(part, reason): how many}.

    A reason is "queued" for who gets the letter, a refusal of the audience's own, or the state of a
    delivery that never leaves.
    """
    rows = _execute(COUNT, audience, {})
    return {(part, reason): number for part, reason, number in rows}


def pick(
    audience: Audience, reason: str, *, start: int = 0, most: int | None = None
) -> list[Judged]:
    """Those of an audience with this reason, as `count` says, by name."""
    facts = {"reason": reason, "start": start, "most": most}
    return [Judged(*row) for row in _execute(PICK, audience, facts)]


def _execute(
    statement: str, recipients: Iterable[Recipient] | Audience, facts: dict[str, Any]
) -> list[tuple]:
    """Run a statement over the judged recipients; the rows that it gives, if any."""
    if isinstance(recipients, Audience):
        audience, parameters = recipients.sql()
        names = {f"people_{number}": value for number, value in enumerate(parameters)}
        audience = audience.replace("%%", "%%%%") % tuple(f"%({name})s" for name in names)
        facts |= names
    else:
        audience, facts["listed"] = LISTED, json.dumps([_listed(one) for one in recipients])
    with connection.cursor() as cursor:
        cursor.execute(JUDGED.replace("{audience}", audience) + statement, facts)
        return cursor.fetchall() if cursor.description else []


def _listed(recipient: Recipient) -> dict:
    return {
        "person_id": recipient.person_id,
        "email": recipient.email,
        "name": recipient.name,
        "values": recipient.values,
    }
