"""Previewing: a draft as readers will see it, and links for guests who may write in it."""

from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import signing
from django.urls import reverse

from sekom.outbox.models import reference
from toolbox.models import FrameworkItem, Publishable, Tool, ToolLink
from toolbox.models.publishing import new_key

SALT = "toolbox.previewing"
LASTS = timedelta(days=30)


class LinkClosed(Exception):
    """The link is not one of ours, is too old, or was taken back."""


@dataclass(frozen=True)
class Preview:
    """A draft that a guest may read and write in, and the guest's name."""

    thing: Any
    guest: str


def preview_link(thing: Publishable, *, guest: str) -> str:
    """The full address by which a guest reads and writes in the draft, good for 30 days."""
    told = [reference(thing), thing.preview_key, guest]
    return settings.SITE_URL + reverse("toolbox:guest", args=[signing.dumps(told, salt=SALT)])


def read(token: str) -> Preview:
    """Which draft a link leads to and for whom. Raises LinkClosed."""
    try:
        about, key, guest = signing.loads(token, salt=SALT, max_age=LASTS)
        label, _colon, pk = about.partition(":")
        model = apps.get_model(label)
    except (signing.BadSignature, LookupError, ValueError) as bad:
        raise LinkClosed from bad
    thing = model._default_manager.filter(pk=pk, preview_key=key).first()
    if thing is None:
        raise LinkClosed
    return Preview(thing, guest)


def take_back_links(thing: Publishable) -> None:
    """End every preview link that was handed out."""
    type(thing)._default_manager.filter(pk=thing.pk).update(preview_key=new_key())


def as_drafted(tool: Tool) -> Tool:
    """The tool as its page will be once the draft is published; never to be saved."""
    drawn, values = copy(tool), tool.drafted()
    for name in Tool.FIELDS:
        setattr(drawn, name, values.get(name, getattr(tool, name)))
    whys = {link["item"]: link["why"] for link in values.get("links", [])}
    items = FrameworkItem.objects.filter(pk__in=whys).select_related("framework")
    ordered = items.order_by("framework__position", "framework", "position")
    drawn.shown_links = [ToolLink(tool=tool, item=item, why=whys[item.pk]) for item in ordered]
    return drawn
