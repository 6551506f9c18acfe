"""What comes in from the page where an issue is written: of the issue, and of all its blocks."""

import re
from collections.abc import Iterator
from copy import copy
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from newsletter import editing
from newsletter.block_forms import BlockForm, Picks, Saved
from newsletter.models import Block, Issue
from newsletter.starters import STARTERS

NUMBER = re.compile(r"b(\d{1,9})-number")


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
        choices=lambda: [
            (key, format_html("{} <small>{}</small>", one.name, one.about))
            for key, one in STARTERS.items()
        ],
        initial="brev",
    )

    def clean_starter(self):
        return STARTERS[self.cleaned_data["starter"]]


class IssueForm(Saved, forms.ModelForm):
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

    @property
    def given(self) -> dict[str, Any]:
        """What was written, without the fields that have to be mended first."""
        return {name: self.cleaned_data[name] for name in editing.OWN if name in self.cleaned_data}


class Manuscript:
    """Everything on the page: the issue's own form, and one for each block.

    With `data`, the forms that came in are bound: a page may send some of them only, and some of
    blocks that have been taken away meanwhile, which are in `gone`.
    """

    def __init__(self, issue: Issue, data: Any = None, files: Any = None) -> None:
        self.issue, self.picks = issue, Picks(issue)
        self.data, self.files = data or {}, files
        mine = {"data": data} if "number" in self.data else {}
        number = {"number": issue.number}
        self.own = IssueForm(instance=copy(issue), initial=number, **mine)
        self.blocks = [self._form(block) for block in issue.blocks.all()]
        self.gone = [self._form(block) for block in self._gone()]

    def _form(self, block: Block) -> BlockForm:
        came = f"b{block.pk}-number" in self.data
        mine = {"data": self.data, "files": self.files} if came else {}
        return BlockForm(block, self.picks, **mine)

    def _gone(self) -> Iterator[Block]:
        there = {form.block.pk for form in self.blocks}
        came = {int(found[1]) for name in self.data if (found := NUMBER.fullmatch(name))}
        for pk in sorted(came - there):
            if block := editing.taken_away(self.issue, pk):
                yield block

    @property
    def troubled(self) -> list[IssueForm | BlockForm]:
        """The forms that came in and could not be kept as they are."""
        came: list[IssueForm | BlockForm] = [self.own, *self.blocks]
        return [form for form in came if form.is_bound and form.errors]

    def renewed(self, issue: Issue) -> "Manuscript":
        """The page as it is kept now, but for what could not be kept."""
        fresh, troubled = Manuscript(issue), self.troubled
        if self.own in troubled:
            self.own.go_on_from(issue.number)
            fresh.own = self.own
        mine = {form.block.pk: form for form in self.blocks if form in troubled}
        for form in fresh.blocks:
            if form.block.pk in mine:
                mine[form.block.pk].go_on_from(form.block.number)
        fresh.blocks = [mine.get(form.block.pk, form) for form in fresh.blocks]
        return fresh

    @property
    def last(self) -> int | None:
        """The last block of the letter."""
        return self.blocks[-1].block.pk if self.blocks else None

    @property
    def rows(self) -> list[tuple[BlockForm, int | None, int | None]]:
        """The form of each block, with the blocks before and after it."""
        pks = [form.block.pk for form in self.blocks]
        return list(zip(self.blocks, [None, *pks], [*pks[1:], None], strict=False))
