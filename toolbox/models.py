"""What we teach from: frameworks of goals, objectives and principles, all of it data."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class Framework(models.Model):
    """A set of goals, objectives, principles or clauses that others point at."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    edition = models.CharField(_("edition"), max_length=40, blank=True)
    link = models.URLField(_("link"), blank=True)

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["name"]

    def __str__(self):
        return self.name


class FrameworkItemQuerySet(models.QuerySet):
    def principles(self):
        """The sustainability principles, in their order."""
        return self.filter(framework__slug="hallbarhetsprinciper").order_by("position")


@pghistory.track()
class FrameworkItem(models.Model):
    """One goal, objective, principle or clause of a framework."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    group = models.CharField(_("group"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), blank=True)

    objects = FrameworkItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework item")
        verbose_name_plural = _("framework items")
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="item_code_unique"),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"
