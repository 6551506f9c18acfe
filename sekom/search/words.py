"""Swedish words as the search knows them: without endings, in parts, and nearly right.

PostgreSQL's own Swedish gives `mål` and `målet`, `analys` and `analysen` different stems. A word is
therefore filed under several keys: itself, and what is left when the endings it may have are taken
off. Two words are forms of one another when they share a key.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import snowballstemmer
from rapidfuzz.distance import OSA

LONGEST = 60
PLAIN_SIGN = "~"  # before keys without dots and rings
SHORTEST_PART = 3  # letters of a part of a compound
SHORTEST_COMPOUND = 7
SURE_PART = 4  # a part with more letters than this is no accident
VOWELS = "aeiouyåäöé"

_DATA = Path(__file__).parent / "data"
_stemmer = snowballstemmer.stemmer("swedish")
_WORD = re.compile(r"\d+(?:[.:]\d+)+|[^\W_]+(?:[-’'][^\W_]+)*")
# Where a word falls apart: at a hyphen, and where digits follow it (agenda2030, iso53001).
_JOINT = re.compile(r"[-’']|(?<=[^\W\d_]{2})(?=\d{2})")
_SHORTENED = re.compile(r"\b([^\W\d_]+)-\s+(?:och|eller|samt)\s+([^\W\d_]+)")
_PLAIN = str.maketrans("åäöéèêüæøáàóí", "aaoeeeuaoaaoi")

# Words that say nothing of what is looked for.
STOP_WORDS = frozenset((_DATA / "stop_words.txt").read_text(encoding="utf-8").split())

# Forms that no rule gives, all of one word on a line.
_IRREGULAR_KEY = {
    form: line.split()[0]
    for line in (_DATA / "irregular.txt").read_text(encoding="utf-8").splitlines()
    for form in line.split()
}
# The endings of nouns, verbs and adjectives, the longest first. What is left has at least three
# letters, or ends in a vowel (by-n, sjö-ar).
# fmt: off
_ENDINGS = (
    "arnas", "ernas", "ornas", "arens", "arna", "erna", "orna", "enas", "aren", "ande", "ende",
    "aste", "ades", "ena", "ens", "ets", "are", "ade", "ast", "ats", "ern", "eln", "ar", "er",
    "or", "en", "et", "an", "as", "at", "ad", "es", "de", "te", "ns", "na", "a", "e", "n", "t", "s",
)
# fmt: on
_KEEPS = {"ern": "er", "eln": "el"}
# städ(er), händ, nätt, bönd, böck, rött, sön, ledamöt: but not mät(er), köp.
_UMLAUT = re.compile(r"^(.*)(ä(?=d$|nd$|tt$)|ö(?=nd$|ck$|tt$|n$)|(?<=am)ö(?=t$))([^\W\d_]+)$")
_UNSTRESSED_E = re.compile(r"^(.+[^aeiouyåäö])e([lnr])$")

# What makes a noun of a verb or an adjective: mäta → mätning, hållbar → hållbarhet.
_MAKES_NOUNS = re.compile(
    r"^(.{3,}?)(?:n?ing(?:en|ar|arna|ars|ens|s)?|het(?:en|er|erna|ens|s)?|ande[nt]?|ende[nt]?"
    r"|iser(?:ing(?:en|ar|s)?|a[rst]?|ade)|else[nr]?|elserna|lig[at]?|sam[mat]*|are|arna)$"
)


def tidy(text: str) -> str:
    """A text in lower case, every letter one sign, without what is no text."""
    return unicodedata.normalize("NFC", text.replace("\x00", " ")).casefold().replace("\xad", "")


def words_in(text: str) -> Iterator[str]:
    """The words of a text in their order, those that say nothing left out.

    A word with a hyphen, or with digits at its end, is itself without it, and its parts.
    """
    for word in _WORD.findall(tidy(text)):
        whole = re.sub(r"[-’']", "", word)
        parts = _JOINT.split(word)
        for form in [whole, *parts] if len(parts) > 1 else [word]:
            if form not in STOP_WORDS and len(form) <= LONGEST:
                yield form


def shortened_in(text: str) -> Iterator[str]:
    """What may be meant by words that share their end: natur- och kulturarv, so naturarv.

    Where the end begins nobody says; wrong words are words that nobody searches for.
    """
    for first, last in _SHORTENED.findall(tidy(text)):
        for place in range(SHORTEST_PART - 1, len(last) - SHORTEST_PART + 1):
            yield first + last[place:]


def plain(word: str) -> str:
    """A word as somebody writes it who leaves out dots and rings: hallbar, malet."""
    return word.translate(_PLAIN)


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, ...]:
    """The keys that a word is filed under; the likeliest stem first, the word itself among them."""
    if not word.isalpha():
        return (word,)
    found = [*_bases(word), word, _stemmer.stemWord(word)]
    if word in _IRREGULAR_KEY:
        found.insert(0, _IRREGULAR_KEY[word])
    return tuple(dict.fromkeys(found))


def _bases(word: str) -> Iterator[str]:
    """What may be left of a word when its ending is taken off, the likeliest first."""
    without_s = word[:-1] if len(word) > 4 and word.endswith("s") and word[-2] != "s" else word
    for form in dict.fromkeys((word, without_s)):
        if contracted := _UNSTRESSED_E.match(form):
            yield _single("".join(contracted.groups()))  # vatten as in vattnet
        for ending in _ENDINGS:
            base = form.removesuffix(ending)
            if base != form and _may_stand(base, ending):
                yield from _sounds(base + _KEEPS.get(ending, ""), ending)
                break
    if word.endswith("um") and len(word) > 5:
        yield word[:-2]  # centrum as in centret, kriterium as in kriterier
    if without_s != word:
        yield without_s


def _may_stand(base: str, ending: str) -> bool:
    """Whether a word can be so short, and takes this ending."""
    if ending == "n":
        return len(base) > 1 and base[-1] in "iouyåäöé"  # policy-n, sjö-n
    if ending == "t":
        return len(base) > 3 and base[-1] not in VOWELS  # hållbar-t, giftfrit-t
    return len(base) > 2 or (len(base) == 2 and base[-1] in VOWELS)


def _sounds(base: str, ending: str) -> Iterator[str]:
    """A base as it is written when nothing follows: programm → program, städ → stad."""
    if base.endswith(("er", "el")) and ending in _KEEPS:
        yield base[:-2] + base[-1]
        return
    if base[-2:] in ("mm", "nn", "pp"):
        yield base[:-1]
    if base.endswith("t") and ending == "t":
        yield base[:-1]  # giftfritt as in giftfri
    yield _single(base)
    if ending in ("er", "erna", "ernas") and (changed := _UMLAUT.match(base)):
        start, vowel, end = changed.groups()
        for close in (end, end[-1]) if end in ("ck", "tt") else (end,):
            yield start + ("a" if vowel == "ä" else "o") + close


def _single(base: str) -> str:
    """nummr- as in numret."""
    return re.sub(r"mm(?=[lnr]$)", "m", base)


@lru_cache(maxsize=50_000)
def relatives(word: str) -> tuple[str, ...]:
    """Keys of the words that a word is made of by an ending: mätning → mät, as in mäta."""
    made = _MAKES_NOUNS.match(word) if word.isalpha() else None
    return (made[1],) if made and made[1] not in stems(word) else ()


# --- Compounds ----------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def cuts(word: str) -> tuple[tuple[str, str], ...]:
    """Where a compound may be cut in two: each first part, and the last part as it stands.

    A first part stands without the letter that binds it: hållbarhet(s)arbete, gat(u)namn, and
    with it where that belongs to the word.
    """
    if not word.isalpha() or len(word) < SHORTEST_COMPOUND:
        return ()
    found = []
    for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        head, tail = word[:place], word[place:]
        found.append((head, tail))
        if place > SHORTEST_PART and head[-1] in "saeou":
            found.append((head[:-1], tail))
    return tuple(found)


def parts(word: str, known: Container[str]) -> set[str]:
    """The words that a compound is made of, as keys; `known` are the keys of all known words.

    Both parts are to be known; a part that is long enough speaks for an unknown one beside it.
    """
    found: set[str] = set()
    for head, tail in cuts(word):
        head_keys = [key for key in stems(head) if key in known]
        tail_keys = [key for key in (*stems(tail), *relatives(tail)) if key in known]
        if head_keys and tail_keys and max(len(head), len(tail)) > SHORTEST_PART:
            found.update(head_keys, tail_keys, parts(head, known), parts(tail, known))
        elif tail_keys and len(tail) > SURE_PART and _may_be_a_word(head):
            found.update(tail_keys, parts(head, known), parts(tail, known))
        elif head_keys and len(head) > SURE_PART and word[len(head)] == "s":
            found.update(head_keys, parts(head, known))
    return found.difference(stems(word))


def _may_be_a_word(part: str) -> bool:
    return len(part) > SHORTEST_PART and any(letter in VOWELS for letter in part)


# --- Nearly right -------------------------------------------------------------------------------


def nearest(word: str, known: Iterable[str], number: int = 3) -> list[str]:
    """The known words that somebody may have meant who wrote this one, the likeliest first."""
    allowed = 1 if len(word) < 6 else 2 if len(word) < 12 else 3
    written = plain(word)
    found = []
    for other in known:
        distance = OSA.distance(written, plain(other), score_cutoff=allowed)
        if distance <= allowed:
            found.append((distance, written[:1] != plain(other)[:1], len(other), other))
    return [other for *_rest, other in sorted(found)[:number]]
