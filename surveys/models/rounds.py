"""When it is asked: a version sent to the members, from its opening to its closing."""

from datetime import datetime

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Group, Member, Seat
from surveys import questionnaires
from surveys.models.definitions import Version, published_questionnaire


class SurveyRoundQuerySet(models.QuerySet):
    def drafts(self):
        """Rounds that have not been sent out."""
        return self.filter(opened_at__isnull=True)

    def closed(self):
        """Rounds that somebody has closed, the newest first."""
        return self.opened().filter(closed_at__isnull=False)

    def opened(self):
        """Rounds that have been sent out, the newest first."""
        return self.filter(opened_at__isnull=False).order_by("-opened_at")

    def taking_answers(self):
        """Rounds that are open now."""
        return self.opened().filter(closed_at__isnull=True, closes_at__gt=timezone.now())

    def to_close(self):
        """Rounds whose closing day has passed but that nobody has closed."""
        return self.opened().filter(closed_at__isnull=True, closes_at__lte=timezone.now())

    def asking(self, person):
        """Opened rounds in which a member that this person represents is asked."""
        mine = Member.objects.represented_by(person)
        return self.opened().filter(responses__member__in=mine).distinct()

    def results_visible_to(self, person):
        """Rounds whose results this person may read: everybody's who is logged in, once opened."""
        if not person.is_authenticated:
            return self.none()
        if person.is_staff or Seat.objects.held_by(person).exists():
            return self.opened()
        return self.none()

    def read_in_full_by(self, person):
        """Opened rounds of which this person reads every answer: secretariat and expert group."""
        if not person.is_authenticated:
            return self.none()
        if person.is_staff or person.sits_in(Group.Kind.EXPERT_GROUP):
            return self.opened()
        return self.none()


@pghistory.track()
class SurveyRound(models.Model):
    """A version sent to the members, from its opening until its closing day."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    closes_at = models.DateTimeField(_("closes"))
    smallest_group = models.PositiveSmallIntegerField(
        _("smallest group shown"),
        default=5,
        help_text=_("Figures with fewer answers behind them are hidden from everyone but us."),
    )
    letter = models.TextField(_("letter"), blank=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = SurveyRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey round")
        verbose_name_plural = _("survey rounds")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="round_closed_after_opening",
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="round_smallest_group_hides_people",
                condition=Q(smallest_group__gte=3),
                violation_error_message=_("Groups smaller than three give people away."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("surveys:round", args=[self.slug])

    @property
    def is_draft(self) -> bool:
        return self.opened_at is None

    @property
    def takes_answers(self) -> bool:
        return (
            self.opened_at is not None
            and self.closed_at is None
            and self.closes_at > timezone.now()
        )

    def questionnaire(self) -> questionnaires.Questionnaire:
        """The questions of the round's version."""
        return published_questionnaire(self.version_id)


def end_of_day(day) -> datetime:
    """The last moment of a Swedish day, when what closes that day closes."""
    return timezone.make_aware(datetime.combine(day, datetime.max.time().replace(microsecond=0)))
