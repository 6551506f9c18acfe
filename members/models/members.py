"""Members: the municipalities and regions of the network."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models.seats import Holding, Seat, today
from sekom.text import SvSort


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

    def chosen(self, ids):
        """The members with these ids."""
        return self.filter(pk__in=ids)

    def joined_last(self):
        """Those whose day of joining is known, the latest first."""
        return self.filter(joined_on__isnull=False).order_by("-joined_on", "sort_key")

    def regions(self):
        """The regions among them."""
        return self.filter(kind=Member.Kind.REGION)

    def joined_between(self, first, last):
        """Those who became members on one of these days, the latest first."""
        days = self.exclude(status=Member.Status.APPLIED).filter(joined_on__range=(first, last))
        return days.order_by("-joined_on", "sort_key")

    def left_between(self, first, last):
        """Those whose last day as members was one of these, the latest first."""
        return self.former().filter(left_on__range=(first, last))

    def of_place(self, place):
        """The member that a municipality or region is or was, if any."""
        return self.filter(kind=place.kind, code=place.code)

    def others_of_its_kind(self, member):
        """The other municipalities, or the other regions."""
        return self.filter(kind=member.kind).exclude(pk=member.pk)

    def past_their_last_day(self):
        """Members that have given notice and whose last day has passed."""
        return self.filter(left_on__lt=today())

    def former(self):
        """Those who have left, the latest first."""
        return self.filter(status=Member.Status.LEFT).order_by("-left_on", "sort_key")

    def readable_by(self, person):
        """Members whose inner life this person may follow: their own; the secretariat all."""
        is_staff = person.is_authenticated and person.is_staff
        return self.all() if is_staff else self.represented_by(person)

    def represented_by(self, person):
        """The members for which this person is contact politician or officer today."""
        if not person.is_authenticated:
            return self.none()
        held = Holding.objects.current().of_pairs().filter(person=person)
        return self.filter(pk__in=held.values("seat__member"))

    def with_pair(self):
        """Annotate has_politician and has_officer: whether somebody holds each seat today."""
        return self.annotate(
            has_politician=Exists(self._held(Seat.Kind.POLITICIAN)),
            has_officer=Exists(self._held(Seat.Kind.OFFICER)),
        )

    def lacking_a_contact(self):
        """Members without a politician, an officer or both; needs with_pair()."""
        return self.filter(Q(has_politician=False) | Q(has_officer=False))

    @staticmethod
    def _held(kind):
        return Holding.objects.current().filter(seat__member=OuterRef("pk"), seat__kind=kind)


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
    description = models.TextField(_("about the work"), max_length=600, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.MEMBER)
    applied_on = models.DateField(_("applied"), null=True, blank=True)
    decided_on = models.DateField(_("decided by the board"), null=True, blank=True)
    joined_on = models.DateField(_("member since"), null=True, blank=True)
    notice_on = models.DateField(_("gave notice"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    diary_number = models.CharField(_("diary number"), max_length=40, blank=True)
    is_fictional = models.BooleanField(_("made up"), default=False)
    sort_key = models.GeneratedField(
        expression=SvSort(F("name")),
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
        triggers = [pgtrigger.Protect(name="member_is_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:detail", args=[self.slug])

    @property
    def is_region(self) -> bool:
        return self.kind == self.Kind.REGION
