"""Explaining words: where a text first uses one of the glossary's, its meaning is put beside it.

The meaning is a popover of the browser's own: a button opens it, no script, no hovering. A browser
that knows no popovers shows the meaning in the text.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from html.parser import HTMLParser

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from toolbox.models import GlossaryTerm

# A word in these is left alone: it leads somewhere already, or is read as a heading or a label.
LEFT_ALONE = frozenset({"a", "button", "code", "pre", "h1", "h2", "h3", "h4", "th", "summary"})


class Explainer:
    """Knows the glossary and which of its words a page has explained already."""

    def __init__(self, terms: Iterable[GlossaryTerm] | None = None):
        self._terms = terms
        self._explained: set[int] = set()

    @cached_property
    def _by_form(self) -> dict[str, GlossaryTerm]:
        terms = GlossaryTerm.objects.all() if self._terms is None else self._terms
        return {form.lower(): term for term in terms for form in term.forms}

    @cached_property
    def _pattern(self) -> re.Pattern:
        forms = sorted(self._by_form, key=lambda form: (-len(form), form))
        # A hyphen joins words too: "ABCD-metoden" is not "ABCD".
        return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)

    def explain(self, html: str) -> SafeString:
        """Clean HTML with the first use of each word explained."""
        if not html or not self._by_form:
            return mark_safe(html)  # noqa: S308
        copier = _Copier(self.explain_words)
        copier.feed(html)
        copier.close()
        return mark_safe("".join(copier.parts))  # noqa: S308

    def explain_words(self, text: str) -> str:
        """Plain words as HTML, the first use of each of the glossary's explained."""
        parts, end = [], 0
        for found in self._pattern.finditer(text):
            term = self._by_form[found[0].lower()]
            if term.pk in self._explained:
                continue
            self._explained.add(term.pk)
            parts += [escape(text[end : found.start()]), _explained(term, found[0])]
            end = found.end()
        return "".join([*parts, escape(text[end:])])


def _explained(term: GlossaryTerm, word: str) -> SafeString:
    return format_html(
        '<button type="button" class="sk-term" popovertarget="{anchor}">{word}</button>'
        '<span popover id="{anchor}" class="sk-term__words"><strong>{term}</strong> '
        '{explanation} <a href="{url}">{more}</a></span>',
        anchor=term.anchor,
        word=word,
        term=term.term,
        explanation=term.explanation,
        url=term.link or reverse("toolbox:glossary"),
        more=_("Read more") if term.link else _("All words"),
    )


class _Copier(HTMLParser):
    """Copies HTML as it is, except for the words of its text."""

    def __init__(self, put_words):
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._put_words = put_words
        self._inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.parts.append(self.get_starttag_text() or "")
        if tag in LEFT_ALONE:
            self._inside.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag):
        self.parts.append(f"</{tag}>")
        if tag in self._inside:
            self._inside.remove(tag)

    def handle_data(self, data):
        self.parts.append(escape(data) if self._inside else self._put_words(data))
