"""Checking a draft before readers see it: what is missing, and links that lead nowhere."""

import re
from collections.abc import Iterator
from copy import copy
from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import gettext as _

from members.models import Member
from sekom import rich_text
from toolbox.models import FrameworkItem, OldAddress, Publishable, ToolFile
from toolbox.snapshots import rich_texts, with_rich


def problems(thing: Publishable, values: dict[str, Any]) -> list[str]:
    """What stands in the way of publishing these values, each as a sentence."""
    return list(dict.fromkeys(_problems(thing, values)))


def _problems(thing: Publishable, values: dict[str, Any]) -> Iterator[str]:
    for name in thing.REQUIRED:
        if values.get(name) in (None, "", []):
            yield _("Fill in: %(field)s.") % {"field": thing.label_of(name)}
    yield from thing.lacking(values)
    yield from _refusals(thing, values)
    for text in rich_texts(values, thing.RICH):
        yield from rich_text.problems(text)
    for address in addresses(thing, values):
        if is_broken(address):
            yield _("The link to %(address)s leads nowhere that readers can go.") % {
                "address": address
            }


def addresses(thing: Publishable, values: dict[str, Any]) -> Iterator[str]:
    """Where these values lead: the links of the rich text, and the fields that hold one."""
    for text in rich_texts(values, thing.RICH):
        yield from rich_text.links(text)
    yield from (values[name] for name in thing.LINKS if values.get(name))


def _refusals(thing: Publishable, values: dict[str, Any]) -> list[str]:
    """What the database would refuse of these values."""
    row = copy(thing)
    for name in thing.FIELDS:
        setattr(row, name, values.get(name, getattr(thing, name)))
    try:
        row.full_clean(exclude=["draft"])
    except ValidationError as refusal:
        return refusal.messages
    return []


def warnings(thing: Publishable, values: dict[str, Any]) -> list[str]:
    """What the writer should look at, though it does not stand in the way."""
    texts = rich_texts(values, thing.RICH)
    return list(dict.fromkeys(said for text in texts for said in rich_text.warnings(text)))


def is_broken(address: str) -> bool:
    """Whether an address that a text links to is no page of ours and no address elsewhere."""
    parts = urlsplit(address)
    if not rich_text.is_own(address):
        return not (parts.scheme in rich_text.SCHEMES or address.startswith("#"))
    try:
        match = resolve(unquote(parts.path))
    except Resolver404:
        return True
    return not _is_there(match)


def _is_there(match: ResolverMatch) -> bool:
    facts = match.kwargs
    kind = kinds().get(match.view_name)
    if kind:
        slug = facts["slug"]
        lived = OldAddress.objects.filter(kind=kind._meta.label_lower, slug=slug)
        now = kind._default_manager.published()
        return now.filter(slug=slug).exists() or now.filter(pk__in=lived.values("row_id")).exists()
    if match.view_name == "toolbox:item":
        items = FrameworkItem.objects.filter(framework__slug=facts["slug"])
        return items.filter(code=facts["code"]).exists()
    if match.view_name == "toolbox:file":
        return ToolFile.objects.filter(pk=facts["file_id"]).exists()
    if match.view_name == "members:detail":
        return Member.objects.active().filter(slug=facts["slug"]).exists()
    return True


def with_newest_addresses(thing: Publishable, values: dict[str, Any]) -> dict[str, Any]:
    """The same with links to our own old addresses rewritten to those of today."""
    return with_rich(values, thing.RICH, lambda text: re.sub(r'href="([^"]*)"', _newest, text))


def _newest(found: re.Match) -> str:
    address = found[1]
    if not rich_text.is_own(address):
        return found[0]
    try:
        match = resolve(unquote(urlsplit(address).path))
    except Resolver404:
        return found[0]
    kind = kinds().get(match.view_name)
    if not kind:
        return found[0]
    olds = OldAddress.objects.filter(kind=kind._meta.label_lower, slug=match.kwargs["slug"])
    row = kind._default_manager.filter(pk__in=olds.values("row_id")).first()
    if not row:
        return found[0]
    fragment = urlsplit(address).fragment
    return f'href="{reverse(kind.PAGE, args=[row.slug])}{"#" if fragment else ""}{fragment}"'


def kinds() -> dict[str, Any]:
    """{name of its page: model} of everything that we publish."""
    models = (model for model in apps.get_models() if issubclass(model, Publishable))
    return {model.PAGE: model for model in models}
