"""Links that lead to other websites, and whether they still lead somewhere."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A link is told of when it has failed this often, over at least this long.
FAILURES = 3
PATIENCE = timedelta(days=7)
# How long an answer is believed.
FRESH = timedelta(days=7)
# A link that failed is tried again sooner.
RETRY = timedelta(days=3)


class OutsideLinkQuerySet(models.QuerySet):
    def to_check(self, now):
        """Links whose answer is old, the one that has waited longest first."""
        is_old = Q(checked_at__lte=now - FRESH) | Q(failures__gt=0, checked_at__lte=now - RETRY)
        return self.filter(Q(checked_at__isnull=True) | is_old).order_by(
            F("checked_at").asc(nulls_first=True), "pk"
        )

    def broken(self):
        """Links that have failed so often and so long that somebody should mend them."""
        return self.filter(
            failures__gte=FAILURES, checked_at__gte=F("first_failed_at") + PATIENCE
        ).order_by("first_failed_at")


class OutsideLink(models.Model):
    """An address elsewhere that a published text links to."""

    url = models.URLField(_("address"), max_length=500, unique=True)
    pages = models.JSONField(_("linked from"), default=list)
    checked_at = models.DateTimeField(_("tried"), null=True, blank=True)
    first_failed_at = models.DateTimeField(_("has failed since"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures"), default=0)
    answer = models.CharField(_("answer"), max_length=120, blank=True)
    found_at = models.DateTimeField(_("found"), default=timezone.now)

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link elsewhere")
        verbose_name_plural = _("links elsewhere")
        ordering = ["url"]

    def __str__(self):
        return self.url
