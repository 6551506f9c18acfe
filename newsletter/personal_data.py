"""What the website keeps of people, why, for how long, and what becomes of it."""

from django.utils.translation import gettext_lazy as _

from newsletter.models import OutsideLink, Page
from sekom.personal_data import Kept, Purpose, Stays

WRITING = Purpose(
    what=_("Which pages of the website you look after, have written or looked through"),
    why=_("So that it can be asked why something is as it is."),
    period=_("As long as the page; your name leaves it with your details."),
)

TABLE = [
    Kept(
        Page,
        WRITING,
        people=("owner", "asked_by", "reviewed_by"),
        shows=("slug", "title", "published_at"),
        erased=Stays(_("That it was done, without the name.")),
    ),
]

WITHOUT_PEOPLE = {OutsideLink: _("Addresses of other websites, and of our own pages.")}
