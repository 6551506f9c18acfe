"""What the register keeps of people, why, for how long, and what becomes of it."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _
from pghistory.models import Context

from members import erasing
from members.models import Confirmation, Holding, Person, Reading
from sekom.personal_data import Basis, Deleted, Kept, Purpose, Scrubbed, Stays

REGISTER = Purpose(
    what=_("Who you are in your role: name, title, work e-mail, work phone, appearance of pages"),
    why=_("To reach you as a contact, and so that the contacts reach each other."),
    period=_("While you hold a seat, and 12 months after the last one has ended."),
)
SEATS = Purpose(
    what=_("Which seats you hold, from when until when, and when that was confirmed"),
    why=_("To know who represents a member, today and earlier. Your rights here follow from it."),
    period=_("The days stay in the member's history; your name leaves it with your details."),
)
LOGGING_IN = Purpose(
    what=_(
        "What you log in with: addresses, passkeys, linked accounts, devices that are logged in"
    ),
    why=_("To let you in and nobody else."),
    period=_("Until you take it away or your details are erased; a log-in lasts 60 days."),
)
READINGS = Purpose(
    what=_("When you have read or taken out the register: what, and how many people"),
    why=_("So that whoever is in the register can know that nobody misuses it."),
    period=_("12 months."),
    basis=Basis.LEGAL,
)
CHANGES = Purpose(
    what=_("Who changed what in the register, and when"),
    why=_("So that mistakes can be found and mended."),
    period=_("As long as what was changed; what it says of you goes with your details."),
)

TABLE = [
    Kept(
        Person,
        REGISTER,
        people=("pk",),
        shows=("name", "title", "email", "phone", "theme", "is_active", "created_at", "last_login"),
        erased=Scrubbed(
            erasing.NOBODY,
            _("As a former contact without a name, so that numbers and answers stay right."),
        ),
        expired=erasing.past_contacts,
        forget=erasing.forget,
    ),
    Kept(
        Holding,
        SEATS,
        people=("person",),
        shows=("seat", "starts_on", "ends_on", "reason", "source"),
        erased=Scrubbed(
            {"reason": "", "source": ""}, _("From when until when the seat was held by somebody.")
        ),
    ),
    Kept(
        Confirmation,
        SEATS,
        people=("holding__person", "by"),
        shows=("holding", "on", "by", "through"),
        erased=Stays(_("That the seat was confirmed on a day, without your name.")),
    ),
    Kept(
        Reading,
        READINGS,
        people=("person",),
        shows=("at", "kind", "what", "count", "reason"),
        erased=Stays(_("What was read, without your name, until its time is over.")),
        expired=lambda now: Reading.objects.older_than(timedelta(days=365), now=now),
    ),
    Kept(
        EmailAddress,
        LOGGING_IN,
        called=_("addresses to log in with"),
        people=("user",),
        addresses=("email",),
        shows=("email", "verified", "primary"),
        erased=Deleted(),
    ),
    Kept(
        EmailConfirmation,
        LOGGING_IN,
        called=_("links that prove an address"),
        people=("email_address__user",),
        exempt=_("A key under way to you by mail; it opens nothing once it has been used."),
        erased=Deleted(),
    ),
    Kept(
        Authenticator,
        LOGGING_IN,
        called=_("passkeys and other second factors"),
        people=("user",),
        shows=("type", "created_at", "last_used_at"),
        erased=Deleted(),
    ),
    Kept(
        SocialAccount,
        LOGGING_IN,
        called=_("linked accounts"),
        people=("user",),
        shows=("provider", "uid", "last_login", "date_joined", "extra_data"),
        erased=Deleted(),
    ),
    Kept(
        SocialToken,
        LOGGING_IN,
        called=_("keys of linked accounts"),
        people=("account__user",),
        exempt=_("A key between the portal and the service that you log in with."),
        erased=Deleted(),
    ),
    Kept(
        UserSession,
        LOGGING_IN,
        called=_("logged-in devices"),
        people=("user",),
        shows=("ip", "user_agent", "created_at", "last_seen_at"),
        erased=Deleted(),
    ),
    Kept(
        Session,
        LOGGING_IN,
        called=_("log-ins"),
        found=erasing.sessions_of,
        exempt=_("That a device is logged in; the list of devices says which."),
        erased=Deleted(),
        expired=lambda now: Session.objects.filter(expire_date__lt=now),
    ),
    Kept(
        LogEntry,
        CHANGES,
        called=_("changes made in the administration"),
        people=("user",),
        shows=("action_time", "content_type", "object_repr", "change_message"),
        erased=Stays(_("That something was changed, without your name.")),
    ),
    Kept(
        Context,
        CHANGES,
        called=_("marks of who made a change"),
        found=lambda person: Context.objects.filter(metadata__user=person.pk),
        exempt=_("The number that ties a change to you; your changes are in the rows above."),
        erased=Stays(_("A number that leads to nobody.")),
    ),
]

WITHOUT_PEOPLE = {
    SocialApp: _("The keys of the services that people can log in with."),
}
