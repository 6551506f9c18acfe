"""The text twin of a letter: the same parts in words alone, with addresses written out."""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from textwrap import fill

from django.conf import settings
from django.utils.translation import gettext as _

from newsletter.models import Issue
from newsletter.parts import Part, own_address

WIDTH = 72
BLOCKS = {"p", "h2", "h3", "li", "blockquote", "tr"}


def twin(issue: Issue, said: Iterable[Part], *, marks: tuple[str, str, str]) -> str:
    """The letter as plain text; `marks` stand for passing on, changing and stopping."""
    spread, preferences, leave = marks
    foot = [
        _("You get this letter as a contact or subscriber of Sveriges Ekokommuner."),
        f"{_('Read in the browser')}: {own_address(issue.get_absolute_url())}",
        f"{_('Pass it on')}: {spread}",
        f"{_('Change what you get')}: {preferences}",
        f"{_('Stop the newsletter')}: {leave}",
        f"{settings.DEFAULT_FROM_EMAIL}, {settings.ORGANISATION_ADDRESS}",
    ]
    return "\n\n".join([whole(issue, said), "-- ", "\n".join(foot)]) + "\n"


def whole(issue: Issue, said: Iterable[Part]) -> str:
    """What the issue says as plain text, without what stands below it for one reader."""
    return "\n\n".join([issue.title, *(words for part in said if (words := _part(part)))])


def _part(part: Part) -> str:
    if part.kind == "divider":
        return "* * *"
    return "\n\n".join(_lines(part))


def _lines(part: Part) -> Iterator[str]:
    if part.heading:
        yield _underlined(part.heading, "=" if part.kind == "heading" else "-")
    if part.picture:
        yield _("[Picture: %(words)s]") % {"words": part.picture.alt}
    yield from plain(part.text)
    if part.more_heading:
        yield _underlined(part.more_heading, "-")
    yield from plain(part.more)
    if part.link:
        yield f"{part.link_text}: {part.link}" if part.link_text else part.link


def _underlined(heading: str, sign: str) -> str:
    return f"{heading}\n{sign * min(len(heading), WIDTH)}"


def plain(html: str) -> Iterator[str]:
    """The blocks of rich text as lines of words, with the addresses of links after their words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.blocks()


class _Reader(HTMLParser):
    """Takes blocks out of rich text that has been cleaned."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = [""]
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        if tag in BLOCKS:
            self.found.append("- " if tag == "li" else "")
        elif tag == "br":
            self.found[-1] += "\n"
        elif tag == "a":
            self.addresses.append(own_address(given.get("href") or ""))
        elif tag == "img" and given.get("alt"):
            self.found[-1] += _("[Picture: %(words)s]") % {"words": given["alt"]}

    def handle_endtag(self, tag) -> None:
        if tag == "a" and self.addresses:
            address = self.addresses.pop()
            if address and not self.found[-1].endswith(address):
                self.found[-1] += f" ({address})"
        elif tag in ("td", "th"):
            self.found[-1] += " "
        elif tag in BLOCKS:
            self.found.append("")

    def handle_data(self, data) -> None:
        self.found[-1] += " ".join(data.split("\n")) if data.strip() else " " * bool(data)

    def blocks(self) -> Iterator[str]:
        for block in self.found:
            if block.strip(" -\n"):
                yield "\n".join(_wrapped(line.strip()) for line in block.split("\n"))


def _wrapped(line: str) -> str:
    indent = "  " if line.startswith("- ") else ""
    return fill(
        line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
