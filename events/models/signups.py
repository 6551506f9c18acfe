"""Who comes: sign-ups, their place in the queue, and what they need."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.events import Event
from members.models import Member
from sekom.personal_data import NOBODYS_DOMAIN


class SignupQuerySet(models.QuerySet):
    def live(self):
        """Those that have a place, are offered one or wait for one."""
        return self.filter(state__in=Signup.LIVE)

    def confirmed(self):
        """Those that have a place, by name."""
        return self.filter(state=Signup.State.CONFIRMED).order_by("name", "pk")

    def offered(self):
        """Those for whom a place is held until they have answered."""
        return self.filter(state=Signup.State.OFFERED).order_by("offered_until", "pk")

    def seated(self):
        """Those that take a place: confirmed, or held while it is offered."""
        return self.filter(state__in=Signup.SEATED)

    def waiting(self):
        """The queue, the first in line first."""
        return self.filter(state=Signup.State.WAITING).order_by("queued_at", "pk")

    def overdue(self):
        """Offers whose time is over."""
        return self.offered().filter(offered_until__lte=timezone.now())

    def gone(self):
        """Those that no longer come, the latest first."""
        return self.exclude(state__in=Signup.LIVE).order_by("-ended_at", "-pk")

    def at(self, email):
        """Those of this address, in whatever case it is written."""
        return self.filter(email__iexact=email)

    def of(self, person):
        """Those of a person: theirs by name, or by the address that they log in with."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(Q(person=person) | Q(email__iexact=person.email))

    def changeable_by(self, person):
        """One's own, and those that one has made for colleagues; the secretariat all."""
        if not person.is_authenticated:
            return self.none()
        if person.is_staff:
            return self.all()
        mine = Q(person=person) | Q(email__iexact=person.email) | Q(signed_up_by=person)
        return self.filter(mine)

    def by(self, person):
        """Those that a person has made for others."""
        return self.filter(signed_up_by=person)

    def to_come(self):
        """Those of events that are not over, the next event first."""
        return self.filter(event__ends_at__gt=timezone.now()).order_by(
            "event__starts_at", "event", "name"
        )

    def of_guests_before(self, moment):
        """Those of people who are not in the register, whose event had ended by then."""
        known = self.filter(person__isnull=True, event__ends_at__lt=moment)
        return known.exclude(email__endswith=f"@{NOBODYS_DOMAIN}")

    def in_order_of_state(self):
        """Who comes, who is offered a place, the queue in its order, and who no longer comes."""
        order = models.Case(
            *(models.When(state=state, then=place) for place, state in enumerate(Signup.ORDER))
        )
        return self.order_by(order, "queued_at", "pk")

    def with_needs(self):
        """Fetch along what each needs; for the secretariat's eyes only."""
        return self.select_related("needs")

    def with_names(self):
        """Fetch event, member and who signed up along."""
        return self.select_related("event", "member", "person", "signed_up_by")


class Signup(models.Model):
    """One person at one event, from the sign-up on; a swap makes a new one."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("has a place")
        WAITING = "waiting", pgettext_lazy("sign-up", "waiting")
        OFFERED = "offered", _("offered a place")
        CANCELLED = "cancelled", pgettext_lazy("sign-up", "cancelled")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("did not answer in time")

    SEATED = (State.CONFIRMED, State.OFFERED)
    LIVE = (State.CONFIRMED, State.OFFERED, State.WAITING)
    ORDER = (*LIVE, State.CANCELLED, State.DECLINED, State.EXPIRED)

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="signups")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="signups",
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signups",
        verbose_name=_("member"),
    )
    # Who signed up for somebody else: a colleague, or the secretariat.
    signed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State)
    created_at = models.DateTimeField(_("signed up"), default=timezone.now, editable=False)
    queued_at = models.DateTimeField(_("in line since"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("got a place"), null=True, blank=True)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("left"), null=True, blank=True)
    # {key of the question: answer}, of the event's own questions.
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    attended = models.BooleanField(_("attended"), null=True, blank=True)
    attended_at = models.DateTimeField(_("attendance noted"), null=True, blank=True)

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["event", "queued_at", "pk"]
        indexes = [
            models.Index(fields=["event", "state", "queued_at"], name="signup_queue"),
            models.Index(Lower("email"), name="signup_email"),
        ]
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=Q(state__in=["confirmed", "offered", "waiting"]),
                name="signup_once_per_address",
            ),
            models.CheckConstraint(
                name="signup_offer_has_an_end",
                condition=~Q(state="offered") | Q(offered_until__isnull=False),
            ),
            models.CheckConstraint(
                name="signup_gone_has_its_time",
                condition=Q(state__in=["confirmed", "offered", "waiting"])
                | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Names stand in lists and in the heads of letters: on one line."""
        super().clean()
        self.name = " ".join(self.name.split())
        self.organisation = " ".join(self.organisation.split())

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_offered(self) -> bool:
        return self.state == self.State.OFFERED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def may_see_link(self) -> bool:
        """Whether the link to the online meeting may be shown now: to who has a place, in time."""
        return (
            self.is_confirmed
            and self.event.is_published
            and bool(self.event.online_link)
            and timezone.now() >= self.event.link_shown_at
        )

    def place_in_line(self) -> int:
        """Which one in the queue, from 1."""
        before = Q(queued_at__lt=self.queued_at) | Q(queued_at=self.queued_at, pk__lt=self.pk)
        return self.event.signups.waiting().filter(before).count() + 1


class SignupNeedsQuerySet(models.QuerySet):
    def of_events_before(self, moment):
        """Needs whose event had ended by then."""
        return self.filter(signup__event__ends_at__lt=moment)


class SignupNeeds(models.Model):
    """What somebody needs to take part: for the secretariat's eyes, and soon erased."""

    signup = models.OneToOneField(Signup, on_delete=models.CASCADE, related_name="needs")
    diet = models.CharField(_("dietary needs"), max_length=200, blank=True)
    access = models.CharField(_("accessibility needs"), max_length=500, blank=True)

    objects = SignupNeedsQuerySet.as_manager()

    class Meta:
        verbose_name = _("needs")
        verbose_name_plural = _("needs")

    def __str__(self):
        return f"{self.signup}"
