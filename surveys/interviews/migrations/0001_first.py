import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from sekom.migrating import FirstMigration


class Migration(FirstMigration):
    dependencies = [
        ("members", "0002_mailing_of_reminders"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("toolbox", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="GoalTerm",
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
                        related_name="goal_terms",
                        to="members.member",
                    ),
                ),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="first year")),
                ("last_year", models.PositiveSmallIntegerField(verbose_name="last year")),
            ],
            options={
                "verbose_name": "term of goals",
                "verbose_name_plural": "terms of goals",
                "ordering": ["-first_year", "-last_year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "first_year", "last_year"),
                        name="goal_term_once_per_member",
                        violation_error_message="There are goals for these years already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_year__range", (1990, 2100)),
                            ("last_year__gte", models.F("first_year")),
                        ),
                        name="goal_term_ends_after_it_begins",
                        violation_error_message="The last year must not be before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalTermEvent",
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
                        to="interviews.goalterm",
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
                ("first_year", models.PositiveSmallIntegerField(verbose_name="first year")),
                ("last_year", models.PositiveSmallIntegerField(verbose_name="last year")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LocalGoal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goals",
                        to="interviews.goalterm",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="goal")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="text")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
                ),
            ],
            options={
                "verbose_name": "local goal",
                "verbose_name_plural": "local goals",
                "ordering": ["term", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("term", "code"),
                        name="local_goal_code_unique",
                        violation_error_message="Another goal has this code.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalGoalEvent",
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
                        to="interviews.localgoal",
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
                    "term",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.goalterm",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="goal")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="text")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NetworkComparison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="edition")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made"),
                ),
                ("members_count", models.PositiveSmallIntegerField(verbose_name="members")),
                ("figures", models.JSONField(verbose_name="figures")),
                ("names", models.JSONField(verbose_name="names of themes")),
                ("behind", models.JSONField(verbose_name="members behind")),
            ],
            options={
                "verbose_name": "comparison over the network",
                "verbose_name_plural": "comparisons over the network",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Study",
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
                        related_name="studies",
                        to="members.member",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("purpose", models.TextField(max_length=2000, verbose_name="purpose")),
                ("method", models.TextField(blank=True, max_length=4000, verbose_name="method")),
                (
                    "goal_term",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="studies",
                        to="interviews.goalterm",
                        verbose_name="goals for the years",
                    ),
                ),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="shared with the network"),
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
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
            ],
            options={
                "verbose_name": "study",
                "verbose_name_plural": "studies",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="interviews.study",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("move", "moved"),
                            ("rename", "renamed"),
                            ("merge", "merged"),
                            ("split", "split"),
                            ("remove", "removed"),
                            ("statement", "statement removed"),
                        ],
                        max_length=10,
                        verbose_name="what was done",
                    ),
                ),
                ("about", models.CharField(max_length=300, verbose_name="to what")),
                (
                    "rows",
                    models.JSONField(
                        default=list, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
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
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="GuideQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="interviews.study",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="question")),
                ("is_core", models.BooleanField(default=False, verbose_name="core question")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "retired_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="no longer asked"),
                ),
            ],
            options={
                "verbose_name": "question of the guide",
                "verbose_name_plural": "questions of the guide",
                "ordering": ["study", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GuideQuestionEvent",
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
                        to="interviews.guidequestion",
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
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.study",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="question")),
                ("is_core", models.BooleanField(default=False, verbose_name="core question")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "retired_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="no longer asked"),
                ),
            ],
            options={
                "abstract": False,
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
                    "study",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report",
                        to="interviews.study",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("private", "only your organisation"),
                            ("members", "the members of the network"),
                            ("public", "everybody"),
                        ],
                        default="private",
                        max_length=7,
                        verbose_name="who may read it",
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
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="ReportEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="interviews.report",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="edition")),
                ("content", models.JSONField(verbose_name="content")),
                (
                    "approved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="approved"
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_as", models.CharField(max_length=200, verbose_name="approved by")),
            ],
            options={
                "verbose_name": "edition of a report",
                "verbose_name_plural": "editions of reports",
                "ordering": ["report", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "number"), name="report_edition_counts_up"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportEvent",
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
                        to="interviews.report",
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
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.study",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("private", "only your organisation"),
                            ("members", "the members of the network"),
                            ("public", "everybody"),
                        ],
                        default="private",
                        max_length=7,
                        verbose_name="who may read it",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StudyDepartment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="departments",
                        to="interviews.study",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("administration", "administration"),
                            ("board", "board"),
                            ("company", "company"),
                        ],
                        default="administration",
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                (
                    "planned_on",
                    models.DateField(blank=True, null=True, verbose_name="meeting planned"),
                ),
                (
                    "declined_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="will not be met"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "department",
                "verbose_name_plural": "departments",
                "ordering": ["study", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("study", "name"),
                        name="study_department_name_unique",
                        violation_error_message="It is in the list already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Interview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interviews",
                        to="interviews.study",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviews",
                        to="interviews.studydepartment",
                        verbose_name="department",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="held on")),
                (
                    "roles",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="who took part, as roles"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("sent", "Waiting for approval"),
                            ("approved", "Approved"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0)),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sent for approval"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved"),
                ),
                (
                    "approved_as",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="approved by, as a role"
                    ),
                ),
                (
                    "texts_deleted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="texts deleted"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
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
            ],
            options={
                "verbose_name": "interview",
                "verbose_name_plural": "interviews",
                "ordering": ["study", "held_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", False), ("state", "approved")),
                            models.Q(
                                models.Q(("state", "approved"), _negated=True),
                                ("approved_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="interview_approved_at_some_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="interviews.interview",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="interviews.guidequestion",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("text", models.TextField(blank=True, verbose_name="answer")),
                (
                    "asked",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="question as it was asked"
                    ),
                ),
                ("saves", models.PositiveIntegerField(default=1, verbose_name="saves")),
                (
                    "is_by_group",
                    models.BooleanField(default=False, verbose_name="written by the group"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
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
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="text deleted"),
                ),
            ],
            options={
                "verbose_name": "answer's text",
                "verbose_name_plural": "answers' texts",
                "ordering": [
                    "interview",
                    models.OrderBy(models.F("question__position"), nulls_last=True),
                    "number",
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("interview", "question", "number"),
                        name="answer_text_versions_count_up",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", True), ("text", ""), _connector="OR"
                        ),
                        name="answer_text_deleted_is_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Coding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "interview",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coding",
                        to="interviews.interview",
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "first",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_blind", models.BooleanField(default=False, verbose_name="coded blind by two")),
                ("first_done_at", models.DateTimeField(blank=True, null=True)),
                ("second_done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "coding",
                "verbose_name_plural": "codings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first__isnull", True),
                            ("second__isnull", True),
                            models.Q(("first", models.F("second")), _negated=True),
                            _connector="OR",
                        ),
                        name="coding_by_two",
                        violation_error_message="Choose two different people.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewEvent",
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
                        to="interviews.interview",
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
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.study",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.studydepartment",
                        verbose_name="department",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="held on")),
                (
                    "roles",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="who took part, as roles"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("sent", "Waiting for approval"),
                            ("approved", "Approved"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0)),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sent for approval"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved"),
                ),
                (
                    "approved_as",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="approved by, as a role"
                    ),
                ),
                (
                    "texts_deleted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="texts deleted"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="interviews.interview",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="interviews.guidequestion",
                        verbose_name="question",
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="interviews.answertext",
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True)),
                ("end", models.PositiveIntegerField(blank=True, null=True)),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="statement")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("done", "Done so far"),
                            ("wants", "Wants ahead"),
                            ("obstacle", "Obstacle"),
                            ("idea", "Idea"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("is_lost", models.BooleanField(default=False, verbose_name="lost its place")),
                ("is_blind", models.BooleanField(default=False, verbose_name="coded blind")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
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
                "verbose_name": "statement",
                "verbose_name_plural": "statements",
                "ordering": ["interview", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer__isnull", True),
                                ("end__isnull", True),
                                ("start__isnull", True),
                            ),
                            models.Q(("answer__isnull", False), ("start__lt", models.F("end"))),
                            _connector="OR",
                        ),
                        name="statement_marks_a_passage_or_none",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementEvent",
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
                        to="interviews.statement",
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
                    "interview",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.interview",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.guidequestion",
                        verbose_name="question",
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.answertext",
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True)),
                ("end", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("done", "Done so far"),
                            ("wants", "Wants ahead"),
                            ("obstacle", "Obstacle"),
                            ("idea", "Idea"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("is_lost", models.BooleanField(default=False, verbose_name="lost its place")),
                ("is_blind", models.BooleanField(default=False, verbose_name="coded blind")),
                (
                    "author",
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
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StudyDepartmentEvent",
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
                        to="interviews.studydepartment",
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
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.study",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("administration", "administration"),
                            ("board", "board"),
                            ("company", "company"),
                        ],
                        default="administration",
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                (
                    "planned_on",
                    models.DateField(blank=True, null=True, verbose_name="meeting planned"),
                ),
                (
                    "declined_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="will not be met"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StudyEvent",
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
                        to="interviews.study",
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
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("purpose", models.TextField(max_length=2000, verbose_name="purpose")),
                ("method", models.TextField(blank=True, max_length=4000, verbose_name="method")),
                (
                    "goal_term",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.goalterm",
                        verbose_name="goals for the years",
                    ),
                ),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="shared with the network"),
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
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StudyGuest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guests",
                        to="interviews.study",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="study_invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="invited"),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepted"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("study", "email"),
                        name="study_guest_invited_once",
                        violation_error_message="This address is invited already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StudyGuestEvent",
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
                        to="interviews.studyguest",
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
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.study",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
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
                (
                    "invited_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="invited"),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepted"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
                        to="interviews.study",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="interviews.theme",
                        verbose_name="stands under",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="theme")),
                (
                    "text",
                    models.TextField(blank=True, max_length=1000, verbose_name="what belongs here"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
                    ),
                ),
            ],
            options={
                "verbose_name": "theme",
                "verbose_name_plural": "themes",
                "ordering": ["study", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("study", "parent", "title"),
                        name="theme_title_once_in_its_place",
                        nulls_distinct=False,
                        violation_error_message="There is a theme with this name here already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="theme_not_under_itself",
                        violation_error_message="A theme cannot stand under itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="interviews.statement",
                    ),
                ),
                (
                    "of_theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_links",
                        to="interviews.theme",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="interviews.theme",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="interviews.localgoal",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="toolbox.frameworkitem",
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ecological", "ecological"),
                            ("social", "social"),
                            ("economic", "economic"),
                        ],
                        max_length=10,
                        null=True,
                        verbose_name="dimension",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
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
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("statement", "of_theme", "theme", "goal", "item", "dimension"),
                        name="link_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("of_theme__isnull", True), ("statement__isnull", False)),
                            models.Q(
                                ("of_theme__isnull", False),
                                ("statement__isnull", True),
                                ("theme__isnull", True),
                                ("dimension__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="link_has_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("goal__isnull", True),
                                ("item__isnull", True),
                                ("theme__isnull", False),
                                ("dimension__isnull", True),
                            ),
                            models.Q(
                                ("goal__isnull", False),
                                ("item__isnull", True),
                                ("theme__isnull", True),
                                ("dimension__isnull", True),
                            ),
                            models.Q(
                                ("goal__isnull", True),
                                ("item__isnull", False),
                                ("theme__isnull", True),
                                ("dimension__isnull", True),
                            ),
                            models.Q(
                                ("goal__isnull", True),
                                ("item__isnull", True),
                                ("theme__isnull", True),
                                ("dimension__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="link_leads_to_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkEvent",
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
                        to="interviews.link",
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
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.statement",
                    ),
                ),
                (
                    "of_theme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.theme",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.theme",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.localgoal",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="toolbox.frameworkitem",
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ecological", "ecological"),
                            ("social", "social"),
                            ("economic", "economic"),
                        ],
                        max_length=10,
                        null=True,
                        verbose_name="dimension",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "author",
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
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Memo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memos",
                        to="interviews.study",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memos",
                        to="interviews.statement",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memos",
                        to="interviews.theme",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memos",
                        to="interviews.localgoal",
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memos",
                        to="interviews.interview",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="memo")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
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
                "verbose_name": "memo",
                "verbose_name_plural": "memos",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MemoEvent",
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
                        to="interviews.memo",
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
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.study",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.statement",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.theme",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.localgoal",
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.interview",
                    ),
                ),
                (
                    "author",
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
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportQuote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotes",
                        to="interviews.report",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_quotes",
                        to="interviews.theme",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_quotes",
                        to="interviews.statement",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=4000, verbose_name="words")),
                (
                    "looked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="looked at"),
                ),
                (
                    "looked_by",
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
                "verbose_name": "quote",
                "verbose_name_plural": "quotes",
                "ordering": ["report", "statement"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "theme", "statement"), name="report_quote_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="interviews.report",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("introduction", "Introduction"),
                            ("theme", "Theme"),
                            ("asks", "What leadership is asked to decide"),
                            ("method", "How we did it"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_texts",
                        to="interviews.theme",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=20000, verbose_name="text")),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved"),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a report",
                "verbose_name_plural": "texts of reports",
                "ordering": ["report", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "kind", "theme"),
                        name="report_text_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "theme"), ("theme__isnull", False)),
                            models.Q(
                                models.Q(("kind", "theme"), _negated=True), ("theme__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="report_text_of_a_theme_has_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportTextEvent",
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
                        to="interviews.reporttext",
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
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.report",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("introduction", "Introduction"),
                            ("theme", "Theme"),
                            ("asks", "What leadership is asked to decide"),
                            ("method", "How we did it"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.theme",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=20000, verbose_name="text")),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved"),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
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
            name="ThemeEvent",
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
                        to="interviews.theme",
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
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="interviews.study",
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
                        to="interviews.theme",
                        verbose_name="stands under",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="theme")),
                (
                    "text",
                    models.TextField(blank=True, max_length=1000, verbose_name="what belongs here"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "author",
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
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goalterm",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_goaltermevent" ("first_year", "id", "last_year", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."first_year", NEW."id", NEW."last_year", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="61baebc8a33ec610269ac63f973e417d014dc2c1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9f89b",
                    table="interviews_goalterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goalterm",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "interviews_goaltermevent" ("first_year", "id", "last_year", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."first_year", NEW."id", NEW."last_year", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="64fb46c9d9e97ed056a643eaaf028928c590e783",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eca6b",
                    table="interviews_goalterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goaltermevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ce43392c01af1681572024902a80e9cb933dab90",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3e6b7",
                    table="interviews_goaltermevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answertext",
            trigger=pgtrigger.compiler.Trigger(
                name="answer_text_settled_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."settled_at" IS NOT NULL)',
                    func="\n                    IF NEW.settled_at IS DISTINCT FROM OLD.settled_at\n                    OR NEW.number <> OLD.number\n                    OR NEW.interview_id <> OLD.interview_id\n                    OR NEW.question_id IS DISTINCT FROM OLD.question_id\n                    OR (NEW.text <> OLD.text AND NEW.deleted_at IS NULL) THEN\n                        RAISE EXCEPTION 'a settled text never changes';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="a684720419ca1553809fef166d93a5dab32e6bf7",
                    operation="UPDATE",
                    pgid="pgtrigger_answer_text_settled_stays_4e878",
                    table="interviews_answertext",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localgoal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_localgoalevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "term_id", "text", "title", "withdrawn_at") VALUES (NEW."code", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."term_id", NEW."text", NEW."title", NEW."withdrawn_at"); RETURN NULL;',
                    hash="b3180184c40708f37768f1cf797ed970ff16ec9f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d35ee",
                    table="interviews_localgoal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localgoal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "interviews_localgoalevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "term_id", "text", "title", "withdrawn_at") VALUES (NEW."code", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."term_id", NEW."text", NEW."title", NEW."withdrawn_at"); RETURN NULL;',
                    hash="d710f8e26f983d5da2c1d8a3ad58036827e55adc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dfe6c",
                    table="interviews_localgoal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localgoalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="08fe3e932050ecf98d898b2055f72b1ba249a692",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_105fa",
                    table="interviews_localgoalevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportedition",
            trigger=pgtrigger.compiler.Trigger(
                name="report_edition_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."report_id" IS DISTINCT FROM (NEW."report_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."approved_as" IS DISTINCT FROM (NEW."approved_as"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5c6ca61c5936e912cf485c6d0a046bf79b8e246d",
                    operation="UPDATE",
                    pgid="pgtrigger_report_edition_stays_8a05f",
                    table="interviews_reportedition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_statementevent" ("answer_id", "at", "author_id", "end", "id", "interview_id", "is_blind", "is_lost", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "start") VALUES (NEW."answer_id", NEW."at", NEW."author_id", NEW."end", NEW."id", NEW."interview_id", NEW."is_blind", NEW."is_lost", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_id", NEW."start"); RETURN NULL;',
                    hash="b2384df2b1b44bcc4f994e45b235e7129cd1484c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_83d53",
                    table="interviews_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answer_id" IS DISTINCT FROM (NEW."answer_id") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."end" IS DISTINCT FROM (NEW."end") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interview_id" IS DISTINCT FROM (NEW."interview_id") OR OLD."is_blind" IS DISTINCT FROM (NEW."is_blind") OR OLD."is_lost" IS DISTINCT FROM (NEW."is_lost") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."question_id" IS DISTINCT FROM (NEW."question_id") OR OLD."start" IS DISTINCT FROM (NEW."start"))',
                    func='INSERT INTO "interviews_statementevent" ("answer_id", "at", "author_id", "end", "id", "interview_id", "is_blind", "is_lost", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "start") VALUES (NEW."answer_id", NEW."at", NEW."author_id", NEW."end", NEW."id", NEW."interview_id", NEW."is_blind", NEW."is_lost", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_id", NEW."start"); RETURN NULL;',
                    hash="2c758c557793e1a4155e81b181ba9573b11497dc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e9f72",
                    table="interviews_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8a1d27868f2a039f04347a13aa23f97bb8ad2639",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_004ea",
                    table="interviews_statementevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="study",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_studyevent" ("closed_at", "created_at", "created_by_id", "goal_term_id", "id", "is_shared", "member_id", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "title") VALUES (NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."goal_term_id", NEW."id", NEW."is_shared", NEW."member_id", NEW."method", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."title"); RETURN NULL;',
                    hash="1c13dc40b9df7eff1b68bda14c27f4107de35806",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5cb5e",
                    table="interviews_study",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="study",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "interviews_studyevent" ("closed_at", "created_at", "created_by_id", "goal_term_id", "id", "is_shared", "member_id", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "title") VALUES (NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."goal_term_id", NEW."id", NEW."is_shared", NEW."member_id", NEW."method", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."title"); RETURN NULL;',
                    hash="b6acd704fab2252767d3c0ad1139c1e147c14276",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cc4e0",
                    table="interviews_study",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ece2bd8ef308f8bdd3f7c5dd4b716e1f1ec31d40",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_74288",
                    table="interviews_reportevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_reportevent" ("audience", "created_at", "created_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "study_id", "title") VALUES (NEW."audience", NEW."created_at", NEW."created_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."study_id", NEW."title"); RETURN NULL;',
                    hash="293507e741a1551fe03617e9d5124ea393606e9f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f0803",
                    table="interviews_report",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "interviews_reportevent" ("audience", "created_at", "created_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "study_id", "title") VALUES (NEW."audience", NEW."created_at", NEW."created_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."study_id", NEW."title"); RETURN NULL;',
                    hash="34ad51d72c409c2364bc80e699e4cb612bfce82c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_52b95",
                    table="interviews_report",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="guidequestionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="49e53d06180db96c9554751d6390d1edb68b4a71",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_37fac",
                    table="interviews_guidequestionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="guidequestion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_guidequestionevent" ("id", "is_core", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_at", "study_id", "text") VALUES (NEW."id", NEW."is_core", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."retired_at", NEW."study_id", NEW."text"); RETURN NULL;',
                    hash="a43ed55228523b778abdef1b96302d280c9e95c4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_46e4c",
                    table="interviews_guidequestion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="guidequestion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "interviews_guidequestionevent" ("id", "is_core", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_at", "study_id", "text") VALUES (NEW."id", NEW."is_core", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."retired_at", NEW."study_id", NEW."text"); RETURN NULL;',
                    hash="f13e5720cbb46c07a665f7bfda02bb4afc7e34d4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_066a9",
                    table="interviews_guidequestion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="studydepartment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_studydepartmentevent" ("declined_at", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "position", "study_id") VALUES (NEW."declined_at", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned_on", NEW."position", NEW."study_id"); RETURN NULL;',
                    hash="a3485f016ada2890741d8d7d99bf5f1da81923cd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ec9b9",
                    table="interviews_studydepartment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="studydepartment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "interviews_studydepartmentevent" ("declined_at", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "position", "study_id") VALUES (NEW."declined_at", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned_on", NEW."position", NEW."study_id"); RETURN NULL;',
                    hash="8c3b46d5ca7864d45fad4d067027a93abad6dd89",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d9aef",
                    table="interviews_studydepartment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interviewevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1bd95acd5b9a0fb89d4f29aa35e458639220a22b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_499d6",
                    table="interviews_interviewevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interview",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_interviewevent" ("approved_as", "approved_at", "created_at", "created_by_id", "department_id", "held_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "round", "sent_at", "state", "study_id", "texts_deleted_at") VALUES (NEW."approved_as", NEW."approved_at", NEW."created_at", NEW."created_by_id", NEW."department_id", NEW."held_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."roles", NEW."round", NEW."sent_at", NEW."state", NEW."study_id", NEW."texts_deleted_at"); RETURN NULL;',
                    hash="68bd4a311380b1bae170eb5b0354a200e3347818",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_990ca",
                    table="interviews_interview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interview",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "interviews_interviewevent" ("approved_as", "approved_at", "created_at", "created_by_id", "department_id", "held_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "round", "sent_at", "state", "study_id", "texts_deleted_at") VALUES (NEW."approved_as", NEW."approved_at", NEW."created_at", NEW."created_by_id", NEW."department_id", NEW."held_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."roles", NEW."round", NEW."sent_at", NEW."state", NEW."study_id", NEW."texts_deleted_at"); RETURN NULL;',
                    hash="aeb27fe76bfb3e53f263a0eb0ef0df0324052d25",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c7675",
                    table="interviews_interview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="studydepartmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="213d533d7d4e3b59262a922bb951c76c873580fb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7f675",
                    table="interviews_studydepartmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="studyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e4fc87d67e92aaa06c1789921be7922550dcbeab",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_571d2",
                    table="interviews_studyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="studyguest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_studyguestevent" ("accepted_at", "email", "ended_at", "id", "invited_at", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "study_id") VALUES (NEW."accepted_at", NEW."email", NEW."ended_at", NEW."id", NEW."invited_at", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."study_id"); RETURN NULL;',
                    hash="a5142efd8b0e5dd88674e387db7226ec1eba9b01",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a4d49",
                    table="interviews_studyguest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="studyguest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "interviews_studyguestevent" ("accepted_at", "email", "ended_at", "id", "invited_at", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "study_id") VALUES (NEW."accepted_at", NEW."email", NEW."ended_at", NEW."id", NEW."invited_at", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."study_id"); RETURN NULL;',
                    hash="2b80e9370ca54792723c1c8e55c2da3e6181ed2c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_58516",
                    table="interviews_studyguest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="studyguestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c2f69bcc09b417cd7fec40feb51b6e723d0a5d13",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_64d85",
                    table="interviews_studyguestevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="theme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_themeevent" ("at", "author_id", "id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "study_id", "text", "title") VALUES (NEW."at", NEW."author_id", NEW."id", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."study_id", NEW."text", NEW."title"); RETURN NULL;',
                    hash="563f3232f7628efedaa54b26729e7f30318ef9f6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_05178",
                    table="interviews_theme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="theme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "interviews_themeevent" ("at", "author_id", "id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "study_id", "text", "title") VALUES (NEW."at", NEW."author_id", NEW."id", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."study_id", NEW."text", NEW."title"); RETURN NULL;',
                    hash="967bdc512f79f3a87166247a9da62a5db7af6940",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_55704",
                    table="interviews_theme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporttextevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="31d65c4332ba5cee80c5c529f48c310c83d2ed96",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e92a4",
                    table="interviews_reporttextevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporttext",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_reporttextevent" ("id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "saved_at", "saved_by_id", "text", "theme_id") VALUES (NEW."id", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."report_id", NEW."saved_at", NEW."saved_by_id", NEW."text", NEW."theme_id"); RETURN NULL;',
                    hash="ff17406a2d8a0d50ca622440b60d7a5dda007e13",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3095d",
                    table="interviews_reporttext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporttext",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "interviews_reporttextevent" ("id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "saved_at", "saved_by_id", "text", "theme_id") VALUES (NEW."id", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."report_id", NEW."saved_at", NEW."saved_by_id", NEW."text", NEW."theme_id"); RETURN NULL;',
                    hash="a6e1cd4eac0aa6c74039310f21646840c33cb2b7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b8b47",
                    table="interviews_reporttext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memoevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b6a8668f95fa5ac4ea8f0eec77c408acc22c08ae",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a44fe",
                    table="interviews_memoevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memo",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_memoevent" ("at", "author_id", "goal_id", "id", "interview_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id", "study_id", "theme_id") VALUES (NEW."at", NEW."author_id", NEW."goal_id", NEW."id", NEW."interview_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."statement_id", NEW."study_id", NEW."theme_id"); RETURN NULL;',
                    hash="ce31f8b9e8d436c37835a8dd7cc810bf687bc24f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9b7a8",
                    table="interviews_memo",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memo",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."goal_id" IS DISTINCT FROM (NEW."goal_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interview_id" IS DISTINCT FROM (NEW."interview_id") OR OLD."statement_id" IS DISTINCT FROM (NEW."statement_id") OR OLD."study_id" IS DISTINCT FROM (NEW."study_id") OR OLD."theme_id" IS DISTINCT FROM (NEW."theme_id"))',
                    func='INSERT INTO "interviews_memoevent" ("at", "author_id", "goal_id", "id", "interview_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id", "study_id", "theme_id") VALUES (NEW."at", NEW."author_id", NEW."goal_id", NEW."id", NEW."interview_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."statement_id", NEW."study_id", NEW."theme_id"); RETURN NULL;',
                    hash="b4cd5902d809c4201bebc554c3d8853ca9ae4065",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_540a3",
                    table="interviews_memo",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="linkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3637a24fda3bedf6b630f75981df14bca8bb25d7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e974a",
                    table="interviews_linkevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="link",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "interviews_linkevent" ("at", "author_id", "dimension", "goal_id", "id", "item_id", "of_theme_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id", "theme_id", "why") VALUES (NEW."at", NEW."author_id", NEW."dimension", NEW."goal_id", NEW."id", NEW."item_id", NEW."of_theme_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."statement_id", NEW."theme_id", NEW."why"); RETURN NULL;',
                    hash="a3bf2164f07f7af9837f58d7fe41c7c9f86d7a7e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a2e9d",
                    table="interviews_link",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="link",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "interviews_linkevent" ("at", "author_id", "dimension", "goal_id", "id", "item_id", "of_theme_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id", "theme_id", "why") VALUES (NEW."at", NEW."author_id", NEW."dimension", NEW."goal_id", NEW."id", NEW."item_id", NEW."of_theme_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."statement_id", NEW."theme_id", NEW."why"); RETURN NULL;',
                    hash="166061d9b6be93d8bfba0fd643eeae6a0a62184c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_32f53",
                    table="interviews_link",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="themeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a51f5cf2bbc854aea4823323e004ea8531e4647d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ea6ff",
                    table="interviews_themeevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
