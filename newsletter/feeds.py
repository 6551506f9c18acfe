"""What is new on the website, for those who follow it with a feed reader."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from newsletter.models import Page
from toolbox.models import Path, Tool

MOST = 30


class News(Feed):
    """Pages, tools and guided paths as they come out or change, the newest first."""

    feed_type = Atom1Feed
    title = _("New at Sveriges Ekokommuner")
    subtitle = _("Tools, guided paths and pages that are new or have changed.")
    link = reverse_lazy("start")
    author_name = "Sveriges Ekokommuner"

    def items(self):
        newest = [thing for kind in (Page, Path, Tool) for thing in kind.objects.newest()[:MOST]]
        return sorted(newest, key=lambda thing: thing.published_at, reverse=True)[:MOST]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.lead if isinstance(item, Page) else item.summary

    def item_link(self, item):
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item):
        """The same for ever, wherever the thing moves."""
        return f"{settings.SITE_URL}/{item._meta.label_lower}/{item.pk}"

    def item_updateddate(self, item):
        return item.published_at
