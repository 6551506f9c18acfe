"""Rounds of asking the contacts whether they are still right, and what each answered."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.bounces import Bounce
from members.models.seats import Holding, today


class RoundQuerySet(models.QuerySet):
    def open(self):
        """Rounds that still wait for answers, the oldest first."""
        return self.filter(closed_at__isnull=True).order_by("opened_at")

    def of_kind(self, kind):
        """Rounds of verification, or of a mandate change."""
        return self.filter(kind=kind)

    def opened_since(self, moment):
        """Rounds of any kind that were opened since then."""
        return self.filter(opened_at__gt=moment)

    def with_counts(self):
        """Annotate asked_count and answered_count."""
        answered = Count("inquiries", filter=~Q(inquiries__answer=""))
        return self.annotate(asked_count=Count("inquiries"), answered_count=answered)


class Round(models.Model):
    """One time that contacts are asked whether they are still right."""

    class Kind(models.TextChoices):
        VERIFICATION = "verification", _("still right?")
        MANDATE_CHANGE = "mandate_change", _("mandate change")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answer_by = models.DateField(_("answer by"))
    mandates_end_on = models.DateField(_("mandates end"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    # Annotated by with_counts().
    asked_count: int
    answered_count: int

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(closed_at__isnull=True),
                name="round_one_open_of_each_kind",
                violation_error_message=_("A round like this is under way already."),
            ),
            models.CheckConstraint(
                name="round_of_mandate_change_has_a_day",
                condition=Q(kind="verification", mandates_end_on__isnull=True)
                | Q(kind="mandate_change", mandates_end_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.opened_on}"

    def get_absolute_url(self):
        return reverse("members:round", args=[self.pk])

    @property
    def opened_on(self) -> date:
        return timezone.localdate(self.opened_at)

    @property
    def is_mandate_change(self) -> bool:
        return self.kind == self.Kind.MANDATE_CHANGE

    @property
    def is_late(self) -> bool:
        return self.answer_by < today()


class InquiryQuerySet(models.QuerySet):
    def waiting(self):
        """Those without an answer, whose holding is in force and has no successor yet."""
        in_force = Q(holding__ends_on__isnull=True) | Q(holding__ends_on__gte=today())
        return self.filter(in_force, answer="").exclude(Exists(self._successors()))

    def with_progress(self):
        """Annotate is_replaced, is_over and is_bouncing: what became of the holding since."""
        bounce = Bounce.objects.present().of(
            OuterRef("holding__person"), OuterRef("holding__person__email")
        )
        return self.annotate(
            is_replaced=Exists(self._successors()),
            is_over=Q(holding__ends_on__isnull=False, holding__ends_on__lt=today()),
            is_bouncing=Exists(bounce),
        )

    @staticmethod
    def _successors():
        """Later holdings of the seat that an inquiry is about."""
        later = Q(starts_on__gt=OuterRef("holding__starts_on"))
        return Holding.objects.filter(later, seat=OuterRef("holding__seat"))

    def of_holding(self, holding):
        """What was asked about a holding, in rounds that wait for answers."""
        return self.filter(holding=holding, round__closed_at__isnull=True)

    def of_person(self, person):
        """What a person was asked about their own seats, in rounds that wait for answers."""
        return self.filter(holding__person=person, round__closed_at__isnull=True)

    def with_new_address(self):
        """Answers that gave a new address, which the secretariat has to look at."""
        return self.exclude(new_email="")

    def with_names(self):
        """Fetch round, person, seat and member along, in the order of the members."""
        names = ("round", "holding__person", "holding__seat__member")
        order = (F("holding__seat__member__sort_key"), F("holding__seat__kind").desc())
        return self.select_related(*names).order_by(*order)


class Inquiry(models.Model):
    """The question to one contact in a round, and the answer."""

    class Answer(models.TextChoices):
        RIGHT = "right", _("is right")
        CHANGED = "changed", _("something has changed")
        LEFT = "left", _("has left")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="inquiries")
    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="inquiries")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    reminder_count = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=7, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    new_email = models.EmailField(_("new address"), blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)

    # Annotated by with_progress().
    is_replaced: bool
    is_over: bool
    is_bouncing: bool

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        constraints = [
            models.UniqueConstraint(fields=["round", "holding"], name="inquiry_once_per_round"),
            models.CheckConstraint(
                name="inquiry_answered_on_a_day",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.holding}, {self.round}"
