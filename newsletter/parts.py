"""Parts: what each block of an issue says, also what it takes up from elsewhere.

A part is what the letter, its text twin and the archive are drawn from. When the issue is sent,
the parts are frozen: what is changed later in an event or a tool changes no letter.
"""

from dataclasses import asdict, dataclass, replace
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import wording
from newsletter.models import Article, Block, Picture
from sekom import rich_text

Kind = Block.Kind


@dataclass(frozen=True)
class Shown:
    """A picture as it stands in a letter: its address, size in pixels and description."""

    address: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Part:
    """What one block says. `text` and `more` are rich text; `more` is the second column."""

    kind: str
    heading: str = ""
    text: str = ""
    more_heading: str = ""
    more: str = ""
    link_text: str = ""
    link: str = ""
    picture: Shown | None = None
    day: str = ""
    month: str = ""

    @property
    def shown_text(self) -> SafeString:
        """The text as it stands on a page."""
        return rich_text.shown(self.text)

    @property
    def shown_more(self) -> SafeString:
        """The second column as it stands on a page."""
        return rich_text.shown(self.more)

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict) -> "Part":
        picture = values.get("picture")
        return cls(**values | {"picture": Shown(**picture) if picture else None})


def of(block: Block) -> Part:
    """What a block says: as it was sent, or as it stands now."""
    if block.frozen is not None:
        return Part.from_json(block.frozen)
    with override("sv"):
        return _DRAWN[Kind(block.kind)](block)


def whole(article: Article) -> Part:
    """An article with all of its text, as it is read away from the website."""
    return Part(
        Kind.TEXT,
        text=_rich(article.text),
        link_text=article.link_text,
        link=own_address(article.link),
        picture=shown(article.picture),
    )


def freeze(block: Block) -> None:
    """Keep what the block says now for good."""
    block.frozen = of(block).as_json()
    block.save(update_fields=["frozen"])


def thaw(block: Block) -> None:
    """Let the block say again what it says now: the issue was not sent after all."""
    block.frozen = None
    block.save(update_fields=["frozen"])


def own_address(address: str) -> str:
    """An address of ours with the site's name in front, as mail needs it; others as they are."""
    return urljoin(settings.SITE_URL + "/", address) if address else ""


def at_home(part: Part) -> Part:
    """The part as our own pages show it: our addresses without our name, whatever one came by."""
    picture = part.picture
    return replace(
        part,
        text=part.text.replace(f'="{settings.SITE_URL}/', '="/'),
        more=part.more.replace(f'="{settings.SITE_URL}/', '="/'),
        link=part.link.removeprefix(settings.SITE_URL),
        picture=picture
        and replace(picture, address=picture.address.removeprefix(settings.SITE_URL)),
    )


def shown(picture: Picture | None) -> Shown | None:
    """A picture as letters show it; None where there is none."""
    if picture is None:
        return None
    address = own_address(picture.get_absolute_url())
    return Shown(address, picture.width, picture.height, picture.alt)


def _words(block: Block, name: str) -> str:
    return str(block.values.get(name, "")).strip()


def _rich(html: str) -> str:
    return rich_text.absolute(rich_text.clean(html))


def _text(block: Block) -> Part:
    return Part(
        block.kind,
        heading=_words(block, "heading"),
        text=_rich(_words(block, "text")),
        link_text=_words(block, "link_text"),
        link=own_address(_words(block, "link")),
    )


def _image(block: Block) -> Part:
    return Part(block.kind, picture=shown(block.picture), link=own_address(_words(block, "link")))


def _columns(block: Block) -> Part:
    return Part(
        block.kind,
        heading=_words(block, "heading"),
        text=_rich(_words(block, "text")),
        more_heading=_words(block, "more_heading"),
        more=_rich(_words(block, "more")),
    )


def _article(block: Block) -> Part:
    article = block.article
    if article is None:
        return Part(block.kind)
    own = own_address(article.get_absolute_url())
    return Part(
        block.kind,
        heading=article.title,
        text=_paragraph(article.lead),
        link_text=article.link_text or _("Read more"),
        link=own_address(article.link) if article.link_text and article.link else own,
        picture=shown(article.picture),
    )


def _event(block: Block) -> Part:
    event = block.event
    if event is None:
        return Part(block.kind)
    day = timezone.localdate(event.starts_at)
    facts = [wording.say_when(event), wording.say_where(event)]
    return Part(
        block.kind,
        heading=event.title,
        text=_paragraph(event.summary) + _paragraph(", ".join(filter(None, map(str, facts)))),
        link_text=_("Sign up") if event.takes_signups else _("Read more"),
        link=own_address(event.get_absolute_url()),
        day=str(day.day),
        month=date_format(day, "F"),
    )


def _tool(block: Block) -> Part:
    tool = block.tool
    if tool is None:
        return Part(block.kind)
    return Part(
        block.kind,
        heading=tool.title,
        text=_paragraph(tool.summary),
        link_text=_("Open the tool"),
        link=own_address(tool.get_absolute_url()),
    )


def _file(block: Block) -> Part:
    file = block.file
    if file is None:
        return Part(block.kind, heading=_words(block, "heading"))
    about = file.about
    if block.goes_along:
        about = _("%(about)s, also attached to the letter") % {"about": about}
    return Part(
        block.kind,
        heading=_words(block, "heading") or file.name,
        text=_paragraph(about),
        link_text=_("Fetch the file"),
        link=own_address(file.get_absolute_url()),
    )


def _divider(block: Block) -> Part:
    return Part(block.kind)


def _paragraph(words: str) -> str:
    return format_html("<p>{}</p>", words) if words else ""


_DRAWN = {
    Kind.HEADING: _text,
    Kind.TEXT: _text,
    Kind.IMAGE: _image,
    Kind.BUTTON: _text,
    Kind.COLUMNS: _columns,
    Kind.ARTICLE: _article,
    Kind.EVENT: _event,
    Kind.TOOL: _tool,
    Kind.FILE: _file,
    Kind.DIVIDER: _divider,
}
