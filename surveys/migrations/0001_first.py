import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import surveys.models.reports
from sekom.migrating import FirstMigration


class Migration(FirstMigration):
    replaces = [("surveys", "0001_initial")]

    dependencies = [
        ("members", "0002_mailing_of_reminders"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("form_id", models.SlugField(max_length=64, unique=True, verbose_name="form id")),
            ],
            options={
                "verbose_name": "survey",
                "verbose_name_plural": "surveys",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="SurveyEvent",
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
                        to="surveys.survey",
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
                (
                    "form_id",
                    models.SlugField(db_index=False, max_length=64, verbose_name="form id"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="surveys.survey",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "default_language",
                    models.CharField(default="sv", max_length=8, verbose_name="language"),
                ),
                ("languages", models.JSONField(default=list, verbose_name="languages")),
                ("notices", models.JSONField(blank=True, default=list, verbose_name="notices")),
                ("file_name", models.CharField(max_length=200, verbose_name="workbook")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="imported"
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
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published"),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["survey__title", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("survey", "number"), name="version_number_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="surveys.version",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("key", models.CharField(max_length=64, verbose_name="key")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("integer", "whole number"),
                            ("decimal", "number"),
                            ("date", "date"),
                            ("select_one", "one of several"),
                            ("select_multiple", "several of several"),
                            ("note", "note"),
                            ("acknowledge", "tick"),
                            ("group", "group"),
                            ("matrix", "matrix"),
                        ],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("parent", models.CharField(blank=True, max_length=64, verbose_name="group")),
                ("labels", models.JSONField(default=dict, verbose_name="labels")),
                ("hints", models.JSONField(blank=True, default=dict, verbose_name="hints")),
                ("is_required", models.BooleanField(default=False, verbose_name="required")),
                ("required_messages", models.JSONField(blank=True, default=dict)),
                ("relevant", models.TextField(blank=True, verbose_name="relevant when")),
                ("constraint", models.TextField(blank=True, verbose_name="right when")),
                ("constraint_messages", models.JSONField(blank=True, default=dict)),
                ("default", models.TextField(blank=True, verbose_name="default")),
                ("choices", models.JSONField(blank=True, default=list, verbose_name="choices")),
                (
                    "has_other",
                    models.BooleanField(default=False, verbose_name="other, please state"),
                ),
                (
                    "appearance",
                    models.CharField(blank=True, max_length=80, verbose_name="appearance"),
                ),
                (
                    "extra",
                    models.JSONField(blank=True, default=dict, verbose_name="further columns"),
                ),
                ("sheet_row", models.PositiveIntegerField(verbose_name="row in the workbook")),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["version", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "key"), name="question_key_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="surveys.version",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                (
                    "smallest_group",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Figures with fewer answers behind them are hidden from everyone but us.",
                        verbose_name="smallest group shown",
                    ),
                ),
                ("letter", models.TextField(blank=True, verbose_name="letter")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="made"
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
            ],
            options={
                "verbose_name": "survey round",
                "verbose_name_plural": "survey rounds",
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("opened_at__isnull", False),
                            _connector="OR",
                        ),
                        name="round_closed_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("smallest_group__gte", 3)),
                        name="round_smallest_group_hides_people",
                        violation_error_message="Groups smaller than three give people away.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
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
                        related_name="reports",
                        to="surveys.surveyround",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("building", "being built"),
                            ("ready", "ready"),
                            ("failed", "failed"),
                        ],
                        default="building",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=0, verbose_name="steps done")),
                ("steps", models.PositiveSmallIntegerField(default=0, verbose_name="steps")),
                (
                    "basis",
                    models.CharField(blank=True, max_length=64, verbose_name="what it shows"),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        upload_to=surveys.models.reports.report_path,
                        verbose_name="file",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="problem")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="asked for"
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
                ("built_at", models.DateTimeField(blank=True, null=True, verbose_name="built")),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Response",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="surveys.surveyround",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="members.member",
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                (
                    "first_answer_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="started"),
                ),
                (
                    "last_answer_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last changed"),
                ),
                ("edit_count", models.PositiveIntegerField(default=0, verbose_name="edits")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sent in"),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepted"),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "accepted_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reason"),
                ),
                (
                    "reopened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reopened"),
                ),
            ],
            options={
                "verbose_name": "response",
                "verbose_name_plural": "responses",
                "ordering": ["member__sort_key"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "member"), name="response_one_per_member"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True),
                            models.Q(("accepted_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="response_accepted_with_a_reason",
                        violation_error_message="Say why one signature is enough.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="surveys.response",
                    ),
                ),
                ("key", models.CharField(max_length=64, verbose_name="question")),
                ("value", models.JSONField(null=True, verbose_name="answer")),
                ("is_relevant", models.BooleanField(default=True, verbose_name="counts")),
                ("number", models.PositiveIntegerField(default=1, verbose_name="number")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
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
                        verbose_name="role",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="answered"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("response", "key"), name="answer_one_per_question"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="surveys.response",
                    ),
                ),
                ("key", models.CharField(max_length=64, verbose_name="question")),
                ("old", models.JSONField(null=True, verbose_name="before")),
                ("new", models.JSONField(null=True, verbose_name="after")),
                ("base_number", models.PositiveIntegerField(verbose_name="started from")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("saved", "saved"),
                            ("refused", "refused: the other had just answered"),
                        ],
                        max_length=7,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
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
                        verbose_name="role",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
            ],
            options={
                "verbose_name": "edit",
                "verbose_name_plural": "edits",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["response", "key"], name="edit_by_question")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "saved")),
                        fields=("response", "key", "number"),
                        name="edit_numbers_count_up",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="surveys.response",
                    ),
                ),
                ("key", models.CharField(max_length=64, verbose_name="question")),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
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
                        verbose_name="role",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["response", "key"], name="comment_by_question")],
            },
        ),
        migrations.CreateModel(
            name="ResponseEvent",
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
                        to="surveys.response",
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
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="surveys.surveyround",
                    ),
                ),
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
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                (
                    "first_answer_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="started"),
                ),
                (
                    "last_answer_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last changed"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sent in"),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepted"),
                ),
                (
                    "accepted_by",
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
                    "accepted_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reason"),
                ),
                (
                    "reopened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reopened"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="surveys.response",
                    ),
                ),
                (
                    "role",
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
                        verbose_name="role",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name when signed")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                (
                    "signed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="signed"),
                ),
                ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="voided")),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["signed_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("response", "role"),
                        name="signature_one_valid_per_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["politician", "officer"])),
                        name="signature_by_one_of_the_pair",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignatureEvent",
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
                        to="surveys.signature",
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
                    "response",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="surveys.response",
                    ),
                ),
                (
                    "role",
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
                        verbose_name="role",
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
                ("name", models.CharField(max_length=120, verbose_name="name when signed")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                (
                    "signed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="signed"),
                ),
                ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="voided")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SurveyRoundEvent",
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
                        to="surveys.surveyround",
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
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="surveys.version",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                (
                    "smallest_group",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Figures with fewer answers behind them are hidden from everyone but us.",
                        verbose_name="smallest group shown",
                    ),
                ),
                ("letter", models.TextField(blank=True, verbose_name="letter")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="made"
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VersionEvent",
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
                        to="surveys.version",
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
                    "survey",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="surveys.survey",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "default_language",
                    models.CharField(default="sv", max_length=8, verbose_name="language"),
                ),
                ("languages", models.JSONField(default=list, verbose_name="languages")),
                ("notices", models.JSONField(blank=True, default=list, verbose_name="notices")),
                ("file_name", models.CharField(max_length=200, verbose_name="workbook")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="imported"
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
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="survey",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_surveyevent" ("form_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."form_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="e81253ef691a20bf869ad4910774351c1c43f40e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_472a1",
                    table="surveys_survey",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="survey",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "surveys_surveyevent" ("form_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."form_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="6623aa3f5124e1dc868573795e774ebef9a312dc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7c6a9",
                    table="surveys_survey",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answeredit",
            trigger=pgtrigger.compiler.Trigger(
                name="edit_is_written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."response_id" IS DISTINCT FROM (NEW."response_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."old" IS DISTINCT FROM (NEW."old") OR OLD."new" IS DISTINCT FROM (NEW."new") OR OLD."base_number" IS DISTINCT FROM (NEW."base_number") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."at" IS DISTINCT FROM (NEW."at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="86ad7b01be5ec013320e08462ecacd2c2c3d4fd2",
                    operation="UPDATE",
                    pgid="pgtrigger_edit_is_written_once_76974",
                    table="surveys_answeredit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signature",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_signatureevent" ("digest", "id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response_id", "role", "signed_at", "voided_at") VALUES (NEW."digest", NEW."id", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."response_id", NEW."role", NEW."signed_at", NEW."voided_at"); RETURN NULL;',
                    hash="4cbd82f22af5a2f37986b2f11961934193ec3200",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2b6f7",
                    table="surveys_signature",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signature",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "surveys_signatureevent" ("digest", "id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response_id", "role", "signed_at", "voided_at") VALUES (NEW."digest", NEW."id", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."response_id", NEW."role", NEW."signed_at", NEW."voided_at"); RETURN NULL;',
                    hash="323eedb07eadfe1dfc0152d3009c41aefe1146d1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eb517",
                    table="surveys_signature",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signatureevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7820290f2962da0a54e0358b710175ed15b38152",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fd083",
                    table="surveys_signatureevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d0d1fbe54fbc62899407b97876154bc396324dbd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ef4ac",
                    table="surveys_surveyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b8dc7aea246872e3eddbcf083d239055b0779978",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_54178",
                    table="surveys_responseevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="response",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_responseevent" ("accepted_at", "accepted_by_id", "accepted_reason", "first_answer_at", "id", "last_answer_at", "member_id", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reopened_at", "round_id", "submitted_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."accepted_reason", NEW."first_answer_at", NEW."id", NEW."last_answer_at", NEW."member_id", NEW."opened_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reopened_at", NEW."round_id", NEW."submitted_at"); RETURN NULL;',
                    hash="b2310e8ba30c82cfc37a93babbfa87777daa035e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_19d6a",
                    table="surveys_response",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="response",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."accepted_by_id" IS DISTINCT FROM (NEW."accepted_by_id") OR OLD."accepted_reason" IS DISTINCT FROM (NEW."accepted_reason") OR OLD."first_answer_at" IS DISTINCT FROM (NEW."first_answer_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_answer_at" IS DISTINCT FROM (NEW."last_answer_at") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."reopened_at" IS DISTINCT FROM (NEW."reopened_at") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                    func='INSERT INTO "surveys_responseevent" ("accepted_at", "accepted_by_id", "accepted_reason", "first_answer_at", "id", "last_answer_at", "member_id", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reopened_at", "round_id", "submitted_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."accepted_reason", NEW."first_answer_at", NEW."id", NEW."last_answer_at", NEW."member_id", NEW."opened_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reopened_at", NEW."round_id", NEW."submitted_at"); RETURN NULL;',
                    hash="e83bb34cb22b736db67a63c2b54292cc97ba1d88",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c0ca1",
                    table="surveys_response",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="version_published_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."published_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f56381b51e5b246ec3e895344e7422bcace534e7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_version_published_stays_b70a5",
                    table="surveys_version",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_versionevent" ("created_at", "created_by_id", "default_language", "file_name", "id", "languages", "notices", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "survey_id", "title") VALUES (NEW."created_at", NEW."created_by_id", NEW."default_language", NEW."file_name", NEW."id", NEW."languages", NEW."notices", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."survey_id", NEW."title"); RETURN NULL;',
                    hash="837a9da55c03f7a0d13421e05e530e82c0ab7ebf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e1d1c",
                    table="surveys_version",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "surveys_versionevent" ("created_at", "created_by_id", "default_language", "file_name", "id", "languages", "notices", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "survey_id", "title") VALUES (NEW."created_at", NEW."created_by_id", NEW."default_language", NEW."file_name", NEW."id", NEW."languages", NEW."notices", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."survey_id", NEW."title"); RETURN NULL;',
                    hash="fc72cafb519ea2a17c3ade1636dc266de7503bb3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5889a",
                    table="surveys_version",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyroundevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9a140fb4a5d31a6a4ec81e6436ed5391d355f42c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_94f23",
                    table="surveys_surveyroundevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyround",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_surveyroundevent" ("closed_at", "closes_at", "created_at", "id", "letter", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "smallest_group", "title", "version_id") VALUES (NEW."closed_at", NEW."closes_at", NEW."created_at", NEW."id", NEW."letter", NEW."opened_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."smallest_group", NEW."title", NEW."version_id"); RETURN NULL;',
                    hash="370374c2702e2c813ae0c24dde9c2a92d8f7bf06",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c86c4",
                    table="surveys_surveyround",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyround",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "surveys_surveyroundevent" ("closed_at", "closes_at", "created_at", "id", "letter", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "smallest_group", "title", "version_id") VALUES (NEW."closed_at", NEW."closes_at", NEW."created_at", NEW."id", NEW."letter", NEW."opened_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."smallest_group", NEW."title", NEW."version_id"); RETURN NULL;',
                    hash="d4fce0d9c9926e0ea738ebab440c9657f7c9a77a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d5b3d",
                    table="surveys_surveyround",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="question_published_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM surveys_version\n                        WHERE id IN (OLD.version_id, NEW.version_id)\n                        AND published_at IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'a published version never changes';\n                    END IF;\n                    RETURN COALESCE(NEW, OLD);\n                ",
                    hash="f43b7599c1ed21b7d038ec5e3f838858c328a743",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_question_published_stays_d236f",
                    table="surveys_question",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="versionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3cc408c019ccc35cbf6a2e9e45e19cacf931c91a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_43980",
                    table="surveys_versionevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
