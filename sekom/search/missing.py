"""What people search for in vain: what the secretariat may write about, or name as a synonym."""

import re
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from sekom import pace
from sekom.search import words
from sekom.search.models import Miss

LONGEST = 60
NEW_PER_MINUTE = 30
# Numbers of people, telephones and cases; standards have six figures at most.
_MANY_DIGITS = re.compile(r"(?:\d[\s-]*){7}")


def note(query: str) -> bool:
    """Count a search that found nothing, if it looks like words; nothing says whose it was."""
    term = " ".join(words.tidy(query).split())
    if not _looks_like_words(term) or _are_too_many():
        return False
    today = timezone.localdate()
    changed = Miss.objects.filter(term=term).update(count=F("count") + 1, last_on=today)
    if not changed:
        Miss.objects.bulk_create([Miss(term=term)], ignore_conflicts=True)
    return True


def _looks_like_words(term: str) -> bool:
    return (
        2 < len(term) <= LONGEST
        and "@" not in term
        and not _MANY_DIGITS.search(term)
        and any(word.isalpha() for word in words.words_in(term))
    )


def _are_too_many() -> bool:
    """Whether so many have been noted within a minute that somebody may be filling the list."""
    everybody = ""
    return pace.is_too_fast("missing", everybody, most=NEW_PER_MINUTE, per=timedelta(minutes=1))
