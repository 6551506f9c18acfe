"""Seats of members and groups, and who holds them from when until when."""

from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.contrib.postgres.fields.ranges import DateRangeField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.bounces import Bounce

if TYPE_CHECKING:
    from members.models.members import Member


def today() -> date:
    """The day it is in Sweden."""
    return timezone.localdate()


class DateRange(Func):
    """The days from the first to the last, both included; no last day means for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()


class GroupQuerySet(models.QuerySet):
    def open(self):
        """Groups that have not been closed."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=today()))

    def closed(self):
        """Groups whose last day has been."""
        return self.exclude(pk__in=self.open())

    def overseeing(self):
        """Those whose task is the network as a whole: board, expert group and secretariat."""
        kinds = (Group.Kind.BOARD, Group.Kind.EXPERT_GROUP, Group.Kind.SECRETARIAT)
        return self.filter(kind__in=kinds)

    def sat_in_by(self, person):
        """The groups in which this person holds a seat today."""
        if not person.is_authenticated:
            return self.none()
        held = Holding.objects.current().filter(person=person)
        return self.filter(pk__in=held.values("seat__group"))

    def with_contacts_visible_to(self, person):
        """All groups, for those who may see who sits in them; none for others."""
        is_known = person.is_authenticated and person.may_see_contacts()
        return self.all() if is_known else self.none()

    def readable_by(self, person):
        """Groups whose files and past this person may read: their own; the secretariat all."""
        if person.is_authenticated and person.is_staff:
            return self.all()
        return self.sat_in_by(person)

    def mailable_by(self, person):
        """Open groups that this person may write to: as their chair; the secretariat all."""
        if not person.is_authenticated:
            return self.none()
        if person.is_staff:
            return self.open()
        led = Holding.objects.current().filter(person=person, seat__kind=Seat.Kind.CHAIR)
        return self.open().filter(pk__in=led.values("seat__group"))


@pghistory.track()
class Group(models.Model):
    """The board, the expert group, the secretariat or a working group; rights follow its seats."""

    class Kind(models.TextChoices):
        BOARD = "board", _("board")
        EXPERT_GROUP = "expert_group", _("expert group")
        SECRETARIAT = "secretariat", _("secretariat")
        WORKING_GROUP = "working_group", _("working group")

    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    closed_on = models.DateField(_("last day"), null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["kind", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:group", args=[self.slug])

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None and self.closed_on < today()


class SeatQuerySet(models.QuerySet):
    def of_groups(self):
        """The seats of groups."""
        return self.filter(group__isnull=False)

    def of_pairs(self):
        """The seats of contact politicians and contact officers."""
        return self.filter(kind__in=Seat.PAIR)

    def of_active_members(self, only=None):
        """Seats of those who are members today, by member; `only` of these, by id."""
        these = {} if only is None else {"member__in": only}
        return self.filter(member__status="member", **these).order_by("member__sort_key", "member")

    def held_by(self, person):
        """The seats that this person holds today."""
        return self.filter(pk__in=Holding.objects.current().filter(person=person).values("seat"))

    def beside(self, person):
        """The other seat of each pair in which this person sits today."""
        mine = self.of_pairs().held_by(person)
        return self.of_pairs().filter(member__in=mine.values("member")).exclude(pk__in=mine)

    def with_names(self):
        """Fetch member and group along."""
        return self.select_related("member", "group")

    def beside_pairs(self):
        """The members' other seats: key-figure reporters and substitutes."""
        return self.exclude(kind__in=Seat.PAIR)

    def vacant(self):
        """Seats that nobody holds today."""
        return self.exclude(pk__in=Holding.objects.current().values("seat"))


@pghistory.track()
class Seat(models.Model):
    """A place to be held, of a member or of a group; it exists whether held or not."""

    class Kind(models.TextChoices):
        POLITICIAN = "politician", _("contact politician")
        OFFICER = "officer", _("contact officer")
        KEY_FIGURE_REPORTER = "key_figure_reporter", _("key-figure reporter")
        CHAIR = "chair", _("chair")
        ORDINARY = "ordinary", _("ordinary")
        SUBSTITUTE = "substitute", _("substitute")

    PAIR = (Kind.POLITICIAN, Kind.OFFICER)

    member = models.ForeignKey(
        "members.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField(_("number"), default=1)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["member__sort_key", "group__name", "kind", "number"]
        constraints = [
            models.CheckConstraint(
                name="seat_of_a_member_or_a_group",
                condition=Q(member__isnull=True) ^ Q(group__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["member", "kind", "number"], name="seat_unique_in_member"
            ),
            models.UniqueConstraint(
                fields=["group", "kind", "number"], name="seat_unique_in_group"
            ),
            models.CheckConstraint(
                name="seat_pair_is_one_of_each",
                condition=~Q(kind__in=["politician", "officer"]) | Q(number=1),
            ),
            models.CheckConstraint(
                name="seat_one_chair",
                condition=~Q(kind="chair") | Q(number=1),
                violation_error_message=_("The group has a chair's seat already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.member or self.group}"

    def get_absolute_url(self):
        """The page where the seat is shown: its member's or its group's."""
        return self.owner.get_absolute_url()

    @property
    def owner(self) -> "Member | Group | None":
        """Whose seat it is; the database holds that it is somebody's."""
        return self.member or self.group

    @property
    def role(self) -> str:
        """ "politician" or "officer" for a seat of a pair, else ""."""
        return self.kind if self.kind in self.PAIR else ""

    def current_holding(self) -> "Holding | None":
        """Who holds the seat today, if anybody does."""
        return self.holding_on(today())

    def holding_on(self, day: date) -> "Holding | None":
        """Who held, holds or will hold the seat that day."""
        return self.holdings.on(day).select_related("person").first()


class HoldingQuerySet(models.QuerySet):
    def on(self, day):
        """Holdings that are in force that day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def current(self):
        """Holdings in force today."""
        return self.on(today())

    def of_member(self, member):
        """All holdings of a member's seats, those that have ended too, the newest first."""
        return self.filter(seat__member=member).order_by("-starts_on", "seat__kind")

    def visible_to(self, person):
        """Today's holdings, for those who may see the contacts."""
        is_known = person.is_authenticated and person.may_see_contacts()
        return self.current() if is_known else self.none()

    def of_secretariat(self):
        """Holdings of seats in the secretariat."""
        return self.filter(seat__group__kind=Group.Kind.SECRETARIAT)

    def of_groups(self, groups):
        """All holdings of these groups' seats, the newest first."""
        return self.filter(seat__group__in=groups).order_by("-starts_on", "seat__kind")

    def in_team(self, groups):
        """Holdings that give a place in the contacts' Team: of pairs, and of these groups."""
        return self.filter(Q(seat__kind__in=Seat.PAIR) | Q(seat__group__in=groups))

    def confirmable_by(self, person):
        """Today's holdings that this person can confirm: their member's; the secretariat all."""
        if not person.is_authenticated:
            return self.none()
        if person.is_staff:
            return self.current()
        pairs = Holding.objects.current().of_pairs().filter(person=person)
        of_mine = Q(seat__member__in=pairs.values("seat__member"))
        return self.current().filter(of_mine | Q(person=person))

    def ended(self):
        """Holdings whose last day has been."""
        return self.filter(ends_on__lt=today())

    def coming(self):
        """Holdings that have not begun, the first to begin first."""
        return self.filter(starts_on__gt=today()).order_by("starts_on")

    def in_force_after(self, day):
        """Holdings, begun or not, that go on after this day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))

    def handable_by(self, person):
        """Today's holdings of members' seats that this person can confirm, and so hand over."""
        return self.confirmable_by(person).filter(seat__member__isnull=False)

    def touched_since(self, day):
        """Holdings in force today, and those that ended since this day."""
        begun = self.filter(starts_on__lte=today())
        return begun.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def of_people_described(self, text):
        """Holdings of people whose name or title holds these words."""
        return self.filter(Q(person__name__icontains=text) | Q(person__title__icontains=text))

    def of_members(self, member_ids):
        """Holdings of these members' seats, in the order of the members' names."""
        return self.filter(seat__member__in=member_ids).order_by(
            "seat__member__sort_key", "-seat__kind"
        )

    def of_pairs(self):
        """Holdings of contact politicians and contact officers."""
        return self.filter(seat__kind__in=Seat.PAIR)

    def of_active_members(self, only=None):
        """Holdings at those who are members today; `only` at these, by id."""
        these = {} if only is None else {"seat__member__in": only}
        return self.filter(seat__member__status="member", **these)

    def with_latest_confirmation(self):
        """Annotate `latest_confirmation`, a day or None, for many holdings at once."""
        return self.annotate(latest_confirmation=models.Max("confirmations__on"))

    def with_names(self):
        """Fetch person, seat, member and group along, and annotate how fresh it is, for lists."""
        return self.select_related("person", "seat__member", "seat__group").annotate(
            is_confirmed=Exists(Confirmation.objects.filter(holding=OuterRef("pk"))),
            confirmed_on=models.Subquery(
                Confirmation.objects.filter(holding=OuterRef("pk")).order_by("-on").values("on")[:1]
            ),
            is_bouncing=_is_bouncing(),
        )

    def with_bounces(self):
        """Annotate `is_bouncing`: whether the person's present address refuses our letters."""
        return self.annotate(is_bouncing=_is_bouncing())

    def bouncing(self):
        """Holdings whose person cannot be reached at their present address."""
        return self.with_bounces().filter(is_bouncing=True)

    def confirmed_since(self, day):
        """Holdings that somebody has confirmed after this day."""
        return self.filter(confirmations__on__gt=day)

    def of_seats(self, seats):
        """Holdings of these seats."""
        return self.filter(seat__in=seats)


def _is_bouncing() -> Exists:
    """Whether the present address of a holding's person refuses our letters."""
    return Exists(Bounce.objects.present().of(OuterRef("person"), OuterRef("person__email")))


@pghistory.track()
class Holding(models.Model):
    """A person on a seat from one day until another, both included."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings"
    )
    starts_on = models.DateField(_("from"), default=today)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    # Annotated by with_names().
    confirmed_on: date | None
    is_bouncing: bool

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="holding_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day cannot come before the first."),
            ),
            ExclusionConstraint(
                name="holding_one_person_on_a_seat",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "Somebody already holds this seat then. End that holding first."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.seat}"

    def is_on(self, day: date) -> bool:
        """Whether the holding is in force that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@pghistory.track()
class Confirmation(models.Model):
    """That a holding was right on a day, by whom and through which door."""

    class Through(models.TextChoices):
        REGISTER = "register", _("the register that was loaded")
        SECRETARIAT = "secretariat", _("the secretariat")
        LOGIN = "login", _("logging in")
        LINK = "link", _("a link in a mail")

    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="confirmations")
    on = models.DateField(_("confirmed"), default=today)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    through = models.CharField(_("through"), max_length=11, choices=Through)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-on"]

    def __str__(self):
        return f"{self.holding}, {self.on}"
