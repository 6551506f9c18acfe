"""The pages of the website."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sekom import rich_text
from sekom.rich_text import RichTextField
from toolbox.models import Publishable
from toolbox.models.publishing import PublishableQuerySet


class PageQuerySet(PublishableQuerySet):
    def in_menus(self):
        """Published pages that a menu or the foot of the page leads to, in their order."""
        return self.published().exclude(place=Page.Place.NOWHERE).order_by("position", "title")

    def with_parts(self):
        """Published pages that carry one of the website's own parts."""
        return self.published().exclude(part=Page.Part.NOTHING)

    def at(self, slug):
        """The published page with this address."""
        return self.published().filter(slug=slug)


class Page(Publishable):
    """A page of the website that the secretariat writes."""

    class Place(models.TextChoices):
        NOWHERE = "", _("In no menu")
        MENU = "menu", _("In the menu")
        NETWORK = "network", _("In the foot, under The network")
        WORK = "work", _("In the foot, under Work with us")
        WEBSITE = "website", _("In the foot, under About the website")

    class Part(models.TextChoices):
        NOTHING = "", _("Nothing")
        START = "start", _("The heading of the start page")
        APPLICATION = "application", _("The form to apply for membership")
        CONTACT = "contact", _("The form to write to the secretariat")
        ACCESSIBILITY = "accessibility", _("The form to tell of an obstacle")
        COOKIES = "cookies", _("The table of cookies")

    FIELDS = ("title", "lead", "text", "description", "place", "position", "part")
    REQUIRED = ("title", "lead")
    RICH = ("text",)
    PAGE = "newsletter:page"
    NEEDS_REVIEW = False

    lead = models.CharField(_("lead"), max_length=300, blank=True)
    text = RichTextField(_("text"), blank=True)
    description = models.CharField(_("description for search engines"), max_length=160, blank=True)
    place = models.CharField(
        _("where it is found"), max_length=8, choices=Place, default=Place.NOWHERE, blank=True
    )
    position = models.PositiveSmallIntegerField(_("order in the menu"), default=0)
    part = models.CharField(
        _("what follows the text"), max_length=13, choices=Part, default=Part.NOTHING, blank=True
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["place", "position", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["part"],
                condition=Q(part="start", state="published"),
                name="page_one_start",
                violation_error_message=_("The start page has its heading from another page."),
            ),
        ]

    def get_absolute_url(self):
        return (
            reverse("start")
            if self.part == self.Part.START
            else reverse(self.PAGE, args=[self.slug])
        )

    @property
    def shown_text(self) -> str:
        """The text as it stands on the page."""
        return rich_text.shown(self.text)
