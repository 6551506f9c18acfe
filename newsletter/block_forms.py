"""What comes in from the page where an issue is written, of each of its blocks."""

from collections.abc import Callable, Iterator
from functools import cached_property
from textwrap import shorten
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event
from newsletter import editing
from newsletter.models import Article, Block, File, Issue, Picture
from sekom import rich_text, uploads
from sekom.rich_text import RichTextFormField
from sekom.text import say_day
from sekom.uploads import UploadField
from toolbox.models import Tool

MOST_PICTURES = 60
# The fields whose words a block is known by.
NAMING = ("heading", "text", "link_text", "more_heading", "more")
SCHEMES = ("https", "http", "mailto", "tel")

type Choices = list[tuple[int | str, str]]


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
    """What blocks of an issue may take up and lead to, fetched once for all blocks of a page."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue

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

    @cached_property
    def files(self) -> list[File]:
        return list(self.issue.files.all())

    def to(self, row: str, chosen: Any) -> Choices:
        """The alternatives of a block, among them the one it has, whatever became of that."""
        rows = list(getattr(self, f"{row}s"))
        if chosen and chosen not in rows:
            rows.insert(0, chosen)
        return [("", str(_("Choose …"))), *((one.pk, _label(one)) for one in rows)]

    def links(self) -> Iterator[tuple[str, str]]:
        """Addresses of ours that a button may lead to, with what they are."""
        found: list[Any] = [*self.events, *self.articles, *self.tools]
        for one in found:
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


KINDS_FIELDS: dict[str, Callable[[], dict[str, forms.Field]]] = {
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
    Block.Kind.ARTICLE: lambda: {"article": _choice(pgettext_lazy("one piece", "News"))},
    Block.Kind.EVENT: lambda: {"event": _choice(_("Workshop or meeting"))},
    Block.Kind.TOOL: lambda: {"tool": _choice(_("Tool"))},
    Block.Kind.FILE: lambda: {
        "file": _choice(_("File")),
        "upload": UploadField(
            label=_("A new file"),
            required=False,
            help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument or a picture, at most 20 MB."),
            widget=forms.FileInput({"accept": uploads.ACCEPT}),
        ),
        "heading": _words(
            _("What the file is"), help_text=_("Stands in the letter. Empty shows the file's name.")
        ),
        "sent_as": forms.ChoiceField(
            label=_("How readers get it"),
            required=False,
            choices=[
                ("", _("By a link in the letter")),
                ("attachment", _("By a link, and as an attachment")),
            ],
        ),
    },
    Block.Kind.DIVIDER: dict,
}


class Saved:
    """A form of the page; `theirs` is what another has saved in it, at `theirs_number`."""

    theirs: list[tuple[str, str]] | None = None
    theirs_number = 0

    def meet(self: Any, stale: editing.Stale) -> None:
        """Show what another has saved beside what was written here."""
        self.add_error(None, stale)
        self.theirs_number = stale.number
        self.theirs = [
            (self.fields[name].label, self.say(name, value)) for name, value in stale.theirs.items()
        ]

    def go_on_from(self: Any, number: int) -> None:
        """Let the next save begin from what is kept now, unless there is a choice to make."""
        self.initial["number"] = number
        if self.theirs is None:
            self.data = self.data.copy()
            self.data[self.add_prefix("number")] = number

    def say(self: Any, name: str, value: Any) -> str:
        """A value in words."""
        choices = dict(getattr(self.fields[name], "choices", ()))
        if name in editing.RICH:
            return rich_text.plain(value)
        return str(choices.get("" if value is None else value, value))


class BlockForm(Saved, forms.Form):
    """The fields of one block; `given` is what of them can be kept."""

    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, block: Block, picks: Picks, data: Any = None, files: Any = None) -> None:
        initial = editing.said_in(block) | {"number": block.number}
        super().__init__(data, files, prefix=f"b{block.pk}", initial=initial)
        self.block, self.picks = block, picks
        self.fields.update(KINDS_FIELDS[block.kind]())
        if row := editing.ROWS.get(block.kind):
            field = cast(forms.ChoiceField, self.fields[row])
            field.choices = picks.to(row, getattr(block, row))
            if row == "file" and not picks.files:
                field.widget = field.hidden_widget()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "alt" in self.fields and given.get("upload") and not given.get("alt"):
            self.add_error("alt", _("Say in words what the picture shows. Then it is saved."))
        return given

    @property
    def given(self) -> dict[str, Any]:
        """What was written, without the fields that have to be mended first."""
        said = editing.said_in(self.block)
        return {name: value for name, value in self.cleaned_data.items() if name in said}

    @property
    def name(self) -> str:
        """What the block is known by among the others: its first words."""
        said = editing.said_in(self.block)
        words = [rich_text.plain(str(said.get(name, ""))) for name in NAMING]
        row = editing.ROWS.get(self.block.kind)
        taken_up = str(getattr(self.block, row) or "") if row else ""
        return shorten(next(filter(None, [taken_up, *words]), ""), 80, placeholder=" …")

    @property
    def picture(self) -> tuple[Any, str] | None:
        """A picture that was handed in, and what it shows; None without both."""
        file, alt = self.cleaned_data.get("upload"), self.cleaned_data.get("alt")
        return (file, alt) if file and alt else None

    def take(self, file: File) -> None:
        """Let the file that was handed in be the chosen one, also beside somebody else's."""
        field = cast(forms.ChoiceField, self.fields["file"])
        others = [one for one in self.picks.files if one != file]
        field.widget = forms.Select()
        field.choices = [(one.pk, str(one)) for one in (file, *others)]
        self.data = self.data.copy()
        self.data[self.add_prefix("file")] = file.pk

    @property
    def file(self) -> Any:
        """A file that was handed in to be fetched; None without."""
        is_of_kind = self.block.kind == Block.Kind.FILE
        return self.cleaned_data.get("upload") if is_of_kind else None
