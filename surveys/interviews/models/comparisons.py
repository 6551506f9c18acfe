"""What the network may read of the shared studies together: editions that stand still."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NetworkComparison(models.Model):
    """How many members speak of each goal, dimension and theme: only what may be shown.

    `figures` is {thing: count, None for a hidden one}, `names` {theme: how it is written}.
    `behind` is {member: fingerprint of what it spoke of}, from which later editions are judged;
    of what was said, nothing is kept.
    """

    number = models.PositiveIntegerField(_("edition"), unique=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    members_count = models.PositiveSmallIntegerField(_("members"))
    figures = models.JSONField(_("figures"))
    names = models.JSONField(_("names of themes"))
    behind = models.JSONField(_("members behind"))

    class Meta:
        verbose_name = _("comparison over the network")
        verbose_name_plural = _("comparisons over the network")
        ordering = ["-number"]

    def __str__(self):
        return str(self.number)
