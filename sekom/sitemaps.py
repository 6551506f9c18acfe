"""The map of the website for search engines: every page that everybody may read.

Part of the frame, not of the kit: it may know every app, and nothing imports it but the addresses.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from events.models import Event
from members.models import Member
from newsletter.models import Article, Issue, Page
from toolbox.models import Path, Tool


class OurMap(Sitemap):
    """Our own address before each, whatever name the visitor came by."""

    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class Lists(OurMap):
    """Pages that lead on to others."""

    def items(self):
        lists = ["members:list", "events:list", "newsletter:news", "newsletter:archive"]
        return ["start", *lists, "privacy"]

    def location(self, item):
        return reverse(item)


class Members(OurMap):
    """Today's members."""

    def items(self):
        return Member.objects.active()


class Events(OurMap):
    """Workshops and meetings that everybody may read of."""

    def items(self):
        return Event.objects.published().of_the_network()

    def lastmod(self, item):
        return item.published_at


class Issues(OurMap):
    """The newsletter as it was sent."""

    def items(self):
        return Issue.objects.archived()

    def lastmod(self, item):
        return item.sent_at


class Published(OurMap):
    """What is written and published: pages, news, tools and paths."""

    def __init__(self, kind):
        self.kind = kind

    def items(self):
        return self.kind.objects.published().order_by("pk")

    def lastmod(self, item):
        return item.published_at


SITEMAPS = {
    "sidor": Lists(),
    "medlemmar": Members(),
    "evenemang": Events(),
    "webbsidor": Published(Page),
    "nyheter": Published(Article),
    "nyhetsbrev": Issues(),
    "verktyg": Published(Tool),
    "arbetsgangar": Published(Path),
}
