"""Imports of somebody's own sheet into the register, and merges of doubles; both can be undone."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TIME_TO_UNDO = timedelta(days=30)
LIFE_OF_DRAFT = timedelta(days=1)


class ImportQuerySet(models.QuerySet):
    def drafts_older_than(self, age: timedelta, *, now: datetime):
        """Files that nobody confirmed within that time."""
        return self.filter(confirmed_at__isnull=True, uploaded_at__lt=now - age)

    def drafts(self):
        """Those that are not confirmed yet."""
        return self.filter(confirmed_at__isnull=True)

    def done(self):
        """Those that were written to the register, the newest first."""
        return self.filter(confirmed_at__isnull=False).order_by("-confirmed_at")

    def with_file(self, imported):
        """Those of the very same file."""
        return self.filter(sha256=imported.sha256)


class Import(models.Model):
    """A sheet on its way into the register; its file is kept until confirmed, a day at most."""

    name = models.CharField(_("file"), max_length=200)
    file = models.BinaryField(_("contents"), default=b"")
    sha256 = models.CharField(_("checksum"), max_length=64)
    columns = models.JSONField(_("columns"), default=dict)
    choices = models.JSONField(_("choices about doubles"), default=dict)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    made_count = models.PositiveIntegerField(_("new"), default=0)
    changed_count = models.PositiveIntegerField(_("changed"), default=0)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:import", args=[self.pk])

    @property
    def undo_until(self) -> datetime | None:
        """When it is too late to undo; None for what is not written."""
        return self.confirmed_at + TIME_TO_UNDO if self.confirmed_at else None

    @property
    def can_be_undone(self) -> bool:
        until = self.undo_until
        return until is not None and self.undone_at is None and timezone.now() < until

    @staticmethod
    def checksum(data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()


class ImportedChangeQuerySet(models.QuerySet):
    def past_undo(self, *, now: datetime):
        """Changes of imports that nobody can undo any more."""
        return self.filter(imported__confirmed_at__lt=now - TIME_TO_UNDO)


class ImportedChange(models.Model):
    """A row of the register as it was and became; `before` is null where the import made it."""

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    line = models.PositiveIntegerField(_("row of the sheet"))
    model = models.CharField(_("what"), max_length=20)
    row = models.BigIntegerField(_("its number"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), default=dict)

    objects = ImportedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported change")
        verbose_name_plural = _("imported changes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["imported", "model", "row"], name="imported_change_once"
            ),
        ]

    def __str__(self):
        return f"{self.model} {self.row}"


class MergeQuerySet(models.QuerySet):
    def past_undo(self, *, now: datetime):
        """Merges that nobody can undo any more."""
        return self.filter(merged_at__lt=now - TIME_TO_UNDO)

    def undoable(self):
        """Merges that can still be undone, the newest first."""
        since = timezone.now() - TIME_TO_UNDO
        return self.filter(undone_at__isnull=True, merged_at__gt=since).select_related("kept", "by")


class Merge(models.Model):
    """That two people became one, with all that is needed to part them again."""

    kept = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="merges"
    )
    gone_name = models.CharField(_("the other one"), max_length=120)
    before = models.JSONField(_("before"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-merged_at"]

    def __str__(self):
        return f"{self.gone_name} → {self.kept}"

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.merged_at + TIME_TO_UNDO
