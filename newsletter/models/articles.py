"""What is new: the articles of the website, which issues of the newsletter take up."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsletter.models.pictures import Picture
from sekom import rich_text
from sekom.rich_text import RichTextField
from toolbox.models import Publishable
from toolbox.models.publishing import PublishableQuerySet


class Article(Publishable):
    """A piece of news: on the website, in the feed, and in any issue that takes it up."""

    FIELDS = ("title", "lead", "text", "link_text", "link")
    REQUIRED = ("title", "lead")
    RICH = ("text",)
    PAGE = "newsletter:article"
    NEEDS_REVIEW = False

    lead = models.CharField(_("lead"), max_length=300, blank=True)
    text = RichTextField(_("text"), blank=True)
    link_text = models.CharField(_("words of the button"), max_length=60, blank=True)
    link = models.CharField(_("where the button leads"), max_length=500, blank=True)
    # Chosen outside the draft: a picture has its own description and is seen at once.
    picture = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("picture"),
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]

    def get_absolute_url(self):
        return reverse("newsletter:article", args=[self.slug])

    @property
    def shown_text(self) -> str:
        """The text as it stands on the page."""
        return rich_text.shown(self.text)
