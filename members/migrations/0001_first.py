import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import members.models.documents
import members.models.seats
import sekom.text
from sekom.migrating import FirstMigration


class Migration(FirstMigration):
    replaces = [
        ("members", "0001_initial"),
        ("members", "0003_person_erased"),
        ("members", "0004_readings"),
        ("members", "0005_documents_handovers_and_doubts"),
        ("members", "0006_group_pages"),
        ("members", "0007_group_slugs"),
        ("members", "0008_group_slug_required"),
        ("members", "0009_team_lists"),
        ("members", "0010_imports_and_merges"),
    ]

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("sekom", "0001_database_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("board", "board"),
                            ("expert_group", "expert group"),
                            ("secretariat", "secretariat"),
                            ("working_group", "working group"),
                        ],
                        max_length=13,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                (
                    "description",
                    models.TextField(blank=True, max_length=2000, verbose_name="description"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="last day")),
            ],
            options={
                "verbose_name": "group",
                "verbose_name_plural": "groups",
                "ordering": ["kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="GroupEvent",
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
                        to="members.group",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("board", "board"),
                            ("expert_group", "expert group"),
                            ("secretariat", "secretariat"),
                            ("working_group", "working group"),
                        ],
                        max_length=13,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address")),
                (
                    "description",
                    models.TextField(blank=True, max_length=2000, verbose_name="description"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="last day")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("municipality", "municipality"), ("region", "region")],
                        default="municipality",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("code", models.CharField(max_length=4, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("short_name", models.CharField(max_length=80, verbose_name="short name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                (
                    "county",
                    models.CharField(
                        choices=[
                            ("01", "Stockholms län"),
                            ("03", "Uppsala län"),
                            ("04", "Södermanlands län"),
                            ("05", "Östergötlands län"),
                            ("06", "Jönköpings län"),
                            ("07", "Kronobergs län"),
                            ("08", "Kalmar län"),
                            ("09", "Gotlands län"),
                            ("10", "Blekinge län"),
                            ("12", "Skåne län"),
                            ("13", "Hallands län"),
                            ("14", "Västra Götalands län"),
                            ("17", "Värmlands län"),
                            ("18", "Örebro län"),
                            ("19", "Västmanlands län"),
                            ("20", "Dalarnas län"),
                            ("21", "Gävleborgs län"),
                            ("22", "Västernorrlands län"),
                            ("23", "Jämtlands län"),
                            ("24", "Västerbottens län"),
                            ("25", "Norrbottens län"),
                            ("99", "Exempellän"),
                        ],
                        max_length=2,
                        verbose_name="county",
                    ),
                ),
                (
                    "inhabitants",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="inhabitants"),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "description",
                    models.TextField(blank=True, max_length=600, verbose_name="about the work"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "has applied"),
                            ("member", "member"),
                            ("left", "has left"),
                        ],
                        default="member",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied")),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="decided by the board"),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="member since")),
                ("notice_on", models.DateField(blank=True, null=True, verbose_name="gave notice")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left")),
                (
                    "diary_number",
                    models.CharField(blank=True, max_length=40, verbose_name="diary number"),
                ),
                ("is_fictional", models.BooleanField(default=False, verbose_name="made up")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sekom.text.SvSort(models.F("name")),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ["sort_key"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code"), name="member_code_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "left"), _negated=True),
                            ("left_on__isnull", False),
                            _connector="OR",
                        ),
                        name="member_left_has_a_day",
                        violation_error_message="Say which day the member left.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True),
                            ("joined_on__isnull", True),
                            ("left_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="member_left_after_joining",
                        violation_error_message="A member cannot leave before it joined.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberEvent",
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
                        to="members.member",
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
                    "kind",
                    models.CharField(
                        choices=[("municipality", "municipality"), ("region", "region")],
                        default="municipality",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("code", models.CharField(max_length=4, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("short_name", models.CharField(max_length=80, verbose_name="short name")),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address")),
                (
                    "county",
                    models.CharField(
                        choices=[
                            ("01", "Stockholms län"),
                            ("03", "Uppsala län"),
                            ("04", "Södermanlands län"),
                            ("05", "Östergötlands län"),
                            ("06", "Jönköpings län"),
                            ("07", "Kronobergs län"),
                            ("08", "Kalmar län"),
                            ("09", "Gotlands län"),
                            ("10", "Blekinge län"),
                            ("12", "Skåne län"),
                            ("13", "Hallands län"),
                            ("14", "Västra Götalands län"),
                            ("17", "Värmlands län"),
                            ("18", "Örebro län"),
                            ("19", "Västmanlands län"),
                            ("20", "Dalarnas län"),
                            ("21", "Gävleborgs län"),
                            ("22", "Västernorrlands län"),
                            ("23", "Jämtlands län"),
                            ("24", "Västerbottens län"),
                            ("25", "Norrbottens län"),
                            ("99", "Exempellän"),
                        ],
                        max_length=2,
                        verbose_name="county",
                    ),
                ),
                (
                    "inhabitants",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="inhabitants"),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "description",
                    models.TextField(blank=True, max_length=600, verbose_name="about the work"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "has applied"),
                            ("member", "member"),
                            ("left", "has left"),
                        ],
                        default="member",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied")),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="decided by the board"),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="member since")),
                ("notice_on", models.DateField(blank=True, null=True, verbose_name="gave notice")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left")),
                (
                    "diary_number",
                    models.CharField(blank=True, max_length=40, verbose_name="diary number"),
                ),
                ("is_fictional", models.BooleanField(default=False, verbose_name="made up")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="title")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "theme",
                    models.CharField(
                        choices=[("auto", "As the device"), ("light", "Light"), ("dark", "Dark")],
                        default="auto",
                        max_length=5,
                        verbose_name="appearance",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="may log in")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
                    ),
                ),
                (
                    "erasure_asked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="asked to be erased"
                    ),
                ),
                (
                    "erased_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="erased"
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="person_email_unique_in_any_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Bounce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bounces",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "bounced_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="refused"),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="the server's answer"
                    ),
                ),
                ("cleared_at", models.DateTimeField(blank=True, null=True, verbose_name="cleared")),
            ],
            options={
                "verbose_name": "bounce",
                "verbose_name_plural": "bounces",
                "ordering": ["-bounced_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cleared_at__isnull", True)),
                        fields=("person", "email"),
                        name="bounce_once_until_cleared",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="members.member",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="members.group",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decision", "Decision"),
                            ("application", "Application"),
                            ("programme", "Programme"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "file",
                    models.FileField(
                        upload_to=members.models.documents.document_path, verbose_name="file"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name of the file")),
                ("content_type", models.CharField(max_length=100, verbose_name="type")),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "diary_number",
                    models.CharField(blank=True, max_length=40, verbose_name="diary number"),
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
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["-added_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("member__isnull", True), ("group__isnull", True), _connector="XOR"
                        ),
                        name="document_of_a_member_or_a_group",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("dated_on__isnull", True),
                            ("valid_until__gte", models.F("dated_on")),
                            _connector="OR",
                        ),
                        name="document_ends_after_its_day",
                        violation_error_message="The last day cannot come before the document's own.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentEvent",
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
                        to="members.document",
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
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("decision", "Decision"),
                            ("application", "Application"),
                            ("programme", "Programme"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "file",
                    models.FileField(
                        upload_to=members.models.documents.document_path, verbose_name="file"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name of the file")),
                ("content_type", models.CharField(max_length=100, verbose_name="type")),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "diary_number",
                    models.CharField(blank=True, max_length=40, verbose_name="diary number"),
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
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                ("file", models.BinaryField(default=b"", verbose_name="contents")),
                ("sha256", models.CharField(max_length=64, verbose_name="checksum")),
                ("columns", models.JSONField(default=dict, verbose_name="columns")),
                ("choices", models.JSONField(default=dict, verbose_name="choices about doubles")),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="uploaded"
                    ),
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
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="confirmed"),
                ),
                ("made_count", models.PositiveIntegerField(default=0, verbose_name="new")),
                ("changed_count", models.PositiveIntegerField(default=0, verbose_name="changed")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="ImportedChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "imported",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="members.import",
                    ),
                ),
                ("line", models.PositiveIntegerField(verbose_name="row of the sheet")),
                ("model", models.CharField(max_length=20, verbose_name="what")),
                ("row", models.BigIntegerField(verbose_name="its number")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(default=dict, verbose_name="after")),
            ],
            options={
                "verbose_name": "imported change",
                "verbose_name_plural": "imported changes",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("imported", "model", "row"), name="imported_change_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("gone_name", models.CharField(max_length=120, verbose_name="the other one")),
                ("before", models.JSONField(default=dict, verbose_name="before")),
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
                    "merged_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="merged"),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
            ],
            options={
                "verbose_name": "merge",
                "verbose_name_plural": "merges",
                "ordering": ["-merged_at"],
            },
        ),
        migrations.CreateModel(
            name="PersonEvent",
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
                        to=settings.AUTH_USER_MODEL,
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
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="title")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "theme",
                    models.CharField(
                        choices=[("auto", "As the device"), ("light", "Light"), ("dark", "Dark")],
                        default="auto",
                        max_length=5,
                        verbose_name="appearance",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="may log in")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
                    ),
                ),
                (
                    "erasure_asked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="asked to be erased"
                    ),
                ),
                (
                    "erased_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="erased"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("read", "read"), ("export", "took out")],
                        default="read",
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="people")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="when"
                    ),
                ),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "readings",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="members.member",
                    ),
                ),
                (
                    "through",
                    models.CharField(
                        choices=[("mail", "mail"), ("phone", "phone")],
                        max_length=5,
                        verbose_name="through",
                    ),
                ),
                (
                    "on",
                    models.DateField(default=members.models.seats.today, verbose_name="reminded"),
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
                (
                    "answer_expected_on",
                    models.DateField(blank=True, null=True, verbose_name="answer expected"),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "ordering": ["-on"],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("verification", "still right?"),
                            ("mandate_change", "mandate change"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="opened"),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer_by", models.DateField(verbose_name="answer by")),
                (
                    "mandates_end_on",
                    models.DateField(blank=True, null=True, verbose_name="mandates end"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
            ],
            options={
                "verbose_name": "round",
                "verbose_name_plural": "rounds",
                "ordering": ["-opened_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("kind",),
                        name="round_one_open_of_each_kind",
                        violation_error_message="A round like this is under way already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "verification"), ("mandates_end_on__isnull", True)),
                            models.Q(
                                ("kind", "mandate_change"), ("mandates_end_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="round_of_mandate_change_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="members.member",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="members.group",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("politician", "contact politician"),
                            ("officer", "contact officer"),
                            ("key_figure_reporter", "key-figure reporter"),
                            ("chair", "chair"),
                            ("ordinary", "ordinary"),
                            ("substitute", "substitute"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="number")),
            ],
            options={
                "verbose_name": "seat",
                "verbose_name_plural": "seats",
                "ordering": ["member__sort_key", "group__name", "kind", "number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("member__isnull", True), ("group__isnull", True), _connector="XOR"
                        ),
                        name="seat_of_a_member_or_a_group",
                    ),
                    models.UniqueConstraint(
                        fields=("member", "kind", "number"), name="seat_unique_in_member"
                    ),
                    models.UniqueConstraint(
                        fields=("group", "kind", "number"), name="seat_unique_in_group"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["politician", "officer"]), _negated=True),
                            ("number", 1),
                            _connector="OR",
                        ),
                        name="seat_pair_is_one_of_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "chair"), _negated=True),
                            ("number", 1),
                            _connector="OR",
                        ),
                        name="seat_one_chair",
                        violation_error_message="The group has a chair's seat already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="members.seat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(default=members.models.seats.today, verbose_name="from"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
            ],
            options={
                "verbose_name": "holding",
                "verbose_name_plural": "holdings",
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="holding_ends_after_it_starts",
                        violation_error_message="The last day cannot come before the first.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("seat", "="),
                            (
                                members.models.seats.DateRange(
                                    "starts_on",
                                    "ends_on",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="holding_one_person_on_a_seat",
                        violation_error_message="Somebody already holds this seat then. End that holding first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="members.holding",
                    ),
                ),
                (
                    "on",
                    models.DateField(default=members.models.seats.today, verbose_name="confirmed"),
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
                (
                    "through",
                    models.CharField(
                        choices=[
                            ("register", "the register that was loaded"),
                            ("secretariat", "the secretariat"),
                            ("login", "logging in"),
                            ("link", "a link in a mail"),
                        ],
                        max_length=11,
                        verbose_name="through",
                    ),
                ),
            ],
            options={
                "verbose_name": "confirmation",
                "verbose_name_plural": "confirmations",
                "ordering": ["-on"],
            },
        ),
        migrations.CreateModel(
            name="ConfirmationEvent",
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
                        to="members.confirmation",
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
                    "holding",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.holding",
                    ),
                ),
                (
                    "on",
                    models.DateField(default=members.models.seats.today, verbose_name="confirmed"),
                ),
                (
                    "by",
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
                    "through",
                    models.CharField(
                        choices=[
                            ("register", "the register that was loaded"),
                            ("secretariat", "the secretariat"),
                            ("login", "logging in"),
                            ("link", "a link in a mail"),
                        ],
                        max_length=11,
                        verbose_name="through",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Doubt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="doubts",
                        to="members.holding",
                    ),
                ),
                ("said", models.CharField(max_length=500, verbose_name="what is wrong")),
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
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="said"),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(blank=True, max_length=300, verbose_name="what was done"),
                ),
            ],
            options={
                "verbose_name": "doubt",
                "verbose_name_plural": "doubts",
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at__isnull", True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="doubt_is_closed_with_words",
                        violation_error_message="Say what was done.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("holding", "by"),
                        name="doubt_one_open_from_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DoubtEvent",
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
                        to="members.doubt",
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
                    "holding",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.holding",
                    ),
                ),
                ("said", models.CharField(max_length=500, verbose_name="what is wrong")),
                (
                    "by",
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
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="said"),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "settled_by",
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
                (
                    "outcome",
                    models.CharField(blank=True, max_length=300, verbose_name="what was done"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "old_holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handovers",
                        to="members.holding",
                    ),
                ),
                (
                    "new_holding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.holding",
                    ),
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
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made"),
                ),
                (
                    "ended_on_before",
                    models.DateField(blank=True, null=True, verbose_name="last day before"),
                ),
                (
                    "reason_before",
                    models.CharField(blank=True, max_length=200, verbose_name="reason before"),
                ),
                (
                    "is_new_person",
                    models.BooleanField(default=False, verbose_name="added a person"),
                ),
                ("moved", models.JSONField(blank=True, default=list, verbose_name="moved")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
            ],
            options={
                "verbose_name": "handover",
                "verbose_name_plural": "handovers",
                "ordering": ["-made_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("old_holding",),
                        name="handover_one_standing_for_a_holding",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverEvent",
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
                        to="members.handover",
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
                    "old_holding",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.holding",
                    ),
                ),
                (
                    "new_holding",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.holding",
                    ),
                ),
                (
                    "by",
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
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made"),
                ),
                (
                    "ended_on_before",
                    models.DateField(blank=True, null=True, verbose_name="last day before"),
                ),
                (
                    "reason_before",
                    models.CharField(blank=True, max_length=200, verbose_name="reason before"),
                ),
                (
                    "is_new_person",
                    models.BooleanField(default=False, verbose_name="added a person"),
                ),
                ("moved", models.JSONField(blank=True, default=list, verbose_name="moved")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HoldingEvent",
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
                        to="members.holding",
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
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.seat",
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
                (
                    "starts_on",
                    models.DateField(default=members.models.seats.today, verbose_name="from"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inquiries",
                        to="members.round",
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inquiries",
                        to="members.holding",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                (
                    "reminder_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="reminders"),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reminded"),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("right", "is right"),
                            ("changed", "something has changed"),
                            ("left", "has left"),
                        ],
                        max_length=7,
                        verbose_name="answer",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "new_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="new address"),
                ),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="note")),
            ],
            options={
                "verbose_name": "inquiry",
                "verbose_name_plural": "inquiries",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "holding"), name="inquiry_once_per_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="inquiry_answered_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatEvent",
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
                        to="members.seat",
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
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("politician", "contact politician"),
                            ("officer", "contact officer"),
                            ("key_figure_reporter", "key-figure reporter"),
                            ("chair", "chair"),
                            ("ordinary", "ordinary"),
                            ("substitute", "substitute"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="number")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TeamList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("made", "not done yet"),
                            ("applying", "being done"),
                            ("applied", "done"),
                            ("failed", "failed"),
                        ],
                        default="made",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "through",
                    models.CharField(
                        blank=True,
                        choices=[("hand", "by hand"), ("graph", "Microsoft Graph")],
                        max_length=5,
                        verbose_name="through",
                    ),
                ),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                ("step", models.PositiveSmallIntegerField(default=0, verbose_name="done so far")),
                ("steps", models.PositiveSmallIntegerField(default=0, verbose_name="to do")),
                ("added_count", models.PositiveSmallIntegerField(default=0, verbose_name="added")),
                (
                    "removed_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="removed"),
                ),
                ("problem", models.CharField(blank=True, max_length=400, verbose_name="problem")),
            ],
            options={
                "verbose_name": "list for Teams",
                "verbose_name_plural": "lists for Teams",
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("applied_at__isnull", False),
                                ("state", "applied"),
                                models.Q(("through", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "applied"), _negated=True),
                                ("applied_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="team_list_done_has_a_time_and_a_way",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="members.teamlist",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("belongs_to", models.CharField(max_length=300, verbose_name="member or group")),
                (
                    "needs_invitation",
                    models.BooleanField(default=False, verbose_name="must be invited"),
                ),
            ],
            options={
                "verbose_name": "place on a list for Teams",
                "verbose_name_plural": "places on a list for Teams",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("list", "person"), name="team_place_once_per_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "link",
                    models.URLField(
                        blank=True,
                        help_text="Shown to those who are in it. In Teams: “Get link to team”.",
                        max_length=1000,
                        verbose_name="link to the Team",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="members.group",
                        verbose_name="groups that are in it too",
                    ),
                ),
            ],
            options={
                "verbose_name": "settings of the Team",
                "verbose_name_plural": "settings of the Team",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="team_settings_one_row"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_personevent" ("created_at", "email", "erased_at", "erasure_asked_at", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "theme", "title") VALUES (NEW."created_at", NEW."email", NEW."erased_at", NEW."erasure_asked_at", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."theme", NEW."title"); RETURN NULL;',
                    hash="1949c553ea50cc85005ade1d2865fbd48d404e14",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ccaf2",
                    table="members_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."erased_at" IS DISTINCT FROM (NEW."erased_at") OR OLD."erasure_asked_at" IS DISTINCT FROM (NEW."erasure_asked_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "members_personevent" ("created_at", "email", "erased_at", "erasure_asked_at", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "theme", "title") VALUES (NEW."created_at", NEW."email", NEW."erased_at", NEW."erasure_asked_at", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."theme", NEW."title"); RETURN NULL;',
                    hash="101662cf02301b9e7b966a8ee810e6e81426c555",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a133a",
                    table="members_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="group",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_groupevent" ("closed_on", "description", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."closed_on", NEW."description", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug"); RETURN NULL;',
                    hash="548782e5e486e2dd4c15856a3df03b31be41f3e2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_438ff",
                    table="members_group",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="group",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_groupevent" ("closed_on", "description", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."closed_on", NEW."description", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug"); RETURN NULL;',
                    hash="b2d6c1b90808f8ab1cf4ab6e7e108f569d889594",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bfd67",
                    table="members_group",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="member_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="aa796c01dedcda3c19d86eb027ef6a13074455c8",
                    operation="DELETE",
                    pgid="pgtrigger_member_is_never_deleted_e71ce",
                    table="members_member",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_memberevent" ("applied_on", "code", "county", "decided_on", "description", "diary_number", "id", "inhabitants", "is_fictional", "joined_on", "kind", "left_on", "name", "notice_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name", "slug", "status", "website") VALUES (NEW."applied_on", NEW."code", NEW."county", NEW."decided_on", NEW."description", NEW."diary_number", NEW."id", NEW."inhabitants", NEW."is_fictional", NEW."joined_on", NEW."kind", NEW."left_on", NEW."name", NEW."notice_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."short_name", NEW."slug", NEW."status", NEW."website"); RETURN NULL;',
                    hash="205eceb5ffef6b44d9888df660d8034e8d7f0a3b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2df50",
                    table="members_member",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."applied_on" IS DISTINCT FROM (NEW."applied_on") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."county" IS DISTINCT FROM (NEW."county") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."diary_number" IS DISTINCT FROM (NEW."diary_number") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."inhabitants" IS DISTINCT FROM (NEW."inhabitants") OR OLD."is_fictional" IS DISTINCT FROM (NEW."is_fictional") OR OLD."joined_on" IS DISTINCT FROM (NEW."joined_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."left_on" IS DISTINCT FROM (NEW."left_on") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."notice_on" IS DISTINCT FROM (NEW."notice_on") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                    func='INSERT INTO "members_memberevent" ("applied_on", "code", "county", "decided_on", "description", "diary_number", "id", "inhabitants", "is_fictional", "joined_on", "kind", "left_on", "name", "notice_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name", "slug", "status", "website") VALUES (NEW."applied_on", NEW."code", NEW."county", NEW."decided_on", NEW."description", NEW."diary_number", NEW."id", NEW."inhabitants", NEW."is_fictional", NEW."joined_on", NEW."kind", NEW."left_on", NEW."name", NEW."notice_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."short_name", NEW."slug", NEW."status", NEW."website"); RETURN NULL;',
                    hash="043e3a50222f3b901c7b8b2cb4ce0590bca57a45",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1bc1",
                    table="members_member",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="18b7d85bf39550ee44164a2412127a86b146837d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5ab5a",
                    table="members_groupevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handoverevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="465a76b695071503b1d360dc58a40095bccf34f6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7f152",
                    table="members_handoverevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_handoverevent" ("by_id", "ended_on_before", "id", "is_new_person", "made_at", "moved", "new_holding_id", "old_holding_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_before", "undone_at") VALUES (NEW."by_id", NEW."ended_on_before", NEW."id", NEW."is_new_person", NEW."made_at", NEW."moved", NEW."new_holding_id", NEW."old_holding_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason_before", NEW."undone_at"); RETURN NULL;',
                    hash="3bdb596f62660aba89efbcef3601d0f89a09fb08",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_875d5",
                    table="members_handover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_handoverevent" ("by_id", "ended_on_before", "id", "is_new_person", "made_at", "moved", "new_holding_id", "old_holding_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_before", "undone_at") VALUES (NEW."by_id", NEW."ended_on_before", NEW."id", NEW."is_new_person", NEW."made_at", NEW."moved", NEW."new_holding_id", NEW."old_holding_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason_before", NEW."undone_at"); RETURN NULL;',
                    hash="fed3a0f77d5d2cf2ed20248620faf96054c3c48d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2a7e5",
                    table="members_handover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="doubtevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="449b76d8ecf2521215266e597847a94d2aa1ed4b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5ee7f",
                    table="members_doubtevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="doubt",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_doubtevent" ("at", "by_id", "holding_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said", "settled_at", "settled_by_id") VALUES (NEW."at", NEW."by_id", NEW."holding_id", NEW."id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."said", NEW."settled_at", NEW."settled_by_id"); RETURN NULL;',
                    hash="e85a9df2a8af1702150abd9b2251ad60dbb6800f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3d651",
                    table="members_doubt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="doubt",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_doubtevent" ("at", "by_id", "holding_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said", "settled_at", "settled_by_id") VALUES (NEW."at", NEW."by_id", NEW."holding_id", NEW."id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."said", NEW."settled_at", NEW."settled_by_id"); RETURN NULL;',
                    hash="b8205e42f7b632d87565ff5f1853225990dd2776",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dd424",
                    table="members_doubt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="confirmationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cea90a96663a42ae1a37930d599da083c7dfc77b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0a060",
                    table="members_confirmationevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="confirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_confirmationevent" ("by_id", "holding_id", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "through") VALUES (NEW."by_id", NEW."holding_id", NEW."id", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."through"); RETURN NULL;',
                    hash="dbac63dd351586968a565b0e60ff7f9880910b5c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7e837",
                    table="members_confirmation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="confirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_confirmationevent" ("by_id", "holding_id", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "through") VALUES (NEW."by_id", NEW."holding_id", NEW."id", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."through"); RETURN NULL;',
                    hash="f1a66d0295f37830a5bd779454a26b8c659b7161",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bce12",
                    table="members_confirmation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="782b09f628356800975a89cc6911515bd7a523c8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_eac8b",
                    table="members_documentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_documentevent" ("added_at", "added_by_id", "content_type", "dated_on", "diary_number", "file", "group_id", "id", "kind", "member_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "valid_until") VALUES (NEW."added_at", NEW."added_by_id", NEW."content_type", NEW."dated_on", NEW."diary_number", NEW."file", NEW."group_id", NEW."id", NEW."kind", NEW."member_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."valid_until"); RETURN NULL;',
                    hash="299e510dea43d7eb0a00d7fa0bd6c1cdb4a599e7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d1af0",
                    table="members_document",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_documentevent" ("added_at", "added_by_id", "content_type", "dated_on", "diary_number", "file", "group_id", "id", "kind", "member_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "valid_until") VALUES (NEW."added_at", NEW."added_by_id", NEW."content_type", NEW."dated_on", NEW."diary_number", NEW."file", NEW."group_id", NEW."id", NEW."kind", NEW."member_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."valid_until"); RETURN NULL;',
                    hash="bfb0bfa1a925e0859492a9e7049dfebd7324200b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c65c6",
                    table="members_document",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memberevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="adf47588a34feaa7fc9f2d2dcecbee2efbf62151",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_de38d",
                    table="members_memberevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5ed038c33708a291246651c2dbd8e1fa862a6f04",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_53f61",
                    table="members_personevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_seatevent" ("group_id", "id", "kind", "member_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."group_id", NEW."id", NEW."kind", NEW."member_id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="65f19754e790bd44184201e855fad4259e6a5bb1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0a368",
                    table="members_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_seatevent" ("group_id", "id", "kind", "member_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."group_id", NEW."id", NEW."kind", NEW."member_id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="e644578ffc4676b5382db950173f0a2db3474172",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b2aa2",
                    table="members_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holdingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c6d1f0e56c3ca1b16ec25f8060481c4429f8d801",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c81b7",
                    table="members_holdingevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holding",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_holdingevent" ("ends_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "source", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."seat_id", NEW."source", NEW."starts_on"); RETURN NULL;',
                    hash="f668d605968049848a2cecd489cd2c1eb2a96d8c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1319d",
                    table="members_holding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holding",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_holdingevent" ("ends_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "source", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."seat_id", NEW."source", NEW."starts_on"); RETURN NULL;',
                    hash="9cd875e61264e182a6ac05ac79df7dde77bff99b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1b3f7",
                    table="members_holding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seatevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="00bb7feb5f84d24c6ce9b28d3687eb46d4ab6442",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_668af",
                    table="members_seatevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
