"""What the website keeps of people, why, for how long, and what becomes of it."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from newsletter.models import (
    ApiDeed,
    ApiKey,
    Article,
    Block,
    File,
    Issue,
    OutsideLink,
    OwnCount,
    Page,
    Picture,
    Reach,
    ShareLink,
    Subscriber,
)
from sekom.personal_data import Basis, Deleted, Kept, Purpose, Stays

# How long an address waits for its owner to say yes, and to come back.
PATIENCE = timedelta(days=30)

WRITING = Purpose(
    what=_("Which pages of the website you look after, have written or looked through"),
    why=_("So that it can be asked why something is as it is."),
    period=_("As long as the page; your name leaves it with your details."),
)
SUBSCRIBING = Purpose(
    what=_("That you get the newsletter, at which address, what of it you want and since when"),
    why=_("So that you get what you asked for, and nothing after you have left."),
    period=_("Until 30 days after you have left, or 30 days if you never said yes."),
    basis=Basis.CONSENT,
)
EDITING = Purpose(
    what=_("Which news, pictures, files and issues of the newsletter you have written or put up"),
    why=_("So that it can be asked why something is as it is."),
    period=_("As long as the issue; your name leaves it with your details."),
)
SPREADING = Purpose(
    what=_("Your links to pass the newsletter on, and to how many you say that you did"),
    why=_("So that you and the secretariat see how far it reaches in your organisation."),
    period=_("As long as the issue; your name leaves it with your details."),
)

KEYS = Purpose(
    what=_("Which keys you have made or revoked, by which other systems send the newsletter"),
    why=_("So that it can be asked who let a system in."),
    period=_("As long as the log of the keys; your name leaves it with your details."),
)

WITHOUT_THE_NAME = Stays(_("That it was done, without the name."))


def _past_readers(now):
    since = now - PATIENCE
    return Subscriber.objects.never_confirmed_since(since) | Subscriber.objects.gone_since(since)


TABLE = [
    Kept(
        Page,
        WRITING,
        people=("owner", "asked_by", "reviewed_by"),
        shows=("slug", "title", "published_at"),
        erased=WITHOUT_THE_NAME,
    ),
    Kept(
        Subscriber,
        SUBSCRIBING,
        people=("person",),
        addresses=("email",),
        shows=(
            *("email", "earlier", "name", "member", "state", "topics", "frequency"),
            *("paused_until", "language", "asked_at", "confirmed_at", "left_at", "proof"),
        ),
        erased=Deleted(),
        expired=_past_readers,
    ),
    Kept(
        Article,
        EDITING,
        people=("owner", "asked_by", "reviewed_by"),
        shows=("slug", "title", "published_at"),
        erased=WITHOUT_THE_NAME,
    ),
    Kept(
        Issue,
        EDITING,
        people=("created_by",),
        shows=("slug", "title", "created_at"),
        erased=WITHOUT_THE_NAME,
    ),
    Kept(
        Block,
        EDITING,
        people=("saved_by",),
        shows=("issue", "kind", "saved_at"),
        erased=WITHOUT_THE_NAME,
    ),
    Kept(
        Picture,
        EDITING,
        people=("added_by",),
        shows=("alt", "added_at"),
        erased=WITHOUT_THE_NAME,
    ),
    Kept(
        ApiKey,
        KEYS,
        people=("made_by",),
        shows=("name", "made_at", "ends_on", "used_at", "revoked_at"),
        erased=WITHOUT_THE_NAME,
    ),
    Kept(
        ApiDeed,
        KEYS,
        people=("by",),
        shows=("key", "what", "at"),
        erased=WITHOUT_THE_NAME,
    ),
    Kept(
        File,
        EDITING,
        people=("added_by",),
        shows=("issue", "name", "added_at"),
        erased=WITHOUT_THE_NAME,
    ),
    Kept(
        ShareLink,
        SPREADING,
        people=("person",),
        shows=("issue", "member", "code", "made_at"),
        erased=WITHOUT_THE_NAME,
    ),
    Kept(
        OwnCount,
        SPREADING,
        people=("person",),
        shows=("issue", "member", "channel", "reader_count", "told_at"),
        erased=WITHOUT_THE_NAME,
    ),
]

WITHOUT_PEOPLE = {
    OutsideLink: _("Addresses of other websites, and of our own pages."),
    Reach: _("Numbers of visitors for each day and member; nobody is known."),
}
