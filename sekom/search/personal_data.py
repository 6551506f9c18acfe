"""What the search keeps of people: copies of texts, and words looked for in vain."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sekom.personal_data import Deleted, Kept, Purpose, addresses_of
from sekom.search.models import Entry, Miss

FINDING = Purpose(
    what=_("Words of the pages, to search in, and words that were searched for in vain"),
    why=_("So that pages are found, and so that we see what is missing. Never who searched."),
    period=_("As long as the page; what was searched for in vain 12 months."),
)


def telling_of(person, *columns: str) -> Q:
    """Where one of the columns holds the person's name or address."""
    told = Q()
    for words in {person.name, *addresses_of(person)}:
        for column in columns:
            told |= Q(**{f"{column}__icontains": words})
    return told


TABLE = [
    Kept(
        Entry,
        FINDING,
        found=lambda person: Entry.objects.filter(telling_of(person, "title", "keywords", "text")),
        exempt=_("Copies of what stands on the pages."),
        erased=Deleted(),
    ),
    Kept(
        Miss,
        FINDING,
        found=lambda person: Miss.objects.filter(telling_of(person, "term")),
        exempt=_("Nobody is noted with a search."),
        erased=Deleted(),
        expired=lambda now: Miss.objects.filter(
            last_on__lt=timezone.localdate(now - timedelta(days=365))
        ),
    ),
]
