"""What the register keeps of people, why, for how long, and what becomes of it."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Case, Value, When
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from pghistory.models import Context

from members import erasing
from members.models import (
    Bounce,
    Confirmation,
    Document,
    Doubt,
    Handover,
    Holding,
    Import,
    ImportedChange,
    Inquiry,
    Merge,
    Person,
    Reading,
    Reminder,
    Round,
    TeamList,
    TeamPlace,
)
from members.models.imports import LIFE_OF_DRAFT
from sekom.personal_data import Basis, Deleted, Kept, Purpose, Scrubbed, Stays

YEAR = timedelta(days=365)

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
KEEPING = Purpose(
    what=_("What you and others answer when we ask whether your details are right"),
    why=_("So that the register stays true when people change jobs."),
    period=_("As long as the seat's history; what was written goes with your details."),
)
WORK = Purpose(
    what=_("What you have done in the register: asked, handed over, imported, made lists"),
    why=_("So that it can be asked why something is as it is."),
    period=_("As long as what was done; your name leaves it with your details."),
)
UNDOING = Purpose(
    what=_("Your details as they were before an import or a merge of doubles"),
    why=_("So that it can be undone."),
    period=_("30 days; a file that nobody confirmed one day."),
)
TEAM = Purpose(
    what=_("That you are to be in the contacts' Team, and with which address"),
    why=_("So that the Team holds those who are contacts, and nobody else."),
    period=_("Until the next list is done; a list that nobody followed 12 months."),
)
CHANGES = Purpose(
    what=_("Who changed what in the register, and when"),
    why=_("So that mistakes can be found and mended."),
    period=_("As long as what was changed; what it says of you goes with your details."),
)

DONE = Stays(_("That it was done, without the name."))

TABLE = [
    Kept(
        Person,
        REGISTER,
        people=("pk",),
        earlier=erasing.merged_into,
        called=_("details"),
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
        erased=Stays(_("That the seat was confirmed on a day, without the name.")),
    ),
    Kept(
        Inquiry,
        KEEPING,
        people=("holding__person",),
        shows=("round", "asked_at", "answer", "answered_at", "new_email", "note"),
        erased=Scrubbed({"new_email": "", "note": ""}, _("That the question had an answer.")),
    ),
    Kept(
        Doubt,
        KEEPING,
        people=("holding__person", "by", "settled_by"),
        shows=("holding", "said", "at", "settled_at", "outcome"),
        erased=Scrubbed(
            {
                "said": _("erased"),
                "outcome": Case(When(outcome="", then=Value("")), default=Value("–")),
            },
            _("That somebody doubted a contact, and that it was settled."),
        ),
    ),
    Kept(
        Bounce,
        KEEPING,
        people=("person",),
        addresses=("email",),
        shows=("email", "bounced_at", "answer", "cleared_at"),
        erased=Deleted(),
    ),
    Kept(
        Handover,
        WORK,
        people=("by",),
        shows=("old_holding", "new_holding", "made_at", "undone_at"),
        erased=DONE,
    ),
    Kept(
        Handover,
        SEATS,
        people=("old_holding__person", "new_holding__person"),
        shows=("old_holding", "new_holding", "made_at", "undone_at"),
        erased=Scrubbed({"reason_before": ""}, _("That the seat passed from one to the next.")),
    ),
    Kept(Round, WORK, people=("opened_by",), shows=("kind", "opened_at"), erased=DONE),
    Kept(Reminder, WORK, people=("by",), shows=("member", "through", "on"), erased=DONE),
    Kept(
        Document,
        WORK,
        people=("added_by",),
        shows=("title", "name", "added_at"),
        erased=Stays(_("It is the member's or the group's document, without the name.")),
    ),
    Kept(
        Import,
        WORK,
        people=("by",),
        shows=("name", "uploaded_at", "confirmed_at", "undone_at"),
        erased=DONE,
        expired=lambda now: Import.objects.drafts_older_than(LIFE_OF_DRAFT, now=now),
    ),
    Kept(
        ImportedChange,
        UNDOING,
        people=("person",),
        shows=("imported", "before", "after"),
        erased=Deleted(),
        expired=lambda now: ImportedChange.objects.past_undo(now=now),
    ),
    Kept(
        Merge,
        UNDOING,
        people=("kept",),
        shows=("gone_name", "merged_at", "before"),
        # The number is needed for as long as there is a history under it.
        erased=Scrubbed(
            {"gone_name": "", "before": JSONObject(pk="before__pk")},
            _("A number that leads to nobody."),
        ),
        expired=lambda now: Merge.objects.past_undo(now=now).exclude(gone_name=""),
        forget=erasing.forget_merges,
    ),
    Kept(Merge, WORK, people=("by",), shows=("merged_at",), erased=DONE),
    Kept(
        TeamPlace,
        TEAM,
        people=("person",),
        addresses=("email",),
        shows=("email", "belongs_to"),
        erased=Deleted(),
        # The list that the Team is equal to is needed until the next one is.
        expired=lambda now: TeamPlace.objects.filter(list__made_at__lt=now - YEAR).exclude(
            list__state=TeamList.State.APPLIED
        ),
    ),
    Kept(TeamList, WORK, people=("made_by",), shows=("made_at", "state"), erased=DONE),
    Kept(
        Reading,
        READINGS,
        people=("person",),
        shows=("at", "kind", "what", "count", "reason"),
        erased=Stays(_("What was read, without the name, until its time is over.")),
        expired=lambda now: Reading.objects.older_than(YEAR, now=now),
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
        erased=Stays(_("That something was changed, without the name.")),
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
