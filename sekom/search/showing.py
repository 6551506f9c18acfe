"""Showing what was found: the words that answered, marked in titles and excerpts."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sekom.search import words
from sekom.search.finding import Answer
from sekom.search.kinds import Kind, kinds_by_key
from sekom.search.models import Entry

BEFORE = 70  # signs of an excerpt before the first word that answered
LENGTH = 220
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Hit:
    """An entry as a list of hits shows it."""

    title: SafeString
    url: str
    kind: Kind
    excerpt: SafeString


def hits(answer: Answer, ids: list[int]) -> list[Hit]:
    """The entries with these ids, in that order."""
    found = Entry.objects.in_bulk(ids)
    kinds = kinds_by_key()
    keys = answer.keys()
    return [
        Hit(mark(entry.title, keys), entry.url, kinds[entry.kind], excerpt(entry.text, keys))
        for entry in (found.get(pk) for pk in ids)
        if entry
    ]


def mark(text: str, keys: Container[str]) -> SafeString:
    """The text, escaped, with the words that answered marked."""
    return format_html_join(
        "", "{}", ((_marked(piece, is_answer),) for piece, is_answer in _pieces(text, keys))
    )


def excerpt(text: str, keys: Container[str]) -> SafeString:
    """Some words of a text around the first that answered, which are marked; escaped."""
    start = 0
    for piece, is_answer in _pieces(text, keys):
        if is_answer:
            break
        start += len(piece)
    else:
        start = 0
    begin = text.rfind(" ", 0, max(0, start - BEFORE)) + 1 if start > BEFORE else 0
    end = len(text) if len(text) - begin <= LENGTH else text.rfind(" ", begin, begin + LENGTH)
    end = end if end > begin else begin + LENGTH
    return format_html(
        "{}{}{}",
        "… " if begin else "",
        mark(text[begin:end], keys),
        " …" if end < len(text) else "",
    )


def _pieces(text: str, keys: Container[str]) -> Iterator[tuple[str, bool]]:
    """The text piece by piece, and whether each is a word that answered."""
    place = 0
    for found in _WORD.finditer(text):
        if _answers(found[0], keys):
            yield text[place : found.start()], False
            yield found[0], True
            place = found.end()
    yield text[place:], False


def _answers(word: str, keys: Container[str]) -> bool:
    return any(
        key in keys or words.PLAIN_SIGN + words.plain(key) in keys
        for key in words.stems(words.tidy(word))
    )


def _marked(piece: str, is_answer: bool) -> str:
    return format_html("<mark>{}</mark>", piece) if is_answer else piece
