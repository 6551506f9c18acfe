"""Finding: what somebody may have meant, what of it they may see, and in which order.

Every word asks in three ways: exactly (the word in any of its forms), closely (without dots and
rings, by a synonym, by the word somebody misspelt) and from afar (by its parts and its beginning).
A rare word weighs more than a common one, a title more than a text.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from operator import add, or_

from django.contrib.postgres.search import SearchQueryField, SearchRank
from django.db.models import BooleanField, F, FloatField, Func, Q, QuerySet, Value
from django.db.models.functions import Greatest, Least
from rapidfuzz import fuzz

from sekom.search import words
from sekom.search.kinds import kinds_by_key
from sekom.search.models import Entry, Synonyms, Word

LONGEST_QUERY = 200
MOST_WORDS = 8
MOST_HITS = 300
WEIGHTS = [0.1, 0.25, 0.5, 1.0]  # of D, C, B and A
ONE_IN_TITLE = 0.6079  # what PostgreSQL gives a single word of weight A
CLOSELY, FROM_AFAR = 0.6, 0.25
TITLE = 0.5  # what a title just like the query adds
LEAST_SHARE = 0.3  # of the best score: what is worse is no answer


@dataclass
class Term:
    """One word of a query, and the keys of each way to ask for it."""

    word: str
    exact: set[str] = field(default_factory=set)
    close: set[str] = field(default_factory=set)
    far: set[str] = field(default_factory=set)
    weight: float = 1.0
    meant: str = ""

    def ways(self) -> list[tuple[float, set[str]]]:
        """The ways that have keys: [(what a hit counts, keys), …]."""
        ways = [(1.0, self.exact), (CLOSELY, self.close), (FROM_AFAR, self.far)]
        return [(counts, keys) for counts, keys in ways if keys]


@dataclass(frozen=True)
class Ranked:
    """An entry that was found, before it is read."""

    pk: int
    kind: str
    score: float


@dataclass(frozen=True)
class Answer:
    """What was found: the best first, how many of each kind, and what may have been meant."""

    query: str
    terms: tuple[Term, ...] = ()
    ranked: tuple[Ranked, ...] = ()
    suggestion: str = ""

    def counts(self) -> Counter[str]:
        """How many were found of each kind."""
        return Counter(one.kind for one in self.ranked)

    def keys(self) -> set[str]:
        """The keys of the words that answer."""
        return {key for term in self.terms for _counts, keys in term.ways() for key in keys}

    def of_kind(self, kind: str) -> list[int]:
        """The ids of the entries of a kind, or of all kinds if it is empty, the best first."""
        return [one.pk for one in self.ranked if kind in ("", one.kind)]


def find(query: str, *, person) -> Answer:
    """Everything that this person may see and may have meant, the best first."""
    query = " ".join(query.replace("\x00", " ")[:LONGEST_QUERY].split())
    asked = list(dict.fromkeys(words.words_in(query)))[:MOST_WORDS]
    if not asked:
        return Answer(query)
    visible = Entry.objects.visible_to(person)
    terms = [_term(word) for word in asked]
    _add_joined(terms)
    _add_synonyms(terms)
    _add_parts(terms)
    _weigh(terms, visible)
    ranked = _rank(terms, query, visible)
    suggestion = _suggestion(query, terms)
    return Answer(query, tuple(terms), tuple(ranked), suggestion)


# --- What is asked for --------------------------------------------------------------------------


def _term(word: str) -> Term:
    close = set(words.relatives(word))
    if words.plain(word) == word:
        close.update(words.PLAIN_SIGN + key for key in words.stems(word))
    return Term(word, exact=set(words.stems(word)), close=close)


def _add_joined(terms: list[Term]) -> None:
    """Words that are written apart may be one: miljö mål, kommun styrelse."""
    for first, last in pairwise(terms):
        for binding in ("", "s"):
            joined = set(words.stems(first.word + binding + last.word))
            first.close |= joined
            last.close |= joined


def _add_synonyms(terms: list[Term]) -> None:
    """Whoever asks for one of several words that mean the same asks for all of them."""
    asked = [set(words.stems(term.word)) for term in terms]
    for synonyms in Synonyms.objects.all():
        means = [list(words.words_in(term)) for term in synonyms.split()]
        for place in {place for mean in means if mean for place in _places(mean, asked)}:
            terms[place].close.update(_all_of(mean) for mean in means if mean)


def _places(mean: list[str], asked: list[set[str]]) -> list[int]:
    """Where in the query these words stand in a row."""
    starts = [
        start
        for start in range(len(asked) - len(mean) + 1)
        if all(asked[start + step] & set(words.stems(word)) for step, word in enumerate(mean))
    ]
    return [start + step for start in starts for step in range(len(mean))]


def _all_of(mean: list[str]) -> str:
    """A query for all of these words at once, in any of their forms."""
    return "(" + " & ".join(f"({_any(set(words.stems(word)))})" for word in mean) + ")"


def _add_parts(terms: list[Term]) -> None:
    """What compounds are made of, as far as our own words tell."""
    pieces = {
        key
        for term in terms
        for cut in words.cuts(term.word)
        for piece in cut
        for key in words.stems(piece)
    }
    known = Word.objects.filter(stems__overlap=sorted(pieces)).values_list("stems", flat=True)
    keys = {key for stems in known for key in stems} if pieces else set()
    for term in terms:
        term.far |= words.parts(term.word, keys)


def _weigh(terms: list[Term], visible: QuerySet) -> None:
    """How rare each word is; one that is nowhere is looked for inside others, then as misspelt."""
    total = visible.count()
    for term in terms:
        count = _count(visible, term.exact | term.close)
        if not count:
            count = _look_inside(term, visible) or _read_as_misspelt(term, visible)
        term.weight = math.log(1 + total / (1 + count))


def _count(visible: QuerySet, keys: Iterable[str]) -> int:
    return visible.filter(_matches(keys)).count()


def _look_inside(term: Term, visible: QuerySet) -> int:
    """Ask closely for compounds that begin or end with a word that stands nowhere alone.

    How many entries have one of them.
    """
    pieces = [key for key in words.stems(term.word) if len(key) > words.SHORTEST_PART]
    inside = reduce(or_, (Q(plain__contains=words.plain(key)) for key in pieces), Q(pk__in=[]))
    keys = {
        other
        for stems in Word.objects.filter(inside).values_list("stems", flat=True)
        if any(_is_part(key, stem) for stem in stems for key in pieces)
        for other in stems
    }
    count = _count(visible, keys) if keys else 0
    if count:
        term.close |= keys
    return count


def _is_part(key: str, stem: str) -> bool:
    """Whether a compound begins or ends with a word; what is no part: för in försvinner."""
    rest = stem.removesuffix(key) if stem.endswith(key) else stem.removeprefix(key)
    return rest != stem and rest not in words.STOP_WORDS


def _read_as_misspelt(term: Term, visible: QuerySet) -> int:
    """Ask closely for the word that may have been meant; how many entries have it.

    Only for a word that the person may see somewhere: a name that is secret is no suggestion.
    """
    for meant in words.nearest(term.word, _alike(term.word)):
        keys = set(words.stems(meant))
        if count := _count(visible, keys):
            term.close |= keys
            term.meant = meant
            return count
    return 0


def _alike(word: str) -> list[str]:
    """Words of our own that look somewhat like this one."""
    written = words.plain(word)
    if len(written) <= words.SHORTEST_PART:
        return []
    near = Q(plain__startswith=written[:2]) | Q(plain__trigram_similar=written)
    found = Word.objects.filter(near).values_list("word", flat=True)
    return [other for other in found if abs(len(other) - len(word)) <= 3]


def _suggestion(query: str, terms: Iterable[Term]) -> str:
    """The query with its misspelt words written as they may have been meant."""
    meant = {term.word: term.meant for term in terms if term.meant}
    if not meant:
        return ""
    return " ".join(meant.get(words.tidy(word).strip(".,!?\"'()"), word) for word in query.split())


# --- What is found ------------------------------------------------------------------------------


def _rank(terms: list[Term], query: str, visible: QuerySet) -> list[Ranked]:
    everything = {key for term in terms for _counts, keys in term.ways() for key in keys}
    total = sum(term.weight for term in terms) or 1.0
    score = reduce(add, (_score(term) * Value(term.weight / total) for term in terms))
    rows = (
        visible.filter(_matches(everything))
        .annotate(score=score)
        .order_by("-score", "title", "pk")
        .values_list("pk", "kind", "title", "score")[:MOST_HITS]
    )
    kinds = kinds_by_key()
    found = [
        Ranked(pk, kind, (score + TITLE * _likeness(query, title)) * kinds[kind].weight)
        for pk, kind, title, score in rows
        if kind in kinds
    ]
    found.sort(key=lambda one: -one.score)
    return [one for one in found if one.score >= LEAST_SHARE * found[0].score]


def _score(term: Term):
    """How well an entry answers to a word: the best of its ways."""
    ways = []
    for counts, keys in term.ways():
        rank = SearchRank(F("vector"), _query(keys), weights=Value(WEIGHTS))
        # PostgreSQL divides by the number of keys, of which most are never there together.
        share = rank * (len(keys) / ONE_IN_TITLE)
        ways.append(Least(share, Value(1.0), output_field=FloatField()) * counts)
    return ways[0] if len(ways) == 1 else Greatest(*ways, output_field=FloatField())


def _likeness(query: str, title: str) -> float:
    """How like a title is to a query, from 0 to 1, whatever the endings."""
    return fuzz.token_sort_ratio(_bare(query), _bare(title)) / 100


def _bare(text: str) -> str:
    return " ".join(words.plain(words.stems(word)[0]) for word in words.words_in(text))


def _matches(keys: Iterable[str]) -> Func:
    return Func(
        F("vector"),
        _query(keys),
        arg_joiner=" @@ ",
        template="%(expressions)s",
        output_field=BooleanField(),
    )


def _query(keys: Iterable[str]) -> Func:
    return Func(
        Value(_any(keys)), template="%(expressions)s::tsquery", output_field=SearchQueryField()
    )


def _any(keys: Iterable[str]) -> str:
    """A query for any of these keys, or of those in brackets that are queries themselves."""
    return " | ".join(key if key.startswith("(") else f"'{key}'" for key in sorted(keys))
