"""Leave as much room again beside each letter as it takes: then no note of it touches an index."""

from django.db import migrations

LEAVE_ROOM = "ALTER TABLE outbox_delivery SET (fillfactor = 50)"
LEAVE_LESS = "ALTER TABLE outbox_delivery SET (fillfactor = 75)"


class Migration(migrations.Migration):
    dependencies = [("outbox", "0008_attachments")]

    operations = [migrations.RunSQL(LEAVE_ROOM, LEAVE_LESS)]
