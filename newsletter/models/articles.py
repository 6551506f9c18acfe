"""What is new: the articles of the website, which issues of the newsletter take up."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsletter.models.pictures import Picture
from sekom import rich_text
from sekom.rich_text import RichTextField
from toolbox.models import Publishable
from toolbox.models.publishing import PublishableQuerySet


class ArticleQuerySet(PublishableQuerySet):
    def newest(self):
        """What readers see with its picture, the one that came out last first."""
        return super().newest().select_related("picture")

    def drafts_first(self):
        """What has never been out before what has, the latest first."""
        return self.order_by(F("published_at").desc(nulls_first=True), "-pk")


class Article(Publishable):
    """A piece of news: on the website, in the feed, and in any issue that takes it up."""

    FIELDS = ("title", "lead", "text", "link_text", "link", "picture_id")
    REQUIRED = ("title", "lead")
    RICH = ("text",)
    LINKS = ("link",)
    PARTS: ClassVar = {"picture_id": _("picture")}
    PAGE = "newsletter:article"
    NEEDS_REVIEW = False

    lead = models.CharField(_("lead"), max_length=300, blank=True)
    text = RichTextField(_("text"), blank=True)
    link_text = models.CharField(_("words of the button"), max_length=60, blank=True)
    link = models.CharField(_("where the button leads"), max_length=500, blank=True)
    picture = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("picture"),
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]

    def get_absolute_url(self):
        return reverse("newsletter:article", args=[self.slug])

    def say(self, name: str, value: Any) -> str:
        """A field of the draft in plain words; a picture by its description."""
        if name == "picture_id":
            return str(Picture.objects.filter(pk=value).first() or "")
        return super().say(name, value)

    def lacking(self, values: dict[str, Any]) -> list[str]:
        """A button needs both its words and somewhere to lead."""
        if bool(values.get("link")) != bool(values.get("link_text")):
            return [gettext("A button needs both words and somewhere to lead.")]
        return []

    @property
    def shown_text(self) -> str:
        """The text as it stands on the page."""
        return rich_text.shown(self.text)
