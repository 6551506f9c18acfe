import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import events.models.around
import events.models.meetings
import events.models.planning
import members.models.seats
from sekom.migrating import FirstMigration


class Migration(FirstMigration):
    dependencies = [
        ("members", "0002_mailing_of_reminders"),
        ("outbox", "0007_return_box_tells_its_trouble"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("surveys", "0001_first"),
        ("toolbox", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=events.models.around.new_feed_key,
                        editable=False,
                        max_length=32,
                        unique=True,
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made"),
                ),
            ],
            options={
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
            ],
            options={
                "verbose_name": "series",
                "verbose_name_plural": "series",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("workshop", "workshop"),
                            ("winter", "winter meeting"),
                            ("summer", "summer meeting"),
                            ("annual", "annual meeting"),
                            ("meeting", "meeting"),
                            ("other", "other"),
                        ],
                        default="workshop",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="events.series",
                        verbose_name="series",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="members.group",
                        verbose_name="group",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=240, verbose_name="summary")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("audience", models.CharField(blank=True, max_length=160, verbose_name="for whom")),
                ("bring", models.CharField(blank=True, max_length=240, verbose_name="bring along")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("online", "online"),
                            ("on_site", "on site"),
                            ("both", "on site and online"),
                        ],
                        default="online",
                        max_length=7,
                        verbose_name="where",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "online_link",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="link to the online meeting"
                    ),
                ),
                (
                    "link_hours_before",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="hours before that the link is shown"
                    ),
                ),
                ("has_signup", models.BooleanField(default=True, verbose_name="takes sign-ups")),
                (
                    "is_open_to_all",
                    models.BooleanField(
                        default=False, verbose_name="open to everybody, also outside the network"
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="places",
                    ),
                ),
                (
                    "most_per_member",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="at most for each member",
                    ),
                ),
                (
                    "signup_closes_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sign-up closes"),
                ),
                (
                    "asks_diet",
                    models.BooleanField(default=False, verbose_name="ask for dietary needs"),
                ),
                (
                    "asks_access_needs",
                    models.BooleanField(default=False, verbose_name="ask for accessibility needs"),
                ),
                (
                    "questions",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.version",
                        verbose_name="questions",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("cancelled", "cancelled"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="made"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published"),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="cancelled"),
                ),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True, max_length=240, verbose_name="why it is cancelled"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
                ("sequence", models.PositiveIntegerField(default=0, verbose_name="changes")),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="event_ends_after_it_starts",
                        violation_error_message="The event must end after it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signup_closes_at__isnull", True),
                            ("signup_closes_at__lte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="event_signup_closes_before_start",
                        violation_error_message="Sign-up must close before the event starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("places__isnull", True), ("places__gte", 1), _connector="OR"
                        ),
                        name="event_places_at_least_one",
                        violation_error_message="There must be at least one place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(("published_at__isnull", False), ("state", "published")),
                            models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                            _connector="OR",
                        ),
                        name="event_state_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("group__isnull", True), ("is_open_to_all", False), _connector="OR"
                        ),
                        name="event_of_a_group_is_not_open_to_all",
                        violation_error_message="A group's own meeting cannot be open to everybody.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda",
                        to="events.event",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                (
                    "is_follow_up",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="follows up actions"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="heading")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "presenter",
                    models.CharField(blank=True, max_length=160, verbose_name="who presents it"),
                ),
                (
                    "text",
                    models.TextField(blank=True, max_length=2000, verbose_name="what it is about"),
                ),
                ("note", models.TextField(blank=True, max_length=40000, verbose_name="notes")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("noted_at", models.DateTimeField(null=True, verbose_name="noted")),
            ],
            options={
                "verbose_name": "item of an agenda",
                "verbose_name_plural": "items of agendas",
                "ordering": ["-is_follow_up", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_follow_up", True)),
                        fields=("event",),
                        name="agendaitem_one_follow_up",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what is to be done")),
                (
                    "description",
                    models.TextField(blank=True, max_length=2000, verbose_name="description"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="events.event",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_actions",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="actions",
                        to="events.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="number"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="done by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="new",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "agreed_on",
                    models.DateField(
                        default=members.models.seats.today, editable=False, verbose_name="agreed"
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed"),
                ),
            ],
            options={
                "verbose_name": "action",
                "verbose_name_plural": "actions",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["due_on"],
                        name="action_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "number"), name="action_number_in_meeting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("meeting__isnull", True), ("number__isnull", False), _connector="XOR"
                        ),
                        name="action_number_with_a_meeting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("member__isnull", True), ("meeting__isnull", True), _connector="OR"
                        ),
                        name="action_of_a_member_at_no_meeting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", False),
                            ("state__in", ["new", "under_way"]),
                            _connector="XOR",
                        ),
                        name="action_closed_when_done_or_dropped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="log",
                        to="events.action",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreed", "Agreed"),
                            ("started", "Under way"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                            ("reopened", "Opened again"),
                            ("changed", "Changed"),
                            ("linked", "Linked"),
                            ("comment", "Comment"),
                        ],
                        max_length=8,
                        verbose_name="what happened",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="words")),
                ("changed", models.JSONField(blank=True, default=dict)),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="events.event",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=120, verbose_name="by")),
            ],
            options={
                "verbose_name": "line of an action's log",
                "verbose_name_plural": "logs of actions",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ActionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="events.action",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="what is to be done")),
                (
                    "description",
                    models.TextField(blank=True, max_length=2000, verbose_name="description"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.event",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="number"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="done by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="new",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "agreed_on",
                    models.DateField(
                        default=members.models.seats.today, editable=False, verbose_name="agreed"
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActionLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="events.action",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="added"),
                ),
            ],
            options={
                "verbose_name": "result of an action",
                "verbose_name_plural": "results of actions",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("action", "address"), name="action_link_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="events.agendaitem",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.event",
                    ),
                ),
                (
                    "is_follow_up",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="follows up actions"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="heading")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "presenter",
                    models.CharField(blank=True, max_length=160, verbose_name="who presents it"),
                ),
                (
                    "text",
                    models.TextField(blank=True, max_length=2000, verbose_name="what it is about"),
                ),
                ("note", models.TextField(blank=True, max_length=40000, verbose_name="notes")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
                (
                    "noted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("noted_at", models.DateTimeField(null=True, verbose_name="noted")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="events.agendaitem",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="what should be there")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_name", models.CharField(max_length=120, verbose_name="written by")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="written"),
                ),
            ],
            options={
                "verbose_name": "correction of notes",
                "verbose_name_plural": "corrections of notes",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="events.agendaitem",
                    ),
                ),
                ("month", models.CharField(editable=False, max_length=7, verbose_name="month")),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="number")),
                ("text", models.TextField(max_length=2000, verbose_name="decision")),
                (
                    "participants",
                    models.CharField(blank=True, max_length=1000, verbose_name="who took part"),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="written"),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["month", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "number"), name="decision_number_in_month"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="events.decision",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.agendaitem",
                    ),
                ),
                ("month", models.CharField(editable=False, max_length=7, verbose_name="month")),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="number")),
                ("text", models.TextField(max_length=2000, verbose_name="decision")),
                (
                    "participants",
                    models.CharField(blank=True, max_length=1000, verbose_name="who took part"),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="written"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evaluation",
                        to="events.event",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="surveys.version",
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=True, verbose_name="anonymous")),
                (
                    "smallest_group",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="smallest group shown"
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="opened"),
                ),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
            ],
            options={
                "verbose_name": "evaluation",
                "verbose_name_plural": "evaluations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("smallest_group__gte", 3)),
                        name="evaluation_smallest_group_hides_people",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EventEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="events.event",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("workshop", "workshop"),
                            ("winter", "winter meeting"),
                            ("summer", "summer meeting"),
                            ("annual", "annual meeting"),
                            ("meeting", "meeting"),
                            ("other", "other"),
                        ],
                        default="workshop",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.series",
                        verbose_name="series",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.group",
                        verbose_name="group",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=240, verbose_name="summary")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("audience", models.CharField(blank=True, max_length=160, verbose_name="for whom")),
                ("bring", models.CharField(blank=True, max_length=240, verbose_name="bring along")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("online", "online"),
                            ("on_site", "on site"),
                            ("both", "on site and online"),
                        ],
                        default="online",
                        max_length=7,
                        verbose_name="where",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "link_hours_before",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="hours before that the link is shown"
                    ),
                ),
                ("has_signup", models.BooleanField(default=True, verbose_name="takes sign-ups")),
                (
                    "is_open_to_all",
                    models.BooleanField(
                        default=False, verbose_name="open to everybody, also outside the network"
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="places",
                    ),
                ),
                (
                    "most_per_member",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="at most for each member",
                    ),
                ),
                (
                    "signup_closes_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sign-up closes"),
                ),
                (
                    "asks_diet",
                    models.BooleanField(default=False, verbose_name="ask for dietary needs"),
                ),
                (
                    "asks_access_needs",
                    models.BooleanField(default=False, verbose_name="ask for accessibility needs"),
                ),
                (
                    "questions",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="surveys.version",
                        verbose_name="questions",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("cancelled", "cancelled"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="made"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published"),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="cancelled"),
                ),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True, max_length=240, verbose_name="why it is cancelled"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
                ("sequence", models.PositiveIntegerField(default=0, verbose_name="changes")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EventTool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tool_links",
                        to="events.event",
                    ),
                ),
                (
                    "tool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="event_links",
                        to="toolbox.tool",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
            ],
            options={
                "verbose_name": "tool of an event",
                "verbose_name_plural": "tools of events",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "tool"), name="event_tool_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="events.agendaitem",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by_name",
                    models.CharField(blank=True, max_length=120, verbose_name="written by"),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="written"),
                ),
            ],
            options={
                "verbose_name": "comment on notes",
                "verbose_name_plural": "comments on notes",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Notes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="events.event",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("out", "Out for comments"),
                            ("approved", "Approved"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "participants",
                    models.CharField(blank=True, max_length=1000, verbose_name="who took part"),
                ),
                (
                    "comments_until",
                    models.DateField(blank=True, null=True, verbose_name="comments until"),
                ),
                ("out_at", models.DateTimeField(blank=True, null=True, verbose_name="sent out")),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved"),
                ),
                ("number", models.PositiveIntegerField(default=0, verbose_name="changes")),
            ],
            options={
                "verbose_name": "notes of a meeting",
                "verbose_name_plural": "notes of meetings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "approved"), ("approved_at__isnull", True), _connector="XOR"
                        ),
                        name="notes_approved_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Approver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "notes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvers",
                        to="events.notes",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=120, verbose_name="as")),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved"),
                ),
            ],
            options={
                "verbose_name": "approver of notes",
                "verbose_name_plural": "approvers of notes",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("notes", "person"), name="approver_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ApproverEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="events.approver",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "notes",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.notes",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=120, verbose_name="as")),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NotesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="events.notes",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.event",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("out", "Out for comments"),
                            ("approved", "Approved"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "participants",
                    models.CharField(blank=True, max_length=1000, verbose_name="who took part"),
                ),
                (
                    "comments_until",
                    models.DateField(blank=True, null=True, verbose_name="comments until"),
                ),
                ("out_at", models.DateTimeField(blank=True, null=True, verbose_name="sent out")),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="events.agendaitem",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "file",
                    models.FileField(
                        blank=True, upload_to=events.models.meetings.paper_path, verbose_name="file"
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=100, verbose_name="name of the file"),
                ),
                ("content_type", models.CharField(blank=True, max_length=100, verbose_name="type")),
                ("link", models.URLField(blank=True, max_length=400, verbose_name="link")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="added"),
                ),
            ],
            options={
                "verbose_name": "paper of a meeting",
                "verbose_name_plural": "papers of meetings",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("file", ""), ("link", ""), _connector="XOR"),
                        name="paper_is_a_file_or_a_link",
                        violation_error_message="Give either a file or a link.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme",
                        to="events.event",
                    ),
                ),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes after the start")),
                ("title", models.CharField(max_length=160, verbose_name="heading")),
                ("text", models.CharField(blank=True, max_length=400, verbose_name="what happens")),
            ],
            options={
                "verbose_name": "row of the programme",
                "verbose_name_plural": "programme",
                "ordering": ["minutes", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Reminders",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="events.event",
                    ),
                ),
                (
                    "minutes_before",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(),
                        blank=True,
                        default=events.models.around.usual_reminders,
                    ),
                ),
                ("link_told_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "reminders",
                "verbose_name_plural": "reminders",
            },
        ),
        migrations.CreateModel(
            name="Responsible",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsible",
                        to="events.action",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.seat",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.group",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
            ],
            options={
                "verbose_name": "responsible for an action",
                "verbose_name_plural": "responsible for actions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "seat", "group", "person", "name"),
                        name="responsible_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("group", None),
                                ("name", ""),
                                ("person", None),
                                ("seat__isnull", False),
                            ),
                            models.Q(
                                ("group__isnull", False),
                                ("name", ""),
                                ("person", None),
                                ("seat", None),
                            ),
                            models.Q(
                                ("group", None),
                                ("name", ""),
                                ("person__isnull", False),
                                ("seat", None),
                            ),
                            models.Q(
                                ("group", None),
                                ("person", None),
                                ("seat", None),
                                models.Q(("name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="responsible_is_one_of_four",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResponsibleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="events.responsible",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.action",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.seat",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.group",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SharedResults",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_results",
                        to="events.event",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_with",
                        to="surveys.surveyround",
                    ),
                ),
            ],
            options={
                "verbose_name": "shared results",
                "verbose_name_plural": "shared results",
                "constraints": [
                    models.UniqueConstraint(fields=("event", "round"), name="shared_results_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Signup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signups",
                        to="events.event",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="signups",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=120, verbose_name="organisation"),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signups",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "signed_up_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("confirmed", "has a place"),
                            ("waiting", "waiting"),
                            ("offered", "offered a place"),
                            ("cancelled", "cancelled"),
                            ("declined", "declined"),
                            ("expired", "did not answer in time"),
                        ],
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="signed up"
                    ),
                ),
                (
                    "queued_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="in line since"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="got a place"),
                ),
                (
                    "offered_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="offered until"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="left")),
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="answers")),
                ("attended", models.BooleanField(blank=True, null=True, verbose_name="attended")),
                (
                    "attended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="attendance noted"),
                ),
            ],
            options={
                "verbose_name": "sign-up",
                "verbose_name_plural": "sign-ups",
                "ordering": ["event", "queued_at", "pk"],
                "indexes": [
                    models.Index(fields=["event", "state", "queued_at"], name="signup_queue"),
                    models.Index(
                        django.db.models.functions.text.Lower("email"), name="signup_email"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("event"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("state__in", ["confirmed", "offered", "waiting"])),
                        name="signup_once_per_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "offered"), _negated=True),
                            ("offered_until__isnull", False),
                            _connector="OR",
                        ),
                        name="signup_offer_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["confirmed", "offered", "waiting"]),
                            ("ended_at__isnull", False),
                            _connector="OR",
                        ),
                        name="signup_gone_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="events.evaluation",
                    ),
                ),
                (
                    "signup",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="events.signup",
                    ),
                ),
                ("has_answered", models.BooleanField(default=False, verbose_name="has answered")),
            ],
            options={
                "verbose_name": "asked participant",
                "verbose_name_plural": "asked participants",
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "signup",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificate",
                        to="events.signup",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=events.models.around.new_code,
                        max_length=12,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="issued"),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "uid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="events.evaluation",
                    ),
                ),
                (
                    "signup",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reply",
                        to="events.signup",
                    ),
                ),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
            ],
            options={
                "verbose_name": "reply",
                "verbose_name_plural": "replies",
            },
        ),
        migrations.CreateModel(
            name="SignupNeeds",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "signup",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needs",
                        to="events.signup",
                    ),
                ),
                (
                    "diet",
                    models.CharField(blank=True, max_length=200, verbose_name="dietary needs"),
                ),
                (
                    "access",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="accessibility needs"
                    ),
                ),
            ],
            options={
                "verbose_name": "needs",
                "verbose_name_plural": "needs",
            },
        ),
        migrations.CreateModel(
            name="Speaker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="speakers",
                        to="events.event",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=120, verbose_name="organisation"),
                ),
                (
                    "about",
                    models.CharField(blank=True, max_length=400, verbose_name="about the speaker"),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "fee_note",
                    models.CharField(
                        blank=True,
                        help_text="Seen by the secretariat alone.",
                        max_length=240,
                        verbose_name="note on the fee",
                    ),
                ),
                ("link_key", models.CharField(blank=True, editable=False, max_length=12)),
            ],
            options={
                "verbose_name": "speaker",
                "verbose_name_plural": "speakers",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="material",
                        to="events.event",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("slides", "Slides"),
                            ("recording", "Recording"),
                            ("captions", "Captions"),
                            ("notes", "Notes"),
                            ("other", "Other"),
                        ],
                        default="slides",
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "Everybody"),
                            ("members", "The network’s members"),
                            ("attended", "Those who took part"),
                        ],
                        default="attended",
                        max_length=8,
                        verbose_name="who may have it",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        upload_to=events.models.planning.material_path,
                        verbose_name="file",
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=100, verbose_name="name of the file"),
                ),
                ("content_type", models.CharField(blank=True, max_length=100, verbose_name="type")),
                ("link", models.URLField(blank=True, max_length=400, verbose_name="link")),
                ("is_out", models.BooleanField(default=True, verbose_name="let out")),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="material",
                        to="events.speaker",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="added"),
                ),
            ],
            options={
                "verbose_name": "material",
                "verbose_name_plural": "material",
                "ordering": ["kind", "added_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("file", ""), ("link", ""), _connector="XOR"),
                        name="material_is_a_file_or_a_link",
                        violation_error_message="Give either a file or a link.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MaterialEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="events.material",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.event",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("slides", "Slides"),
                            ("recording", "Recording"),
                            ("captions", "Captions"),
                            ("notes", "Notes"),
                            ("other", "Other"),
                        ],
                        default="slides",
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "Everybody"),
                            ("members", "The network’s members"),
                            ("attended", "Those who took part"),
                        ],
                        default="attended",
                        max_length=8,
                        verbose_name="who may have it",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        upload_to=events.models.planning.material_path,
                        verbose_name="file",
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=100, verbose_name="name of the file"),
                ),
                ("content_type", models.CharField(blank=True, max_length=100, verbose_name="type")),
                ("link", models.URLField(blank=True, max_length=400, verbose_name="link")),
                ("is_out", models.BooleanField(default=True, verbose_name="let out")),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.speaker",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="added"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SpeakerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="events.speaker",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.event",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=120, verbose_name="organisation"),
                ),
                (
                    "about",
                    models.CharField(blank=True, max_length=400, verbose_name="about the speaker"),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "fee_note",
                    models.CharField(
                        blank=True,
                        help_text="Seen by the secretariat alone.",
                        max_length=240,
                        verbose_name="note on the fee",
                    ),
                ),
                ("link_key", models.CharField(blank=True, editable=False, max_length=12)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="correction_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d9ea59552efff9e1a76137465003815913fc5297",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_correction_stays_5d645",
                    table="events_correction",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_approved_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM events_notes WHERE state = 'approved' AND event_id IN (SELECT event_id FROM events_agendaitem WHERE id IN (OLD.item_id, NEW.item_id))\n    ) THEN\n        RAISE EXCEPTION 'approved notes never change';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n",
                    hash="1186d06f908b50e4596d8d333b9dc754c62d78c6",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_decision_approved_stays_5348f",
                    table="events_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_decisionevent" ("id", "item_id", "month", "number", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at", "written_by_id") VALUES (NEW."id", NEW."item_id", NEW."month", NEW."number", NEW."participants", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                    hash="a45ab0cbe98827e198550958207ec399167fc458",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f4c41",
                    table="events_decision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "events_decisionevent" ("id", "item_id", "month", "number", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at", "written_by_id") VALUES (NEW."id", NEW."item_id", NEW."month", NEW."number", NEW."participants", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                    hash="77a5f12f58bca29ba890c9df9795caffdfd798b5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1212",
                    table="events_decision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="56d6b9f8d7486435ecc6dc9cb9e60661873c1a3c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_08d95",
                    table="events_decisionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fe3f060efaf4212db138b4113ca3f366fb65a70d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_71253",
                    table="events_agendaitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="agendaitem_approved_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM events_notes WHERE state = 'approved' AND event_id IN (OLD.event_id, NEW.event_id)\n    ) THEN\n        RAISE EXCEPTION 'approved notes never change';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n",
                    hash="ba402c46d6822ccb31547cf67910f276d8b9df75",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_agendaitem_approved_stays_0649b",
                    table="events_agendaitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_agendaitemevent" ("event_id", "id", "is_follow_up", "minutes", "note", "noted_at", "noted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presenter", "text", "title", "version") VALUES (NEW."event_id", NEW."id", NEW."is_follow_up", NEW."minutes", NEW."note", NEW."noted_at", NEW."noted_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."presenter", NEW."text", NEW."title", NEW."version"); RETURN NULL;',
                    hash="128ed1cf589e385a549d4c88f075280d85715a88",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d2e2a",
                    table="events_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_follow_up" IS DISTINCT FROM (NEW."is_follow_up") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."noted_at" IS DISTINCT FROM (NEW."noted_at") OR OLD."noted_by_id" IS DISTINCT FROM (NEW."noted_by_id") OR OLD."presenter" IS DISTINCT FROM (NEW."presenter") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "events_agendaitemevent" ("event_id", "id", "is_follow_up", "minutes", "note", "noted_at", "noted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presenter", "text", "title", "version") VALUES (NEW."event_id", NEW."id", NEW."is_follow_up", NEW."minutes", NEW."note", NEW."noted_at", NEW."noted_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."presenter", NEW."text", NEW."title", NEW."version"); RETURN NULL;',
                    hash="a4a4570093f7fb3cfb6099f1b6eb60bd6d130870",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c8d1c",
                    table="events_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9dc27a481249086b456e515d40179dd132cc54bb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_647b1",
                    table="events_actionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_actionevent" ("agreed_by_id", "agreed_on", "closed_at", "description", "due_on", "id", "item_id", "meeting_id", "member_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "title") VALUES (NEW."agreed_by_id", NEW."agreed_on", NEW."closed_at", NEW."description", NEW."due_on", NEW."id", NEW."item_id", NEW."meeting_id", NEW."member_id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."title"); RETURN NULL;',
                    hash="b3648c5ef0d1a9dd62342fc8fe8e4170f1823775",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_31d43",
                    table="events_action",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "events_actionevent" ("agreed_by_id", "agreed_on", "closed_at", "description", "due_on", "id", "item_id", "meeting_id", "member_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "title") VALUES (NEW."agreed_by_id", NEW."agreed_on", NEW."closed_at", NEW."description", NEW."due_on", NEW."id", NEW."item_id", NEW."meeting_id", NEW."member_id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."title"); RETURN NULL;',
                    hash="3a5b915125602e887c2191958236840db46927f0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_32784",
                    table="events_action",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notes",
            trigger=pgtrigger.compiler.Trigger(
                name="notes_approved_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" = 'approved')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1fc824747263864644cfa706827cb64345011ea6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_notes_approved_stay_8c61e",
                    table="events_notes",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notes",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_notesevent" ("approved_at", "comments_until", "event_id", "id", "out_at", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."approved_at", NEW."comments_until", NEW."event_id", NEW."id", NEW."out_at", NEW."participants", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state"); RETURN NULL;',
                    hash="3024b4556d2e81caa7ae1e9380ac65130c2e730d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bad2f",
                    table="events_notes",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notes",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."comments_until" IS DISTINCT FROM (NEW."comments_until") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."out_at" IS DISTINCT FROM (NEW."out_at") OR OLD."participants" IS DISTINCT FROM (NEW."participants") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "events_notesevent" ("approved_at", "comments_until", "event_id", "id", "out_at", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."approved_at", NEW."comments_until", NEW."event_id", NEW."id", NEW."out_at", NEW."participants", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state"); RETURN NULL;',
                    hash="f8a6ee9b174b686313544d4cc57513719d7242ff",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eced0",
                    table="events_notes",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approverevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0c0bc576a5c67bf759696287c21e9a4b149267aa",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_73cad",
                    table="events_approverevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approver",
            trigger=pgtrigger.compiler.Trigger(
                name="approver_approved_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM events_notes WHERE state = 'approved' AND event_id IN (SELECT event_id FROM events_notes WHERE id IN (OLD.notes_id, NEW.notes_id))\n    ) THEN\n        RAISE EXCEPTION 'approved notes never change';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n",
                    hash="b76ccfccae8022557882951b6b000cba4a70a382",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_approver_approved_stays_b69fb",
                    table="events_approver",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approver",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_approverevent" ("approved_at", "id", "notes_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."approved_at", NEW."id", NEW."notes_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role"); RETURN NULL;',
                    hash="28898f130556eaf5241bf53f944d7822ad02d808",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d17c2",
                    table="events_approver",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approver",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "events_approverevent" ("approved_at", "id", "notes_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."approved_at", NEW."id", NEW."notes_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role"); RETURN NULL;',
                    hash="f5b738ea53f24eb94a4e4b3afb94a65f0713c447",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_38bea",
                    table="events_approver",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notesevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6c9bef252daba8ee8ac563b8d7fff0ec3174d9af",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2d2b5",
                    table="events_notesevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="paper_approved_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM events_notes WHERE state = 'approved' AND event_id IN (SELECT event_id FROM events_agendaitem WHERE id IN (OLD.item_id, NEW.item_id))\n    ) THEN\n        RAISE EXCEPTION 'approved notes never change';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n",
                    hash="1133d0708f30938eab88903fd78a9b9d4010effe",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_paper_approved_stays_a4df2",
                    table="events_paper",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsible",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_responsibleevent" ("action_id", "group_id", "id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_id") VALUES (NEW."action_id", NEW."group_id", NEW."id", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seat_id"); RETURN NULL;',
                    hash="57cb11b69977fe9c9332d2bc14b22fffb9d35bf5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_856ce",
                    table="events_responsible",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsible",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "events_responsibleevent" ("action_id", "group_id", "id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_id") VALUES (NEW."action_id", NEW."group_id", NEW."id", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seat_id"); RETURN NULL;',
                    hash="733368556f5c48b06282982fb3b56e4e3b42f130",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d8023",
                    table="events_responsible",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsibleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="57a8a5c8ebe656142a58a160b57d623179eebe7c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7c34d",
                    table="events_responsibleevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eventevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="43347ccbdab496444ed254deb4882c4dd53f9e9f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5b378",
                    table="events_eventevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_eventevent" ("asks_access_needs", "asks_diet", "audience", "bring", "cancel_reason", "cancelled_at", "created_at", "description", "ends_at", "form", "group_id", "has_signup", "id", "is_open_to_all", "kind", "link_hours_before", "most_per_member", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "places", "published_at", "questions_id", "sequence", "series_id", "signup_closes_at", "slug", "starts_at", "state", "summary", "title", "version") VALUES (NEW."asks_access_needs", NEW."asks_diet", NEW."audience", NEW."bring", NEW."cancel_reason", NEW."cancelled_at", NEW."created_at", NEW."description", NEW."ends_at", NEW."form", NEW."group_id", NEW."has_signup", NEW."id", NEW."is_open_to_all", NEW."kind", NEW."link_hours_before", NEW."most_per_member", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."places", NEW."published_at", NEW."questions_id", NEW."sequence", NEW."series_id", NEW."signup_closes_at", NEW."slug", NEW."starts_at", NEW."state", NEW."summary", NEW."title", NEW."version"); RETURN NULL;',
                    hash="d191c9aa2ed416952d64af5f97ab981fd3e98af6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_82b94",
                    table="events_event",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."asks_access_needs" IS DISTINCT FROM (NEW."asks_access_needs") OR OLD."asks_diet" IS DISTINCT FROM (NEW."asks_diet") OR OLD."audience" IS DISTINCT FROM (NEW."audience") OR OLD."bring" IS DISTINCT FROM (NEW."bring") OR OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."cancelled_at" IS DISTINCT FROM (NEW."cancelled_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."form" IS DISTINCT FROM (NEW."form") OR OLD."group_id" IS DISTINCT FROM (NEW."group_id") OR OLD."has_signup" IS DISTINCT FROM (NEW."has_signup") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_open_to_all" IS DISTINCT FROM (NEW."is_open_to_all") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."link_hours_before" IS DISTINCT FROM (NEW."link_hours_before") OR OLD."most_per_member" IS DISTINCT FROM (NEW."most_per_member") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."places" IS DISTINCT FROM (NEW."places") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."questions_id" IS DISTINCT FROM (NEW."questions_id") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."series_id" IS DISTINCT FROM (NEW."series_id") OR OLD."signup_closes_at" IS DISTINCT FROM (NEW."signup_closes_at") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "events_eventevent" ("asks_access_needs", "asks_diet", "audience", "bring", "cancel_reason", "cancelled_at", "created_at", "description", "ends_at", "form", "group_id", "has_signup", "id", "is_open_to_all", "kind", "link_hours_before", "most_per_member", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "places", "published_at", "questions_id", "sequence", "series_id", "signup_closes_at", "slug", "starts_at", "state", "summary", "title", "version") VALUES (NEW."asks_access_needs", NEW."asks_diet", NEW."audience", NEW."bring", NEW."cancel_reason", NEW."cancelled_at", NEW."created_at", NEW."description", NEW."ends_at", NEW."form", NEW."group_id", NEW."has_signup", NEW."id", NEW."is_open_to_all", NEW."kind", NEW."link_hours_before", NEW."most_per_member", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."places", NEW."published_at", NEW."questions_id", NEW."sequence", NEW."series_id", NEW."signup_closes_at", NEW."slug", NEW."starts_at", NEW."state", NEW."summary", NEW."title", NEW."version"); RETURN NULL;',
                    hash="ad34fec0695c296d31eebdf3134df8dbc3030c54",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_73f59",
                    table="events_event",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="speaker",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_speakerevent" ("about", "email", "event_id", "fee_note", "id", "link_key", "name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."about", NEW."email", NEW."event_id", NEW."fee_note", NEW."id", NEW."link_key", NEW."name", NEW."organisation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="f2d89e2d5f9a8322c530f96bc880224ae19899f4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_40f1a",
                    table="events_speaker",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="speaker",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "events_speakerevent" ("about", "email", "event_id", "fee_note", "id", "link_key", "name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."about", NEW."email", NEW."event_id", NEW."fee_note", NEW."id", NEW."link_key", NEW."name", NEW."organisation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="0892e403b3b23b3e7fa2d303811c81e99fc73fe9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fd77b",
                    table="events_speaker",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="materialevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="04d3c54da34f9d1995e19ed8040ad5e16fe0f49a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_61881",
                    table="events_materialevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="material",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_materialevent" ("added_at", "added_by_id", "audience", "content_type", "event_id", "file", "id", "is_out", "kind", "link", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speaker_id", "title") VALUES (NEW."added_at", NEW."added_by_id", NEW."audience", NEW."content_type", NEW."event_id", NEW."file", NEW."id", NEW."is_out", NEW."kind", NEW."link", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."speaker_id", NEW."title"); RETURN NULL;',
                    hash="bd1ed445a23867c36a8d31ef06493e3c8bc46d04",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_50b97",
                    table="events_material",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="material",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "events_materialevent" ("added_at", "added_by_id", "audience", "content_type", "event_id", "file", "id", "is_out", "kind", "link", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speaker_id", "title") VALUES (NEW."added_at", NEW."added_by_id", NEW."audience", NEW."content_type", NEW."event_id", NEW."file", NEW."id", NEW."is_out", NEW."kind", NEW."link", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."speaker_id", NEW."title"); RETURN NULL;',
                    hash="475bdf2362e97f58daddbdebe38e40e744c3beb6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a75c0",
                    table="events_material",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="speakerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b36c134ba6e8b39cdd89f7f6a27dedd10e4eddb5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_128d8",
                    table="events_speakerevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
