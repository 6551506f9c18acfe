import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import toolbox.models.publishing
from sekom.migrating import FirstMigration


class Migration(FirstMigration):
    replaces = [("newsletter", "0001_pages"), ("newsletter", "0002_links_elsewhere")]

    dependencies = [
        ("members", "0002_mailing_of_reminders"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500, unique=True, verbose_name="address")),
                ("pages", models.JSONField(default=list, verbose_name="linked from")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="tried")),
                (
                    "first_failed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="has failed since"),
                ),
                ("failures", models.PositiveSmallIntegerField(default=0, verbose_name="failures")),
                ("answer", models.CharField(blank=True, max_length=120, verbose_name="answer")),
                (
                    "found_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="found"),
                ),
            ],
            options={
                "verbose_name": "link elsewhere",
                "verbose_name_plural": "links elsewhere",
                "ordering": ["url"],
            },
        ),
        migrations.CreateModel(
            name="Page",
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
                    "description",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="description for search engines"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "In no menu"),
                            ("menu", "In the menu"),
                            ("network", "In the foot, under The network"),
                            ("work", "In the foot, under Work with us"),
                            ("website", "In the foot, under About the website"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="where it is found",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order in the menu"),
                ),
                (
                    "part",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing"),
                            ("start", "The heading of the start page"),
                            ("application", "The form to apply for membership"),
                            ("contact", "The form to write to the secretariat"),
                            ("accessibility", "The form to tell of an obstacle"),
                            ("cookies", "The table of cookies"),
                        ],
                        default="",
                        max_length=13,
                        verbose_name="what follows the text",
                    ),
                ),
            ],
            options={
                "verbose_name": "page",
                "verbose_name_plural": "pages",
                "ordering": ["place", "position", "title"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("part", "start"), ("state", "published")),
                        fields=("part",),
                        name="page_one_start",
                        violation_error_message="The start page has its heading from another page.",
                    )
                ],
            },
        ),
    ]
