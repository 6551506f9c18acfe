"""What comes in from the page where an issue is written: its own fields, and those of each block."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from events.models import Event
from newsletter import editing
from newsletter.models import Article, Block, Issue, Picture
from newsletter.starters import STARTERS
from sekom import rich_text
from sekom.rich_text import RichTextFormField
from sekom.text import say_day
from sekom.uploads import UploadField
from toolbox.models import Tool

MOST_PICTURES = 60
SCHEMES = ("https", "http", "mailto", "tel")

type Choices = list[tuple[int | str, str]]


class NewIssueForm(forms.Form):
    """What a new issue is called, and what it begins with."""

    title = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Seen in the archive and at the top of the letter: “Newsletter November”."),
    )
    starter = forms.ChoiceField(
        label=_("Begin with"),
        widget=forms.RadioSelect,
        choices=lambda: [(key, one.name) for key, one in STARTERS.items()],
        initial="brev",
    )

    def clean_starter(self):
        return STARTERS[self.cleaned_data["starter"]]


class IssueForm(forms.ModelForm):
    """What the inbox shows of an issue, and what sort of letter it is."""

    number = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Issue
        fields = ("subject", "preheader", "title", "topic")
        help_texts = {
            "subject": _("Say what one gets to know or do. A phone shows about 60 characters."),
            "preheader": _("What the inbox shows after the subject line."),
            "title": _("Seen in the archive and at the top of the letter."),
            "topic": _("Readers choose which topics they get."),
        }


class LinkField(forms.CharField):
    """An address of ours (/evenemang/) or elsewhere; what lacks https:// gets it."""

    def clean(self, value):
        address = super().clean(value)
        if not address or address.startswith(("/", "#")):
            return address
        parts = urlsplit(address)
        if parts.scheme in SCHEMES and (parts.netloc or parts.path):
            return address
        host = address.partition("/")[0]
        if ":" not in host and "." in host.strip(".") and " " not in address:
            return f"https://{address}"
        raise ValidationError(
            _("Write the whole address, such as https://granfors.se, or choose one in the list.")
        )


class Picks:
    """What blocks may take up and lead to, fetched once for all blocks of a page."""

    @cached_property
    def events(self) -> list[Event]:
        return list(Event.objects.published().upcoming().filter(group=None))

    @cached_property
    def articles(self) -> list[Article]:
        return list(Article.objects.newest()[:100])

    @cached_property
    def tools(self) -> list[Tool]:
        return list(Tool.objects.published().order_by("title"))

    @cached_property
    def pictures(self) -> list[Picture]:
        return list(Picture.objects.all()[:MOST_PICTURES])

    def to(self, row: str, chosen: Any) -> Choices:
        """The alternatives of a block: with the one it has, also when that has been or is hidden."""
        rows = list(getattr(self, f"{row}s"))
        if chosen and chosen not in rows:
            rows.insert(0, chosen)
        return [("", _("Choose …")), *((one.pk, _label(one)) for one in rows)]

    def links(self) -> Iterator[tuple[str, str]]:
        """Addresses of ours that a button may lead to, with what they are."""
        for one in (*self.events, *self.articles, *self.tools):
            yield one.get_absolute_url(), f"{one._meta.verbose_name}: {one}"


def _label(row: Any) -> str:
    return f"{row.title}, {say_day(row.starts_at)}" if isinstance(row, Event) else str(row)


def _choice(label) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False)


def _words(label, length: int = 160, **more) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, **more)


def _link(label) -> LinkField:
    widget = forms.TextInput({"list": "addresses", "autocomplete": "off"})
    return LinkField(label=label, max_length=500, required=False, widget=widget)


def _rich(label) -> RichTextFormField:
    return RichTextFormField(label=label, required=False)


KINDS_FIELDS = {
    Block.Kind.HEADING: lambda: {"heading": _words(_("Heading")), "text": _rich(_("Introduction"))},
    Block.Kind.TEXT: lambda: {
        "heading": _words(_("Heading")),
        "text": _rich(_("Text")),
        "link_text": _words(_("Words of the button"), 60),
        "link": _link(_("Link of the button")),
    },
    Block.Kind.IMAGE: lambda: {
        "picture": _choice(_("Picture")),
        "upload": UploadField(
            label=_("Or a new picture"),
            required=False,
            help_text=_("PNG, JPEG, WebP or GIF. We make it small enough for letters."),
            widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        ),
        "alt": _words(
            _("What the new picture shows"),
            300,
            help_text=_("Read to those who do not see it. A new picture is saved when it is said."),
        ),
        "link": _link(_("Where the picture leads")),
    },
    Block.Kind.BUTTON: lambda: {
        "link_text": _words(_("Words of the button"), 60),
        "link": _link(_("Link of the button")),
    },
    Block.Kind.COLUMNS: lambda: {
        "heading": _words(_("Heading of the left column")),
        "text": _rich(_("Text of the left column")),
        "more_heading": _words(_("Heading of the right column")),
        "more": _rich(_("Text of the right column")),
    },
    Block.Kind.ARTICLE: lambda: {"article": _choice(_("News"))},
    Block.Kind.EVENT: lambda: {"event": _choice(_("Workshop or meeting"))},
    Block.Kind.TOOL: lambda: {"tool": _choice(_("Tool"))},
    Block.Kind.DIVIDER: dict,
}


class BlockForm(forms.Form):
    """The fields of one block; `given` is what of them can be kept."""

    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, block: Block, picks: Picks, *args: Any, **kwargs: Any) -> None:
        initial = editing.said_in(block) | {"number": block.number}
        super().__init__(*args, prefix=f"b{block.pk}", initial=initial, **kwargs)
        self.block = block
        self.fields.update(KINDS_FIELDS[Block.Kind(block.kind)]())
        if row := editing.ROWS.get(block.kind):
            self.fields[row].choices = picks.to(row, getattr(block, row))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("upload") and not given.get("alt"):
            self.add_error("alt", _("Say in words what the picture shows. Then it is saved."))
        return given

    @property
    def given(self) -> dict[str, Any]:
        """What was written, without the fields that have to be mended first."""
        said = editing.said_in(self.block)
        return {name: value for name, value in self.cleaned_data.items() if name in said}

    @property
    def upload(self) -> tuple[Any, str] | None:
        """A picture that was handed in, and what it shows; None without both."""
        file, alt = self.cleaned_data.get("upload"), self.cleaned_data.get("alt")
        return (file, alt) if file and alt else None

    def say(self, name: str, value: Any) -> str:
        """A value in words, to show beside another."""
        if name in editing.ROWS.values():
            return str(dict(self.fields[name].choices).get(value or "", value))
        return rich_text.plain(value) if name in editing.RICH else str(value)


@dataclass
class Row:
    """A block and its form, as the page shows them; `theirs` is what another has saved."""

    block: Block
    form: BlockForm
    theirs: list[tuple[str, str]] | None = None
    theirs_number: int = 0
    is_gone: bool = False


class Manuscript:
    """Everything on the page: the issue's own form, and a row for each block.

    With `data`, the forms that came in are bound; a page may send some of them only.
    """

    def __init__(self, issue: Issue, data: Any = None, files: MultiValueDict | None = None) -> None:
        self.issue, self.data, self.files = issue, data, files
        self.picks = Picks()
        came = data is not None and "number" in data
        self.form = IssueForm(
            data if came else None, instance=issue, initial={"number": issue.number}
        )
        self.rows = [self._row(block) for block in issue.blocks.all()]

    def _row(self, block: Block) -> Row:
        came = self.data is not None and f"b{block.pk}-number" in self.data
        bound = {"data": self.data, "files": self.files} if came else {}
        return Row(block, BlockForm(block, self.picks, **bound))

    @property
    def came(self) -> list[Row]:
        """The blocks that came in."""
        return [row for row in self.rows if row.form.is_bound]
