"""Members, their seats and the people who hold them."""

from datetime import date

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.contrib.postgres.fields.ranges import DateRangeField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def today() -> date:
    """The day it is in Sweden."""
    return timezone.localdate()


class SvSortKey(Func):
    """A text's place in the Swedish alphabet, whatever the server's locale."""

    function = "sv_sort"
    output_field = models.TextField(db_collation="C")


class DateRange(Func):
    """The days from the first to the last, both included; no last day means for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()


class PersonManager(BaseUserManager["Person"]):
    def create_person(self, email: str, **fields) -> "Person":
        """Make a person; the address is kept in lower case, there is no password."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_unusable_password()
        person.full_clean()
        person.save()
        return person


@pghistory.track(exclude=["last_login", "password"])
class Person(AbstractBaseUser):
    """Somebody who holds, held or will hold a seat; known by address, without a password."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("title"), max_length=160, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme, default=Theme.AUTO)
    is_active = models.BooleanField(_("may log in"), default=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_unique_in_any_case"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_staff(self) -> bool:
        """Whether the person sits in the secretariat today: a right of the seat, never a tick."""
        if not hasattr(self, "_is_staff"):
            self._is_staff = self.sits_in(Group.Kind.SECRETARIAT)
        return self._is_staff

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def sits_in(self, kind: "Group.Kind") -> bool:
        """Whether the person holds a seat in a group of this kind today."""
        return self.holdings.current().filter(seat__group__kind=kind).exists()

    def may_see_contacts(self) -> bool:
        """Whether the person may see the contacts' names and addresses: who holds a seat today."""
        if not hasattr(self, "_may_see_contacts"):
            is_seated = self.is_staff or self.holdings.current().exists()
            self._may_see_contacts = self.is_active and is_seated
        return self._may_see_contacts

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_perms(self, perm_list: list[str], obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class County(models.TextChoices):
    """The counties of Sweden, by their code at Statistics Sweden."""

    STOCKHOLM = "01", "Stockholms län"
    UPPSALA = "03", "Uppsala län"
    SODERMANLAND = "04", "Södermanlands län"
    OSTERGOTLAND = "05", "Östergötlands län"
    JONKOPING = "06", "Jönköpings län"
    KRONOBERG = "07", "Kronobergs län"
    KALMAR = "08", "Kalmar län"
    GOTLAND = "09", "Gotlands län"
    BLEKINGE = "10", "Blekinge län"
    SKANE = "12", "Skåne län"
    HALLAND = "13", "Hallands län"
    VASTRA_GOTALAND = "14", "Västra Götalands län"
    VARMLAND = "17", "Värmlands län"
    OREBRO = "18", "Örebro län"
    VASTMANLAND = "19", "Västmanlands län"
    DALARNA = "20", "Dalarnas län"
    GAVLEBORG = "21", "Gävleborgs län"
    VASTERNORRLAND = "22", "Västernorrlands län"
    JAMTLAND = "23", "Jämtlands län"
    VASTERBOTTEN = "24", "Västerbottens län"
    NORRBOTTEN = "25", "Norrbottens län"
    FICTIONAL = "99", "Exempellän"


class MemberQuerySet(models.QuerySet):
    def active(self):
        """Those who are members today."""
        return self.filter(status=Member.Status.MEMBER)

    def in_directory(self):
        """Members and applicants: everyone but those who left."""
        return self.exclude(status=Member.Status.LEFT)

    def visible_to(self, person):
        """Today's members for everybody; those who have applied or left for the secretariat too."""
        return self.all() if person.is_authenticated and person.is_staff else self.active()

    def represented_by(self, person):
        """The members for which this person is contact politician or officer today."""
        if not person.is_authenticated:
            return self.none()
        held = Holding.objects.current().filter(person=person, seat__kind__in=Seat.PAIR)
        return self.filter(pk__in=held.values("seat__member"))

    def with_pair(self):
        """Annotate has_politician and has_officer (today) and their confirmed days, for lists."""
        return self.annotate(
            has_politician=Exists(self._held(Seat.Kind.POLITICIAN)),
            has_officer=Exists(self._held(Seat.Kind.OFFICER)),
            politician_state=self._pair_state(Seat.Kind.POLITICIAN),
            officer_state=self._pair_state(Seat.Kind.OFFICER),
            confirmed_on=models.Subquery(
                Confirmation.objects.filter(
                    holding__in=Holding.objects.current(),
                    holding__seat__kind__in=Seat.PAIR,
                    holding__seat__member=OuterRef("pk"),
                )
                .order_by("-on")
                .values("on")[:1]
            ),
        )

    def lacking_a_contact(self):
        """Members without a politician, an officer or both; needs with_pair()."""
        return self.filter(Q(has_politician=False) | Q(has_officer=False))

    @staticmethod
    def _held(kind):
        return Holding.objects.current().filter(seat__member=OuterRef("pk"), seat__kind=kind)

    def _pair_state(self, kind):
        confirmed = Exists(Confirmation.objects.filter(holding=OuterRef("pk")))
        state = self._held(kind).annotate(
            state=models.Case(
                models.When(confirmed, then=models.Value("appointed")),
                default=models.Value("invited"),
            )
        )
        return models.functions.Coalesce(
            models.Subquery(state.values("state")[:1]), models.Value("vacant")
        )


@pghistory.track(exclude=["sort_key"])
class Member(models.Model):
    """A municipality or region of the network; never deleted, it leaves on a date."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        REGION = "region", _("region")

    class Status(models.TextChoices):
        APPLIED = "applied", _("has applied")
        MEMBER = "member", _("member")
        LEFT = "left", _("has left")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MUNICIPALITY)
    code = models.CharField(_("code"), max_length=4)
    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    county = models.CharField(_("county"), max_length=2, choices=County)
    inhabitants = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.MEMBER)
    applied_on = models.DateField(_("applied"), null=True, blank=True)
    decided_on = models.DateField(_("decided by the board"), null=True, blank=True)
    joined_on = models.DateField(_("member since"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    diary_number = models.CharField(_("diary number"), max_length=40, blank=True)
    is_fictional = models.BooleanField(_("made up"), default=False)
    sort_key = models.GeneratedField(
        expression=SvSortKey(F("name")),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="member_code_unique"),
            models.CheckConstraint(
                name="member_left_has_a_day",
                condition=~Q(status="left") | Q(left_on__isnull=False),
                violation_error_message=_("Say which day the member left."),
            ),
            models.CheckConstraint(
                name="member_left_after_joining",
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                violation_error_message=_("A member cannot leave before it joined."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:detail", args=[self.slug])

    @property
    def is_region(self) -> bool:
        return self.kind == self.Kind.REGION


class GroupQuerySet(models.QuerySet):
    def with_seats(self):
        """Fetch each group's seats, and on them `current`: [today's holding] or []."""
        held = Holding.objects.current().with_names()
        return self.prefetch_related(
            models.Prefetch("seats", Seat.objects.order_by("kind", "number")),
            models.Prefetch("seats__holdings", held, to_attr="current"),
        )


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

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name"]

    def __str__(self):
        return self.name


class SeatQuerySet(models.QuerySet):
    def of_pairs(self):
        """The seats of contact politicians and contact officers."""
        return self.filter(kind__in=Seat.PAIR)

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
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
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
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.member or self.group}"

    def get_absolute_url(self):
        """The page where the seat is shown: its member's, or that of the groups."""
        return self.member.get_absolute_url() if self.member else reverse("members:groups")

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

    def confirmable_by(self, person):
        """Today's holdings that this person can confirm: their member's; the secretariat all."""
        if not person.is_authenticated:
            return self.none()
        if person.is_staff:
            return self.current()
        mine = Member.objects.represented_by(person)
        return self.current().filter(Q(seat__member__in=mine) | Q(person=person))

    def ending_by(self, day):
        """Holdings in force today whose last day comes no later than this."""
        return self.current().filter(ends_on__lte=day)

    def of_people_named(self, text):
        """Holdings of people whose name holds these words."""
        return self.filter(person__name__icontains=text)

    def of_pairs(self):
        """Holdings of contact politicians and contact officers."""
        return self.filter(seat__kind__in=Seat.PAIR)

    def with_latest_confirmation(self):
        """Annotate `latest_confirmation`, a day or None, for many holdings at once."""
        return self.annotate(latest_confirmation=models.Max("confirmations__on"))

    def with_names(self):
        """Fetch person, seat, member and group along, and annotate is_confirmed, for lists."""
        return self.select_related("person", "seat__member", "seat__group").annotate(
            is_confirmed=Exists(Confirmation.objects.filter(holding=OuterRef("pk"))),
            confirmed_on=models.Subquery(
                Confirmation.objects.filter(holding=OuterRef("pk")).order_by("-on").values("on")[:1]
            ),
        )


@pghistory.track()
class Holding(models.Model):
    """A person on a seat from one day until another, both included."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    starts_on = models.DateField(_("from"), default=today)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

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
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    through = models.CharField(_("through"), max_length=11, choices=Through)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-on"]

    def __str__(self):
        return f"{self.holding}, {self.on}"
