"""Tools: what one does, with whom and how long, and which goals and principles it goes with."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sekom import rich_text
from sekom.rich_text import RichTextField
from toolbox.models.frameworks import FrameworkItem
from toolbox.models.publishing import Publishable, PublishableQuerySet


class ToolQuerySet(PublishableQuerySet):
    def in_order(self):
        """Tools as a list shows them, with the items that each goes with, in their order."""
        links = ToolLink.objects.select_related("item__framework").in_order()
        return self.order_by("title").prefetch_related(models.Prefetch("links", links))

    def about(self, item):
        """Tools that go with this item, one beneath it or what it was in an older edition."""
        items = FrameworkItem.objects.within(item)
        return self.filter(pk__in=ToolLink.objects.filter(item__in=items).values("tool"))

    def matching(self, items, *, minutes=None):
        """Tools that go with all of these items and take at most so many minutes."""
        found = self
        for item in items:
            found = found.about(item)
        return found if minutes is None else found.filter(minutes__lte=minutes)

    def with_everything(self):
        """A tool as its page shows it: with what it goes with, and its files."""
        return self.in_order().prefetch_related("files")

    def for_the_office(self):
        """All tools in order, each with its owner and who asked for review."""
        return self.order_by("title").select_related("owner", "asked_by")


class Tool(Publishable):
    """One way of working, described so that a group can begin right away."""

    FIELDS = (
        "title",
        "summary",
        "solves",
        "when",
        "minutes",
        "people",
        "people_min",
        "people_max",
        "before",
        "steps",
        "after",
        "result",
        "tips",
        "pitfalls",
        "example",
        "source",
        "approved_by",
        "is_example",
    )
    REQUIRED = ("title", "summary", "solves", "when", "minutes", "people", "result", "source")
    RICH = ("solves", "when", "before", "text", "after", "result", "tips", "pitfalls", "example")
    PAGE = "toolbox:tool"
    PARTS: ClassVar = {"links": _("goes with"), "files": _("files")}

    summary = models.CharField(_("summary"), max_length=240, blank=True)
    solves = RichTextField(_("what it solves"), blank=True)
    when = RichTextField(_("when to use it"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    people = models.CharField(_("who takes part"), max_length=160, blank=True)
    people_min = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    people_max = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    before = RichTextField(_("before you begin"), blank=True)
    steps = models.JSONField(_("steps"), default=list, blank=True)
    after = RichTextField(_("afterwards"), blank=True)
    result = RichTextField(_("result"), blank=True)
    tips = RichTextField(_("tips"), blank=True)
    pitfalls = RichTextField(_("pitfalls"), blank=True)
    example = RichTextField(_("worked example"), blank=True)
    source = models.CharField(_("source"), max_length=240, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=160, blank=True)
    is_example = models.BooleanField(_("example text that awaits approval"), default=False)
    items = models.ManyToManyField(
        FrameworkItem, through="ToolLink", related_name="tools", verbose_name=_("goes with")
    )

    objects = ToolQuerySet.as_manager()

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                name="tool_people_in_order",
                condition=Q(people_min__isnull=True)
                | Q(people_max__isnull=True)
                | Q(people_min__lte=F("people_max")),
                violation_error_message=_("The most people cannot be fewer than the least."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("toolbox:tool", args=[self.slug])

    @cached_property
    def shown_links(self) -> list["ToolLink"]:
        """What it goes with, in order; needs in_order(). A preview puts the draft's here."""
        return list(self.links.all())

    @property
    def lacks(self) -> list[str]:
        """What the draft lacks before it can be published, and an example, by their names."""
        drafted = self.drafted() if self.has_draft else {n: getattr(self, n) for n in self.FIELDS}
        wanted = (*self.REQUIRED, "steps", "example")
        return [self.label_of(name) for name in wanted if drafted.get(name) in (None, "", [])]

    @property
    def phases(self) -> list[str]:
        """The steps of ABCD that it is for: A, C."""
        return [link.item.code for link in self.shown_links if link.item.framework.slug == "abcd"]

    def parts(self) -> dict[str, Any]:
        """The links to framework items with their why, and which files readers may fetch."""
        links = self.links.in_order()
        return {
            "links": [{"item": link.item_id, "why": link.why} for link in links],
            "files": [file.pk for file in self.files.all() if file.is_live],
        }

    def live_files(self) -> list["ToolFile"]:
        """The templates that readers may fetch; pictures stand in the text."""
        return [file for file in self.files.all() if file.is_live and not file.is_picture]

    def put_parts(self, values: dict[str, Any]) -> None:
        """Make links and files those of the snapshot; items that are gone are left out."""
        whys = {link["item"]: link["why"] for link in values.get("links", [])}
        there = FrameworkItem.objects.filter(pk__in=whys).values_list("pk", flat=True)
        self.links.exclude(item__in=there).delete()
        ToolLink.objects.bulk_create(
            [ToolLink(tool=self, item_id=pk, why=whys[pk]) for pk in there],
            update_conflicts=True,
            unique_fields=["tool", "item"],
            update_fields=["why"],
        )
        files = values.get("files", [])
        self.files.filter(pk__in=files).update(is_live=True)
        self.files.exclude(pk__in=files).update(is_live=False)

    def say(self, name: str, value: Any) -> str:
        """Steps, links and files in words; the rest as any field."""
        if name == "steps":
            steps = enumerate(value or [], start=1)
            return " ".join(
                f"{number}. {step['title']} {rich_text.plain(step['text'])}".strip()
                for number, step in steps
            )
        if name == "links":
            items = FrameworkItem.objects.in_bulk([link["item"] for link in value or []])
            whys = {link["item"]: link["why"] for link in value or []}
            return "; ".join(f"{items[pk]} {whys[pk]}".strip() for pk in whys if pk in items)
        if name == "files":
            return "; ".join(file.title for file in self.files.filter(pk__in=value or []))
        return super().say(name, value)

    def lacking(self, values: dict[str, Any]) -> list[str]:
        """A tool needs steps, and something that it goes with."""
        lacks = []
        if not values.get("steps"):
            lacks.append(gettext("Write at least one step."))
        if not values.get("links"):
            lacks.append(
                gettext("Say which goals, objectives, principles or clauses it goes with.")
            )
        return lacks


class ToolLinkQuerySet(models.QuerySet):
    def in_order(self):
        """By framework and, within it, in the framework's own order."""
        return self.order_by("item__framework__position", "item__framework", "item__position")


class ToolLink(models.Model):
    """That a tool goes with a goal, an objective, a principle or a clause, and why."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="links")
    item = models.ForeignKey(FrameworkItem, on_delete=models.CASCADE, related_name="tool_links")
    why = models.CharField(_("why"), max_length=240, blank=True)

    objects = ToolLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [models.UniqueConstraint(fields=["tool", "item"], name="tool_link_unique")]

    def __str__(self):
        return f"{self.tool} – {self.item}"


KINDS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/pdf": "PDF",
}


def file_path(file: "ToolFile", name: str) -> str:
    """Where a tool's file is kept: under a name that nobody can guess."""
    return f"tools/{file.tool_id}/{get_random_string(16)}/{name}"


class ToolFileQuerySet(models.QuerySet):
    def readable_by(self, person):
        """Published tools' published files for everybody; the secretariat reads all."""
        if person.is_authenticated and person.is_staff:
            return self.all()
        return self.filter(is_live=True, tool__state=Tool.State.PUBLISHED)

    def pictures(self):
        """Files that are pictures, for use in the text."""
        return self.filter(media_type__startswith="image/")


class ToolFile(models.Model):
    """A template or picture that belongs to a tool; readers reach it once it is published."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to=file_path, max_length=255)
    name = models.CharField(_("file name"), max_length=120)
    title = models.CharField(_("title"), max_length=120)
    version = models.CharField(_("version"), max_length=20, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="sv"
    )
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"))
    is_live = models.BooleanField(_("published"), default=False)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ToolFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("toolbox:file", args=[self.pk, self.name])

    @property
    def kind_label(self) -> str:
        """What sort of file it is, in the words of those who open it."""
        return KINDS.get(self.media_type, self.name.rpartition(".")[2].upper())

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")
