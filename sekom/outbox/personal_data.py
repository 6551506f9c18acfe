"""What the ledger of letters keeps of people, why, for how long, and what becomes of it."""

from datetime import datetime, timedelta

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from sekom.outbox.models import (
    Attachment,
    Delivery,
    Mailing,
    Return,
    ReturnBox,
    Spending,
    Suppression,
    address_hash,
)
from sekom.personal_data import (
    NOBODYS_ADDRESS,
    NOBODYS_DOMAIN,
    Kept,
    Purpose,
    Scrubbed,
    Stays,
    nobodys_address,
)

LETTERS_KEPT = timedelta(days=183)

LETTERS = Purpose(
    what=_("Which letters we sent you, to which address, and whether they arrived"),
    why=_("So that nobody is forgotten or written to twice."),
    period=_("6 months; then only the number of letters is left."),
)
SENDERS = Purpose(
    what=_("Which letters you have sent through the portal"),
    why=_("So that a letter has a sender."),
    period=_("As long as the letter is in the list; your name leaves it with your details."),
)
UNWANTED = Purpose(
    what=_("That your address must get no mail, as a code from which nobody can read it"),
    why=_("So that you are not written to again."),
    period=_("Until you want mail again."),
)

# A letter that waits does not leave; one that a worker has is noted when it is through.
WAITING = Q(state=Delivery.State.QUEUED)
NOBODYS = {
    "email": NOBODYS_ADDRESS,
    "name": "",
    "values": {},
    "answer": "",
    "state": Case(When(WAITING, then=Value(Delivery.State.CANCELLED)), default=F("state")),
    "settled_at": Case(When(WAITING, then=Now()), default=F("settled_at")),
}


def old_letters(now: datetime) -> QuerySet[Delivery]:
    """Letters that left so long ago that nobody needs to know to whom."""
    past = Delivery.objects.filter(settled_at__lt=now - LETTERS_KEPT)
    return past.exclude(email__endswith=f"@{NOBODYS_DOMAIN}")


def forget(letters: list[Delivery]) -> None:
    """Leave of letters that they were sent; of one to a single person not what it said either."""
    rows = Delivery.objects.filter(pk__in=[letter.pk for letter in letters])
    single = Mailing.objects.filter(is_single=True, deliveries__in=rows)
    Mailing.objects.filter(pk__in=single.values("pk")).update(audience="", values={})
    Return.objects.filter(delivery__in=rows).update(words="")
    rows.update(email=nobodys_address(), name="", values={}, answer="", person=None)


TABLE = [
    Kept(
        Return,
        LETTERS,
        called=_("letters that came back"),
        people=("delivery__person",),
        addresses=("delivery__email",),
        shows=("kind", "at", "words"),
        erased=Scrubbed(
            {"words": ""}, _("That a letter came back, so that the numbers are right.")
        ),
    ),
    Kept(
        Delivery,
        LETTERS,
        called=_("letters received"),
        people=("person",),
        addresses=("email",),
        shows=("mailing", "email", "name", "values", "state", "settled_at", "answer"),
        erased=Scrubbed(NOBODYS, _("That a letter was sent, so that the numbers are right.")),
        expired=old_letters,
        forget=forget,
    ),
    Kept(
        Mailing,
        LETTERS,
        called=_("what those letters were about"),
        found=lambda person: Mailing.objects.filter(is_single=True, deliveries__person=person),
        exempt=_("The letter itself; it is shown with whom it went to."),
        erased=Scrubbed({"audience": "", "values": {}}, _("That a letter was sent.")),
    ),
    Kept(
        Mailing,
        SENDERS,
        called=_("letters sent"),
        people=("sender",),
        shows=("subject", "audience", "created_at", "state"),
        erased=Stays(_("What was sent to others, without the name.")),
    ),
    Kept(
        Suppression,
        UNWANTED,
        found=lambda person: Suppression.objects.filter(address_hash=address_hash(person.email)),
        shows=("reason", "since"),
        erased=Stays(_("A code that leads to nobody, so that the address is left in peace.")),
    ),
]

WITHOUT_PEOPLE = {
    Attachment: _("Files that went along with letters, the same for every reader."),
    ReturnBox: _("How far the mailbox of returned letters has been read."),
    Spending: _("How many letters have left of late, and when; not to whom."),
}
