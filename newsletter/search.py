"""What of the website can be found, by everybody: its pages, its news and the newsletter."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from newsletter import parts
from newsletter.models import Article, Block, Issue, Page
from newsletter.parts import Part
from sekom import rich_text
from sekom.search.kinds import Found, Kind, Watch
from sekom.search.models import Entry, Stale


def mark_begun() -> int:
    """Let issues be found whose letters have begun to leave since; how many.

    That is told by their mailing, of which a change marks no row of ours.
    """
    known = Entry.objects.filter(kind="issue").values("row_id")
    begun = Issue.objects.archived().exclude(pk__in=known)
    return len(Stale.objects.bulk_create([Stale(kind="issue", row_id=one.pk) for one in begun]))


def _page(page: Page) -> Iterator[Found]:
    """A page of the website."""
    yield Found(
        title=page.title,
        url=page.get_absolute_url(),
        keywords=page.description,
        text=f"{page.lead} {rich_text.plain(page.text)}",
    )


def _article(article: Article) -> Iterator[Found]:
    """A piece of news."""
    yield Found(
        title=article.title,
        url=article.get_absolute_url(),
        text=f"{article.lead} {rich_text.plain(article.text)}",
    )


def _issue(issue: Issue) -> Iterator[Found]:
    """An issue of the newsletter as it was sent."""
    yield Found(
        title=issue.title,
        url=issue.get_absolute_url(),
        keywords=issue.subject,
        text=" ".join([issue.preheader, *(_said(parts.of(one)) for one in issue.blocks.all())]),
    )


def _said(part: Part) -> str:
    texts = (part.heading, rich_text.plain(part.text), part.more_heading)
    return " ".join([*texts, rich_text.plain(part.more)])


KINDS = [
    Kind(
        key="page",
        label=gettext_lazy("Pages"),
        name=gettext_lazy("Page"),
        icon="file-text",
        model=Page,
        rows=Page.objects.published,
        entries=_page,
    ),
    Kind(
        key="article",
        label=gettext_lazy("News"),
        name=gettext_lazy("Article"),
        icon="newspaper",
        model=Article,
        rows=Article.objects.published,
        entries=_article,
    ),
    Kind(
        key="issue",
        label=gettext_lazy("Issues of the newsletter"),
        name=gettext_lazy("The newsletter"),
        icon="mail-open",
        model=Issue,
        rows=lambda: Issue.objects.archived().prefetch_related("blocks"),
        entries=_issue,
        watches=(Watch(Block, "issue_id"),),
    ),
]
