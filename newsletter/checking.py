"""Checking an issue before it is sent: what stands in the way, what to look at, what is fine."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsletter import attaching, composing, counting, parts
from newsletter.models import Block, Issue
from newsletter.parts import Part
from sekom import rich_text
from toolbox import checking

# What a phone shows of a subject line.
LONGEST_SUBJECT = 60
# A value that somebody meant to fill in: {{ namn }}, [namn], XXX.
UNFILLED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\[[a-zåäö ]{2,30}\]|\bXXX+\b", re.IGNORECASE)

Kind = Block.Kind
TAKEN_UP = (Kind.ARTICLE, Kind.EVENT, Kind.TOOL, Kind.FILE)


class Verdict(StrEnum):
    """What a check comes to."""

    STOP = "stop"
    LOOK = "look"
    FINE = "fine"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; `block` is where to mend it, None for the issue itself.

    `wants_test` says that a test would mend it.
    """

    verdict: Verdict
    words: str
    block: int | None = None
    wants_test: bool = False


def checks(issue: Issue) -> list[Check]:
    """Everything that was looked at: what stops it first, then what to look at, then the rest."""
    order = list(Verdict)
    return sorted(_checks(issue), key=lambda check: order.index(check.verdict))


def problems(issue: Issue) -> list[Check]:
    """What stands in the way of sending the issue."""
    return [check for check in checks(issue) if check.verdict == Verdict.STOP]


def _checks(issue: Issue) -> Iterator[Check]:
    blocks = list(issue.blocks.all())
    said = {block: parts.of(block) for block in blocks}
    yield from _about_subject(issue)
    if not any(part.kind != Kind.DIVIDER for part in said.values()):
        yield Check(Verdict.STOP, _("The letter is empty. Add a text, a workshop or news."))
        return
    for block, part in said.items():
        yield from _about_block(block, part)
    yield from _about_links(said)
    yield from _about_pictures(said)
    yield from _about_attachments(issue, blocks)
    yield from _about_size(issue, said)
    yield from _about_test(issue)


def _about_subject(issue: Issue) -> Iterator[Check]:
    length = len(issue.subject)
    if not length:
        yield Check(Verdict.STOP, _("Write a subject line."))
    elif length > LONGEST_SUBJECT:
        words = _("The subject line has %(length)d characters. A phone shows about %(most)d.")
        facts = {"length": length, "most": LONGEST_SUBJECT}
        yield Check(Verdict.LOOK, words % facts)
    else:
        words = _("The subject line has %(length)d characters and fits on a phone.")
        yield Check(Verdict.FINE, words % {"length": length})
    if length and not issue.preheader:
        yield Check(Verdict.LOOK, _("Without a preview text, the first words of the letter show."))
    if left := UNFILLED.search(f"{issue.subject}\n{issue.preheader}"):
        words = _("Write what is meant instead of %(left)s, in what the inbox shows.")
        yield Check(Verdict.STOP, words % {"left": left[0]})


def _about_block(block: Block, part: Part) -> Iterator[Check]:
    def stop(words: str) -> Check:
        return Check(Verdict.STOP, words, block.pk)

    if block.kind in _LACKS and (words := _LACKS[Kind(block.kind)](block, part)):
        yield stop(words)
    elif bool(part.link) != bool(part.link_text) and block.kind != Kind.IMAGE:
        yield stop(_("A button needs both words and somewhere to lead."))
    if left := UNFILLED.search("\n".join([part.heading, part.more_heading, *_plain(part)])):
        yield stop(_("Write what is meant instead of %(left)s.") % {"left": left[0]})
    for html in (part.text, part.more):
        for words in rich_text.problems(html):
            yield stop(words)
        for words in rich_text.warnings(html):
            yield Check(Verdict.LOOK, words, block.pk)


def _plain(part: Part) -> list[str]:
    return [rich_text.plain(html) for html in (part.text, part.more)]


def _lacks_words(block: Block, part: Part) -> str:
    return "" if part.heading or part.text else _("A text is empty. Write it or take it away.")


def _lacks_columns(block: Block, part: Part) -> str:
    is_whole = (part.heading or part.text) and (part.more_heading or part.more)
    return "" if is_whole else _("One of the two columns is empty.")


def _lacks_picture(block: Block, part: Part) -> str:
    if part.picture is None:
        return _("Choose a picture, or take the block away.")
    return "" if part.picture.alt else _("A picture has no description. Say what it shows.")


def _lacks_button(block: Block, part: Part) -> str:
    return "" if part.link else _("Say where the button leads.")


def _lacks_article(block: Block, part: Part) -> str:
    if block.article is None:
        return _("Choose a piece of news, or take the block away.")
    return "" if block.article.is_published else _("The news is not published yet.")


def _lacks_event(block: Block, part: Part) -> str:
    if block.event is None:
        return _("Choose a workshop or meeting, or take the block away.")
    if not block.event.is_published:
        return _("The event is not published, or has been cancelled.")
    return "" if block.event.group_id is None else _("The event is a group's own meeting.")


def _lacks_tool(block: Block, part: Part) -> str:
    if block.tool is None:
        return _("Choose a tool, or take the block away.")
    return "" if block.tool.is_published else _("The tool is not published.")


def _lacks_file(block: Block, part: Part) -> str:
    return "" if block.file else _("Choose a file, or take the block away.")


_LACKS = {
    Kind.HEADING: _lacks_words,
    Kind.TEXT: _lacks_words,
    Kind.COLUMNS: _lacks_columns,
    Kind.IMAGE: _lacks_picture,
    Kind.BUTTON: _lacks_button,
    Kind.ARTICLE: _lacks_article,
    Kind.EVENT: _lacks_event,
    Kind.TOOL: _lacks_tool,
    Kind.FILE: _lacks_file,
}


def _about_links(said: dict[Block, Part]) -> Iterator[Check]:
    found = [(block, address) for block, part in said.items() for address in _addresses(part)]
    broken = [(block, address) for block, address in found if checking.is_broken(address)]
    for block, address in broken:
        words = _("The link to %(address)s leads nowhere that readers can go.")
        yield Check(Verdict.STOP, words % {"address": address}, block.pk)
    if found and not broken:
        count = len(found)
        words = ngettext("The link works.", "All %(count)d links work.", count)
        yield Check(Verdict.FINE, words % {"count": count})


def _addresses(part: Part) -> list[str]:
    """Where a part leads; what is taken up from elsewhere has been judged already."""
    linked = [address for html in (part.text, part.more) for address in rich_text.links(html)]
    return [*linked, part.link] if part.link and part.kind not in TAKEN_UP else linked


def _about_pictures(said: dict[Block, Part]) -> Iterator[Check]:
    pictures = [part.picture for part in said.values() if part.picture]
    if pictures and all(picture.alt for picture in pictures):
        yield Check(Verdict.FINE, _("Every picture has a description."))


def _about_attachments(issue: Issue, blocks: list[Block]) -> Iterator[Check]:
    files = attaching.files_along(blocks)
    if not files:
        return
    place = next(block.pk for block in blocks if block.file in files)
    size, most = sum(file.size for file in files), attaching.MOST_ATTACHED
    if size > most:
        words = _(
            "The attachments are %(size)s together, and %(most)s may go along. "
            "Send some of them by their link alone."
        )
        facts = {"size": filesizeformat(size), "most": filesizeformat(most)}
        yield Check(Verdict.STOP, words % facts, place)
    count, grown = counting.counted(issue).total, attaching.bytes_in_mail(files)
    warning = ngettext(
        "Many mail servers stop letters with attachments. Each letter grows by %(size)s: "
        "%(count)d letter, %(all)s in all. A link alone reaches more readers.",
        "Many mail servers stop letters with attachments. Each letter grows by %(size)s: "
        "%(count)d letters, %(all)s in all. A link alone reaches more readers.",
        count,
    )
    grows = {"size": filesizeformat(grown), "all": filesizeformat(grown * count), "count": count}
    yield Check(Verdict.LOOK, warning % grows, place)


def _about_size(issue: Issue, said: dict[Block, Part]) -> Iterator[Check]:
    size = len(composing.page_of(issue, said.values()).encode())
    if size > composing.MOST_BYTES:
        words = _("The letter is %(size)d kB. Gmail cuts off what is over %(most)d kB.")
        facts = {"size": size // 1000, "most": composing.MOST_BYTES // 1000}
        yield Check(Verdict.LOOK, words % facts)


def _about_test(issue: Issue) -> Iterator[Check]:
    if issue.is_tested_as_it_stands:
        yield Check(Verdict.FINE, _("A test has been sent since the last change."))
    else:
        words = _("No test has been sent since the last change.")
        yield Check(Verdict.LOOK, words, wants_test=True)
