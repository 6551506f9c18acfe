"""What interviews keep of people, why, for how long, and what becomes of it."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sekom.personal_data import Deleted, Kept, Purpose, Stays
from surveys.interviews.models import (
    AnswerText,
    Change,
    Coding,
    Interview,
    Link,
    Memo,
    NetworkComparison,
    Report,
    ReportEdition,
    ReportQuote,
    ReportText,
    Statement,
    Study,
    StudyGuest,
    Theme,
)

INTERVIEWING = Purpose(
    what=_("Which studies and interviews you have begun, and which answers you wrote down"),
    why=_("The work is your member's; your name beside it lets several do it together."),
    period=_("The texts stay with the member; your name leaves them with your details."),
)
SORTING = Purpose(
    what=_("Which statements and themes you have marked, tied and changed, and your memos"),
    why=_("Several people sort together; the name tells who to ask."),
    period=_("The work stays with the member; your name leaves it with your details."),
)
TAKING_PART = Purpose(
    what=_("That you were invited to work on a member's interviews: your name and address"),
    why=_("So that you can log in, and nobody else in your place."),
    period=_("A year after the study is closed, or your part in it has ended."),
)
KEPT = timedelta(days=365)


def past_guests(now: datetime) -> QuerySet:
    """Invitations to studies that are long closed, or that were ended long ago."""
    return StudyGuest.objects.filter(
        Q(study__closed_at__lt=now - KEPT) | Q(ended_at__lt=now - KEPT)
    )


REPORTING = Purpose(
    what=_("Which texts of a report you wrote, which quotes you looked through, what you approved"),
    why=_("So that readers know who stands behind it, and colleagues whom to ask."),
    period=_("The report stays with the member; your name leaves it with your details."),
)

OF_THE_MEMBER = Stays(_("It is the member's work, without the name."))

TABLE = [
    Kept(
        Study,
        INTERVIEWING,
        people=("created_by",),
        shows=("member", "title", "created_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        Interview,
        INTERVIEWING,
        people=("created_by",),
        shows=("study", "department", "held_on", "created_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        AnswerText,
        INTERVIEWING,
        people=("author",),
        shows=("interview", "asked", "number", "text", "saved_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        StudyGuest,
        TAKING_PART,
        people=("person",),
        addresses=("email",),
        shows=("study", "name", "email", "invited_at", "accepted_at", "ended_at"),
        erased=Deleted(),
        expired=past_guests,
    ),
    Kept(
        Theme,
        SORTING,
        people=("author",),
        shows=("study", "title", "at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        Statement,
        SORTING,
        people=("author",),
        shows=("interview", "text", "kind", "at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        Link,
        SORTING,
        people=("author",),
        shows=("statement", "of_theme", "theme", "goal", "item", "dimension", "why", "at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        Memo,
        SORTING,
        people=("author",),
        shows=("study", "text", "at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        Change,
        SORTING,
        people=("author",),
        shows=("study", "kind", "about", "at", "undone_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        Coding,
        SORTING,
        people=("first", "second"),
        shows=("interview", "first_done_at", "second_done_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        Report,
        REPORTING,
        people=("created_by",),
        shows=("study", "title", "created_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        ReportText,
        REPORTING,
        people=("saved_by",),
        shows=("report", "kind", "saved_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        ReportQuote,
        REPORTING,
        people=("looked_by",),
        shows=("report", "looked_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        ReportEdition,
        REPORTING,
        people=("approved_by",),
        shows=("report", "number", "approved_at"),
        erased=OF_THE_MEMBER,
    ),
]

WITHOUT_PEOPLE = {
    NetworkComparison: _("How many members speak of each goal and theme, and no person."),
}
