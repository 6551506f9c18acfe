"""What is new on the website, for those who follow it with a feed reader."""

import json
import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from newsletter import parts
from newsletter.models import Article, Issue, Page
from newsletter.parts import Part
from sekom import rich_text
from toolbox.models import Path, Tool

MOST = 30
# What XML cannot hold, however it came into a text.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


class FullText(Atom1Feed):
    """Atom with the whole text of what has one beside its summary."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(SyndicationFeed):
    """The same for programs: JSON Feed 1.1 (jsonfeed.org)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding):
        told = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"]}],
            "items": [
                {
                    "id": item["unique_id"],
                    "url": item["link"],
                    "title": item["title"],
                    "summary": unescape(item["description"]),
                    "content_html": item["content"],
                    "date_published": item["pubdate"].isoformat(),
                }
                for item in self.items
            ],
        }
        outfile.write(json.dumps(told, ensure_ascii=False))


class Newest(Feed):
    """Everything that comes out or changes: news, issues, tools, guided paths and pages."""

    feed_type: Any = FullText
    title: Any = _("New at Sveriges Ekokommuner")
    subtitle: Any = _("News, issues of the newsletter, tools and pages that are new or changed.")
    link: Any = reverse_lazy("start")
    feed_url = f"{settings.SITE_URL}/flode.xml"
    feed_guid = settings.SITE_URL + "/"
    language = "sv"
    author_name = "Sveriges Ekokommuner"
    kinds: tuple[Any, ...] = (Page, Path, Tool, Article)

    def items(self):
        newest = [thing for kind in self.kinds for thing in kind.objects.newest()[:MOST]]
        newest += Issue.objects.archived().prefetch_related("blocks")[:MOST]
        return sorted(newest, key=_came_out, reverse=True)[:MOST]

    def item_title(self, item):
        return _clean(item.title)

    def item_description(self, item):
        lead = item.preheader or item.subject if isinstance(item, Issue) else _lead(item)
        return escape(_clean(lead))

    def item_link(self, item):
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item):
        """The same for ever, wherever the thing moves."""
        return f"{settings.SITE_URL}/{item._meta.label_lower}/{item.pk}"

    def item_pubdate(self, item):
        return _came_out(item)

    def item_updateddate(self, item):
        return _came_out(item)

    def item_extra_kwargs(self, item):
        return {"content": _clean(_content(item))}


class News(Newest):
    """What the secretariat writes to its readers: the news and the issues of the newsletter."""

    title = _("News and newsletter from Sveriges Ekokommuner")
    subtitle = _("Every piece of news and every issue of the newsletter, with the whole text.")
    link = reverse_lazy("newsletter:news")
    feed_url = f"{settings.SITE_URL}/nyheter/flode.xml"
    feed_guid = f"{settings.SITE_URL}/nyheter/"
    kinds = (Article,)


class NewsJson(News):
    """News and issues for programs that show them elsewhere."""

    feed_type = JsonFeed
    feed_url = f"{settings.SITE_URL}/nyheter/flode.json"


def _came_out(thing: Any):
    return thing.sent_at if isinstance(thing, Issue) else thing.published_at


def _lead(thing: Any) -> str:
    return thing.lead if isinstance(thing, Page | Article) else thing.summary


def _content(thing: Any) -> str:
    """The whole text with addresses that lead somewhere from anywhere; "" where there is none."""
    if isinstance(thing, Issue):
        return drawn(parts.of(block) for block in thing.blocks.all())
    if isinstance(thing, Article):
        return drawn([parts.whole(thing)])
    return rich_text.absolute(rich_text.clean(thing.text)) if isinstance(thing, Page) else ""


def drawn(said: Iterable[Part]) -> str:
    """Parts as HTML that can stand anywhere."""
    return "".join(render_to_string("newsletter/_part.html", {"part": part}) for part in said)


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
