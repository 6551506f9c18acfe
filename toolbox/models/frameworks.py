"""What we teach from: frameworks of goals, objectives and principles, all of it data."""

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PRINCIPLES = "hallbarhetsprinciper"

# What a code may look like: it is a part of its item's address.
code_validator = RegexValidator(
    r"^[\w.-]+$", _("A code has letters, digits, full stops and hyphens, like 11.2 or SP4.")
)


class FrameworkQuerySet(models.QuerySet):
    def active(self):
        """The frameworks and editions that we point at today."""
        return self.filter(is_active=True)

    def with_counts(self):
        """Annotate item_count: how many goals or clauses, targets and subclauses left out."""
        is_top = Q(items__parent__isnull=True)
        return self.annotate(item_count=Count("items", filter=is_top))

    def with_items(self):
        """Frameworks that have something to point at."""
        return self.with_counts().filter(item_count__gt=0)


@pghistory.track()
class Framework(models.Model):
    """One edition of a set of goals, objectives, principles or clauses that others point at."""

    class Kind(models.TextChoices):
        GOALS = "goals", _("goals")
        OBJECTIVES = "objectives", _("objectives")
        PRINCIPLES = "principles", _("principles")
        STANDARD = "standard", _("standard")
        METHOD = "method", _("method")
        GUIDANCE = "guidance", _("guidance")

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.GOALS)
    edition = models.CharField(_("edition"), max_length=40, blank=True)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    link = models.URLField(_("link"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("toolbox:framework", args=[self.slug])

    @property
    def label(self) -> str:
        """The name that fits a heading beside chips."""
        return self.short_name or self.name


class FrameworkItemQuerySet(models.QuerySet):
    def principles(self):
        """The sustainability principles, in their order."""
        return self.filter(framework__slug=PRINCIPLES).order_by("position")

    def with_tool_count(self):
        """Annotate tool_count: how many published tools go with it itself."""
        is_out = Q(tools__state="published")
        return self.annotate(tool_count=Count("tools", filter=is_out, distinct=True))

    def within(self, item):
        """The item, those beneath it, and what they were in an older edition."""
        is_now = Q(pk=item.pk) | Q(parent=item.pk)
        was = Q(became__new=item.pk) | Q(became__new__parent=item.pk)
        return self.filter(is_now | was)

    def at_the_top(self):
        """Items that belong under no other: goals without their targets."""
        return self.filter(parent__isnull=True)

    def in_use(self, *, besides=()):
        """Items of the frameworks in use, each with its framework, in their order.

        `besides` are items to have along though their framework is no longer in use.
        """
        chosen = Q(framework__is_active=True) | Q(pk__in=besides)
        items = self.filter(chosen).select_related("framework", "parent")
        return items.order_by("framework__position", "framework__name", "position")


@pghistory.track()
class FrameworkItem(models.Model):
    """One goal, objective, principle or clause of a framework."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs under"),
    )
    code = models.CharField(_("code"), max_length=20, validators=[code_validator])
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    group = models.CharField(_("group"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), blank=True)
    link = models.URLField(_("link"), blank=True)
    colour = models.PositiveSmallIntegerField(
        _("colour"),
        null=True,
        blank=True,
        help_text=_("The number of the goal whose colour it has, 1 to 17."),
    )

    objects = FrameworkItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework item")
        verbose_name_plural = _("framework items")
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="item_code_unique"),
            models.CheckConstraint(
                name="item_colour_is_a_goal",
                condition=Q(colour__isnull=True) | Q(colour__range=(1, 17)),
                violation_error_message=_("The colour is the number of a goal, 1 to 17."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return reverse("toolbox:item", args=[self.framework.slug, self.code])

    @property
    def name_in_full(self) -> str:
        """The item with its framework, as one chooses it of a list."""
        framework = self.framework
        edition = "" if framework.is_active else f" ({framework.edition or framework.slug})"
        return f"{framework.label}{edition} {self.code} {self.title}"

    @property
    def number(self) -> str:
        """The code as it stands on a chip: the principle SP4 is 4."""
        return self.code.removeprefix("SP")


@pghistory.track()
class ItemMapping(models.Model):
    """What became of an item in a newer edition: one or more new ones, with a note."""

    old = models.ForeignKey(
        FrameworkItem, on_delete=models.CASCADE, related_name="became", verbose_name=_("old")
    )
    new = models.ForeignKey(
        FrameworkItem, on_delete=models.CASCADE, related_name="came_from", verbose_name=_("new")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mapping")
        verbose_name_plural = _("mappings")
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="mapping_unique"),
            models.CheckConstraint(
                name="mapping_leads_elsewhere",
                condition=~Q(old=F("new")),
                violation_error_message=_("An item cannot become itself."),
            ),
        ]

    def __str__(self):
        return f"{self.old} – {self.new}"
