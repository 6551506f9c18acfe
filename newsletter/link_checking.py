"""Trying the links to other websites: some each night, gently, and never into our own network."""

import ipaddress
import socket
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsletter.models import OutsideLink
from sekom import rich_text
from toolbox import checking
from toolbox.models import Publishable

MOST_A_NIGHT = 100
SECONDS = 10
MOST_HOPS = 5
# Sites that turn machines away say nothing about whether the page is there.
TURNED_AWAY = {401, 403, 405, 406, 429, 999}
HEADERS = {"User-Agent": f"Sveriges Ekokommuner, link check ({settings.SITE_URL})"}


class Unreachable(Exception):
    """An address that cannot be tried, or that did not answer; says why."""


def check_some() -> int:
    """Note which links there are and try those whose turn it is; how many were tried."""
    gather()
    due = list(OutsideLink.objects.to_check(timezone.now())[:MOST_A_NIGHT])
    for link in due:
        check(link)
    return len(due)


@transaction.atomic
def gather() -> None:
    """Keep a row for each address that published texts link to, and none for those that went."""
    found: dict[str, list[str]] = {}
    for url, page in _linked():
        found.setdefault(url, []).append(page)
    OutsideLink.objects.exclude(url__in=found).delete()
    OutsideLink.objects.bulk_create(
        [OutsideLink(url=url, pages=pages) for url, pages in found.items()],
        update_conflicts=True,
        unique_fields=["url"],
        update_fields=["pages"],
    )


def _linked() -> Iterator[tuple[str, str]]:
    """(address, the page of ours that links to it) for every published text.

    Issues that have been sent are left out: nobody can mend a letter.
    """
    for kind in checking.kinds().values():
        for thing in kind.objects.published():
            page = thing.get_absolute_url()
            yield from ((url, page) for url in dict.fromkeys(_outside(thing)))


def _outside(thing: Publishable) -> Iterator[str]:
    for address in checking.addresses(thing, thing.live()):
        is_web = urlsplit(address).scheme in ("http", "https")
        if is_web and not rich_text.is_own(address) and len(address) <= 500:
            yield address


def check(link: OutsideLink) -> OutsideLink:
    """Try one link and note what came of it."""
    now = timezone.now()
    try:
        answer, is_there = _try(link.url)
    except Unreachable as error:
        answer, is_there = str(error), False
    return _note(link, answer, is_there=is_there, at=now)


def _note(link: OutsideLink, answer: str, *, is_there: bool, at: datetime) -> OutsideLink:
    link.checked_at, link.answer = at, answer[:120]
    link.failures = 0 if is_there else link.failures + 1
    link.first_failed_at = None if is_there else link.first_failed_at or at
    link.save(update_fields=["checked_at", "answer", "failures", "first_failed_at"])
    return link


def _try(url: str) -> tuple[str, bool]:
    """(what the site said, whether the page is there). Raises Unreachable."""
    for _hop in range(MOST_HOPS):
        refuse_private(url)
        status, onward = _ask(url)
        if not onward:
            return str(status), status < 400 or status in TURNED_AWAY
        url = urljoin(url, onward)
    raise Unreachable(_("sends us round in circles"))


def _ask(url: str) -> tuple[int, str]:
    """(status, where it sends us or "") without reading the page. Raises Unreachable."""
    try:
        with requests.get(
            url, timeout=SECONDS, allow_redirects=False, stream=True, headers=HEADERS
        ) as answer:
            onward = answer.headers.get("Location", "") if answer.is_redirect else ""
            return answer.status_code, onward
    except (requests.RequestException, ValueError) as error:
        raise Unreachable(_("does not answer")) from error


def refuse_private(url: str) -> None:
    """Raises Unreachable for an address that is not on the open internet."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreachable(_("is no web address"))
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise Unreachable(_("has no such website")) from error
    if not all(ipaddress.ip_address(address[0]).is_global for *_rest, address in found):
        raise Unreachable(_("leads into a closed network"))
