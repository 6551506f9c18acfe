"""The report of a study: texts by people, quotes that were chosen, and the editions approved."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.interviews.models.statements import Statement, Theme
from surveys.interviews.models.studies import Study


class ReportQuerySet(models.QuerySet):
    def worked_on_by(self, person):
        """Reports of the studies that this person may write in."""
        return self.filter(study__in=Study.objects.worked_on_by(person).order_by())

    def published_to(self, user):
        """Reports of which this user may read the approved edition."""
        published = self.filter(editions__isnull=False).distinct()
        audiences = [Report.Audience.PUBLIC]
        if user.is_authenticated and user.may_see_contacts():
            audiences.append(Report.Audience.MEMBERS)
        own = Q(pk__in=[])
        if user.is_authenticated:
            own = Q(study__in=Study.objects.readable_by(user).order_by())
        return published.filter(Q(audience__in=audiences) | own)

    def with_names(self):
        """Fetch the study and its member along."""
        return self.select_related("study__member", "study__goal_term")

    def hold(self, report):
        """The report, held until commit: its texts and quotes change one at a time."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("study__member", "study__goal_term").get(pk=report.pk)


@pghistory.track()
class Report(models.Model):
    """What a study comes to. It is written on as a draft; readers get the edition approved last."""

    class Audience(models.TextChoices):
        PRIVATE = "private", _("only your organisation")
        MEMBERS = "members", _("the members of the network")
        PUBLIC = "public", _("everybody")

    study = models.OneToOneField(Study, on_delete=models.CASCADE, related_name="report")
    title = models.CharField(_("title"), max_length=160)
    audience = models.CharField(
        _("who may read it"), max_length=7, choices=Audience, default=Audience.PRIVATE
    )
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("interviews:report", args=[self.study_id])

    def edition(self):
        """The edition approved last; None before the first."""
        return self.editions.first()


@pghistory.track()
class ReportText(models.Model):
    """One text of a report: about the whole, or about one theme. `number` counts its saves."""

    class Kind(models.TextChoices):
        INTRODUCTION = "introduction", _("Introduction")
        THEME = "theme", _("Theme")
        ASKS = "asks", _("What leadership is asked to decide")
        METHOD = "method", _("How we did it")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    theme = models.ForeignKey(
        Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="report_texts"
    )
    text = models.TextField(_("text"), max_length=20_000, blank=True)
    number = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("text of a report")
        verbose_name_plural = _("texts of reports")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "theme"], name="report_text_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="report_text_of_a_theme_has_one",
                condition=Q(kind="theme", theme__isnull=False)
                | Q(~Q(kind="theme"), theme__isnull=True),
            ),
        ]

    def __str__(self):
        return str(self.theme or self.get_kind_display())


class ReportQuoteQuerySet(models.QuerySet):
    def with_words(self):
        """Quotes that still have their words: those whose texts were deleted are left out."""
        return self.exclude(statement__text="")

    def waiting(self):
        """Quotes that nobody has looked at once more before they leave."""
        return self.with_words().filter(looked_at__isnull=True)

    def with_names(self):
        """Fetch the statement, its department and the theme along."""
        return self.select_related("statement__interview__department", "theme")


class ReportQuote(models.Model):
    """A statement that is quoted under a theme. `words` is what it says there, if not all of it.

    It leaves with the report only when somebody has looked at it once more.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="quotes")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="report_quotes")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="report_quotes")
    words = models.TextField(_("words"), max_length=4000, blank=True)
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ReportQuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["report", "statement"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "theme", "statement"], name="report_quote_once"
            ),
        ]

    def __str__(self):
        return self.shown[:60]

    @property
    def shown(self) -> str:
        """What the report quotes."""
        return self.words or self.statement.text


class ReportEdition(models.Model):
    """A report as the municipality approved it: a copy that nothing changes any more."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    content = models.JSONField(_("content"))
    approved_at = models.DateTimeField(_("approved"), default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_as = models.CharField(_("approved by"), max_length=200)

    class Meta:
        verbose_name = _("edition of a report")
        verbose_name_plural = _("editions of reports")
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_edition_counts_up"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="report_edition_stays",
                fields=["report", "number", "content", "approved_at", "approved_as"],
            ),
        ]

    def __str__(self):
        return f"{self.report} ({self.number})"

    def says(self, content: dict) -> bool:
        """Whether it says what a draft with this content does, of whichever day that is."""
        return self.content | {"made_on": ""} == content | {"made_on": ""}
