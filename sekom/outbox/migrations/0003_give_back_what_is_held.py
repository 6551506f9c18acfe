"""What a worker holds waits again: from here on batches are held, not letters one by one."""

from django.db import migrations

GIVE_BACK = """
UPDATE outbox_delivery
SET state = 'queued', lease = NULL, doubts = doubts + (state = 'in_flight')::int
WHERE state IN ('claimed', 'in_flight')
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_settled_and_leased_in_step")]

    operations = [migrations.RunSQL(GIVE_BACK, migrations.RunSQL.noop)]
