import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("members", "0002_rounds_reminders_and_bounces")]

    dependencies = [
        ("members", "0001_first"),
        ("outbox", "0002_settled_and_leased_in_step"),
    ]

    operations = [
        migrations.AddField(
            model_name="reminder",
            name="mailing",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="outbox.mailing",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("member", "mailing"), name="reminder_once_per_member_and_mailing"
            ),
        ),
    ]
