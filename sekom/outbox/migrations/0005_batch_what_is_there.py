"""Put the letters that are there into batches, and leave room in the table to note in place."""

from django.db import migrations

NUMBER = """
UPDATE outbox_delivery d SET batch = numbered.batch
FROM (
    SELECT id, (row_number() OVER (PARTITION BY mailing_id ORDER BY id) - 1) / 500 AS batch
    FROM outbox_delivery
) AS numbered
WHERE d.id = numbered.id
"""
COUNT = """
INSERT INTO outbox_batch (
    mailing_id, number, due_at, total, sent, bounced, failed, suppressed, no_address, duplicate,
    cancelled, in_doubt
)
SELECT
    mailing_id,
    batch,
    min(next_try_at) FILTER (WHERE state = 'queued'),
    count(*),
    count(*) FILTER (WHERE state = 'sent'),
    count(*) FILTER (WHERE state = 'bounced'),
    count(*) FILTER (WHERE state = 'failed'),
    count(*) FILTER (WHERE state = 'suppressed'),
    0,
    0,
    count(*) FILTER (WHERE state = 'cancelled'),
    0
FROM outbox_delivery
GROUP BY mailing_id, batch
"""
EMPTY = "DELETE FROM outbox_batch"
LEAVE_ROOM = "ALTER TABLE outbox_delivery SET (fillfactor = 75)"
LEAVE_NONE = "ALTER TABLE outbox_delivery RESET (fillfactor)"


class Migration(migrations.Migration):
    dependencies = [("outbox", "0004_batches_leases_and_spending")]

    operations = [
        migrations.RunSQL(LEAVE_ROOM, LEAVE_NONE),
        migrations.RunSQL(NUMBER, migrations.RunSQL.noop),
        migrations.RunSQL(COUNT, EMPTY),
    ]
