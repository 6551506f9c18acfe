"""What the website says that can be found, by everybody: its published pages."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from newsletter.models import Page
from sekom import rich_text
from sekom.search.kinds import Found, Kind


def _page(page: Page) -> Iterator[Found]:
    """A page of the website."""
    yield Found(
        title=page.title,
        url=page.get_absolute_url(),
        keywords=page.description,
        text=f"{page.lead} {rich_text.plain(page.text)}",
    )


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
]
