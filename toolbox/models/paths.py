"""Guided paths: numbered steps that tie tools, clauses, goals and instructions together."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from toolbox.models.frameworks import FrameworkItem
from toolbox.models.publishing import Publishable, PublishableQuerySet
from toolbox.models.tools import Tool


class PathQuerySet(PublishableQuerySet):
    def with_step_count(self):
        """Annotate step_count: how many numbers the path has, for lists."""
        numbers = models.Q(steps__is_standing=True, steps__joins=Step.Joins.NEW)
        return self.annotate(step_count=models.Count("steps", filter=numbers))

    def with_walkers(self):
        """Annotate walker_count: how many members are on the path now."""
        under_way = models.Q(journeys__isnull=False, journeys__ended_at__isnull=True)
        return self.annotate(walker_count=models.Count("journeys", filter=under_way))

    def through(self, item):
        """Published paths with a step that touches this framework item, or one beneath it."""
        touched = StepLink.objects.filter(
            models.Q(item=item) | models.Q(item__parent=item), step__is_standing=True
        )
        return self.published().filter(pk__in=touched.values("step__path")).order_by("title")

    def with_tool(self, tool):
        """Published paths with a step that uses this tool."""
        using = Step.objects.filter(tools=tool, is_standing=True)
        return self.published().filter(pk__in=using.values("path")).order_by("title")


class Path(Publishable):
    """A way through several tools, step by step, with a start and an end."""

    FIELDS: ClassVar[tuple[str, ...]] = ("title", "summary", "outcome")
    REQUIRED: ClassVar[tuple[str, ...]] = ("title", "summary")
    PAGE: ClassVar[str] = "toolbox:path"

    summary = models.CharField(_("summary"), max_length=300, blank=True)
    outcome = models.CharField(_("what you have at the end"), max_length=300, blank=True)

    objects = PathQuerySet.as_manager()

    class Meta:
        verbose_name = _("path")
        verbose_name_plural = _("paths")
        ordering = ["title"]

    def get_absolute_url(self):
        return reverse("toolbox:path", args=[self.slug])

    def parts(self) -> dict[str, Any]:
        """The steps as JSON: [{key, title, joins, instruction, result, tools, items}], in order."""
        return {"steps": [step.snapshot() for step in self.steps.standing()]}

    def put_parts(self, values: dict[str, Any]) -> None:
        """Make the steps as the snapshot says; one that members worked on is kept aside."""
        known = {step.key: step for step in self.steps.all()}
        for position, told in enumerate(values.get("steps", []), start=1):
            step = known.pop(told["key"], None) or Step(path=self, key=told["key"])
            step.put(told, position)
        for step in known.values():
            if step.works.exists():
                step.is_standing = False
                step.save(update_fields=["is_standing"])
            else:
                step.delete()

    def lacking(self, values: dict[str, Any]) -> list[str]:
        """A path needs two steps, each with what to do and have afterwards, and tools to read."""
        steps = values.get("steps", [])
        if len(steps) < 2:
            return [gettext("A path needs at least two steps.")]
        unfinished = [
            gettext("Step “%(title)s” lacks what to do or what one has afterwards.") % step
            for step in steps
            if not (step["instruction"] and step["result"])
        ]
        told = {tool for step in steps for tool in step["tools"]}
        unread = Tool.objects.filter(pk__in=told).exclude(state=Tool.State.PUBLISHED)
        return unfinished + [
            gettext("The tool “%(tool)s” is not published.") % {"tool": tool} for tool in unread
        ]


class StepQuerySet(models.QuerySet):
    def standing(self):
        """The steps that the path has today, in order."""
        return self.filter(is_standing=True).order_by("position")

    def with_links(self):
        """Fetch framework items along, and the tools that readers may see."""
        links = StepLink.objects.select_related("item__framework").order_by(
            "item__framework__position", "item__position"
        )
        return self.prefetch_related(
            models.Prefetch("tools", Tool.objects.published().order_by("title")),
            models.Prefetch("links", links),
        )


class Step(models.Model):
    """One step of a path; its key is the same however often the path is published anew."""

    class Joins(models.TextChoices):
        NEW = "new", _("a number of its own")
        AND = "and", _("and: together with the step before")
        OR = "or", _("or: instead of the step before")

    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="steps")
    key = models.SlugField(_("key"), max_length=40, db_index=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    joins = models.CharField(_("joins"), max_length=3, choices=Joins, default=Joins.NEW)
    title = models.CharField(_("heading"), max_length=120)
    instruction = models.TextField(_("what to do"), max_length=2000, blank=True)
    result = models.CharField(_("what you have afterwards"), max_length=300, blank=True)
    tools = models.ManyToManyField(Tool, blank=True, related_name="path_steps")
    items = models.ManyToManyField(FrameworkItem, through="StepLink", related_name="path_steps")
    is_standing = models.BooleanField(_("part of the path"), default=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["path", "position"]
        constraints = [
            models.UniqueConstraint(fields=["path", "key"], name="step_key_unique"),
        ]

    def __str__(self):
        return self.title

    def snapshot(self) -> dict[str, Any]:
        """The step as JSON, with all its tools, published or not."""
        links = self.links.order_by("pk").values_list("item", "why")
        return {
            "key": self.key,
            "title": self.title,
            "joins": self.joins,
            "instruction": self.instruction,
            "result": self.result,
            "tools": list(self.tools.order_by("title").values_list("pk", flat=True)),
            "items": [{"item": item, "why": why} for item, why in links],
        }

    def put(self, told: dict[str, Any], position: int) -> None:
        """Make the step as the snapshot says; what has been deleted meanwhile is left out."""
        self.position, self.is_standing = position, True
        for name in ("title", "joins", "instruction", "result"):
            setattr(self, name, told[name])
        self.save()
        self.tools.set(Tool.objects.filter(pk__in=told["tools"]))
        whys = {link["item"]: link["why"] for link in told["items"]}
        self.links.exclude(item__in=whys).delete()
        for item in FrameworkItem.objects.filter(pk__in=whys):
            StepLink.objects.update_or_create(step=self, item=item, defaults={"why": whys[item.pk]})


class StepLink(models.Model):
    """That a step touches a framework item, and why."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="links")
    item = models.ForeignKey(FrameworkItem, on_delete=models.CASCADE, related_name="step_links")
    why = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("link of a step")
        verbose_name_plural = _("links of steps")
        constraints = [
            models.UniqueConstraint(fields=["step", "item"], name="step_link_once"),
        ]

    def __str__(self):
        return f"{self.step}: {self.item}"
