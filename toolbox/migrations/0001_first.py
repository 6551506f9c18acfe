import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import toolbox.models.journeys
import toolbox.models.publishing
import toolbox.models.tools
from sekom.migrating import FirstMigration


class Migration(FirstMigration):
    replaces = [
        ("toolbox", "0001_initial"),
        ("toolbox", "0002_tools_and_publishing"),
        ("toolbox", "0003_paths_examples_opinions"),
        ("toolbox", "0004_step_key_in_words"),
    ]

    dependencies = [
        ("members", "0002_mailing_of_reminders"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Framework",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="address")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=40, verbose_name="short name"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("goals", "goals"),
                            ("objectives", "objectives"),
                            ("principles", "principles"),
                            ("standard", "standard"),
                            ("method", "method"),
                            ("guidance", "guidance"),
                        ],
                        default="goals",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("edition", models.CharField(blank=True, max_length=40, verbose_name="edition")),
                (
                    "publisher",
                    models.CharField(blank=True, max_length=120, verbose_name="publisher"),
                ),
                ("link", models.URLField(blank=True, verbose_name="link")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaced_by",
                        to="toolbox.framework",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "framework",
                "verbose_name_plural": "frameworks",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="FrameworkEvent",
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
                        to="toolbox.framework",
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
                ("slug", models.SlugField(db_index=False, max_length=60, verbose_name="address")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=40, verbose_name="short name"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("goals", "goals"),
                            ("objectives", "objectives"),
                            ("principles", "principles"),
                            ("standard", "standard"),
                            ("method", "method"),
                            ("guidance", "guidance"),
                        ],
                        default="goals",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("edition", models.CharField(blank=True, max_length=40, verbose_name="edition")),
                (
                    "publisher",
                    models.CharField(blank=True, max_length=120, verbose_name="publisher"),
                ),
                ("link", models.URLField(blank=True, verbose_name="link")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="toolbox.framework",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FrameworkItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="toolbox.framework",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="children",
                        to="toolbox.frameworkitem",
                        verbose_name="belongs under",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[\\w.-]+$",
                                "A code has letters, digits, full stops and hyphens, like 11.2 or SP4.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("group", models.CharField(blank=True, max_length=40, verbose_name="group")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("link", models.URLField(blank=True, verbose_name="link")),
                (
                    "colour",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The number of the goal whose colour it has, 1 to 17.",
                        null=True,
                        verbose_name="colour",
                    ),
                ),
            ],
            options={
                "verbose_name": "framework item",
                "verbose_name_plural": "framework items",
                "ordering": ["framework", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("framework", "code"), name="item_code_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("colour__isnull", True), ("colour__range", (1, 17)), _connector="OR"
                        ),
                        name="item_colour_is_a_goal",
                        violation_error_message="The colour is the number of a goal, 1 to 17.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FrameworkItemEvent",
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
                        to="toolbox.frameworkitem",
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
                    "framework",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="toolbox.framework",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="toolbox.frameworkitem",
                        verbose_name="belongs under",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[\\w.-]+$",
                                "A code has letters, digits, full stops and hyphens, like 11.2 or SP4.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("group", models.CharField(blank=True, max_length=40, verbose_name="group")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("link", models.URLField(blank=True, verbose_name="link")),
                (
                    "colour",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The number of the goal whose colour it has, 1 to 17.",
                        null=True,
                        verbose_name="colour",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GlossaryTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(max_length=80, unique=True, verbose_name="word")),
                (
                    "inflections",
                    models.CharField(
                        blank=True,
                        help_text="With commas between, for example miljömål, miljömålen.",
                        max_length=300,
                        verbose_name="other forms",
                    ),
                ),
                (
                    "explanation",
                    models.TextField(
                        help_text="One or two sentences that can be read alone.",
                        max_length=400,
                        verbose_name="explanation",
                    ),
                ),
                (
                    "link",
                    models.URLField(
                        blank=True, help_text="Where one can read more.", verbose_name="link"
                    ),
                ),
            ],
            options={
                "verbose_name": "glossary term",
                "verbose_name_plural": "glossary terms",
                "ordering": ["term"],
            },
        ),
        migrations.CreateModel(
            name="GlossaryTermEvent",
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
                        to="toolbox.glossaryterm",
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
                ("term", models.CharField(max_length=80, verbose_name="word")),
                (
                    "inflections",
                    models.CharField(
                        blank=True,
                        help_text="With commas between, for example miljömål, miljömålen.",
                        max_length=300,
                        verbose_name="other forms",
                    ),
                ),
                (
                    "explanation",
                    models.TextField(
                        help_text="One or two sentences that can be read alone.",
                        max_length=400,
                        verbose_name="explanation",
                    ),
                ),
                (
                    "link",
                    models.URLField(
                        blank=True, help_text="Where one can read more.", verbose_name="link"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ItemMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="became",
                        to="toolbox.frameworkitem",
                        verbose_name="old",
                    ),
                ),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="came_from",
                        to="toolbox.frameworkitem",
                        verbose_name="new",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "mapping",
                "verbose_name_plural": "mappings",
                "constraints": [
                    models.UniqueConstraint(fields=("old", "new"), name="mapping_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True),
                        name="mapping_leads_elsewhere",
                        violation_error_message="An item cannot become itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemMappingEvent",
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
                        to="toolbox.itemmapping",
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
                    "old",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="toolbox.frameworkitem",
                        verbose_name="old",
                    ),
                ),
                (
                    "new",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="toolbox.frameworkitem",
                        verbose_name="new",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("slug", models.SlugField(max_length=80, verbose_name="address")),
                ("row_id", models.BigIntegerField(verbose_name="row")),
                (
                    "left_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="left"),
                ),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "slug"), name="old_address_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(db_index=True, max_length=60, verbose_name="about")),
                ("title", models.CharField(max_length=200, verbose_name="page")),
                ("address", models.CharField(max_length=300, verbose_name="address")),
                ("is_helpful", models.BooleanField(verbose_name="of help")),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="comment")),
                (
                    "visitor",
                    models.CharField(
                        editable=False, max_length=64, null=True, verbose_name="visitor of the day"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="day"),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
            ],
            options={
                "verbose_name": "opinion",
                "verbose_name_plural": "opinions",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("about", "visitor", "on"), name="opinion_once_per_visitor_and_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Path",
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
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="summary")),
                (
                    "outcome",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what you have at the end"
                    ),
                ),
            ],
            options={
                "verbose_name": "path",
                "verbose_name_plural": "paths",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="Journey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journeys",
                        to="members.member",
                    ),
                ),
                (
                    "path",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journeys",
                        to="toolbox.path",
                    ),
                ),
                (
                    "begun_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="begun"),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="shared with the network"),
                ),
                ("number", models.PositiveIntegerField(default=1, verbose_name="changes")),
            ],
            options={
                "verbose_name": "journey",
                "verbose_name_plural": "journeys",
                "ordering": ["-begun_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("member", "path"),
                        name="journey_one_under_way",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JourneyEvent",
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
                        to="toolbox.journey",
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
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "path",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="toolbox.path",
                    ),
                ),
                (
                    "begun_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="begun"),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="shared with the network"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(db_index=True, max_length=80, verbose_name="about")),
                ("text", models.TextField(max_length=4000, verbose_name="comment")),
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
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=80, verbose_name="about")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("values", models.JSONField(verbose_name="content")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what changed")),
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
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published"),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["about", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("about", "number"), name="revision_number_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tool",
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
                ("summary", models.CharField(blank=True, max_length=240, verbose_name="summary")),
                ("solves", models.TextField(blank=True, verbose_name="what it solves")),
                ("when", models.TextField(blank=True, verbose_name="when to use it")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes"),
                ),
                (
                    "people",
                    models.CharField(blank=True, max_length=160, verbose_name="who takes part"),
                ),
                (
                    "people_min",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="at least"
                    ),
                ),
                (
                    "people_max",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at most"),
                ),
                ("before", models.TextField(blank=True, verbose_name="before you begin")),
                ("steps", models.JSONField(blank=True, default=list, verbose_name="steps")),
                ("after", models.TextField(blank=True, verbose_name="afterwards")),
                ("result", models.TextField(blank=True, verbose_name="result")),
                ("tips", models.TextField(blank=True, verbose_name="tips")),
                ("pitfalls", models.TextField(blank=True, verbose_name="pitfalls")),
                ("example", models.TextField(blank=True, verbose_name="worked example")),
                ("source", models.CharField(blank=True, max_length=240, verbose_name="source")),
                (
                    "approved_by",
                    models.CharField(blank=True, max_length=160, verbose_name="approved by"),
                ),
                (
                    "is_example",
                    models.BooleanField(
                        default=False, verbose_name="example text that awaits approval"
                    ),
                ),
                (
                    "items",
                    models.ManyToManyField(
                        related_name="tools",
                        through="toolbox.ToolLink",
                        to="toolbox.frameworkitem",
                        verbose_name="goes with",
                    ),
                ),
            ],
            options={
                "verbose_name": "tool",
                "verbose_name_plural": "tools",
                "ordering": ["title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("people_min__isnull", True),
                            ("people_max__isnull", True),
                            ("people_min__lte", models.F("people_max")),
                            _connector="OR",
                        ),
                        name="tool_people_in_order",
                        violation_error_message="The most people cannot be fewer than the least.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Example",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="examples",
                        to="members.member",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="heading")),
                (
                    "problem",
                    models.TextField(
                        help_text="What was not good enough, and for whom?",
                        max_length=3000,
                        verbose_name="the problem",
                    ),
                ),
                (
                    "action",
                    models.TextField(
                        help_text="In the order that you did it, and with whom.",
                        max_length=5000,
                        verbose_name="what we did",
                    ),
                ),
                (
                    "result",
                    models.TextField(
                        help_text="What changed? With numbers if you have them.",
                        max_length=3000,
                        verbose_name="the result",
                    ),
                ),
                (
                    "cost",
                    models.CharField(
                        blank=True,
                        help_text="In money and in hours, roughly.",
                        max_length=300,
                        verbose_name="cost",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="examples",
                        to="members.seat",
                        verbose_name="who answers questions",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent_in", "sent in"),
                            ("sent_back", "sent back"),
                            ("published", "published"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "comment",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="the secretariat’s comment"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="begun"),
                ),
                ("sent_in_at", models.DateTimeField(blank=True, null=True, verbose_name="sent in")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published"),
                ),
                (
                    "tools",
                    models.ManyToManyField(
                        blank=True,
                        related_name="examples",
                        to="toolbox.tool",
                        verbose_name="tools that you used",
                    ),
                ),
                (
                    "items",
                    models.ManyToManyField(
                        blank=True,
                        related_name="examples",
                        to="toolbox.frameworkitem",
                        verbose_name="goals, objectives and principles",
                    ),
                ),
            ],
            options={
                "verbose_name": "example",
                "verbose_name_plural": "examples",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="example_published_on_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExampleEvent",
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
                        to="toolbox.example",
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
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="heading")),
                (
                    "problem",
                    models.TextField(
                        help_text="What was not good enough, and for whom?",
                        max_length=3000,
                        verbose_name="the problem",
                    ),
                ),
                (
                    "action",
                    models.TextField(
                        help_text="In the order that you did it, and with whom.",
                        max_length=5000,
                        verbose_name="what we did",
                    ),
                ),
                (
                    "result",
                    models.TextField(
                        help_text="What changed? With numbers if you have them.",
                        max_length=3000,
                        verbose_name="the result",
                    ),
                ),
                (
                    "cost",
                    models.CharField(
                        blank=True,
                        help_text="In money and in hours, roughly.",
                        max_length=300,
                        verbose_name="cost",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.seat",
                        verbose_name="who answers questions",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent_in", "sent in"),
                            ("sent_back", "sent back"),
                            ("published", "published"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "comment",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="the secretariat’s comment"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="begun"),
                ),
                ("sent_in_at", models.DateTimeField(blank=True, null=True, verbose_name="sent in")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "path",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="toolbox.path",
                    ),
                ),
                ("key", models.SlugField(db_index=False, max_length=40, verbose_name="key")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "joins",
                    models.CharField(
                        choices=[
                            ("new", "a number of its own"),
                            ("and", "and: together with the step before"),
                            ("or", "or: instead of the step before"),
                        ],
                        default="new",
                        max_length=3,
                        verbose_name="joins",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="heading")),
                (
                    "instruction",
                    models.TextField(blank=True, max_length=2000, verbose_name="what to do"),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what you have afterwards"
                    ),
                ),
                ("is_standing", models.BooleanField(default=True, verbose_name="part of the path")),
                (
                    "tools",
                    models.ManyToManyField(
                        blank=True, related_name="path_steps", to="toolbox.tool"
                    ),
                ),
                (
                    "items",
                    models.ManyToManyField(
                        related_name="path_steps",
                        through="toolbox.StepLink",
                        to="toolbox.frameworkitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ["path", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("path", "key"), name="step_key_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="StepLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="toolbox.step",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="step_links",
                        to="toolbox.frameworkitem",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="why")),
            ],
            options={
                "verbose_name": "link of a step",
                "verbose_name_plural": "links of steps",
                "constraints": [
                    models.UniqueConstraint(fields=("step", "item"), name="step_link_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StepWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="works",
                        to="toolbox.journey",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to="toolbox.step",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "Not begun"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                        ],
                        default="not_started",
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
                ("on", models.DateField(blank=True, null=True, verbose_name="date")),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="step_works",
                        to="members.seat",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="note")),
                ("result", models.TextField(blank=True, max_length=4000, verbose_name="result")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(null=True, verbose_name="changed")),
            ],
            options={
                "verbose_name": "work on a step",
                "verbose_name_plural": "work on steps",
                "constraints": [
                    models.UniqueConstraint(fields=("journey", "step"), name="work_one_per_step")
                ],
            },
        ),
        migrations.CreateModel(
            name="StepWorkEvent",
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
                        to="toolbox.stepwork",
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
                    "journey",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="toolbox.journey",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="toolbox.step",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "Not begun"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                        ],
                        default="not_started",
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
                ("on", models.DateField(blank=True, null=True, verbose_name="date")),
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
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="note")),
                ("result", models.TextField(blank=True, max_length=4000, verbose_name="result")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(null=True, verbose_name="changed")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ToolFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="toolbox.tool",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=255,
                        upload_to=toolbox.models.tools.file_path,
                        verbose_name="file",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="file name")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("version", models.CharField(blank=True, max_length=20, verbose_name="version")),
                (
                    "language",
                    models.CharField(
                        choices=[("sv", "Swedish"), ("en", "English")],
                        default="sv",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("is_live", models.BooleanField(default=False, verbose_name="published")),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="added"),
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
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ToolLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="toolbox.tool",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tool_links",
                        to="toolbox.frameworkitem",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=240, verbose_name="why")),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "constraints": [
                    models.UniqueConstraint(fields=("tool", "item"), name="tool_link_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "example",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="toolbox.example",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
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
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
            ],
            options={
                "verbose_name": "wish to try",
                "verbose_name_plural": "wishes to try",
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("example", "member"), name="wish_once_per_member"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="toolbox.stepwork",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=255,
                        upload_to=toolbox.models.journeys.work_file_path,
                        verbose_name="file",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="file name")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="size")),
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
                "verbose_name": "file of a step",
                "verbose_name_plural": "files of steps",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkFileEvent",
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
                        to="toolbox.workfile",
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
                    "work",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="toolbox.stepwork",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=255,
                        upload_to=toolbox.models.journeys.work_file_path,
                        verbose_name="file",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="file name")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="size")),
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
        pgtrigger.migrations.AddTrigger(
            model_name="glossaryterm",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "toolbox_glossarytermevent" ("explanation", "id", "inflections", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term") VALUES (NEW."explanation", NEW."id", NEW."inflections", NEW."link", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."term"); RETURN NULL;',
                    hash="d33fa02acd037a29ce2a21319b29ef359f00244e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f9c37",
                    table="toolbox_glossaryterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="glossaryterm",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "toolbox_glossarytermevent" ("explanation", "id", "inflections", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term") VALUES (NEW."explanation", NEW."id", NEW."inflections", NEW."link", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."term"); RETURN NULL;',
                    hash="7ec784ddbe6be1d52867ce20613f0ab73dd0f432",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_54213",
                    table="toolbox_glossaryterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exampleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e4bbf411a49d91a3af7de826534ca69048bcaf57",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b3e6b",
                    table="toolbox_exampleevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="framework",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "toolbox_frameworkevent" ("edition", "id", "is_active", "kind", "link", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "publisher", "replaces_id", "short_name", "slug") VALUES (NEW."edition", NEW."id", NEW."is_active", NEW."kind", NEW."link", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."publisher", NEW."replaces_id", NEW."short_name", NEW."slug"); RETURN NULL;',
                    hash="71058bcad0f43b1681c6110c4db65f76ce2191de",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7d66f",
                    table="toolbox_framework",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="framework",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "toolbox_frameworkevent" ("edition", "id", "is_active", "kind", "link", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "publisher", "replaces_id", "short_name", "slug") VALUES (NEW."edition", NEW."id", NEW."is_active", NEW."kind", NEW."link", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."publisher", NEW."replaces_id", NEW."short_name", NEW."slug"); RETURN NULL;',
                    hash="4d31526f3d2980dd9adc39dd408210372a120bce",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4e65c",
                    table="toolbox_framework",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="frameworkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d5f56065c005f395ef5dd34a129ecf8ae46cd010",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_23186",
                    table="toolbox_frameworkevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="frameworkitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "toolbox_frameworkitemevent" ("code", "colour", "framework_id", "group", "id", "link", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "title") VALUES (NEW."code", NEW."colour", NEW."framework_id", NEW."group", NEW."id", NEW."link", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."text", NEW."title"); RETURN NULL;',
                    hash="07c57f40c1a2cc2592093288885b39d3659f223b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_273db",
                    table="toolbox_frameworkitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="frameworkitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "toolbox_frameworkitemevent" ("code", "colour", "framework_id", "group", "id", "link", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "title") VALUES (NEW."code", NEW."colour", NEW."framework_id", NEW."group", NEW."id", NEW."link", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."text", NEW."title"); RETURN NULL;',
                    hash="14989dae7963f3c65b91089dc22cde54baba7bd2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2c46e",
                    table="toolbox_frameworkitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="frameworkitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3f0f1c74e5e5111e76f12fa9a79756980c88d3bc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5d090",
                    table="toolbox_frameworkitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="glossarytermevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4561eeaaddc416aa620267414500860bcdd1e4b0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3d5c9",
                    table="toolbox_glossarytermevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemmapping",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "toolbox_itemmappingevent" ("id", "new_id", "note", "old_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."new_id", NEW."note", NEW."old_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="fd585dd5bfd109040e104d750a2e443dcb3a3110",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b09df",
                    table="toolbox_itemmapping",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemmapping",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "toolbox_itemmappingevent" ("id", "new_id", "note", "old_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."new_id", NEW."note", NEW."old_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="b4c835943a5580bd007748d2a052d5acad51045a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9f734",
                    table="toolbox_itemmapping",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemmappingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e12ac83da4a167e92f73279067b01f88157ff11d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_21741",
                    table="toolbox_itemmappingevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journeyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6a25051e46e4cb7f604fc0ac70d260a227ca8287",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dd1d1",
                    table="toolbox_journeyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journey",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "toolbox_journeyevent" ("begun_at", "begun_by_id", "ended_at", "id", "is_shared", "member_id", "path_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."begun_at", NEW."begun_by_id", NEW."ended_at", NEW."id", NEW."is_shared", NEW."member_id", NEW."path_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="c21545b7311b6d66704997742504df8166fb2b60",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_42a8f",
                    table="toolbox_journey",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journey",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."begun_at" IS DISTINCT FROM (NEW."begun_at") OR OLD."begun_by_id" IS DISTINCT FROM (NEW."begun_by_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_shared" IS DISTINCT FROM (NEW."is_shared") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."path_id" IS DISTINCT FROM (NEW."path_id"))',
                    func='INSERT INTO "toolbox_journeyevent" ("begun_at", "begun_by_id", "ended_at", "id", "is_shared", "member_id", "path_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."begun_at", NEW."begun_by_id", NEW."ended_at", NEW."id", NEW."is_shared", NEW."member_id", NEW."path_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="96b8ef9256afd2ab2bc8e48547844cb8fc88f021",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c2c22",
                    table="toolbox_journey",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepwork",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "toolbox_stepworkevent" ("changed_at", "changed_by_id", "id", "journey_id", "note", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "seat_id", "state", "step_id", "version") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."journey_id", NEW."note", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."result", NEW."seat_id", NEW."state", NEW."step_id", NEW."version"); RETURN NULL;',
                    hash="0518847742bd7d9b8fb806626a764a627d899fe4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0e20c",
                    table="toolbox_stepwork",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepwork",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "toolbox_stepworkevent" ("changed_at", "changed_by_id", "id", "journey_id", "note", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "seat_id", "state", "step_id", "version") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."journey_id", NEW."note", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."result", NEW."seat_id", NEW."state", NEW."step_id", NEW."version"); RETURN NULL;',
                    hash="c324cf5be3f1f04453e015ff546a9175ad802827",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_97488",
                    table="toolbox_stepwork",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepworkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="00b13caa66ede5b6fa5419d75668e6db28c721e4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0d87f",
                    table="toolbox_stepworkevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="example",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "toolbox_exampleevent" ("action", "comment", "cost", "created_at", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "published_at", "result", "seat_id", "sent_in_at", "state", "title") VALUES (NEW."action", NEW."comment", NEW."cost", NEW."created_at", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."problem", NEW."published_at", NEW."result", NEW."seat_id", NEW."sent_in_at", NEW."state", NEW."title"); RETURN NULL;',
                    hash="f7f965c7bf98bb71ed3756c3215d05ce2709aa21",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e810e",
                    table="toolbox_example",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="example",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."comment" IS DISTINCT FROM (NEW."comment") OR OLD."cost" IS DISTINCT FROM (NEW."cost") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."result" IS DISTINCT FROM (NEW."result") OR OLD."seat_id" IS DISTINCT FROM (NEW."seat_id") OR OLD."sent_in_at" IS DISTINCT FROM (NEW."sent_in_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "toolbox_exampleevent" ("action", "comment", "cost", "created_at", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "published_at", "result", "seat_id", "sent_in_at", "state", "title") VALUES (NEW."action", NEW."comment", NEW."cost", NEW."created_at", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."problem", NEW."published_at", NEW."result", NEW."seat_id", NEW."sent_in_at", NEW."state", NEW."title"); RETURN NULL;',
                    hash="b9707357d45bfddb23fc5abc23ed1f0c642ba940",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1f329",
                    table="toolbox_example",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "toolbox_workfileevent" ("added_at", "added_by_id", "file", "id", "media_type", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "work_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."file", NEW."id", NEW."media_type", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."size", NEW."work_id"); RETURN NULL;',
                    hash="7548a4e4b1872a4340f93cedde277df1f6e7e436",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9bdbc",
                    table="toolbox_workfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "toolbox_workfileevent" ("added_at", "added_by_id", "file", "id", "media_type", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "work_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."file", NEW."id", NEW."media_type", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."size", NEW."work_id"); RETURN NULL;',
                    hash="65e5accfc5e887917c06b70f9d0e169b8663ddc2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_44c11",
                    table="toolbox_workfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workfileevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="520f8aae87c752cbe01d3cbf32a1b5a9e040fe2f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dd07b",
                    table="toolbox_workfileevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
