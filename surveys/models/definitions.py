"""What is asked: a survey, its versions, and the questions of each."""

from functools import lru_cache

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys import questionnaires


@pghistory.track()
class Survey(models.Model):
    """Something we ask again and again; each edition of its questions is a version."""

    title = models.CharField(_("title"), max_length=120)
    form_id = models.SlugField(_("form id"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["title"]

    def __str__(self):
        return self.title


class VersionQuerySet(models.QuerySet):
    def published(self):
        """Versions that can no longer change and may be sent out."""
        return self.filter(published_at__isnull=False)

    def drafts(self):
        """Versions that wait to be looked through and published."""
        return self.filter(published_at__isnull=True)


@pghistory.track()
class Version(models.Model):
    """One edition of a survey's questions; once published it never changes."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    default_language = models.CharField(_("language"), max_length=8, default="sv")
    languages = models.JSONField(_("languages"), default=list)
    notices = models.JSONField(_("notices"), default=list, blank=True)
    file_name = models.CharField(_("workbook"), max_length=200)
    created_at = models.DateTimeField(_("imported"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["survey__title", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="version_number_unique"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="version_published_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self):
        return reverse("surveys:version", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def questionnaire(self) -> questionnaires.Questionnaire:
        """The version's questions, ready to be asked and judged."""
        if self.is_published:
            return published_questionnaire(self.pk)
        return _questionnaire(self.pk)


def _questionnaire(version_id: int) -> questionnaires.Questionnaire:
    version = Version.objects.get(pk=version_id)
    rows = version.questions.order_by("position")
    return questionnaires.Questionnaire([row.as_item() for row in rows], version.default_language)


@lru_cache(maxsize=32)
def published_questionnaire(version_id: int) -> questionnaires.Questionnaire:
    # A published version cannot change, so that what is kept here cannot grow old.
    return _questionnaire(version_id)


class Question(models.Model):
    """One row of a version: a question, a note, a group of them or a matrix."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        INTEGER = "integer", _("whole number")
        DECIMAL = "decimal", _("number")
        DATE = "date", _("date")
        SELECT_ONE = "select_one", _("one of several")
        SELECT_MULTIPLE = "select_multiple", _("several of several")
        NOTE = "note", _("note")
        ACKNOWLEDGE = "acknowledge", _("tick")
        GROUP = "group", _("group")
        MATRIX = "matrix", _("matrix")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"))
    key = models.CharField(_("key"), max_length=64)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    parent = models.CharField(_("group"), max_length=64, blank=True)
    labels = models.JSONField(_("labels"), default=dict)
    hints = models.JSONField(_("hints"), default=dict, blank=True)
    is_required = models.BooleanField(_("required"), default=False)
    required_messages = models.JSONField(default=dict, blank=True)
    relevant = models.TextField(_("relevant when"), blank=True)
    constraint = models.TextField(_("right when"), blank=True)
    constraint_messages = models.JSONField(default=dict, blank=True)
    default = models.TextField(_("default"), blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    has_other = models.BooleanField(_("other, please state"), default=False)
    appearance = models.CharField(_("appearance"), max_length=80, blank=True)
    extra = models.JSONField(_("further columns"), default=dict, blank=True)
    sheet_row = models.PositiveIntegerField(_("row in the workbook"))

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="question_key_unique"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="question_published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM surveys_version
                        WHERE id IN (OLD.version_id, NEW.version_id)
                        AND published_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'a published version never changes';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self):
        return self.key

    @classmethod
    def of_item(cls, item: questionnaires.Item, *, version: Version, position: int) -> "Question":
        """The unsaved row that keeps an item of a workbook."""
        choices = [
            {"value": choice.value, "labels": dict(choice.labels)} for choice in item.choices
        ]
        return cls(
            version=version,
            position=position,
            key=item.key,
            kind=item.kind,
            parent=item.parent or "",
            labels=dict(item.labels),
            hints=dict(item.hints),
            is_required=item.is_required,
            required_messages=dict(item.required_messages),
            relevant=item.relevant,
            constraint=item.constraint,
            constraint_messages=dict(item.constraint_messages),
            default=item.default,
            choices=choices,
            has_other=item.has_other,
            appearance=item.appearance,
            extra=dict(item.extra),
            sheet_row=item.sheet_row,
        )

    def as_item(self) -> questionnaires.Item:
        """The row as the item that the questionnaire works with."""
        return questionnaires.Item(
            key=self.key,
            kind=self.kind,
            parent=self.parent or None,
            labels=self.labels,
            hints=self.hints,
            is_required=self.is_required,
            required_messages=self.required_messages,
            relevant=self.relevant,
            constraint=self.constraint,
            constraint_messages=self.constraint_messages,
            default=self.default,
            choices=tuple(
                questionnaires.Choice(choice["value"], choice["labels"]) for choice in self.choices
            ),
            has_other=self.has_other,
            appearance=self.appearance,
            extra=self.extra,
            sheet_row=self.sheet_row,
        )
