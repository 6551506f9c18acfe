"""Rich text: a short list of marks, cleaned whatever the door it came by.

The same list holds in the editor, in the database, on the page, in mail and in PDF: what is not on
it is taken away. Pictures and frames from elsewhere are never shown.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import nh3
from django import forms
from django.conf import settings
from django.db import models
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_BLOCKS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote"}
_TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
_INLINE = {"br", "strong", "em", "a", "img"}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = {"https", "http", "mailto", "tel"}
# What Word and browsers write for the marks that we have.
_SYNONYMS = [("b", "strong"), ("i", "em"), ("h1", "h2"), ("h4", "h3"), ("h5", "h3"), ("h6", "h3")]
_EMPTY = re.compile(r"<(p|h2|h3|li|ul|ol|blockquote)>(?:\s|&nbsp;|<br>)*</\1>")
_EMPTY_MARK = re.compile(r"<(strong|em)>(\s*)</\1>")


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value as it may stand; None takes the attribute away."""
    if (tag, name) == ("img", "src"):
        return value if is_own(value) else None
    if name in ("width", "height", "colspan", "rowspan"):
        return value if value.isdecimal() and len(value) <= 4 else None
    return value


_cleaner = nh3.Cleaner(
    tags=_BLOCKS | _TABLES | _INLINE,
    clean_content_tags={"script", "style", "title", "template", "iframe", "noscript", "svg"},
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    link_rel="noopener",
)


def clean(html: str) -> str:
    """The text with the marks that we have and nothing else; "" when nothing is left to read."""
    text = str(html or "").replace("\x00", "")
    for theirs, ours in _SYNONYMS:
        text = re.sub(rf"<(/?){theirs}(?=[\s>])", rf"<\1{ours}", text, flags=re.IGNORECASE)
    text = _cleaner.clean(text).strip()
    while (without := _EMPTY.sub("", _EMPTY_MARK.sub(r"\2", text))) != text:
        text = without.strip()
    return text


def shown(html: str) -> SafeString:
    """Rich text as it stands on a page, in mail and in PDF: cleaned once more at the last door."""
    return SafeString(clean(html))


def absolute(html: str) -> str:
    """Cleaned text with our name before our own addresses, as mail and feeds need it."""
    return re.sub(r'(?<= )(href|src)="(?=/(?![/\\]))', rf'\1="{settings.SITE_URL}', html)


def plain(html: str) -> str:
    """The words alone, blocks apart from each other."""
    spaced = re.sub(r"</(?:p|h2|h3|li|td|th|blockquote)>|<br>", r"\g<0> ", html)
    return " ".join(strip_tags(spaced).replace("&amp;", "&").replace("&nbsp;", " ").split())


def is_own(address: str) -> bool:
    """Whether an address leads to our own site: /verktygslada/ or the same with our name first."""
    own = urlsplit(settings.SITE_URL)
    parts = urlsplit(address)
    if parts.netloc or parts.scheme:
        return (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
    return address.startswith("/") and not address.startswith(("//", "/\\"))


# --- What we ask the writer to look at --------------------------------------------------------

_SAYS_NOTHING = {"klicka här", "här", "läs mer", "länk", "denna länk", "click here", "here"}


class _Reader(HTMLParser):
    """Notes the headings, links and pictures of a text in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.links: list[dict[str, str]] = []
        self.pictures: list[dict[str, str | None]] = []
        self._link: dict[str, str] | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("h2", "h3"):
            self.headings.append(int(tag[1]))
        elif tag == "a":
            self._link = {"address": given.get("href") or "", "words": ""}
            self.links.append(self._link)
        elif tag == "img":
            self.pictures.append(given)
            if self._link is not None:
                self._link["words"] += given.get("alt") or ""

    def handle_endtag(self, tag):
        if tag == "a":
            self._link = None

    def handle_data(self, data):
        if self._link is not None:
            self._link["words"] += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def links(html: str) -> list[str]:
    """The addresses that a text links to, in their order."""
    return [link["address"] for link in _read(html).links if link["address"]]


def warnings(html: str) -> list[str]:
    """What the writer should look at, each as a sentence: links, headings, pictures."""
    return list(dict.fromkeys(_warnings(_read(html))))


def _warnings(text: _Reader) -> Iterator[str]:
    for link in text.links:
        words = " ".join(link["words"].split())
        if not words or not link["address"]:
            yield _("A link is empty: write what it leads to, or take it away.")
        elif words.lower().strip(" .:!") in _SAYS_NOTHING:
            yield _(
                "The link “%(words)s” does not say where it leads. Write what one finds there."
            ) % {"words": words}
    if text.headings and text.headings[0] != 2:
        yield _("The first heading is a small one. Begin with a large heading.")
    yield from problems_of(text)


def problems(html: str) -> list[str]:
    """What must be mended before the text is published: pictures without words."""
    return list(dict.fromkeys(problems_of(_read(html))))


def problems_of(text: _Reader) -> Iterator[str]:
    """Pictures that nobody described; an empty description says that a picture is decoration."""
    for picture in text.pictures:
        if picture.get("alt") is None:
            yield _("A picture has no description. Say in words what it shows.")


# --- Fields -----------------------------------------------------------------------------------


class RichTextInput(forms.Textarea):
    """A plain field that static/js/rich_text.js makes an editor of."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 6, "data-rich-text": ""} | (attrs or {}))


class RichTextFormField(forms.CharField):
    """Rich text out of a browser, cleaned; lines typed without an editor become paragraphs."""

    widget = RichTextInput

    def clean(self, value: Any) -> str:
        return clean(paragraphs(super().clean(value)))


def paragraphs(text: str) -> str:
    """Text without any marks as paragraphs; text with marks as it is."""
    if not text or re.search(r"</?[a-zA-Z]", text):
        return text
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return "".join(f"<p>{escape(block)}</p>" for block in blocks)


class RichTextField(models.TextField):
    """Rich text, cleaned on its way to the database whatever the door it came by."""

    def get_prep_value(self, value):
        text = super().get_prep_value(value)
        return clean(text) if text else text

    def to_python(self, value):
        text = super().to_python(value)
        return clean(text) if text else text

    def formfield(self, **kwargs):
        return super().formfield(
            **{"form_class": RichTextFormField, "widget": RichTextInput} | kwargs
        )

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
