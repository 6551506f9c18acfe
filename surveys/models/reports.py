"""What is made of it: the reports of a round, kept as they were built."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.rounds import SurveyRound


def report_path(report: "Report", name: str) -> str:
    """Where a report's file is kept: beside its round, never over an older one."""
    return f"reports/{report.round.slug}/{report.pk}-{name}"


class ReportQuerySet(models.QuerySet):
    def ready(self):
        """Reports whose file can be fetched, the newest first."""
        return self.filter(state=Report.State.READY).order_by("-created_at")


class Report(models.Model):
    """A round's report as PDF, kept as it was built."""

    class State(models.TextChoices):
        BUILDING = "building", _("being built")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="reports")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.BUILDING)
    step = models.PositiveSmallIntegerField(_("steps done"), default=0)
    steps = models.PositiveSmallIntegerField(_("steps"), default=0)
    basis = models.CharField(_("what it shows"), max_length=64, blank=True)
    file = models.FileField(_("file"), upload_to=report_path, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    built_at = models.DateTimeField(_("built"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.round}, {self.created_at:%Y-%m-%d}"
