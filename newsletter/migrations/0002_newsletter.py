import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import newsletter.models.pictures
import newsletter.models.spreading
import newsletter.models.subscribers
import toolbox.models.publishing
from sekom.migrating import FirstMigration


class Migration(FirstMigration):
    dependencies = [
        ("events", "0001_first"),
        ("members", "0002_mailing_of_reminders"),
        ("newsletter", "0001_first"),
        ("outbox", "0007_return_box_tells_its_trouble"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("toolbox", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Issue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("news", "News of the network"),
                            ("events", "Workshops and meetings"),
                            ("surveys", "Surveys and results"),
                        ],
                        default="news",
                        max_length=7,
                        verbose_name="topic",
                    ),
                ),
                (
                    "subject",
                    models.CharField(blank=True, max_length=150, verbose_name="subject line"),
                ),
                (
                    "preheader",
                    models.CharField(blank=True, max_length=150, verbose_name="preview text"),
                ),
                ("audience", models.JSONField(blank=True, default=dict, verbose_name="recipients")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("scheduled", "scheduled"), ("sent", "sent")],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0)),
                ("content_number", models.PositiveIntegerField(default=0)),
                ("tested_number", models.PositiveIntegerField(blank=True, null=True)),
                ("tested_at", models.DateTimeField(blank=True, null=True, verbose_name="tested")),
                (
                    "scheduled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="to be sent"),
                ),
                (
                    "held_because",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why it was not sent"
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "mailing",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outbox.mailing",
                    ),
                ),
                (
                    "is_in_archive",
                    models.BooleanField(
                        default=True, verbose_name="may be read on the web by anybody"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="begun"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved"),
                ),
            ],
            options={
                "verbose_name": "issue",
                "verbose_name_plural": "issues",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "scheduled"), _negated=True),
                            ("scheduled_at__isnull", False),
                            _connector="OR",
                        ),
                        name="issue_scheduled_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            models.Q(("mailing__isnull", False), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="issue_sent_has_its_mailing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IssueEvent",
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
                        to="newsletter.issue",
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
                ("title", models.CharField(max_length=120, verbose_name="name")),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("news", "News of the network"),
                            ("events", "Workshops and meetings"),
                            ("surveys", "Surveys and results"),
                        ],
                        default="news",
                        max_length=7,
                        verbose_name="topic",
                    ),
                ),
                (
                    "subject",
                    models.CharField(blank=True, max_length=150, verbose_name="subject line"),
                ),
                (
                    "preheader",
                    models.CharField(blank=True, max_length=150, verbose_name="preview text"),
                ),
                ("audience", models.JSONField(blank=True, default=dict, verbose_name="recipients")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("scheduled", "scheduled"), ("sent", "sent")],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0)),
                ("content_number", models.PositiveIntegerField(default=0)),
                ("tested_number", models.PositiveIntegerField(blank=True, null=True)),
                ("tested_at", models.DateTimeField(blank=True, null=True, verbose_name="tested")),
                (
                    "scheduled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="to be sent"),
                ),
                (
                    "held_because",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why it was not sent"
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "mailing",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="outbox.mailing",
                    ),
                ),
                (
                    "is_in_archive",
                    models.BooleanField(
                        default=True, verbose_name="may be read on the web by anybody"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="begun"
                    ),
                ),
                (
                    "created_by",
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
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OwnCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_counts",
                        to="newsletter.issue",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "by e-mail"),
                            ("intranet", "on the intranet"),
                            ("teams", "in Teams"),
                            ("meeting", "at a meeting"),
                            ("other", "in another way"),
                        ],
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                (
                    "reader_count",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100000),
                        ],
                        verbose_name="to how many",
                    ),
                ),
                (
                    "told_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="told"),
                ),
            ],
            options={
                "verbose_name": "own count",
                "verbose_name_plural": "own counts",
                "ordering": ["-told_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issue", "member", "channel"), name="own_count_once_per_channel"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        upload_to=newsletter.models.pictures.unguessable, verbose_name="file"
                    ),
                ),
                ("content_type", models.CharField(max_length=40)),
                (
                    "width",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="width",
                    ),
                ),
                (
                    "height",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="height",
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        max_length=300, verbose_name="description for those who do not see it"
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
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
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["-added_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("archived", "archived"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
                ("draft", models.JSONField(blank=True, null=True, verbose_name="draft")),
                (
                    "asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sent to review"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent to review by",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="looked through by",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(blank=True, null=True, verbose_name="looked through"),
                ),
                (
                    "publish_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="to be published"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "review_by",
                    models.DateField(blank=True, null=True, verbose_name="to be looked over by"),
                ),
                (
                    "reminded_for",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="reminded for"
                    ),
                ),
                (
                    "preview_key",
                    models.CharField(
                        default=toolbox.models.publishing.new_key, editable=False, max_length=12
                    ),
                ),
                ("lead", models.CharField(blank=True, max_length=300, verbose_name="lead")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "link_text",
                    models.CharField(blank=True, max_length=60, verbose_name="words of the button"),
                ),
                (
                    "link",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="where the button leads"
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="newsletter.picture",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ["-published_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="newsletter.issue",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("heading", "Heading and introduction"),
                            ("text", "Text"),
                            ("image", "Picture"),
                            ("button", "Button"),
                            ("columns", "Two columns"),
                            ("article", "News"),
                            ("event", "Workshop or meeting"),
                            ("tool", "Tool"),
                            ("divider", "Divider"),
                        ],
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("values", models.JSONField(blank=True, default=dict, verbose_name="content")),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocks",
                        to="newsletter.picture",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocks",
                        to="newsletter.article",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocks",
                        to="events.event",
                    ),
                ),
                (
                    "tool",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocks",
                        to="toolbox.tool",
                    ),
                ),
                ("frozen", models.JSONField(blank=True, null=True, verbose_name="as it was sent")),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved"),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "block",
                "verbose_name_plural": "blocks",
                "ordering": ["issue", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BlockEvent",
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
                        to="newsletter.block",
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
                    "issue",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="newsletter.issue",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("heading", "Heading and introduction"),
                            ("text", "Text"),
                            ("image", "Picture"),
                            ("button", "Button"),
                            ("columns", "Two columns"),
                            ("article", "News"),
                            ("event", "Workshop or meeting"),
                            ("tool", "Tool"),
                            ("divider", "Divider"),
                        ],
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("values", models.JSONField(blank=True, default=dict, verbose_name="content")),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="newsletter.picture",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="newsletter.article",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="events.event",
                    ),
                ),
                (
                    "tool",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="toolbox.tool",
                    ),
                ),
                ("frozen", models.JSONField(blank=True, null=True, verbose_name="as it was sent")),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved"),
                ),
                (
                    "saved_by",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reach",
                        to="newsletter.issue",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("visitor_count", models.PositiveIntegerField(default=0, verbose_name="visitors")),
            ],
            options={
                "verbose_name": "reach",
                "verbose_name_plural": "reach",
                "ordering": ["issue", "on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issue", "member", "on"),
                        name="reach_once_a_day",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="share_links",
                        to="newsletter.issue",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_links",
                        to="members.member",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="share_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=newsletter.models.spreading.new_code,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="made"
                    ),
                ),
            ],
            options={
                "verbose_name": "share link",
                "verbose_name_plural": "share links",
                "ordering": ["-made_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issue", "member", "person"), name="share_link_once_per_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                (
                    "person",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscription",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscribers",
                        to="members.member",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "has not said yes yet"),
                            ("active", "subscribes"),
                            ("left", "has left"),
                        ],
                        default="asked",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                (
                    "topics",
                    models.JSONField(
                        default=newsletter.models.subscribers.every_topic, verbose_name="topics"
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("each", "Every issue"),
                            ("month", "At most once a month"),
                            ("quarter", "At most once a quarter"),
                        ],
                        default="each",
                        max_length=7,
                        verbose_name="how often",
                    ),
                ),
                (
                    "paused_until",
                    models.DateField(blank=True, null=True, verbose_name="pause until"),
                ),
                ("language", models.CharField(default="sv", max_length=2, verbose_name="language")),
                (
                    "came_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="readers",
                        to="newsletter.sharelink",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="said yes"),
                ),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left")),
                (
                    "proof",
                    models.JSONField(blank=True, default=dict, verbose_name="what one said yes to"),
                ),
            ],
            options={
                "verbose_name": "subscriber",
                "verbose_name_plural": "subscribers",
                "ordering": ["email"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="subscriber_once_per_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="subscriber_active_has_said_yes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "left"), _negated=True),
                            ("left_at__isnull", False),
                            _connector="OR",
                        ),
                        name="subscriber_left_has_its_time",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="issue",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "newsletter_issueevent" ("audience", "content_number", "created_at", "created_by_id", "held_because", "id", "is_in_archive", "mailing_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preheader", "saved_at", "scheduled_at", "sent_at", "slug", "state", "subject", "tested_at", "tested_number", "title", "topic") VALUES (NEW."audience", NEW."content_number", NEW."created_at", NEW."created_by_id", NEW."held_because", NEW."id", NEW."is_in_archive", NEW."mailing_id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."preheader", NEW."saved_at", NEW."scheduled_at", NEW."sent_at", NEW."slug", NEW."state", NEW."subject", NEW."tested_at", NEW."tested_number", NEW."title", NEW."topic"); RETURN NULL;',
                    hash="c329f0b403935c5605e3331aa705ccc82fb67579",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a6483",
                    table="newsletter_issue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="issue",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "newsletter_issueevent" ("audience", "content_number", "created_at", "created_by_id", "held_because", "id", "is_in_archive", "mailing_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preheader", "saved_at", "scheduled_at", "sent_at", "slug", "state", "subject", "tested_at", "tested_number", "title", "topic") VALUES (NEW."audience", NEW."content_number", NEW."created_at", NEW."created_by_id", NEW."held_because", NEW."id", NEW."is_in_archive", NEW."mailing_id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."preheader", NEW."saved_at", NEW."scheduled_at", NEW."sent_at", NEW."slug", NEW."state", NEW."subject", NEW."tested_at", NEW."tested_number", NEW."title", NEW."topic"); RETURN NULL;',
                    hash="86d6969c486f05dda32445ae2adb1ae97d1cd348",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3899b",
                    table="newsletter_issue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="issueevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="46b0e457fb16d677c81a87495e9fe2b6213e2357",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_42cc6",
                    table="newsletter_issueevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="blockevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e4be3e28a74b1df88e43afcd31023a6dcb5ec41d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a6003",
                    table="newsletter_blockevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="block",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "newsletter_blockevent" ("article_id", "event_id", "frozen", "id", "issue_id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picture_id", "position", "saved_at", "saved_by_id", "tool_id", "values") VALUES (NEW."article_id", NEW."event_id", NEW."frozen", NEW."id", NEW."issue_id", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."picture_id", NEW."position", NEW."saved_at", NEW."saved_by_id", NEW."tool_id", NEW."values"); RETURN NULL;',
                    hash="daddf024b2a8f195f919345f63183e6af3bae9b0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c7d06",
                    table="newsletter_block",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="block",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "newsletter_blockevent" ("article_id", "event_id", "frozen", "id", "issue_id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picture_id", "position", "saved_at", "saved_by_id", "tool_id", "values") VALUES (NEW."article_id", NEW."event_id", NEW."frozen", NEW."id", NEW."issue_id", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."picture_id", NEW."position", NEW."saved_at", NEW."saved_by_id", NEW."tool_id", NEW."values"); RETURN NULL;',
                    hash="aa7af9a2efaecba2c52556584a40e1a07592d0f5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_33a1b",
                    table="newsletter_block",
                    when="AFTER",
                ),
            ),
        ),
    ]
