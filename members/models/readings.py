"""Who read or took out what of the register: the log that the law asks for."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReadingQuerySet(models.QuerySet):
    def older_than(self, age: timedelta, *, now: datetime):
        """Readings from before that long ago."""
        return self.filter(at__lt=now - age)

    def with_names(self):
        """Fetch who it was along, the newest first."""
        return self.select_related("person").order_by("-at", "-pk")


class Reading(models.Model):
    """That somebody read or took out personal data of the register."""

    class Kind(models.TextChoices):
        READ = "read", _("read")
        EXPORT = "export", _("took out")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="readings"
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.READ)
    what = models.CharField(_("what"), max_length=200)
    count = models.PositiveIntegerField(_("people"), default=1)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.what
