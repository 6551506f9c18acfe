"""Giving a new portal its first pages; what somebody has written since is left alone."""

import json
from pathlib import Path

from django.db import transaction

from newsletter.models import Page
from toolbox import publishing, writing

FIRST_PAGES = Path(__file__).parent / "data" / "pages.json"


@transaction.atomic
def load_pages() -> int:
    """Make and publish each page whose address nobody has or had; how many were made."""
    made = 0
    for values in json.loads(FIRST_PAGES.read_text(encoding="utf-8")):
        slug = values.pop("slug")
        if writing.is_taken(Page, slug):
            continue
        page = writing.begin(Page, title=values["title"], slug=slug, values=values)
        publishing.publish(page, by=None)
        made += 1
    return made
