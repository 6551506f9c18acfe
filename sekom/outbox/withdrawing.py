"""Withdrawing: what waits for an address that wants no more of a kind of letter never leaves."""

from collections.abc import Collection, Mapping

from django.db import connection
from django.utils import timezone

WITHDRAW = """
WITH withdrawn AS (
    UPDATE outbox_delivery d SET state = 'suppressed', settled_at = %(now)s
    FROM outbox_mailing m
    WHERE m.kind = %(kind)s AND m.state IN ('draft', 'approved', 'sending', 'paused')
        AND d.mailing_id = m.id AND lower(d.email) = ANY(%(addresses)s) AND d.email <> ''
        AND d.state = 'queued'
        AND NOT EXISTS (SELECT FROM outbox_lease l WHERE d.id = ANY(l.in_flight))
    RETURNING d.mailing_id, d.batch
), counted AS (
    UPDATE outbox_batch b SET suppressed = b.suppressed + more.number
    FROM (SELECT mailing_id, batch, count(*) AS number FROM withdrawn GROUP BY 1, 2) AS more
    WHERE b.mailing_id = more.mailing_id AND b.number = more.batch
)
SELECT count(*) FROM withdrawn
"""


def withdraw(kind: str, addresses: Collection[str]) -> int:
    """Let no letter of this kind that still waits leave to these addresses; how many did.

    One that a worker is saying to the mail server this moment arrives.
    """
    facts: Mapping = {
        "kind": kind,
        "addresses": [address.strip().lower() for address in addresses],
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(WITHDRAW, facts)
        return cursor.fetchone()[0]
